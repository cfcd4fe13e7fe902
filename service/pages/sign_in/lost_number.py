"""A lost number: sign in by a recovery code, or go to a post.

The new number takes effect after three days.
"""

from enum import StrEnum
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core import fields
from catalog.core.errors import Refusal
from i18n import N_
from matching.identity import telephones
from service import accounts
from service.accounts import login_sessions, number_changes, phone_login, second_factor
from service.accounts.phone_login import CodeChannel, CodeRequestInput
from service.casework.protection import record_merge
from service.infra.access import Permission
from service.input import forms
from service.pages.sign_in import flow_cookie
from service.pages.sign_in.citizen_sign_in import (
    CodeInput,
    code_page,
    count_try,
    form_key,
    send_code,
)
from service.pages.sign_in.flow_cookie import SignInFlow
from service.web import auth_middleware, context, form_actions
from service.web.context import Form, Req, page_get, page_post

PURPOSE = "lost"


class WrongRecovery(Refusal):
    slug = "wrong-recovery"
    sentence = N_(
        "The old number, the recovery code and the code we sent do not match. Check all "
        "three, or go to an embassy or consulate with your passport."
    )


class NumberHasAccount(Refusal):
    """The new number was proved, and opens an account already; the old one is proved too."""

    slug = "number-has-account"
    sentence = N_(
        "Your new number already opens an account. If that account is yours, sign in with this "
        "number and choose “Add a claim to my account”: with the reference number of a claim in "
        "your earlier account and a recovery code you get that account back. If it has no claim, "
        "go to an embassy, a consulate or an office of the Agency with your passport: two officers "
        "will help you."
    )


class OldNumberState(StrEnum):
    """Who may have the old phone or its number."""

    NOBODY = "nobody"
    OTHERS = "others"


class LostNumberInput(msgspec.Struct):
    where: OldNumberState
    old: fields.Phone
    recovery: fields.Line
    phone: str
    channel: CodeChannel = CodeChannel.SMS


@page_get("/sign-in/lost", permission=Permission.PUBLIC)
def show_form(request: Req) -> Response[Any]:
    return _form_page(request, {"channel": CodeChannel.SMS.value})


def _form_page(
    request: Req, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    return form_actions.form_page(request, "sign_in/lost.html", refusal=refusal, typed=typed)


@page_post("/sign-in/lost", permission=Permission.PUBLIC)
def send(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Send a code to the new number, whatever the old one was; errors show only at the end.

    Where somebody else has the old phone, nothing is sent, and two officers decide.
    """
    typed = form_actions.typed_values(data)
    if typed.get("where") == OldNumberState.OTHERS:
        return form_actions.form_page(request, "shared/sign_in_officers.html")
    try:
        number, more = _send_code(request, typed, form_key(data))
    except Refusal as refusal:
        return _form_page(request, typed, refusal)
    return flow_cookie.set_flow(
        request, context.see_other(f"/{lang}/sign-in/lost/code"), PURPOSE, number, **more
    )


def _send_code(request: Req, typed: dict[str, str], key: str) -> tuple[str, dict[str, str]]:
    """Send the code and return the new number and the values that the flow carries.

    Refuses: NotAPhone, TooManyAttempts.
    """
    values = forms.read(LostNumberInput, typed)
    old = _read_old_number(values.old)
    number = send_code(request, CodeRequestInput(values.phone, values.channel), f"{PURPOSE} {key}")
    return number, {"old": old, "recovery": values.recovery, "key": key}


def _read_old_number(typed: str) -> str:
    try:
        return telephones.international_number(typed)
    except telephones.NotAPhone as refusal:
        refusal.field = "old"
        raise


@page_get("/sign-in/lost/code", permission=Permission.PUBLIC)
def show_code_form(request: Req, lang: FromPath[str]) -> Response[Any]:
    here = flow_cookie.read_flow(request, PURPOSE)
    if here is None:
        return context.see_other(f"/{lang}/sign-in/lost")
    return code_page(request, here, lost=True)


@page_post("/sign-in/lost/code", permission=Permission.PUBLIC)
def change_number(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    here = flow_cookie.read_flow(request, PURPOSE)
    if here is None:
        return _form_page(request, {"channel": CodeChannel.SMS.value}, phone_login.WrongCode())
    try:
        token = _change_number(
            request, here, forms.read(CodeInput, {"code": data.get("code", "")}).code
        )
    except Refusal as refusal:
        return code_page(request, here, refusal, lost=True)
    answer = auth_middleware.set_login_cookie(request, context.see_other(f"/{lang}/me"), token)
    return context.clear_cookie(request, answer, flow_cookie.COOKIE)


def _change_number(request: Req, here: SignInFlow, code: str) -> str:
    """Sign in by a recovery code and request the new number, effective after three days.

    Its attempts do not count towards any ordinary sign-in. Refuses: TooManyAttempts, WrongRecovery,
    NumberHasAccount.
    """
    on, purpose, site = (
        context.app_state(request).clock(),
        f"{PURPOSE} {here.key}",
        context.app_state(request).settings.public_url,
    )
    try:
        with (
            count_try(request, "lost", here.old, (here.number, purpose)),
            context.writing(request) as session,
        ):
            number_changes.apply_due(session, on=on, merge=record_merge.merge_own)
            account = phone_login.find_by_number(session, here.old)
            phone_login.use_code(session, here.number, purpose, code, on=on)
            if (
                account is None
                or not phone_login.is_open(session, account)
                or not second_factor.use_recovery_code(session, account, here.recovery, on=on)
            ):
                raise WrongRecovery("code")
            login_sessions.close(session, auth_middleware.token_of(request))
            login_sessions.end_all(session, account.reference)
            by = accounts.actor_for(account)
            number_changes.request_own_change(
                session, account, here.number, site=site.rstrip("/"), by=by, on=on
            )
            return login_sessions.create(
                session, account, auth_middleware.browser_name(request), whole=True, on=on
            )
    except phone_login.WrongCode as reason:
        raise WrongRecovery("code") from reason
    except phone_login.PhoneTaken as reason:
        raise NumberHasAccount("code") from reason
