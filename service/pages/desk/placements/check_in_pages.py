"""Check-ins at the desk: answers of workers abroad, and answers recorded by telephone."""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from matching.identity.persons import Citizen
from matching.journey import check_ins, departure_arrival
from matching.journey.check_ins import EARLY, AnswersInput, CheckIn
from matching.placements.placements import Placement
from service.casework.protection import check_in_alarms
from service.infra import access
from service.infra.access import Permission
from service.input import forms
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction


@page_get("/desk/check-ins/{reference:str}/{day:str}", permission=Permission.CHECKINS_READ)
def show(request: Req, reference: FromPath[str], day: FromPath[str]) -> Response[Any]:
    return _page(request, reference, day)


class CheckInPage(msgspec.Struct):
    """One check-in: `called` is the advice session of its call, `opens` whether it has questions."""

    row: CheckIn
    placed: Placement
    person: Citizen | None
    called: str | None
    grave: bool
    applied: str
    opens: bool


def _page(
    request: Req,
    number: str,
    day: str,
    typed: dict[str, str] | None = None,
    refusal: Refusal | None = None,
) -> Response[Any]:
    """Show one check-in; the read is recorded before it leaves.

    Refuses: NotFound, Unavailable.
    """
    by, today = context.actor(request), context.app_state(request).today
    with context.reading(request) as session:
        row = check_ins.get(session, number, forms.parse_hidden_number(day), by=by)
        placed = session.get_one(Placement, number)
        applied = departure_arrival.application(session, placed)
        answer_ = form_actions.form_page(
            request,
            "desk/placements/check_in.html",
            CheckInPage(
                row=row,
                placed=placed,
                person=session.get(Citizen, placed.citizen),
                called=check_in_alarms.session_for_check_in(session, row),
                grave=check_ins.suggests_forced_labour(row),
                applied=applied.reference if applied else "",
                opens=_shows_questions(by, row.answered_at is None, row.due_on - EARLY <= today),
            ),
            refusal=refusal,
            typed=typed or {},
            about=placed.country,
        )
    context.note_read(request, "placement", number)
    return answer_


def _shows_questions(by: Actor, waits: bool, due: bool) -> bool:
    """Return whether the page shows the questions."""
    return waits and due and access.allows(by, Permission.CHECKINS_WRITE)


@form_actions.post(
    "/desk/check-ins/{reference:str}/{day:str}",
    permission=Permission.CHECKINS_WRITE,
    back="/desk/check-ins/{reference}/{day}",
    redraw=_page,
)
def answer(act: FormAction, reference: str, day: str) -> None:
    row = check_ins.get(act.session, reference, forms.parse_hidden_number(day), by=act.by)
    answers = forms.read(AnswersInput, act.typed)
    check_in_alarms.answer(act.session, row, answers, by=act.by, on=act.on, day=act.day)
