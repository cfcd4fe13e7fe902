"""The money page of one vacancy: costs, who pays them, what the person paid, and verdicts.

Who pays follows the vetted terms.
"""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal
from catalog.reference import countries
from catalog.reference.countries import CURRENCIES_AT_HOME, Fact, Kind
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import Vacancy
from matching.applications import applications
from matching.identity.persons import Citizen
from matching.journey import costs
from matching.journey.costs import Cost, Line, NewPayment
from service.casework import refunds
from service.casework.claims.own_claims import ClaimedBefore
from service.casework.evidence import receipts
from service.casework.refunds import PaymentRefund
from service.infra.access import Permission
from service.pages.account import my_receipts
from service.pages.shared import account_page
from service.web import context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction


@page_get("/me/money/{vacancy:str}", permission=Permission.ME_OPEN)
def show(request: Req, vacancy: FromPath[str]) -> Response[Any]:
    account_page.require_citizen(request)
    return _page(request, vacancy, {})


@page_post("/me/money/{vacancy:str}/strike", permission=Permission.ME_OPEN)
def delete_payment(
    request: Req, lang: FromPath[str], vacancy: FromPath[str], data: Form
) -> Response[Any]:
    account_page.require_citizen(request)

    def action(act: FormAction) -> Answer:
        person = account_page.current_person(request, act.session)
        cost = costs.get(act.session, person, str(data.get("number", "")))
        refunds.require_unrequested(act.session, [cost])
        gone = receipts.delete_files(act.session, cost, by=act.by, on=act.on)
        costs.take_back(act.session, person, cost.reference, by=act.by, on=act.on)
        return {"gone": gone}

    try:
        my_receipts.delete_files(request, form_actions.run(request, {}, action)["gone"])
    except ClaimedBefore as refusal:
        return _page(request, vacancy, {}, refusal)
    return context.see_other(f"/{lang}/me/money/{vacancy}#paid")


class MoneyPage(msgspec.Struct, frozen=True):
    """Who pays what, by the vetted terms, and what the person paid, with what is owed back of it.

    `receipt_counts` are the receipts of each payment, `never` the costs that nobody may ask for.
    """

    row: Vacancy
    cost_lines: list[Line]
    typed: dict[str, str]
    payments: list[PaymentRefund]
    receipt_counts: dict[str, int]
    totals: dict[str, int]
    never: list[Cost]
    rules: list[Fact]
    currencies: list[str]


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
        payments = refunds.list_payments(session, person, row)
        paid = [one.row for one in payments]
        known = countries.facts(session, row.country, today)
        shown = MoneyPage(
            row=row,
            cost_lines=costs.lines(row),
            typed=typed,
            payments=payments,
            receipt_counts=receipts.count_by_cost(session, paid),
            totals=costs.totals(paid),
            never=sorted(costs.NEVER_ALLOWED),
            rules=[one for one in known if one.kind == Kind.MONEY_RULE],
            currencies=list(
                dict.fromkeys((*CURRENCIES_AT_HOME, row.currency, *countries.currencies(session)))
            ),
        )
        return form_actions.form_page(request, "account/money.html", shown, refusal=refusal)


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


@form_actions.post(
    "/me/money/{vacancy:str}",
    permission=Permission.ME_OPEN,
    back="/me/money/{vacancy}#paid",
    redraw=_page,
    first=account_page.require_citizen,
)
def note(act: FormAction, vacancy: str) -> None:
    person = account_page.current_person(act.request, act.session)
    new_payment = act.read(NewPayment, money="amount")
    costs.note(act.session, person, vacancy, new_payment, by=act.by, on=act.on, day=act.day)
