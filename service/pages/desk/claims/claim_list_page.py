"""The list of wage claims at the desk: what is late, who handles it and what is next."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from litestar import Response
from sqlalchemy import ColumnElement, select
from sqlmodel import col

from catalog.reference import countries
from catalog.reference.posts import Post
from i18n import N_, NP_, formats, gettext
from service.accounts import Account
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.workflow import state_machine
from service.casework.worklists import claim_list
from service.casework.worklists.claim_list import ALL, ME, NOBODY, ClaimCounts, Filter
from service.casework.worklists.service_level_rules import Clock
from service.infra.access import Permission
from service.input.listing import MOST_COUNTED, YesNo
from service.pages.desk.claims import claim_rows
from service.pages.desk.shared import list_choices, list_columns
from service.web import rendering
from service.web.context import Form, Req, page_get, page_post
from service.web.lists import list_view, listing
from service.web.lists.list_cells import Labelled, Link, Reference
from service.web.lists.list_view import (
    Choices,
    Column,
    FilterField,
    ListView,
    Order,
    Query,
    Reading,
)

# The name of the field by which a claim is chosen; its value is the version.
PICK = "pick_"


class ClaimListCounts(msgspec.Struct, frozen=True):
    """How many of the claims are overdue and wait for a supervisor, and who may be assigned.

    `most` is the most that is counted of either. `stuck` is whether the list shows those that
    wait, `stuck_query` its address, and `open_query` that of all; `overdue_query` is the address of
    those that are overdue, unless they are what is shown. `steps` may follow for claims shown.
    """

    counted: ClaimCounts
    most: int
    stuck: bool
    open_query: str
    stuck_query: str
    overdue_query: str
    officers: list[Account]
    steps: list[str]


class ClaimQuery(Query, frozen=True):
    """Claims are counted by state, and those that are late come first."""

    def total(self, reading: Reading, asked: Filter) -> tuple[int, bool]:
        counted = _counts(reading, asked)
        return counted.total, counted.more

    def page(
        self, reading: Reading, asked: Filter, order: Order, first: int, most: int
    ) -> list[Claim]:
        rows: list[Claim] = claim_list.read_page(
            reading.session,
            asked,
            first // most + 1,
            by=reading.by,
            times=claim_rows.times(reading),
            counted=_counts(reading, asked),
            order=() if order.key == CLAIMS.order else order.terms(),
            most=most,
        )
        return rows


def _counts(reading: Reading, asked: Filter) -> ClaimCounts:
    """Return the counts of the filter, which are read once for a page."""
    times = claim_rows.times(reading)

    def read() -> ClaimCounts:
        return claim_list.count(reading.session, asked, by=reading.by, times=times)

    return reading.once("counts", read, asked)


def _terms(reading: Reading, asked: Filter) -> Sequence[ColumnElement[bool]]:
    return claim_list.terms(asked, reading.by, claim_rows.times(reading))


def _choices(reading: Reading, asked: Filter) -> Choices:
    lang, session = reading.reader.lang, reading.session
    counts = _counts(reading, asked).states
    states = rendering.choices(lang, "claim")
    return {
        "state": [
            (ALL, gettext(lang, "Include closed claims")),
            *((state, f"{label} ({_up_to(counts.get(state, 0))})") for state, label in states),
        ],
        "country": list_choices.countries(reading, countries.destinations(session)),
        "post": [
            (NOBODY, rendering.label(lang, "owner", "claims_desk")),
            *((post.code, _post_name(reading, post)) for post in claim_rows.offices(reading)),
        ],
        "owner": [
            (ME, list_choices.me(reading)),
            (NOBODY, gettext(lang, "No officer yet")),
            *((one.reference, one.name) for one in claim_rows.officers(reading)),
        ],
        **dict.fromkeys(("group", "overdue", "quiet"), list_choices.yes_no(reading)),
        "late": rendering.choices(lang, "breach"),
    }


def _up_to(count: int) -> str:
    """Return a number that was counted no further than one more than the most counted."""
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)


def _post_name(reading: Reading, post: Post) -> str:
    reader = reading.reader
    return f"{formats.country(reader.lang, post.country)}: {reader.office(post)}"


def _extra(reading: Reading, asked: Filter, rows: list[Any]) -> ClaimListCounts:
    after = {to for one in rows for to in state_machine.allowed(one.row.state, reading.by)}
    order = list_view.order_of(CLAIMS, reading.request.query_params)
    return ClaimListCounts(
        counted=_counts(reading, asked),
        most=MOST_COUNTED,
        stuck=asked.late is Clock.SUPERVISOR,
        open_query=list_view.query_of(CLAIMS, asked, order, late=None, worker=""),
        stuck_query=list_view.query_of(CLAIMS, asked, order, late=Clock.SUPERVISOR, worker=""),
        overdue_query=""
        if asked.overdue is YesNo.YES or asked.worker
        else list_view.query_of(CLAIMS, asked, order, overdue=YesNo.YES),
        officers=claim_rows.officers(reading),
        steps=[state.value for state in ClaimState if state in after],
    )


CLAIMS = ListView(
    name="wages",
    path="/desk/wages",
    permission=Permission.WAGES_READ,
    title=N_("Wage claims"),
    counted=NP_("%(num)s claim", "%(num)s claims"),
    filter=Filter,
    hidden=("worker",),
    order="due",
    query=ClaimQuery(rows=select(Claim), key=claim_list.BY_DUE_DATE, terms=_terms),
    facts=claim_rows.facts,
    choices=_choices,
    extra=_extra,
    template="desk/claims/claims.html",
    pick=PICK,
    pick_permissions=(Permission.WAGES_ASSIGN, Permission.WAGES_WRITE, Permission.WAGES_STEP),
    fields=(
        FilterField(name="state", label=N_("Status"), empty=N_("All open claims"), usual=True),
        FilterField(name="employer", label=N_("Employer"), kind="text", usual=True),
        list_columns.COUNTRY_FIELD,
        FilterField(name="owner", label=N_("Officer"), empty=N_("All officers"), usual=True),
        FilterField(name="post", label=N_("Mission"), empty=N_("All missions")),
        FilterField(name="component", label=N_("Type of payment owed"), labels="component"),
        FilterField(name="currency", label=N_("Currency, for example KRW"), kind="text"),
        FilterField(name="filed_from", label=N_("Filed on or after"), kind="date"),
        FilterField(name="filed_until", label=N_("Filed on or before"), kind="date"),
        FilterField(name="due_from", label=N_("Due on or after"), kind="date"),
        FilterField(name="due_until", label=N_("Due on or before"), kind="date"),
        FilterField(name="closed_from", label=N_("Closed on or after"), kind="date"),
        FilterField(name="closed_until", label=N_("Closed on or before"), kind="date"),
        FilterField(name="group", label=N_("In a group"), empty=N_("Either")),
        FilterField(name="overdue", label=N_("Overdue"), empty=N_("Either")),
        FilterField(name="quiet", label=N_("No entries for 14 days"), empty=N_("Either")),
        FilterField(name="late", label=N_("Late"), empty=N_("Either")),
    ),
    columns=(
        Column(
            key="worker",
            label=N_("Worker"),
            cell=lambda one: Link(
                one.worker or one.row.reference, f"/desk/wages/{one.row.reference}"
            ),
            order=claim_list.SORTED_BY["worker"],
        ),
        Column(
            key="employer",
            label=N_("Employer"),
            cell=lambda one: (one.row.employer, one.opinion),
            order=claim_list.SORTED_BY["employer"],
        ),
        list_columns.country(col(Claim.country)),
        Column(
            key="state",
            label=N_("Status"),
            cell=lambda one: Labelled("claim", one.row.state),
            order=claim_list.SORTED_BY["state"],
        ),
        Column(
            key="due",
            label=N_("Due"),
            cell=lambda one: (one.due, *one.late),
            order=(col(Claim.due),),
            indexed=True,
        ),
        Column(key="next", label=N_("Next action"), cell=lambda one: one.action),
        Column(key="owner", label=N_("Officer"), cell=lambda one: one.owner),
        Column(
            key="reference", label=N_("Reference"), cell=lambda one: Reference(one.row.reference)
        ),
        Column(
            key="filed",
            label=N_("Filed on"),
            cell=lambda one: one.row.filed_on,
            order=claim_list.SORTED_BY["filed"],
            usual=False,
        ),
        Column(key="city", label=N_("City"), cell=lambda one: one.city, usual=False),
        Column(key="group", label=N_("Group"), cell=lambda one: one.group, usual=False),
    ),
)


@page_get("/desk/wages", permission=Permission.WAGES_READ)
def index(request: Req) -> Response[Any]:
    return listing.show(request, CLAIMS)


@page_post("/desk/wages/find", permission=Permission.WAGES_READ)
def find(request: Req, data: Form) -> Response[Any]:
    """Show the claims of a worker, by name, which is in no address."""
    return listing.show_found(request, CLAIMS, data)


def query_of(values: Mapping[str, str]) -> str:
    """Return the query of the list for the values of an address, as its links have it."""
    asked, _errors = list_view.read(CLAIMS, values)
    return list_view.query_of(CLAIMS, asked, list_view.order_of(CLAIMS, values))


def find_all(reading: Reading, values: Mapping[str, str], most: int) -> list[Claim]:
    """Return the claims that an address finds, at most so many."""
    asked, _errors = list_view.read(CLAIMS, values)
    order = list_view.order_of(CLAIMS, values)
    found: list[Claim] = CLAIMS.query.page(reading, asked, order, 0, most)
    return found
