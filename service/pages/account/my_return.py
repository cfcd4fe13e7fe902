"""The worker's return home: the reason, unpaid sums, remaining insurances, and next steps."""

from datetime import date
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import EditConflict, NotFound, Refusal, require_found
from catalog.reference.countries import Fact
from i18n import N_
from matching.journey import return_corrections, return_migration
from matching.journey.return_corrections import ReturnFacts
from matching.journey.return_migration import INSURANCES, Homecoming, ReturnInput
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
    """A return and what follows; `claim` is the period of work that a wage claim begins with.

    `correctable` is whether the worker may correct it or take it back, `version` the
    one that they see.
    """

    row: Placement
    returned: Homecoming | None
    typed: dict[str, str]
    insurances: dict[str, Fact]
    claim: dict[str, int]
    correctable: bool
    version: int


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
            correctable=values is not None and return_corrections.may_correct_own(session, values),
            version=return_corrections.version(session, values) if values else 0,
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


class ReturnCorrectionPage(msgspec.Struct, frozen=True):
    """The answers of a worker about a return, as they are typed anew, and the version they saw."""

    row: Placement
    typed: dict[str, str]
    insurances: dict[str, Fact]
    version: int


@page_get("/me/home/{number:str}/correct", permission=Permission.ME_OPEN)
def show_correction(request: Req, number: FromPath[str]) -> Response[Any]:
    return _correction_page(request, number)


def _correction_page(
    request: Req, number: str, typed: dict[str, str] | None = None, refusal: Refusal | None = None
) -> Response[Any]:
    """Show the questions with the answers as they are, or as they were typed. Refuses: NotFound.

    After an officer's correction, which ends those of the worker, the report itself is shown.
    """
    with context.reading(request) as session:
        row = _find_placement(request, session, number)
        values = return_migration.for_placement(session, number)
        if values is None or not return_corrections.may_correct_own(session, values):
            if refusal is None or values is None:
                raise NotFound
            return _page(request, number, refusal=refusal)
        shown = ReturnCorrectionPage(
            row=row,
            typed=_as_typed(return_corrections.current(values)) if typed is None else typed,
            insurances=return_migration.insurances(session, row.country, values.came_on),
            version=return_corrections.version(session, values),
        )
        return form_actions.form_page(
            request, "account/home_correct.html", shown, refusal=refusal, about="UZ"
        )


def _as_typed(facts: ReturnFacts) -> dict[str, str]:
    """Return the facts of a return as the form of its report would have sent them."""
    typed = {"came_on": facts.came_on.isoformat(), "because": facts.because.value}
    typed |= {
        name: str(int(getattr(facts, name))) for name in ("unpaid", "certificate", "wants_work")
    }
    return typed | {f"insurance_{name}": "1" for name in INSURANCES if getattr(facts, name)}


@form_actions.post(
    "/me/home/{number:str}/correct",
    permission=Permission.ME_OPEN,
    back="/me/home/{number}",
    redraw=_correction_page,
)
def correct_return(act: FormAction, number: str) -> None:
    """Correct an own report. Refuses: NotFound, EditConflict."""
    placed, row = _find_return(act, number)
    facts = _facts(act.session, placed, row, read_return(act.typed))
    return_corrections.correct(
        act.session, placed, row, facts, "", by=act.by, on=act.on, day=act.day
    )


@form_actions.post(
    "/me/home/{number:str}/void",
    permission=Permission.ME_OPEN,
    back="/me/home/{number}",
    redraw=_page,
    done=N_("Your report is taken back. Tell us here when you are back home."),
)
def void_return(act: FormAction, number: str) -> None:
    """Take back an own report of a return that did not happen. Refuses: NotFound, EditConflict."""
    placed, row = _find_return(act, number)
    return_corrections.void(act.session, placed, row, "", by=act.by, on=act.on)


def _find_return(act: FormAction, number: str) -> tuple[Placement, Homecoming]:
    """Return an own return that is still what the page showed. Refuses: NotFound, EditConflict."""
    placed = _find_placement(act.request, act.session, number)
    row = require_found(return_migration.for_placement(act.session, number, lock=True))
    if str(return_corrections.version(act.session, row)) != act.typed.get("version", ""):
        raise EditConflict
    return placed, row


def _facts(
    session: Session, placed: Placement, row: Homecoming, answers: ReturnInput
) -> ReturnFacts:
    """Return the facts as typed; an insurance that the form did not ask about stays as it is."""
    asked = return_migration.insurances(session, placed.country, row.came_on)
    before = return_corrections.current(row)
    kept = _FIELDS - {"arrived_on"}
    facts: dict[str, Any] = {name: getattr(answers, name) for name in kept}
    for name in INSURANCES:
        facts[name] = name in answers.insurances if name in asked else getattr(before, name)
    return ReturnFacts(**facts)
