"""Lost number: sign in by a recovery code, or ask at a post. The new number holds after three days."""

from enum import StrEnum
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core import fields
from catalog.core.errors import Refusal
from i18n import N_
from matching.identity import persons
from service import accounts
from service.accounts import login_sessions, number_changes, phone_login, second_factor
from service.accounts.phone_login import Asked, CodeChannel
from service.infra.access import Permission
from service.input import forms
from service.pages.sign_in import flow_cookie
from service.pages.sign_in.citizen_sign_in import Digits, key_of, sent, trying
from service.pages.sign_in.flow_cookie import Way
from service.web import auth_middleware, context
from service.web.context import NO_STORE, Form, Req, page_get, page_post

PURPOSE = "lost"


class WrongRecovery(Refusal):
    slug = "wrong-recovery"
    sentence = N_(
        "The old number, the recovery code and the digits do not match. "
        "Check all three, or go to an embassy or office with your passport."
    )


class Where(StrEnum):
    """Who may have the old telephone, or its number, in hand."""

    NOBODY = "nobody"
    OTHERS = "others"


class Lost(msgspec.Struct):
    where: Where
    old: fields.Phone
    recovery: fields.Line
    phone: str
    channel: CodeChannel = CodeChannel.SMS


@page_get("/sign-in/lost", permission=Permission.PUBLIC)
def ask(request: Req, lang: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return _ask(request, {"channel": CodeChannel.SMS.value})


def _ask(request: Req, typed: dict[str, Any], refusal: Refusal | None = None) -> Response[Any]:
    errors = forms.by_field(refusal)
    return context.page(
        request,
        "sign_in/lost.html",
        status=auth_middleware.status_of(request, refusal),
        headers=NO_STORE,
        typed=typed,
        errors=errors,
    )


@page_post("/sign-in/lost", permission=Permission.PUBLIC)
def send(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Sends a code to the new number, whatever the old one was; what does not fit is told only at the end. Where somebody else
    has the old telephone, nothing is sent anywhere, and two officers decide."""
    context.of_address(lang)
    typed = {name: str(value) for name, value in data.items()}
    if typed.get("where") == Where.OTHERS:
        return context.page(request, "shared/sign_in_officers.html", headers=NO_STORE, errors={})
    try:
        number, more = _sent(request, typed)
    except Refusal as refusal:
        return _ask(request, typed, refusal)
    return flow_cookie.carry(request, context.see_other(f"/{lang}/sign-in/lost/code"), PURPOSE, number, **more)


def _sent(request: Req, typed: dict[str, str]) -> tuple[str, dict[str, str]]:
    """The new number, to which a code went, and what is to be shown beside it. Refuses: NotAPhone, TooMany."""
    told, key = forms.read(Lost, {name: typed.get(name, "") for name in Lost.__struct_fields__}), key_of(typed)
    old = _old_number(told.old)
    number = sent(request, Asked(told.phone, told.channel), f"{PURPOSE} {key}")
    return number, {"old": old, "recovery": told.recovery, "key": key}


def _old_number(typed: str) -> str:
    try:
        return persons.international(typed)
    except persons.NotAPhone as refusal:
        refusal.field = "old"
        raise


@page_get("/sign-in/lost/code", permission=Permission.PUBLIC)
def ask_code(request: Req, lang: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    here = flow_cookie.carried(request, PURPOSE)
    return _ask_code(request, here) if here else context.see_other(f"/{lang}/sign-in/lost")


def _ask_code(request: Req, here: Way, refusal: Refusal | None = None) -> Response[Any]:
    errors, number = forms.by_field(refusal), persons.masked(here.number)
    shown = {"here": here, "number": number, "typed": {}, "errors": errors, "lost": True}
    return context.page(
        request, "sign_in/code.html", status=auth_middleware.status_of(request, refusal), headers=NO_STORE, **shown
    )


@page_post("/sign-in/lost/code", permission=Permission.PUBLIC)
def change(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    context.of_address(lang)
    here = flow_cookie.carried(request, PURPOSE)
    if here is None:
        return _ask(request, {"channel": CodeChannel.SMS.value}, phone_login.WrongCode())
    try:
        token = _changed(request, here, forms.read(Digits, {"code": data.get("code", "")}).code)
    except Refusal as refusal:
        return _ask_code(request, here, refusal)
    return flow_cookie.arrived(request, auth_middleware.let_in(request, context.see_other(f"/{lang}/me"), token))


def _changed(request: Req, here: Way, code: str) -> str:
    """Signs in whoever shows a recovery code, and gives the account the new number after three days. Its tries are those of
    nobody's sign-in. Refuses: TooMany, WrongRecovery, PhoneTaken."""
    on, purpose, site = (
        context.house(request).clock(),
        f"{PURPOSE} {here.key}",
        context.house(request).settings.public_url,
    )
    try:
        with trying(request, "lost", here.old, (here.number, purpose)), context.writing(request) as session:
            number_changes.apply_due(session, on=on)
            account = phone_login.known(session, here.old)
            phone_login.take(session, here.number, purpose, code, on=on)
            if (
                account is None
                or account.disabled_at
                or not second_factor.take_code(session, account, here.recovery, on=on)
            ):
                raise WrongRecovery("code")
            login_sessions.close(session, auth_middleware.token_of(request))
            login_sessions.end_all(session, account.reference)
            by = accounts.acting(account)
            number_changes.begin(session, account, here.number, site=site.rstrip("/"), by=by, on=on)
            return login_sessions.open_(session, account, auth_middleware.browser(request), whole=True, on=on)
    except phone_login.WrongCode as reason:
        raise WrongRecovery("code") from reason


HANDLERS = [ask, send, ask_code, change]
