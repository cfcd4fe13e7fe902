"""The worker's return home: the reason, unpaid sums, remaining insurances, and next steps."""

from datetime import date
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal
from catalog.reference.countries import Fact
from matching.journey import return_migration
from matching.journey.return_migration import Homecoming, ReturnInput
from matching.placements import arrivals
from matching.placements.placements import Placement, State
from service.infra.access import Permission
from service.input import forms
from service.pages.shared import account_page
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction

# The states from which a worker can have returned.
AWAY_STATES = (State.DEPARTED.value, State.ARRIVED.value)


@page_get("/me/home", permission=Permission.ME_OPEN)
def index(request: Req) -> Response[Any]:
    """Show the person's contracts abroad, to choose the one from which they returned."""
    account_page.require_citizen(request)
    with context.reading(request) as session:
        rows = arrivals.list_for_person(
            session, account_page.current_account(request, session).citizen or ""
        )
        values = {
            row.reference: return_migration.for_placement(session, row.reference) for row in rows
        }
        shown = [row for row in rows if row.state in AWAY_STATES or values[row.reference]]
        return form_actions.form_page(request, "account/home.html", rows=shown, returns=values)


@page_get("/me/home/{number:str}", permission=Permission.ME_OPEN)
def show(request: Req, number: FromPath[str]) -> Response[Any]:
    return _page(request, number)


def read_return(typed: dict[str, str]) -> ReturnInput:
    """Read the typed answers, with insurances from the boxes that were ticked."""
    named = [name for name in return_migration.INSURANCES if typed.get(f"insurance_{name}")]
    return forms.read(
        ReturnInput,
        {name: value for name, value in typed.items() if name in _FIELDS} | {"insurances": named},
    )


_FIELDS = frozenset(ReturnInput.__struct_fields__) - {"insurances"}


def _find_placement(request: Req, session: Session, number: str) -> Placement:
    account_page.require_citizen(request)
    return arrivals.get_own(session, number, account_page.current_account(request, session).citizen)


def period(row: Placement, came_on: date) -> dict[str, int]:
    """Return the days between which the person worked, as the first page of a claim takes them."""
    first, last = row.arrived_on or row.departed_on or row.signed_on, came_on
    return {
        "from_day": first.day,
        "from_month": first.month,
        "from_year": first.year,
        "to_day": last.day,
        "to_month": last.month,
        "to_year": last.year,
    }


class ReturnPage(msgspec.Struct, frozen=True):
    """A return and what follows; `claim` is the period of work that a wage claim begins with."""

    row: Placement
    returned: Homecoming | None
    typed: dict[str, str]
    insurances: dict[str, Fact]
    claim: dict[str, int]


def _page(
    request: Req, number: str, typed: dict[str, str] | None = None, refusal: Refusal | None = None
) -> Response[Any]:
    with context.reading(request) as session:
        row = _find_placement(request, session, number)
        values, today = (
            return_migration.for_placement(session, number),
            context.app_state(request).today,
        )
        if values is None and row.state not in AWAY_STATES:
            raise NotFound
        shown = ReturnPage(
            row=row,
            returned=values,
            typed=typed or {},
            insurances=return_migration.insurances(
                session, row.country, values.came_on if values else today
            ),
            claim=period(row, values.came_on) if values else {},
        )
        return form_actions.form_page(
            request, "account/home_one.html", shown, refusal=refusal, about="UZ"
        )


@form_actions.post(
    "/me/home/{number:str}",
    permission=Permission.ME_OPEN,
    back="/me/home/{number}",
    redraw=_page,
    find=lambda act, number: _find_placement(act.request, act.session, number),
    versioned=False,
)
def report_return(act: FormAction, row: Placement) -> None:
    return_input = read_return(act.typed)
    return_migration.record(act.session, row, return_input, by=act.by, on=act.on, day=act.day)
