"""Applications at the desk: one with points and gates, and its steps."""

from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from catalog.core.fields import TASHKENT
from catalog.core.journal import Entry
from catalog.vacancies.vacancies import Vacancy
from i18n import N_
from matching.applications import application_history, applications, state_machine, transitions
from matching.applications.applications import Application, RejectionReason, State
from matching.identity.persons import Citizen
from matching.scoring.eligibility import Gate
from matching.scoring.score import ScoreBreakdown
from service.casework.workflow.activities import Hour
from service.infra.access import Permission
from service.pages.desk.shared.journal_acts import ACT
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction


class InterviewInput(msgspec.Struct):
    """The time of an interview, in Tashkent time."""

    interview_on: date
    hour: Hour


class OfferInput(msgspec.Struct):
    held_until: date | None = None


class RejectionInput(msgspec.Struct):
    why: RejectionReason


@page_get("/desk/applications/{reference:str}", permission=Permission.APPLICATIONS_READ)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _page(request, reference)


class ApplicationPage(msgspec.Struct):
    """An application with today's score, and the steps that its reader may take."""

    row: Application
    acts: list[str]
    vacancy: Vacancy
    person: Citizen
    sheet: ScoreBreakdown | None
    on_the_way: bool


def _page(
    request: Req,
    reference: str,
    typed: dict[str, str] | None = None,
    refusal: Refusal | None = None,
) -> Response[Any]:
    """Show a whole application; the read is recorded before it leaves.

    Refuses: NotFound, Unavailable.
    """
    by, today = context.actor(request), context.app_state(request).today
    with context.reading(request) as session:
        row = applications.get(session, reference, by=by)
        answer = form_actions.form_page(
            request,
            "desk/placements/application.html",
            _facts(session, row, by, today),
            _history(session, row),
            refusal=refusal,
            typed=typed or {},
            guarded=state_machine.GUARDED,
        )
    context.note_read(request, "application", reference)
    return answer


def _facts(session: Session, row: Application, by: Actor, today: date) -> ApplicationPage:
    acts = transitions.allowed_steps(session, row, by)
    sheets = applications.score_breakdowns(session, row.citizen, row.vacancy, today)
    return ApplicationPage(
        row=row,
        acts=acts,
        vacancy=session.get_one(Vacancy, row.vacancy),
        person=session.get_one(Citizen, row.citizen),
        sheet=sheets[0] if sheets else None,
        on_the_way=State(row.state) in state_machine.ON_THE_WAY,
    )


class ApplicationHistory(msgspec.Struct):
    """The acts on an application, and the labels of acts."""

    history: list[Entry]
    done: dict[str, str]


def _history(session: Session, row: Application) -> ApplicationHistory:
    return ApplicationHistory(application_history.for_application(session, row.reference), ACT)


def history_for_agency(session: Session, row: Application) -> ApplicationHistory:
    """Return the history without the return home.

    When a worker reported it, and to whom, is not for the agency (docs/placements.md).
    """
    found = _history(session, row)
    return ApplicationHistory([one for one in found.history if one.act != "come_home"], found.done)


post = partial(
    form_actions.post,
    back="/desk/applications/{reference}",
    find=lambda act, reference: applications.get(act.session, reference, by=act.by),
    redraw=_page,
    reads=Permission.APPLICATIONS_READ,
)


@post(
    "/desk/applications/{reference:str}/steps",
    permission=Permission.APPLICATIONS_STEP,
    done=N_("The step is recorded."),
)
def step(act: FormAction, row: Application) -> None:
    transitions.move(act.session, row, act.typed.get("act", ""), by=act.by, on=act.on, day=act.day)


@post("/desk/applications/{reference:str}/gates", permission=Permission.APPLICATIONS_STEP)
def check(act: FormAction, row: Application) -> None:
    transitions.record_checked_gates(
        act.session, row, [gate for gate in Gate if act.typed.get(gate.value)], by=act.by, on=act.on
    )


@post(
    "/desk/applications/{reference:str}/interview",
    permission=Permission.APPLICATIONS_STEP,
    done=N_("The invitation is sent."),
)
def invite(act: FormAction, row: Application) -> None:
    interview_input = act.read(InterviewInput)
    at = datetime.combine(
        interview_input.interview_on, time.fromisoformat(interview_input.hour), TASHKENT
    ).astimezone(UTC)
    transitions.invite(act.session, row, at, by=act.by, on=act.on, day=act.day)


@post(
    "/desk/applications/{reference:str}/offer",
    permission=Permission.APPLICATIONS_STEP,
    done=N_("The offer is sent."),
)
def offer(act: FormAction, row: Application) -> None:
    until = act.read(OfferInput).held_until
    transitions.offer(act.session, row, until=until, by=act.by, on=act.on, day=act.day)


@post(
    "/desk/applications/{reference:str}/reject",
    permission=Permission.APPLICATIONS_STEP,
    done=N_("The application is refused."),
)
def reject(act: FormAction, row: Application) -> None:
    transitions.reject(act.session, row, act.read(RejectionInput).why, by=act.by, on=act.on)
