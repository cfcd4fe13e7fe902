"""A return home reported by telephone and recorded by an officer or a post.

It uses the questions and the command of the worker's own page.
"""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import NotFound, Refusal
from catalog.reference.countries import Fact
from matching.identity.persons import Citizen
from matching.journey import return_migration
from matching.journey.return_migration import Homecoming
from matching.placements import arrivals
from matching.placements.placements import Placement
from service.infra import access
from service.infra.access import Permission
from service.pages.account import my_return
from service.pages.desk.shared import desk_page
from service.web import context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import FormAction


@page_get("/desk/placements/{reference:str}/home", permission=Permission.CHECKINS_READ)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _page(request, reference)


@page_post("/desk/placements/{reference:str}/home", permission=Permission.CHECKINS_WRITE)
def report_return(
    request: Req, lang: FromPath[str], reference: FromPath[str], data: Form
) -> Response[Any]:
    access.require(context.actor(request), Permission.CHECKINS_READ)
    return form_actions.submit_on_record(
        request,
        f"/{lang}/desk/placements",
        reference,
        data,
        lambda act: _find_placement(act.session, reference, act.by),
        _report_return,
        _page,
        versioned=False,
    )


def _find_placement(session: Session, reference: str, by: Actor) -> Placement:
    """Return the placement, if the officer may reach its worker. Refuses: NotFound."""
    row = arrivals.get(session, reference, by=by)
    if not arrivals.may_reach(row, by):
        raise NotFound
    return row


def _report_return(act: FormAction, row: Placement) -> None:
    return_migration.record(
        act.session, row, my_return.read_return(act.typed), by=act.by, on=act.on, day=act.day
    )


class ReturnPage(msgspec.Struct):
    """A return home: `opens` is whether it may be reported, `officer` the one who recorded it."""

    row: Placement
    reported: Homecoming | None
    person: Citizen
    insurances: dict[str, Fact]
    opens: bool
    officer: str


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
        away = row.state in my_return.AWAY_STATES
        shown = ReturnPage(
            row=row,
            reported=return_migration.for_placement(session, reference),
            person=session.get_one(Citizen, row.citizen),
            insurances=return_migration.insurances(session, row.country, today),
            opens=away and access.allows(by, Permission.CHECKINS_WRITE),
            officer=_recorded_by(session, reference),
        )
        answer = form_actions.form_page(
            request,
            "desk/placements/home.html",
            shown,
            refusal=refusal,
            typed=typed or {},
            about=row.country,
        )
    context.note_read(request, "placement", reference)
    return answer


def _recorded_by(session: Session, reference: str) -> str:
    """Return the name of the officer who recorded it, if the worker did not do so."""
    entries = [
        one for one in journal.history(session, "homecoming", reference) if one.role != "citizen"
    ]
    return next(
        iter(desk_page.officer_names(session, {one.account for one in entries}).values()), ""
    )
