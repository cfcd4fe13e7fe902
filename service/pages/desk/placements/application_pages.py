"""Applications at the desk: the list, sifted by its address, one of them with its points and gates, and the steps it takes."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from catalog.core.actor import Who
from catalog.core.errors import Refusal
from catalog.core.fields import TASHKENT, Code, CountryCode
from catalog.vacancies.vacancies import Vacancy
from matching.applications import application_history, applications, state_machine, transitions
from matching.applications.applications import Application, State, Why
from matching.identity.persons import Citizen
from matching.scoring.eligibility import Gate
from service.casework.workflow.activities import Hour
from service.infra import access
from service.infra.access import Permission
from service.input import forms, listing
from service.pages.desk.shared import desk_page
from service.pages.desk.shared.journal_acts import ACT
from service.pages.shared import record_actions
from service.pages.shared.record_actions import Act
from service.web import auth_middleware, context
from service.web.context import Form, Req, page_get, page_post

PAGE = 50


class Filter(msgspec.Struct, frozen=True):
    """Which applications somebody asks for, as it stands in the address."""

    state: State | None = None
    country: CountryCode | None = None
    vacancy: Code | None = None


class Invited(msgspec.Struct):
    """When the interview is, by the clock of Tashkent."""

    interview_on: date
    hour: Hour


class Offered(msgspec.Struct):
    held_until: date | None = None


class Rejected(msgspec.Struct):
    why: Why


@page_get("/desk/applications", permission=Permission.APPLICATIONS_READ)
def index(request: Req, lang: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    by, number, told = context.who(request), context.page_number(request), request.query_params
    asked, errors = listing.read(Filter, {**told, "country": (told.get("country") or "").upper()})
    with context.reading(request) as session:
        rows, total = _listed(session, asked, number, by)
        shown: dict[str, Any] = {"rows": rows, "total": total, "number": number, "size": PAGE}
        shown |= {"typed": listing.asked(asked, told), "errors": errors, "query": listing.address(asked)}
        return desk_page.page(request, "desk/placements/applications.html", headers=context.NO_STORE, **shown)


def _listed(session: Session, asked: Filter, number: int, by: Who) -> tuple[list[Any], int]:
    """One page, what moved last first: the application, its vacancy and who applied."""
    terms = _terms(asked, by)
    rows = select(Application, Vacancy, Citizen).join(Vacancy, col(Vacancy.reference) == col(Application.vacancy))
    rows = rows.join(Citizen, col(Citizen.reference) == col(Application.citizen)).where(*terms)
    newest = rows.order_by(col(Application.moved_at).desc(), col(Application.reference))
    found = session.execute(newest.limit(PAGE).offset((number - 1) * PAGE)).all()
    counted = (
        select(func.count()).select_from(Application).join(Vacancy, col(Vacancy.reference) == col(Application.vacancy))
    )
    return list(found), session.execute(counted.where(*terms)).scalar() or 0


def _terms(asked: Filter, by: Who) -> list[ColumnElement[bool]]:
    told = [applications.within(by)]
    told += [col(Application.state) == asked.state.value] if asked.state else []
    told += [col(Vacancy.country) == asked.country] if asked.country else []
    return told + ([col(Application.vacancy) == asked.vacancy] if asked.vacancy else [])


@page_get("/desk/applications/{reference:str}", permission=Permission.APPLICATIONS_READ)
def show(request: Req, lang: FromPath[str], reference: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return _page(request, reference)


@page_post("/desk/applications/{reference:str}/steps", permission=Permission.APPLICATIONS_STEP)
def step(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    return done(request, lang, reference, data, _step)


@page_post("/desk/applications/{reference:str}/gates", permission=Permission.APPLICATIONS_STEP)
def check(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    return done(request, lang, reference, data, _check)


@page_post("/desk/applications/{reference:str}/interview", permission=Permission.APPLICATIONS_STEP)
def invite(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    return done(request, lang, reference, data, _invite)


@page_post("/desk/applications/{reference:str}/offer", permission=Permission.APPLICATIONS_STEP)
def offer(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    return done(request, lang, reference, data, _offer)


@page_post("/desk/applications/{reference:str}/reject", permission=Permission.APPLICATIONS_STEP)
def reject(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    return done(request, lang, reference, data, _reject)


def done(
    request: Req, lang: str, reference: str, data: dict[str, Any], deed: Callable[[Act, Application], object]
) -> Response[Any]:  # fmt: skip
    access.require(context.who(request), Permission.APPLICATIONS_READ)
    return record_actions.done(
        request, f"/{lang}/desk/applications", reference, data,
        lambda act: applications.get(act.session, reference, by=act.by), deed, _page
    )  # fmt: skip


def _step(act: Act, row: Application) -> None:
    transitions.move(act.session, row, act.typed.get("act", ""), by=act.by, on=act.on, day=act.day)


def _check(act: Act, row: Application) -> None:
    transitions.check(act.session, row, [gate for gate in Gate if act.typed.get(gate.value)], by=act.by, on=act.on)


def _invite(act: Act, row: Application) -> None:
    told = forms.read(Invited, act.typed)
    at = datetime.combine(told.interview_on, time.fromisoformat(told.hour), TASHKENT).astimezone(UTC)
    transitions.invite(act.session, row, at, by=act.by, on=act.on, day=act.day)


def _offer(act: Act, row: Application) -> None:
    until = forms.read(Offered, act.typed).held_until
    transitions.offer(act.session, row, until=until, by=act.by, on=act.on, day=act.day)


def _reject(act: Act, row: Application) -> None:
    transitions.reject(act.session, row, forms.read(Rejected, act.typed).why, by=act.by, on=act.on)


def _page(
    request: Req, reference: str, typed: dict[str, str] | None = None, refusal: Refusal | None = None
) -> Response[Any]:
    """The whole application; that it was opened is written down before it leaves. Refuses: NotFound, Unavailable."""
    by, today = context.who(request), context.house(request).today
    with context.reading(request) as session:
        row = applications.get(session, reference, by=by)
        answer = desk_page.page(
            request,
            "desk/placements/application.html",
            status=auth_middleware.status_of(request, refusal),
            headers=context.NO_STORE,
            row=row,
            typed=typed or {},
            errors=forms.by_field(refusal),
            acts=transitions.may(session, row, by),
            **_facts(session, row, today),
        )
    context.note_read(request, "application", reference)
    return answer


def _facts(session: Session, row: Application, today: date) -> dict[str, Any]:
    """Who applied and for what, how they are weighed today, and how it came here."""
    sheets = applications.weighed(session, row.citizen, row.vacancy, today)
    return {
        "vacancy": session.get_one(Vacancy, row.vacancy),
        "person": session.get_one(Citizen, row.citizen),
        "sheet": sheets[0] if sheets else None,
        "guarded": state_machine.GUARDED,
        "on_the_way": State(row.state) in state_machine.ON_THE_WAY,
    } | passed(session, row)


def passed(session: Session, row: Application) -> dict[str, Any]:
    """What its history is drawn from."""
    return {"history": application_history.of(session, row.reference), "done": ACT}


def passed_for_agency(session: Session, row: Application) -> dict[str, Any]:
    """The same without the return: when and whom a worker told of it is not for the agency (docs/road.md)."""
    told = passed(session, row)
    return told | {"history": [one for one in told["history"] if one.act != "come_home"]}


HANDLERS = [index, show, step, check, invite, offer, reject]
