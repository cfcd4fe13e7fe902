"""A return home reported by telephone and recorded by an officer or a post.

It uses the questions and the command of the worker's own page; an officer also corrects it.
"""

from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import EditConflict, NotFound, Refusal, require_found
from catalog.reference.countries import Fact
from i18n import N_
from matching.identity.persons import Citizen
from matching.journey import return_corrections, return_migration
from matching.journey.return_corrections import ReturnFacts
from matching.journey.return_migration import Homecoming
from matching.placements import arrivals
from matching.placements.placements import Placement
from service.infra import access
from service.infra.access import Permission
from service.pages.account import my_return
from service.pages.desk.shared import correction_pages, desk_page, record_fields
from service.pages.desk.shared.correction_pages import CorrectionForm
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction


@page_get("/desk/placements/{reference:str}/home", permission=Permission.CHECKINS_READ)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _page(request, reference)


def _find_placement(session: Session, reference: str, by: Actor) -> Placement:
    """Return the placement, if the officer may reach its worker. Refuses: NotFound."""
    row = arrivals.get(session, reference, by=by)
    if not arrivals.may_reach(row, by):
        raise NotFound
    return row


@page_get("/desk/placements/{reference:str}/return/correct", permission=Permission.CHECKINS_WRITE)
def show_correction(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _correction_form(request, reference, {}, None)


def _find_return(act: FormAction, reference: str) -> tuple[Placement, Homecoming]:
    """Return a return that is still what the page showed. Refuses: NotFound, EditConflict."""
    placed = _find_placement(act.session, reference, act.by)
    row = require_found(return_migration.for_placement(act.session, reference, lock=True))
    if str(return_corrections.version(act.session, row)) != act.typed.get("version", ""):
        raise EditConflict
    return placed, row


def _correction_form(
    request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None
) -> Response[Any]:
    """Show the form; the read is recorded before it leaves. Refuses: NotFound."""
    by, today = context.actor(request), context.app_state(request).today
    with context.reading(request) as session:
        placed = _find_placement(session, reference, by)
        row = return_migration.for_placement(session, reference)
        if row is None:
            raise NotFound
        facts = return_corrections.current(row)
        known = return_migration.insurances(session, placed.country, today)
        asked = {
            name: label
            for name, label in record_fields.RETURN.items()
            if name not in return_migration.INSURANCES or name in known or getattr(facts, name)
        }
        address = f"/desk/placements/{reference}"
        form = CorrectionForm(
            heading=N_("Correct the return home"),
            reference=reference,
            back=f"{address}/home",
            send_to=f"{address}/return/correct",
            facts=correction_pages.fact_fields(facts, asked, {}),
            version=return_corrections.version(session, row),
            typed=typed,
        )
        past = correction_pages.history(session, return_corrections.NOUN, reference)
        answer = correction_pages.form_page(request, past, form, refusal)
    context.note_read(request, "placement", reference)
    return answer


class ReturnPage(msgspec.Struct):
    """A return home: `opens` is whether it may be reported, `officer` the one who recorded it.

    `claim` is the period of work that a wage claim begins with.
    """

    row: Placement
    reported: Homecoming | None
    person: Citizen
    insurances: dict[str, Fact]
    opens: bool
    officer: str
    correctable: bool
    version: int
    claim: dict[str, int]


def _page(
    request: Req,
    reference: str,
    typed: dict[str, str] | None = None,
    refusal: Refusal | None = None,
) -> Response[Any]:
    """Show the questions or the answers; the read is recorded before they leave.

    Refuses: NotFound, Unavailable.
    """
    by, today = context.actor(request), context.app_state(request).today
    with context.reading(request) as session:
        row = _find_placement(session, reference, by)
        reported = return_migration.for_placement(session, reference)
        writes = access.allows(by, Permission.CHECKINS_WRITE)
        shown = ReturnPage(
            row=row,
            reported=reported,
            person=session.get_one(Citizen, row.citizen),
            insurances=return_migration.insurances(session, row.country, today),
            opens=writes and row.state in my_return.AWAY_STATES,
            officer=_recorded_by(session, reference),
            correctable=writes and reported is not None,
            version=return_corrections.version(session, reported) if reported else 0,
            claim=my_return.period(row, reported.came_on) if reported else {},
        )
        answer = form_actions.form_page(
            request,
            "desk/placements/home.html",
            shown,
            correction_pages.history(session, return_corrections.NOUN, reference),
            refusal=refusal,
            typed=typed or {},
            about=row.country,
        )
    context.note_read(request, "placement", reference)
    return answer


def _recorded_by(session: Session, reference: str) -> str:
    """Return the name of the officer who recorded it, if the worker did not do so."""
    entries = [
        one
        for one in journal.history(session, "homecoming", reference)
        if one.role != "citizen" and one.act == "tell"
    ]
    return next(
        iter(desk_page.officer_names(session, {one.account for one in entries}).values()), ""
    )


post = partial(
    form_actions.post, permission=Permission.CHECKINS_WRITE, reads=Permission.CHECKINS_READ
)


@post(
    "/desk/placements/{reference:str}/home",
    back="/desk/placements/{reference}",
    redraw=_page,
    done=N_("The return is recorded."),
)
def report_return(act: FormAction, reference: str) -> None:
    row = _find_placement(act.session, reference, act.by)
    values = my_return.read_return(act.typed)
    return_migration.record(act.session, row, values, by=act.by, on=act.on, day=act.day)


@post(
    "/desk/placements/{reference:str}/return/correct",
    back="/desk/placements/{reference}/home",
    redraw=_correction_form,
    done=N_("The correction is saved."),
)
def correct(act: FormAction, reference: str) -> None:
    placed, row = _find_return(act, reference)
    facts, reason = correction_pages.with_reason(act, lambda: act.read(ReturnFacts))
    return_corrections.correct(
        act.session, placed, row, facts, reason, by=act.by, on=act.on, day=act.day
    )


@post(
    "/desk/placements/{reference:str}/return/void",
    back="/desk/placements/{reference}/home",
    redraw=_page,
    done=N_("The return is taken back."),
)
def void(act: FormAction, reference: str) -> None:
    placed, row = _find_return(act, reference)
    reason = correction_pages.reason_of(act.typed)
    return_corrections.void(act.session, placed, row, reason, by=act.by, on=act.on)
