"""The claims that an officer works on, filtered by the address.

Each is shown with its state and its next action.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec
from litestar import Response
from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from catalog.reference import countries, posts
from catalog.reference.posts import Post
from service.accounts import Account
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.groups import groups
from service.casework.groups.groups import Membership
from service.casework.money import instalments
from service.casework.workflow import assignment
from service.casework.worklists import claim_list, saved_filters
from service.casework.worklists.claim_list import ClaimCounts, Filter, Sort, Times
from service.casework.worklists.saved_filters import SavedFilter
from service.casework.worklists.service_level_rules import Clock
from service.infra.access import Permission
from service.input import forms, listing
from service.pages.desk.claims import claim_clocks
from service.pages.desk.claims.claim_clocks import ListClocks
from service.pages.desk.shared import employer_opinions
from service.web import context, form_actions
from service.web.context import Form, Req, page_get, page_post


class ClaimListPage(msgspec.Struct, frozen=True):
    """One page of the claims that match; `act` is what was typed in an action on chosen ones.

    `naming`: the name of a saved filter was refused.
    """

    rows: list[Claim]
    counted: ClaimCounts
    number: int
    size: int
    act: Mapping[str, str]
    naming: bool
    saved: list[SavedFilter]


class RowFacts(msgspec.Struct, frozen=True):
    """What the rows show besides their claims, by reference.

    This is the next action, the worker, since when an instalment is late, and the group.
    """

    actions: dict[str, str]
    workers: dict[str, str]
    unpaid: dict[str, date]
    together: dict[str, Membership]


class FilterChoices(msgspec.Struct, frozen=True):
    """The choices of the filter form, within the officer's own scope."""

    codes: list[str]
    officers: list[Account]
    posts: list[Post]


class FilterForm(msgspec.Struct, frozen=True):
    """The filter for the form and the links of the page; `typed` also has what is wrong."""

    asked: Filter
    typed: dict[str, str]
    query: str
    sorts: list[Sort]
    stuck: bool
    open_query: str
    stuck_query: str


@page_get("/desk/wages", permission=Permission.WAGES_READ)
def index(request: Req) -> Response[Any]:
    return page(request, dict(request.query_params), context.page_number(request))


@page_post("/desk/wages/find", permission=Permission.WAGES_READ)
def find(request: Req, data: Form) -> Response[Any]:
    """Show the claims of a worker, by name.

    The name is in no address, browser history or log; so this list cannot be passed on.
    """
    values = dict(listing.pairs(str(data.get("query", ""))))
    return page(request, values, typed={"worker": str(data.get("worker", ""))})


def page(
    request: Req,
    values: Mapping[str, str],
    number: int = 1,
    *,
    typed: Mapping[str, str] | None = None,
    refusal: Refusal | None = None,
) -> Response[Any]:
    """Show the list that matches; after a refused action it keeps what was typed."""
    by, app_state = context.actor(request), context.app_state(request)
    worker = (typed or {}).get("worker", "")
    asked, errors = claim_list.read(values, worker)
    with context.reading(request) as session:
        times = claim_list.times(session, app_state.clock())
        counted = claim_list.count(session, asked, by=by, times=times)
        rows = claim_list.page(session, asked, number, by=by, times=times, counted=counted)
        choices = _choices(session, by)
        shown = ClaimListPage(
            rows=rows,
            counted=counted,
            number=number,
            size=claim_list.PAGE,
            act=typed or {},
            naming=bool(typed and min(typed).startswith("name")),
            saved=saved_filters.list_own(session, by=by),
        )
        return form_actions.form_page(
            request,
            "desk/claims/claims.html",
            shown,
            _row_facts(session, rows, app_state.today),
            choices,
            _filter_form(asked, {**values, "worker": worker}),
            _clocks(session, rows, choices, times, app_state.clock()),
            employer_opinions.for_claims(session, rows),
            refusal=refusal,
            errors=errors | forms.errors_by_field(refusal),
        )


def _row_facts(session: Session, rows: list[Claim], today: date) -> RowFacts:
    numbers = [row.reference for row in rows]
    return RowFacts(
        actions=wage_claims.next_actions(session, rows),
        workers=claim_list.workers(session, rows),
        unpaid=instalments.late_since(session, numbers, today),
        together=groups.by_claims(session, numbers),
    )


def _clocks(
    session: Session, rows: list[Claim], choices: FilterChoices, times: Times, now: datetime
) -> ListClocks:
    """Return the times of the rows, whose offices and officers are among the choices."""
    return claim_clocks.for_claims(
        session,
        rows,
        now,
        allowed=times.allowed,
        offices=choices.posts,
        officers={one.reference: one.name for one in choices.officers},
    )


def _choices(session: Session, by: Actor) -> FilterChoices:
    return FilterChoices(
        codes=countries.destinations(session),
        officers=assignment.list_working_officers(session, by=by),
        posts=posts.list_for(session, by),
    )


def _filter_form(asked: Filter, values: Mapping[str, str]) -> FilterForm:
    return FilterForm(
        asked=asked,
        typed=listing.form_values_as_typed(asked, values),
        query=claim_list.address(asked),
        sorts=list(Sort),
        stuck=asked.late is Clock.SUPERVISOR,
        open_query=claim_list.address(asked, late=None),
        stuck_query=claim_list.address(asked, late=Clock.SUPERVISOR),
    )
