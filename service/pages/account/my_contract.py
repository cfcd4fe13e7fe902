"""The worker's own contract, with each term beside the vacancy's.

The worker accepts worse terms one by one, or refuses the whole contract.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import Refusal, require_found
from catalog.vacancies.vacancies import Vacancy
from i18n import Language
from matching.applications import applications
from matching.applications.applications import Application
from matching.contracts import contracts, signing
from matching.contracts.contracts import Contract
from matching.contracts.contracts import State as Written
from matching.identity.persons import Citizen
from service.infra.access import Permission
from service.input import forms
from service.pages.shared import account_page, contract_terms
from service.pages.shared.contract_terms import Line
from service.web import context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import FormAction

_OPEN_STATES = (Written.DRAFTED.value, Written.ACCEPTED.value)


def find_application(request: Req, session: Session, number: str) -> Application:
    """Return the worker's own application.

    Refuses: NotFound for officers and for another person's, SignInNeeded for programs.
    """
    account_page.require_citizen(request)
    citizen = account_page.current_account(request, session).citizen
    return applications.get_own(session, number, session.get(Citizen, citizen) if citizen else None)


def run_action(
    request: Req,
    lang: str,
    number: str,
    data: dict[str, Any],
    part: str,
    action: Callable[[FormAction, Application], object],
    redraw: Callable[[Req, str, dict[str, str], Refusal], Response[Any]],
) -> Response[Any]:
    """Run an action on the worker's own application once and go back to a part of its pages."""

    def act(form: FormAction) -> None:
        action(form, find_application(request, form.session, number))

    back = f"/{lang}/me/applications/{number}/{part}"
    return form_actions.submit(request, data, act, back, partial(redraw, request, number))


@page_get("/me/applications/{number:str}/contract", permission=Permission.ME_OPEN)
def show(request: Req, number: FromPath[str]) -> Response[Any]:
    return _page(request, number)


@page_post("/me/applications/{number:str}/contract/accept", permission=Permission.ME_OPEN)
def accept(request: Req, lang: FromPath[str], number: FromPath[str], data: Form) -> Response[Any]:
    return run_action(request, lang, number, data, "contract", _accept, _page)


@page_post("/me/applications/{number:str}/contract/refuse", permission=Permission.ME_OPEN)
def refuse(request: Req, lang: FromPath[str], number: FromPath[str], data: Form) -> Response[Any]:
    return run_action(request, lang, number, data, "contract", _refuse, _page)


@page_get("/me/applications/{number:str}/contract/print", permission=Permission.ME_OPEN)
def show_printed(request: Req, lang: FromPath[str], number: FromPath[str]) -> Response[Any]:
    """Show the terms on one sheet, in the worker's language beside another.

    The sheet is for the worker and the family to keep.
    """
    language = context.require_language(lang)
    with context.reading(request) as session:
        contract = require_found(
            contracts.for_application(session, find_application(request, session, number))
        )
        trades = context.register_cache(request, session).occupations
        shown = _printed_contract(language, contract, trades)
        return form_actions.form_page(
            request, "account/contract_print.html", shown, contract=contract
        )


class PrintedContract(msgspec.Struct, frozen=True):
    """The terms in the reader's and a second language, and those accepted."""

    both: list[tuple[tuple[str, str], tuple[str, str]]]
    second: Language
    accepted: list[str]


def _printed_contract(
    language: Language, contract: Contract, trades: dict[str, Any]
) -> PrintedContract:
    second = contract_terms.second_language(language, contract.country)
    both = zip(
        contract_terms.printed_terms(language, contract, trades),
        contract_terms.printed_terms(second, contract, trades),
        strict=True,
    )
    accepted = contract_terms.accepted_terms(language, contract, mine=True)
    return PrintedContract(list(both), second, accepted)


def _accept(act: FormAction, row: Application) -> None:
    named = {name.removeprefix("worse_") for name in act.typed if name.startswith("worse_")}
    seen = forms.parse_hidden_number(act.typed.get("seen", ""))
    signing.accept(act.session, row, named, seen=seen, by=act.by, on=act.on, day=act.day)


def _refuse(act: FormAction, row: Application) -> None:
    seen = forms.parse_hidden_number(act.typed.get("seen", ""))
    signing.refuse(act.session, row, seen=seen, by=act.by, on=act.on)


def _page(
    request: Req, number: str, typed: dict[str, str] | None = None, refusal: Refusal | None = None
) -> Response[Any]:
    with context.reading(request) as session:
        row = find_application(request, session, number)
        contract = contracts.for_application(session, row)
        terms = [_contract_terms(request, session, row, contract)] if contract else []
        return form_actions.form_page(
            request,
            "account/contract.html",
            *terms,
            refusal=refusal,
            row=row,
            contract=contract,
            typed=typed or {},
            about=contract.country if contract else None,
        )


class ContractTerms(msgspec.Struct, frozen=True):
    """The terms: beside the vacancy's while they wait for the worker, later those accepted.

    `lapsed`: the application ended before the contract was signed or refused."""

    waits: bool
    lapsed: bool
    may_refuse: bool
    compared: list[Line]
    sheet: list[tuple[str, str]]
    accepted: list[str]
    changed: list[str]


def _contract_terms(
    request: Req, session: Session, row: Application, contract: Contract
) -> ContractTerms:
    lang, trades = context.language(request), context.register_cache(request, session).occupations
    vacancy, accepted = (
        session.get_one(Vacancy, row.vacancy),
        row.state == applications.State.ACCEPTED,
    )
    waits = contract.state == Written.DRAFTED and accepted
    result = (
        contracts.terms(session, row, contract, context.app_state(request).today) if waits else []
    )
    compares = waits or (
        contract.state in _OPEN_STATES and contracts.is_outdated(session, row, contract)
    )
    sheet = contract_terms.printed_terms(lang, contract, trades, result, vacancy.currency)
    return ContractTerms(
        waits=waits,
        lapsed=contract.state in _OPEN_STATES and row.state in applications.FINAL_STATES,
        may_refuse=contract.state in _OPEN_STATES and accepted,
        compared=contract_terms.compare_terms(lang, result, vacancy.currency, trades, mine=True),
        sheet=sheet,
        accepted=contract_terms.accepted_terms(lang, contract, mine=True),
        changed=contracts.changed_since(session, row) if compares else [],
    )
