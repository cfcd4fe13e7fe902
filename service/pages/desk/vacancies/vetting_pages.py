"""Vetting at the desk: the eighteen points of one vacancy, and its steps."""

from functools import partial
from typing import Annotated, Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from msgspec import Meta
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import Actor
from catalog.core.errors import EditConflict, InvalidInput, NotFound, Refusal, require_found
from catalog.employers.employers import Employer
from catalog.licensing import agencies
from catalog.licensing.agencies import AgencyStatus
from catalog.vacancies import vetting, vetting_replies
from catalog.vacancies.vacancies import State, Vacancy
from catalog.vacancies.vetting import Check, CheckInput
from catalog.vacancies.vetting_points import Point
from catalog.vacancies.vetting_replies import VettingAnswer
from service.approvals import vacancy_requests
from service.infra import access
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import desk_page, employer_opinions, record_requests
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction

# Steps only for an approver; the others are for the officer who vets.
APPROVERS = frozenset({"approve", "publish", "blacklist"})
# Steps whose reason the agency or the next officer has to know.
EXPLAINED = frozenset({"return", "refuse", "withdraw", vacancy_requests.BLACKLIST})


class ReasonInput(msgspec.Struct):
    """Why a step is taken: as much as a vacancy shows of its latest decision."""

    reason: Annotated[str, Meta(min_length=1, max_length=120)]


@page_get("/desk/vetting/{reference:str}", permission=Permission.VACANCIES_READ)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _page(request, reference, {}, None)


def _find_vacancy(session: Session, reference: str, by: Actor) -> Vacancy:
    """Return one vacancy within this person's scope. Refuses: NotFound."""
    found = select(Vacancy).where(
        col(Vacancy.reference) == reference, desk_page.vetted_by(session, by)
    )
    row: Vacancy = require_found(session.execute(found).scalars().first())
    return row


class VettingPage(msgspec.Struct):
    """One vacancy in vetting: `found` are its current checks by point, `earlier` outdated ones."""

    row: Vacancy
    typed: dict[str, str]
    stale: bool
    seen: str
    found: dict[str, Check]
    earlier: dict[str, Check]
    open_points: int
    checking: bool
    acts: dict[str, list[str]]
    standing: AgencyStatus
    employer: Employer
    officers: dict[str, str]
    answers: dict[str, list[VettingAnswer]]


def _page(
    request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None
) -> Response[Any]:
    by, today = context.actor(request), context.app_state(request).today
    stale = isinstance(refusal, EditConflict)
    errors = forms.errors_by_field(refusal) if refusal and not stale else {}
    with context.reading(request) as session:
        row = _find_vacancy(session, reference, by)
        ever = vetting.checks(session, reference)
        found = {one.point: one for one in vetting.current_checks(row, ever)}
        employer = session.get_one(Employer, row.employer)
        shown = VettingPage(
            row=row,
            typed=typed,
            stale=stale,
            seen=typed.get("seen", ""),
            found=found,
            earlier={one.point: one for one in ever if one.point not in found},
            open_points=len(Point) - len(found),
            checking=row.state in (State.VETTING, State.POST_CHECK),
            acts=_allowed_steps(row, by),
            standing=agencies.status(session, row.agency, today),
            employer=employer,
            officers=desk_page.officer_names(session, {one.officer for one in ever}),
            answers=vetting_replies.replies_by_point(session, reference),
        )
        return form_actions.form_page(
            request,
            "desk/vacancies/vacancy.html",
            shown,
            employer_opinions.for_vacancy(session, employer),
            record_requests.of_record(session, reference),
            refusal=refusal,
            errors=errors,
            about=row.country,
            points=list(Point),
            trades=context.register_cache(request, session).occupations,
        )


def _allowed_steps(row: Vacancy, by: Actor) -> dict[str, list[str]]:
    """Return the steps open to this person, by the route through which they go."""
    possible = [
        act for act, (before, _after) in vetting.STEPS.items() if State(row.state) in before
    ]
    doors = {
        "steps": [
            act
            for act in possible
            if act not in APPROVERS and access.allows(by, Permission.VACANCIES_VET)
        ],
        "decisions": [
            act
            for act in possible
            if act in APPROVERS and access.allows(by, Permission.VACANCIES_APPROVE)
        ],
    }
    return {door: acts for door, acts in doors.items() if acts}


post = partial(
    form_actions.post,
    back="/desk/vetting/{reference}",
    find=lambda act, reference: _find_vacancy(act.session, reference, act.by),
    redraw=_page,
    reads=Permission.VACANCIES_READ,
)


@post("/desk/vetting/{reference:str}/points", permission=Permission.VACANCIES_VET)
def check(act: FormAction, row: Vacancy) -> None:
    """Record only the points that were changed, each in the name of the officer who found it.

    What was found under earlier terms is recorded again, even in the same words.
    """
    found = vetting.current_checks(row, vetting.checks(act.session, row.reference))
    known = {one.point: (one.verdict, one.evidence) for one in found}
    errors: list[Refusal] = []
    for point in Point:
        typed = {
            name: act.typed.get(f"{name}_{point.value}", "") for name in ("verdict", "evidence")
        }
        if not any(typed.values()) or (typed["verdict"], typed["evidence"].strip()) == known.get(
            point.value
        ):
            continue
        try:
            finding = forms.read(CheckInput, typed | {"point": point.value})
            vetting.check(act.session, row.reference, finding, by=act.by, on=act.on)
        except InvalidInput as wrong:
            errors += wrong.errors
            for error in wrong.errors:
                error.field = f"{error.field}_{point.value}"
    if errors:
        raise InvalidInput(errors)


@post("/desk/vetting/{reference:str}/steps", permission=Permission.VACANCIES_VET)
def step(act: FormAction, row: Vacancy) -> None:
    if act.typed.get("act") in APPROVERS:
        raise NotFound
    _step(act, row)


@post("/desk/vetting/{reference:str}/decisions", permission=Permission.VACANCIES_APPROVE)
def decide(act: FormAction, row: Vacancy) -> None:
    if act.typed.get("act") not in APPROVERS:
        raise NotFound
    _step(act, row)


def _step(act: FormAction, row: Vacancy) -> None:
    name, reason = act.typed.get("act", ""), act.typed.get("reason", "")
    if name in EXPLAINED or reason:
        reason = act.read(ReasonInput).reason
    if name == vacancy_requests.BLACKLIST:
        vacancy_requests.request_blacklisting(act.session, row, reason, by=act.by, on=act.on)
        return
    vetting.step(act.session, row.reference, name, reason=reason, by=act.by, on=act.on)
