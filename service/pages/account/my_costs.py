"""The money page of one vacancy: costs, who pays them, what the person paid, and verdicts.

Who pays follows the vetted terms.
"""

from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal
from catalog.reference import countries
from catalog.reference.countries import Kind
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import Vacancy
from matching.applications import applications
from matching.identity.persons import Citizen
from matching.journey import costs
from matching.journey.costs import NewPayment
from service.casework.evidence import receipts
from service.infra.access import Permission
from service.input import forms
from service.pages.account import my_receipts
from service.pages.shared import account_page
from service.web import context
from service.web.context import Form, Req, page_get, page_post

_FIELDS = NewPayment.__struct_fields__
_CURRENCIES = ("UZS", "USD", "EUR", "RUB", "KRW")


@page_get("/me/money/{vacancy:str}", permission=Permission.ME_OPEN)
def show(request: Req, vacancy: FromPath[str]) -> Response[Any]:
    account_page.require_citizen(request)
    return _page(request, vacancy, {})


@page_post("/me/money/{vacancy:str}", permission=Permission.ME_OPEN)
def note(request: Req, lang: FromPath[str], vacancy: FromPath[str], data: Form) -> Response[Any]:
    account_page.require_citizen(request)
    typed = {name: str(data.get(name, "")) for name in _FIELDS}
    try:
        with context.writing(request) as session:
            key = str(data.get("once", ""))
            context.run_form_once(
                request, session, key, typed, lambda: _save_cost(request, session, vacancy, typed)
            )
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, vacancy, typed, refusal)
    return context.see_other(f"/{lang}/me/money/{vacancy}#paid")


def _save_cost(
    request: Req, session: Session, vacancy: str, typed: dict[str, str]
) -> dict[str, Any]:
    by, house = context.actor(request), context.app_state(request)
    new_payment = forms.read(NewPayment, forms.with_minor_units(typed, "amount", "currency"))
    person = account_page.current_person(request, session)
    return {
        "reference": costs.note(
            session, person, vacancy, new_payment, by=by, on=house.clock(), day=house.today
        ).reference
    }


@page_post("/me/money/{vacancy:str}/strike", permission=Permission.ME_OPEN)
def delete_payment(
    request: Req, lang: FromPath[str], vacancy: FromPath[str], data: Form
) -> Response[Any]:
    account_page.require_citizen(request)
    by, on = context.actor(request), context.app_state(request).clock()
    with context.writing(request) as session:
        person, number = account_page.current_person(request, session), str(data.get("number", ""))
        gone = receipts.delete_files(session, costs.get(session, person, number), by=by, on=on)
        costs.take_back(session, person, number, by=by, on=on)
    my_receipts.delete_files(request, gone)
    return context.see_other(f"/{lang}/me/money/{vacancy}#paid")


def _page(
    request: Req, vacancy: str, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    """Show the page of a vacancy that the person applied or paid for, or that is public today.

    Refuses: NotFound.
    """
    today = context.app_state(request).today
    with context.reading(request) as session:
        person, row = account_page.current_person(request, session), session.get(Vacancy, vacancy)
        if row is None or not _concerns(session, person, row, request):
            raise NotFound
        paid = costs.list_for_person(session, person, vacancy)
        return account_page.page(
            request,
            "account/money.html",
            refusal,
            row=row,
            told=costs.lines(row),
            typed=typed,
            paid=paid,
            kept=receipts.count_by_cost(session, paid),
            totals=costs.totals(paid),
            verdicts={one.reference: costs.judge(one, row).value for one in paid},
            never=sorted(costs.NEVER_ALLOWED),
            rules=[
                one
                for one in countries.facts(session, row.country, today)
                if one.kind == Kind.MONEY_RULE
            ],
            currencies=[(code, code) for code in dict.fromkeys((*_CURRENCIES, row.currency))],
        )


def _concerns(session: Session, person: Citizen, row: Vacancy, request: Req) -> bool:
    mine = {one.vacancy for one in applications.list_for_person(session, person)} | {
        one.vacancy for one in costs.list_for_person(session, person)
    }
    return row.reference in mine or _is_shown(session, row.reference, request)


def _is_shown(session: Session, vacancy: str, request: Req) -> bool:
    try:
        vacancies.get_shown(session, vacancy, context.app_state(request).today)
    except NotFound:
        return False
    return True
