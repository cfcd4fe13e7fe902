"""Another number for one's own account. It takes its own code, and a proof that does not lie in the telephone just held."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core import fields
from catalog.core.errors import Refusal
from matching.identity import persons
from service.accounts import Account, number_changes, phone_login, second_factor
from service.accounts.phone_login import Asked, CodeChannel, WrongCode
from service.infra.access import Permission
from service.input import forms
from service.pages.account.my_secrets import moved_on
from service.pages.shared import account_page
from service.pages.sign_in import flow_cookie
from service.pages.sign_in.citizen_sign_in import sent, trying
from service.pages.sign_in.flow_cookie import Way
from service.pages.sign_in.lost_number import WrongRecovery
from service.web import auth_middleware, context
from service.web.context import Form, Req, page_get, page_post

NUMBER, OLD = "number", "old"


class Proof(StrEnum):
    OLD_NUMBER = "old_number"
    RECOVERY_CODE = "recovery_code"
    OFFICERS = "officers"


class NewNumber(msgspec.Struct):
    phone: fields.Phone
    proof: Proof
    channel: CodeChannel = CodeChannel.SMS
    recovery: str = ""


class Codes(msgspec.Struct):
    code: str
    old_code: str = ""


@page_get("/me/number", permission=Permission.ME_OPEN)
def ask_number(request: Req, lang: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    account_page.require_citizen(request)
    auth_middleware.require_fresh(request)
    return _ask(request, {"channel": CodeChannel.SMS.value})


def _ask(request: Req, typed: dict[str, Any], refusal: Refusal | None = None) -> Response[Any]:
    here, by = flow_cookie.carried(request, NUMBER), context.who(request)
    with context.reading(request) as session:
        row = number_changes.pending(session, account_page.person(request, session).reference)
        waits = (row.due_at, persons.masked(number_changes.wanted(session, row))) if row else None
        left = second_factor.codes_left(session, by.account)
    number = persons.masked(here.number) if here else ""
    return account_page.page(
        request, "account/number.html", refusal, typed=typed, number=number, here=here, waits=waits, codes_left=left
    )


@page_post("/me/number", permission=Permission.ME_OPEN)
def send_number(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Sends a code to the new number, and one to the old number where that is the proof. Where somebody else has the old
    telephone nothing is sent, and two officers decide."""
    context.of_address(lang)
    account_page.require_citizen(request)
    auth_middleware.require_fresh(request)
    typed = {name: str(data.get(name, "")) for name in NewNumber.__struct_fields__}
    if typed["proof"] == Proof.OFFICERS:
        return account_page.page(request, "shared/sign_in_officers.html")
    try:
        number, more = _sent(request, forms.read(NewNumber, typed))
    except Refusal as refusal:
        return _ask(request, typed, refusal)
    return flow_cookie.carry(request, context.see_other(f"/{lang}/me/number"), NUMBER, number, **more)


def _sent(request: Req, told: NewNumber) -> tuple[str, dict[str, str]]:
    """The new number, and what is to be shown beside its code. Refuses: NotAPhone, TooMany, WrongRecovery."""
    if told.proof is Proof.RECOVERY_CODE and not told.recovery.strip():
        raise forms.Missing("recovery")
    account = context.who(request).account
    number = sent(request, Asked(told.phone, told.channel), f"{NUMBER} {account}")
    if told.proof is Proof.RECOVERY_CODE:
        return number, {"recovery": told.recovery[:60]}
    with context.reading(request) as session:
        own = persons.phone(session, account_page.person(request, session))
    return number, {"old": sent(request, Asked(own), f"{OLD} {account}")}


@page_post("/me/number/code", permission=Permission.ME_OPEN)
def change_number(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    context.of_address(lang)
    account_page.require_citizen(request)
    auth_middleware.require_fresh(request)
    try:
        here = flow_cookie.carried(request, NUMBER)
        if here is None:
            raise WrongCode("code")
        told = forms.read(Codes, {name: str(data.get(name, "")) for name in Codes.__struct_fields__})
        token = _begun(request, here, told)
    except Refusal as refusal:
        return _ask(request, {"channel": CodeChannel.SMS.value}, refusal)
    return flow_cookie.arrived(request, auth_middleware.let_in(request, context.see_other(f"/{lang}/me/number"), token))


def _begun(request: Req, here: Way, told: Codes) -> str:
    """The number holds after three days, unless the old one stops it; another cookie for this browser. Refuses: TooMany,
    WrongCode, WrongRecovery, PhoneTaken."""
    by, on, site = context.who(request), context.house(request).clock(), context.house(request).settings.public_url
    codes = [(here.number, f"{NUMBER} {by.account}")]
    if here.old:
        codes.append((here.old, f"{OLD} {by.account}"))
    with trying(request, "code", by.account, *codes), context.writing(request) as session:
        account = account_page.mine(request, session)
        phone_login.take(session, *codes[0], told.code, on=on)
        _prove(session, account, here, told, on=on)
        number_changes.begin(session, account, here.number, site=site.rstrip("/"), by=by, on=on)
        return moved_on(request, session, account)


def _prove(session: Session, account: Account, here: Way, told: Codes, *, on: datetime) -> None:
    """Refuses: WrongCode, WrongRecovery."""
    if not here.old:
        if not second_factor.take_code(session, account, here.recovery, on=on):
            raise WrongRecovery("code")
        return
    try:
        phone_login.take(session, here.old, f"{OLD} {account.reference}", told.old_code, on=on)
    except WrongCode as refusal:
        refusal.field = "old_code"
        raise


@page_post("/me/number/stop", permission=Permission.ME_OPEN)
def stop(request: Req, lang: FromPath[str]) -> Response[Any]:
    """Whoever sits here takes back the change that was asked for."""
    context.of_address(lang)
    account_page.require_citizen(request)
    with context.writing(request) as session:
        person, on = account_page.person(request, session), context.house(request).clock()
        number_changes.stop_all(session, person.reference, by=context.who(request), on=on)
    return context.see_other(f"/{lang}/me/number")


HANDLERS = [ask_number, send_number, change_number, stop]
