"""One vacancy of an agency on its own desk: how it stands, other terms, what the officer remarked, and that it is taken back."""

from collections.abc import Callable
from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import Refusal
from catalog.employers.employers import Employer
from catalog.vacancies import agency_vacancies, vetting, vetting_replies
from catalog.vacancies.vacancies import State, Vacancy
from catalog.vacancies.vetting_points import Point
from matching.recruiting import applicant_view
from service.infra.access import Permission
from service.pages.desk.agency import own_vacancy_list
from service.pages.desk.shared import agency_desk
from service.pages.shared import record_actions
from service.pages.shared.record_actions import Act
from service.web import context
from service.web.context import Form, Req, page_get, page_post


@page_get("/desk/own/vacancies/{reference:str}", permission=Permission.OWN_OPEN)
def show(request: Req, lang: FromPath[str], reference: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return _show(request, reference, {}, None)


def _show(request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None) -> Response[Any]:
    by = context.who(request)
    with context.reading(request) as session:
        row = agency_vacancies.get(session, reference, by=by)
        facts = {"row": row, "firm": session.get_one(Employer, row.employer), "number": agency_vacancies.plain(row)}
        facts |= {"counts": applicant_view.counted(session, reference, by=by), **_vetted(session, row)}
        facts |= {"recruits": own_vacancy_list.may_recruit(request, session)}
        facts |= {"trades": context.shelf(request, session).occupations}
        return agency_desk.page(request, "desk/agency/own_vacancy.html", refusal, typed=typed, **facts)


def _vetted(session: Session, row: Vacancy) -> dict[str, Any]:
    """What the officer found wrong and what was answered; who the officer is stays in the office."""
    state = State(row.state)
    return {
        "remarks": vetting_replies.remarks(session, row.reference),
        "answers": vetting_replies.of(session, row.reference),
        "points": [vetting_replies.WHOLE, *Point],
        "returned": state is State.RETURNED,
        "changes": state in agency_vacancies.CHANGED,
        "withdraws": state in vetting.STEPS["withdraw"][0],
    }


@page_get("/desk/own/vacancies/{reference:str}/amend", permission=Permission.OWN_WRITE)
def ask(request: Req, lang: FromPath[str], reference: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    with context.reading(request) as session:
        row = agency_vacancies.get(session, reference, by=context.who(request))
        typed = own_vacancy_list.filled(session, row) | {"seen_title": row.title, "version": str(row.version)}
    return own_vacancy_list.form(request, typed, None, row=row)


@page_post("/desk/own/vacancies/{reference:str}/amend", permission=Permission.OWN_WRITE)
def amend(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    context.of_address(lang)
    typed = record_actions.typed_of(data)
    with context.reading(request) as session:
        row = agency_vacancies.get(session, reference, by=context.who(request))
    try:
        own_vacancy_list.read(typed)
        if groups := own_vacancy_list.proposed(request, typed):
            return own_vacancy_list.form(request, typed, None, groups=groups, row=row)
        record_actions.once(request, data, lambda act: _amended(act, reference))
    except Refusal as refusal:
        return own_vacancy_list.form(request, typed, refusal, row=row)
    return context.see_other(f"/{lang}/desk/own/vacancies/{reference}")


def _amended(act: Act, reference: str) -> dict[str, Any]:
    """Refuses: NotFound, Stale, and what offered.amend refuses."""
    row = agency_vacancies.get(act.session, reference, by=act.by)
    record_actions.require_same(row, act.typed)
    told = own_vacancy_list.read(act.typed)
    agency_vacancies.amend(act.session, row, told, by=act.by, on=act.on, day=act.day)
    return {"reference": reference}


@page_post("/desk/own/vacancies/{reference:str}/withdraw", permission=Permission.OWN_WRITE)
def withdraw(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    def deed(act: Act, row: Vacancy) -> None:
        agency_vacancies.withdraw(act.session, row, act.typed.get("reason", "")[:120], by=act.by, on=act.on)

    return _done(request, lang, reference, data, deed)


@page_post("/desk/own/vacancies/{reference:str}/answers", permission=Permission.OWN_WRITE)
def answer(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    def deed(act: Act, row: Vacancy) -> None:
        vetting_replies.hand_in_again(act.session, row, act.typed, by=act.by, on=act.on)

    return _done(request, lang, reference, data, deed)


def _done(
    request: Req, lang: str, reference: str, data: dict[str, Any], deed: Callable[[Act, Vacancy], object]
) -> Response[Any]:  # fmt: skip
    return record_actions.done(
        request, f"/{lang}/desk/own/vacancies", reference, data,
        lambda act: agency_vacancies.get(act.session, reference, by=act.by), deed, _show
    )  # fmt: skip


HANDLERS = [show, ask, amend, withdraw, answer]
