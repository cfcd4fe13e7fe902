"""Citizens come in by their telephone: a number, then the digits that were sent to it. There is no password to forget."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import Refusal
from matching.identity import persons
from service.accounts import code_levels, login_sessions, number_changes, phone_login
from service.accounts.phone_login import Asked, CodeChannel
from service.infra import rate_limits
from service.infra.access import Permission
from service.input import forms
from service.pages.sign_in import flow_cookie
from service.pages.sign_in.flow_cookie import Way
from service.web import auth_middleware, context, rendering
from service.web.context import NO_STORE, Form, Req, page_get, page_post

PURPOSE = "sign_in"


class Digits(msgspec.Struct):
    code: str


@page_get("/sign-in", permission=Permission.PUBLIC)
def ask(request: Req, lang: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return _ask(request, {"channel": CodeChannel.SMS.value, "then": request.query_params.get("next", "")})


def _ask(request: Req, typed: dict[str, Any], refusal: Refusal | None = None) -> Response[Any]:
    errors = forms.by_field(refusal)
    status = auth_middleware.status_of(request, refusal)
    return context.page(request, "sign_in/phone.html", status=status, headers=NO_STORE, typed=typed, errors=errors)


@page_post("/sign-in", permission=Permission.PUBLIC)
def send(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Sends a code to the number, whether it is known here or not, so that the answer tells nobody anything."""
    context.of_address(lang)
    typed = {name: str(value) for name, value in data.items()}
    key = key_of(typed)
    try:
        number = sent(request, forms.read(Asked, _asked(typed)), f"{PURPOSE} {key}")
    except Refusal as refusal:
        return _ask(request, typed, refusal)
    then = flow_cookie.onward(typed.get("then", ""), "")
    return flow_cookie.carry(request, context.see_other(f"/{lang}/sign-in/code"), PURPOSE, number, then=then, key=key)


def _asked(typed: dict[str, str]) -> dict[str, str]:
    return {name: typed[name] for name in ("phone", "channel") if name in typed}


def key_of(typed: dict[str, str]) -> str:
    """The hidden key of a form that asks for a code. The code holds where this form was sent: another browser that asks for one
    to the same number neither takes its place nor uses up its tries."""
    key = typed.get("once", "")
    return key if re.fullmatch(r"[\w-]{22}", key, re.ASCII) else rendering.fresh_key()


def sent(request: Req, asked: Asked, purpose: str) -> str:
    """Sends a code to a number, as often as one may for this; the number. Refuses: NotAPhone, TooMany."""
    auth_middleware.attempt(request, "message", f"{purpose.partition(' ')[0]} {persons.international(asked.phone)}")
    on = context.house(request).clock()
    with context.writing(request) as session:
        code_levels.require_share(session, persons.international(asked.phone), context.network(request), on=on)
        return phone_login.send(session, asked, purpose, context.language(request), on=on)


@contextmanager
def trying(request: Req, kind: str, subject: str, *codes: tuple[str, str]) -> Iterator[None]:
    """Around a try at codes, each told by number and purpose. It is counted before it is made, and over all numbers where it is
    wrong. Refuses: TooMany."""
    on = context.house(request).clock()
    with context.writing(request) as session:
        rate_limits.take(session, kind, subject, context.network(request), on=on)
        for number, purpose in codes:
            phone_login.count_try(session, number, purpose)
    try:
        yield
    except phone_login.WrongCode:
        with context.writing(request) as session:
            code_levels.note_wrong(session, codes[0][0], on=on)
        raise


@page_get("/sign-in/code", permission=Permission.PUBLIC)
def ask_code(request: Req, lang: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    here = flow_cookie.carried(request, PURPOSE)
    return _ask_code(request, here) if here else context.see_other(f"/{lang}/sign-in")


def _ask_code(request: Req, here: Way, refusal: Refusal | None = None) -> Response[Any]:
    errors = forms.by_field(refusal)
    shown = {"here": here, "number": persons.masked(here.number), "typed": {}, "errors": errors, "lost": False}
    return context.page(
        request, "sign_in/code.html", status=auth_middleware.status_of(request, refusal), headers=NO_STORE, **shown
    )


@page_post("/sign-in/code", permission=Permission.PUBLIC)
def come_in(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    context.of_address(lang)
    here = flow_cookie.carried(request, PURPOSE)
    if here is None:
        return _ask(request, {"channel": CodeChannel.SMS.value}, phone_login.WrongCode())
    try:
        token = _opened(request, here, forms.read(Digits, {"code": data.get("code", "")}).code)
    except Refusal as refusal:
        return _ask_code(request, here, refusal)
    answer = auth_middleware.let_in(request, context.see_other(here.then or f"/{lang}/me"), token)
    return flow_cookie.arrived(request, answer)


def _opened(request: Req, here: Way, code: str) -> str:
    """Signs in whoever holds the number; a sign-in that this browser had before ends."""
    on, purpose = context.house(request).clock(), f"{PURPOSE} {here.key}"
    with trying(request, "code", here.number, (here.number, purpose)), context.writing(request) as session:
        number_changes.apply_due(session, on=on)
        phone_login.take(session, here.number, purpose, code, on=on)
        number_changes.require_no_wait(session, here.number)
        account = phone_login.of_number(session, here.number, context.language(request), on=on)
        if account.disabled_at:
            raise phone_login.WrongCode("code")
        login_sessions.close(session, auth_middleware.token_of(request))
        return login_sessions.open_(session, account, auth_middleware.browser(request), whole=True, on=on)


HANDLERS = [ask, send, ask_code, come_in]
