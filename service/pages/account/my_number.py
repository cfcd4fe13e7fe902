"""Changing the phone number of the person's own account.

A change needs a code sent to the new number, and a proof that does not lie in the phone now held.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core import fields
from catalog.core.errors import InvalidInput, Refusal
from i18n import N_
from matching.identity import persons, telephones
from service.accounts import Account, number_changes, phone_login, second_factor
from service.accounts.phone_login import CodeChannel, CodeRequestInput, WrongCode
from service.infra.access import Permission
from service.input import forms
from service.pages.account.my_secrets import renew_session
from service.pages.shared import account_page
from service.pages.sign_in import flow_cookie
from service.pages.sign_in.citizen_sign_in import count_try, send_code
from service.pages.sign_in.flow_cookie import SignInFlow
from service.pages.sign_in.lost_number import WrongRecovery
from service.privacy import claim_takeover
from service.web import auth_middleware, context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import FormAction

NUMBER, OLD = "number", "old"


class OwnNumber(Refusal):
    slug = "own-number"
    sentence = N_("This is already the number of your account. Enter the new number.")


class NotARecoveryCode(Refusal):
    slug = "not-a-recovery-code"
    sentence = N_("A recovery code has %(count)s letters and digits. Check what you entered.")


class Proof(StrEnum):
    OLD_NUMBER = "old_number"
    RECOVERY_CODE = "recovery_code"
    OFFICERS = "officers"


class NewNumber(msgspec.Struct):
    phone: fields.Phone
    proof: Proof
    channel: CodeChannel = CodeChannel.SMS
    recovery: str = ""


class CodesInput(msgspec.Struct):
    code: str
    old_code: str = ""


@page_get("/me/number", permission=Permission.ME_OPEN)
def show_form(request: Req) -> Response[Any]:
    account_page.require_citizen(request)
    auth_middleware.require_fresh(request)
    return _form_page(request, {"channel": CodeChannel.SMS.value})


class NumberPage(msgspec.Struct, frozen=True):
    """The form for a new number; `waits` is a change under way: when it is due, and to what."""

    typed: dict[str, str]
    number: str
    here: SignInFlow | None
    waits: tuple[datetime | None, str] | None
    codes_left: int


def _form_page(
    request: Req, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    here, by = flow_cookie.read_flow(request, NUMBER), context.actor(request)
    with context.reading(request) as session:
        row = number_changes.pending(
            session, account_page.current_person(request, session).reference
        )
        waits = (
            (row.due_at, persons.mask_number(number_changes.requested_number(session, row)))
            if row
            else None
        )
        left = second_factor.codes_left(session, by.account)
    number = persons.mask_number(here.number) if here else ""
    shown = NumberPage(typed, number, here, waits, left)
    return form_actions.form_page(request, "account/number.html", shown, refusal=refusal)


@page_post("/me/number", permission=Permission.ME_OPEN)
def send_number(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Send a code to the new number, and one to the old number where that is the proof.

    Where somebody else has the old phone, nothing is sent, and two officers decide.
    """
    account_page.require_citizen(request)
    auth_middleware.require_fresh(request)
    typed = {name: str(data.get(name, "")) for name in NewNumber.__struct_fields__}
    if typed["proof"] == Proof.OFFICERS:
        return form_actions.form_page(request, "shared/sign_in_officers.html")
    try:
        number, more = _send_codes(request, forms.read(NewNumber, typed))
    except Refusal as refusal:
        return _form_page(request, typed, refusal)
    return flow_cookie.set_flow(
        request, context.see_other(f"/{lang}/me/number"), NUMBER, number, **more
    )


def _send_codes(request: Req, new_number: NewNumber) -> tuple[str, dict[str, str]]:
    """Send the codes; return the new number and the values that the sign-in flow carries.

    Refuses: NotAPhone, TooManyAttempts, and what _require_usable refuses.
    """
    account = context.actor(request).account
    with context.reading(request) as session:
        own = persons.phone(session, account_page.current_person(request, session))
        _require_usable(new_number, own, second_factor.codes_left(session, account))
    number = send_code(
        request, CodeRequestInput(new_number.phone, new_number.channel), f"{NUMBER} {account}"
    )
    if new_number.proof is Proof.RECOVERY_CODE:
        return number, {"recovery": new_number.recovery[:60]}
    return number, {"old": send_code(request, CodeRequestInput(own), f"{OLD} {account}")}


def _require_usable(new_number: NewNumber, own: str, codes_left: int) -> None:
    """Require what can be known before a code is sent; whether a recovery code fits cannot.

    Refuses: NotAPhone, OwnNumber, NotAChoice without recovery codes, MissingAnswer,
    NotARecoveryCode."""
    wrong: list[Refusal] = []
    if telephones.international_number(new_number.phone) == own:
        wrong.append(OwnNumber("phone"))
    if new_number.proof is Proof.RECOVERY_CODE:
        if not codes_left:
            wrong.append(forms.NotAChoice("proof"))
        elif not new_number.recovery.strip():
            wrong.append(forms.MissingAnswer("recovery"))
        elif not claim_takeover.is_recovery_code(new_number.recovery):
            wrong.append(NotARecoveryCode("recovery", count=claim_takeover.RECOVERY_LENGTH))
    if wrong:
        raise InvalidInput(wrong)


@page_post("/me/number/code", permission=Permission.ME_OPEN)
def change_number(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    account_page.require_citizen(request)
    auth_middleware.require_fresh(request)
    try:
        here = flow_cookie.read_flow(request, NUMBER)
        if here is None:
            raise WrongCode("code")
        codes_input = forms.read(CodesInput, form_actions.typed_values(data))
        token = _begin_change(request, here, codes_input)
    except Refusal as refusal:
        return _form_page(request, {"channel": CodeChannel.SMS.value}, refusal)
    answer = auth_middleware.set_login_cookie(
        request, context.see_other(f"/{lang}/me/number"), token
    )
    return context.clear_cookie(request, answer, flow_cookie.COOKIE)


def _begin_change(request: Req, here: SignInFlow, codes_input: CodesInput) -> str:
    """Request the change and return a new login token for this browser.

    The new number takes effect after three days, unless the old one stops it. Refuses:
    TooManyAttempts, WrongCode, WrongRecovery, PhoneTaken.
    """
    by, on, site = (
        context.actor(request),
        context.app_state(request).clock(),
        context.app_state(request).settings.public_url,
    )
    codes = [(here.number, f"{NUMBER} {by.account}")]
    if here.old:
        codes.append((here.old, f"{OLD} {by.account}"))
    with count_try(request, "code", by.account, *codes), context.writing(request) as session:
        account = account_page.current_account(request, session)
        phone_login.use_code(session, *codes[0], codes_input.code, on=on)
        _prove(session, account, here, codes_input, on=on)
        number_changes.request_own_change(
            session, account, here.number, site=site.rstrip("/"), by=by, on=on
        )
        return renew_session(request, session, account)


def _prove(
    session: Session, account: Account, here: SignInFlow, codes_input: CodesInput, *, on: datetime
) -> None:
    """Check the recovery code, or the code sent to the old number.

    Refuses: WrongCode, WrongRecovery.
    """
    if not here.old:
        if not second_factor.use_recovery_code(session, account, here.recovery, on=on):
            raise WrongRecovery("code")
        return
    try:
        phone_login.use_code(
            session, here.old, f"{OLD} {account.reference}", codes_input.old_code, on=on
        )
    except WrongCode as refusal:
        refusal.field = "old_code"
        raise


@page_post("/me/number/stop", permission=Permission.ME_OPEN)
def stop(request: Req, lang: FromPath[str]) -> Response[Any]:
    """Cancel the signed-in person's pending change of number."""
    account_page.require_citizen(request)

    def action(act: FormAction) -> None:
        person = account_page.current_person(request, act.session)
        number_changes.stop_all(act.session, person.reference, by=act.by, on=act.on)

    return form_actions.submit(request, {}, action, f"/{lang}/me/number")
