"""The person's own applications: state, who acts next and by when, and possible actions."""

from datetime import date
from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.errors import Refusal
from catalog.core.journal import Entry
from catalog.employers.employers import Employer
from catalog.licensing.agencies import Agency
from catalog.vacancies.vacancies import Vacancy
from matching.applications import (
    application_history,
    applications,
    consents,
    queue_position,
    transitions,
)
from matching.applications.applications import FINAL_STATES, Application, State
from matching.applications.queue_position import Place
from matching.applications.state_machine import ON_THE_WAY, STEPS
from matching.scoring import score
from matching.scoring.eligibility import GateResult
from matching.scoring.score import ScoreBreakdown
from service.infra.access import Permission
from service.pages.shared import account_page, account_tasks
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction

PAGE = 20
_HISTORY_ACTS = (
    "apply",
    "see_papers",
    "consent",
    "withdraw_consent",
    *application_history.CONTRACT,
)


class ConsentInput(msgspec.Struct):
    consent: bool


class AppliedVacancy(msgspec.Struct, frozen=True):
    """A vacancy, also one no longer shown, with the names of its employer and its recruiter."""

    row: Vacancy
    employer: str
    agency: Agency


class ApplicationsPage(msgspec.Struct, frozen=True):
    rows: list[Application]
    jobs: dict[str, AppliedVacancy]
    nexts: dict[str, str]
    over: frozenset[State]
    total: int
    number: int
    size: int


@page_get("/me/applications", permission=Permission.ME_OPEN)
def index(request: Req) -> Response[Any]:
    account_page.require_citizen(request)
    number = context.page_number(request)
    with context.reading(request) as session:
        every = applications.list_for_person(session, account_page.current_person(request, session))
        rows = every[(number - 1) * PAGE : number * PAGE]
        shown = ApplicationsPage(
            rows=rows,
            jobs=_applied_vacancies(session, [row.vacancy for row in rows]),
            nexts={row.reference: account_tasks.next_step(session, row) for row in rows},
            over=FINAL_STATES,
            total=len(every),
            number=number,
            size=PAGE,
        )
        return form_actions.form_page(request, "account/applications.html", shown)


def _applied_vacancies(session: Session, numbers: list[str]) -> dict[str, AppliedVacancy]:
    rows = select(Vacancy, col(Employer.name), Agency).join(
        Employer, col(Employer.reference) == col(Vacancy.employer)
    )
    rows = rows.join(Agency, col(Agency.external_id) == col(Vacancy.agency))
    found = session.execute(rows.where(col(Vacancy.reference).in_(set(numbers))))
    return {row.reference: AppliedVacancy(row, employer, agency) for row, employer, agency in found}


@page_get("/me/applications/{number:str}", permission=Permission.ME_OPEN)
def show(request: Req, number: FromPath[str]) -> Response[Any]:
    """Show one of the person's own applications. Refuses: NotFound."""
    account_page.require_citizen(request)
    return _page(request, number)


class ApplicationPage(msgspec.Struct, frozen=True):
    """An application to a job, with the points of the profile as it is today.

    `papers` must still be seen before an offer; `ends` is when the application lapses.
    """

    row: Application
    job: Vacancy
    employer: str
    agency: Agency
    sheet: ScoreBreakdown | None
    rule: str
    steps: list[str]
    papers: list[str]
    ends: date
    new: bool
    waiting: bool


class Progress(msgspec.Struct, frozen=True):
    """The place of an application in the queue, its history and its next step."""

    place: Place | None
    history: list[tuple[Entry, str, str]]
    over: bool
    named: bool
    on_the_way: bool
    next_: str


def _page(
    request: Req,
    number: str,
    refusal: Refusal | None = None,
    template: str = "account/application.html",
) -> Response[Any]:
    day = context.app_state(request).today
    with context.reading(request) as session:
        row = applications.get_own(session, number, account_page.current_person(request, session))
        context.register_cache(request, session)
        sheets = applications.score_breakdowns(session, row.citizen, row.vacancy, day)
        sheet = sheets[0] if sheets else None
        applied = _applied_vacancies(session, [row.vacancy])[row.vacancy]
        shown = ApplicationPage(
            row=row,
            job=applied.row,
            employer=applied.employer,
            agency=applied.agency,
            sheet=sheet,
            rule=row.rule or score.RULE,
            steps=transitions.allowed_steps(session, row, context.actor(request)),
            papers=_missing_papers(row, sheet),
            ends=applied.row.closes_on + transitions.WAITS,
            new="new" in request.query_params,
            waiting=State(row.state) in applications.UNDER_REVIEW,
        )
        progress = _progress(session, row)
        return form_actions.form_page(request, template, shown, progress, refusal=refusal)


def _progress(session: Session, row: Application) -> Progress:
    return Progress(
        place=queue_position.for_application(session, row),
        history=_history(session, row),
        over=State(row.state) in FINAL_STATES,
        named=applications.consent_holds(row),
        on_the_way=State(row.state) in ON_THE_WAY,
        next_=account_tasks.next_step(session, row),
    )


def _missing_papers(row: Application, sheet: ScoreBreakdown | None) -> list[str]:
    """Return the papers that must still be seen before an offer."""
    if sheet is None or State(row.state) not in (State.DRAFT, *applications.UNDER_REVIEW):
        return []
    return [
        gate.value
        for gate in applications.unsettled_gates(row, sheet)
        if sheet.gates[gate] is not GateResult.FAILED
    ]


def _history(session: Session, row: Application) -> list[tuple[Entry, str, str]]:
    """Return the history, newest first: each entry with its label list and label key."""
    done = [
        one
        for one in application_history.for_application(session, row.reference)
        if one.act in STEPS or one.act in _HISTORY_ACTS
    ]
    return [
        (one, "application", STEPS[one.act].to.value)
        if one.act in STEPS
        else (one, "application_past", one.act)
        for one in done[::-1]
    ]


post = partial(
    form_actions.post,
    permission=Permission.ME_OPEN,
    back="/me/applications/{number}",
    find=lambda act, number: applications.get_own(
        act.session, number, account_page.current_person(act.request, act.session)
    ),
    versioned=False,
    redraw=lambda request, number, _typed, refusal: _page(request, number, refusal),
    first=account_page.require_citizen,
)


@post("/me/applications/{number:str}/accept", done="")
def accept(act: FormAction, row: Application) -> None:
    transitions.move(act.session, row, "take_offer", by=act.by, on=act.on, day=act.day)


@post("/me/applications/{number:str}/hand-in", done="")
def resubmit(act: FormAction, row: Application) -> None:
    """Submit the application again once the missing papers are there."""
    transitions.move(act.session, row, "hand_in", by=act.by, on=act.on, day=act.day)


@page_get("/me/applications/{number:str}/withdraw", permission=Permission.ME_OPEN)
def show_withdrawal_form(request: Req, number: FromPath[str]) -> Response[Any]:
    """Show what withdrawing or declining means before it is done."""
    account_page.require_citizen(request)
    return _page(request, number, template="account/application_withdraw.html")


@post("/me/applications/{number:str}/withdraw", done="")
def withdraw(act: FormAction, row: Application) -> None:
    transitions.move(act.session, row, "withdraw", by=act.by, on=act.on, day=act.day)


@post("/me/applications/{number:str}/consent")
def set_consent(act: FormAction, row: Application) -> None:
    """Give or withdraw consent that the recruiter sees name and phone number."""
    command = consents.give if act.read(ConsentInput).consent else consents.withdraw
    command(act.session, row, by=act.by, on=act.on)
