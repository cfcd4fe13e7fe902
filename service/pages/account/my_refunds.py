"""Asking for money back that the person paid: one claim or complaint for the payments they choose."""

from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal, require_found
from catalog.employers.employers import Employer
from catalog.licensing.agencies import Agency
from catalog.vacancies.vacancies import Vacancy
from i18n import N_
from matching.identity.persons import Citizen
from matching.placements import arrivals
from matching.placements.placements import State
from service.casework import refunds
from service.casework.evidence import receipts
from service.casework.evidence.receipts import ReceiptCopy
from service.casework.protection import minors
from service.casework.refunds import Debtor, PaymentRefund, RefundClaim, RefundComplaint
from service.infra.access import Permission
from service.pages.shared import account_page
from service.web import auth_middleware, context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction

_PATH = "/me/money/{vacancy:str}/refund/{debtor:str}"
# The prefix of the boxes by which payments are chosen.
_BOX = "pay_"
_CLAIMED, _COMPLAINED = (
    N_("Your claim was filed: %(number)s."),
    N_("Your complaint was sent: %(number)s."),
)


class RefundPage(msgspec.Struct, frozen=True):
    """The payments that one debtor owes back and that were not asked for yet.

    `topics` are the subjects to choose from of a complaint."""

    vacancy: Vacancy
    debtor: Debtor
    name: str
    payments: list[PaymentRefund]
    typed: dict[str, str]
    topics: tuple[str, ...] = refunds.TOPICS


@page_get(_PATH, permission=Permission.ME_OPEN)
def show(request: Req, vacancy: FromPath[str], debtor: FromPath[str]) -> Response[Any]:
    """Show the payments with one of them ticked, or all. Refuses: NotFound."""
    account_page.require_citizen(request)
    return _page(request, vacancy, debtor)


def _page(
    request: Req,
    vacancy: str,
    debtor: str,
    typed: dict[str, str] | None = None,
    refusal: Refusal | None = None,
) -> Response[Any]:
    owed_by = _debtor(debtor)
    with context.reading(request) as session:
        person = account_page.current_person(request, session)
        row = require_found(session.get(Vacancy, vacancy))
        owed = [one for one in refunds.list_payments(session, person, row) if one.debtor is owed_by]
        if not owed:
            raise NotFound
        payments = [one for one in owed if one.is_open]
        by_agency = owed_by is Debtor.AGENCY
        debtor_row = session.get_one(
            *((Agency, row.agency) if by_agency else (Employer, row.employer))
        )
        if typed is None:
            typed = _ticked(request, payments) | _work_days(session, person, row, payments)
        shown = RefundPage(row, owed_by, debtor_row.name, payments, typed)
        return form_actions.form_page(request, "account/refund.html", shown, refusal=refusal)


def _debtor(name: str) -> Debtor:
    if name not in set(Debtor):
        raise NotFound
    return Debtor(name)


def _ticked(request: Req, payments: list[PaymentRefund]) -> dict[str, str]:
    numbers = [one.row.reference for one in payments]
    one = request.query_params.get("payment", "")
    chosen = [one] if one in numbers else numbers[: refunds.MOST_TOGETHER]
    rows = [one.row for one in payments if one.row.reference in chosen]
    return {f"{_BOX}{number}": "true" for number in chosen} | {"topic": refunds.topic_of(rows)}


def _work_days(
    session: Session, person: Citizen, row: Vacancy, payments: list[PaymentRefund]
) -> dict[str, str]:
    """Return the first day of the work, if known; without a contract, the days of the payments."""
    for placed in arrivals.list_for_person(session, person.reference):
        began = placed.arrived_on or placed.departed_on
        if placed.vacancy == row.reference and placed.state != State.CANCELLED and began:
            return {"worked_from": began.isoformat()}
    days = [one.row.paid_on.isoformat() for one in payments]
    return {"worked_from": min(days), "worked_to": max(days)} if days else {}


@page_post(_PATH, permission=Permission.ME_OPEN)
def send(
    request: Req,
    lang: FromPath[str],
    vacancy: FromPath[str],
    debtor: FromPath[str],
    data: Form,
) -> Response[Any]:
    """File the claim or complaint, however often the button is pressed."""
    account_page.require_citizen(request)
    owed_by, chosen = _debtor(debtor), _chosen(data)
    copies = _copy_receipts(request, vacancy, owed_by, chosen)
    used: list[bool] = []

    def action(act: FormAction) -> Answer:
        answer = _ask(act, vacancy, owed_by, chosen, copies)
        used.append(True)
        return answer

    redraw = partial(_page, request, vacancy, debtor)
    back = f"/{lang}/me/money/{vacancy}#paid"
    try:
        return form_actions.submit(request, data, action, back, redraw)
    finally:
        if not used:
            receipts.discard(context.app_state(request).settings.home, copies)


def _chosen(data: dict[str, Any]) -> list[str]:
    return [
        name.removeprefix(_BOX) for name, value in data.items() if name.startswith(_BOX) and value
    ]


def _copy_receipts(
    request: Req, vacancy: str, owed_by: Debtor, chosen: list[str]
) -> list[ReceiptCopy]:
    """Copy the receipts of the chosen payments before the transaction in which they are used."""
    with context.reading(request) as session:
        person = account_page.current_person(request, session)
        row = require_found(session.get(Vacancy, vacancy))
        paid = [
            one.row
            for one in refunds.list_payments(session, person, row)
            if one.debtor is owed_by and one.is_open and one.row.reference in chosen
        ]
        home = context.app_state(request).settings.home
        return receipts.copy_files(session, home, paid, person.reference)


def _ask(
    act: FormAction, vacancy: str, owed_by: Debtor, chosen: list[str], copies: list[ReceiptCopy]
) -> Answer:
    row = require_found(act.session.get(Vacancy, vacancy))
    if owed_by is Debtor.AGENCY:
        return _complain(act, row, chosen, copies)
    return _claim(act, row, chosen, copies)


def _complain(
    act: FormAction, row: Vacancy, chosen: list[str], copies: list[ReceiptCopy]
) -> Answer:
    auth_middleware.count_submission(act.request, act.session, "complaints")
    complaint = refunds.file_complaint(
        act.session,
        account_page.current_person(act.request, act.session),
        row,
        chosen,
        act.read(RefundComplaint),
        copies,
        context.language(act.request),
        by=act.by,
        on=act.on,
    )
    return {"number": complaint.reference, "done": _COMPLAINED}


def _claim(act: FormAction, row: Vacancy, chosen: list[str], copies: list[ReceiptCopy]) -> Answer:
    auth_middleware.count_submission(act.request, act.session, "claims")
    filed = refunds.file_claim(
        act.session,
        account_page.current_person(act.request, act.session),
        row,
        chosen,
        act.read(RefundClaim),
        copies,
        context.language(act.request),
        by=act.by,
        on=act.on,
        day=act.day,
    )
    number = filed.claim.reference
    minors.refer(act.session, number, by=act.by, on=act.on, day=act.day)
    return {"number": number, "done": _CLAIMED}
