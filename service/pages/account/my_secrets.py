"""The secrets of one's own account changed: password, second factor, recovery codes."""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.actor import Role
from catalog.core.errors import NotFound, Refusal
from service.accounts import Account, invitations, login_sessions, passwords, second_factor
from service.infra.access import Permission
from service.input import forms
from service.pages.shared import account_page
from service.pages.sign_in.invitation import require_twice
from service.pages.sign_in.staff_sign_in import Second, WrongSignIn, enrolment, seed_of
from service.web import auth_middleware, context
from service.web.context import Form, Req, page_get, page_post


class Passwords(msgspec.Struct):
    current: str
    password: str


@page_get("/me/password", permission=Permission.ME_OPEN)
def ask_password(request: Req, lang: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    _require_staff(request)
    return _ask_password(request)


def _ask_password(request: Req, refusal: Refusal | None = None) -> Response[Any]:
    with context.reading(request) as session:
        email = account_page.mine(request, session).email
    return account_page.page(request, "account/password.html", refusal, email=email)


@page_post("/me/password", permission=Permission.ME_OPEN)
def change_password(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Another password; everywhere else this account was signed in, it is no more."""
    context.of_address(lang)
    _require_staff(request)
    typed = {name: str(value) for name, value in data.items()}
    try:
        told = forms.read(Passwords, {name: typed.get(name, "") for name in ("current", "password")})
        require_twice(typed)
        token = _password_changed(request, told)
    except Refusal as refusal:
        return _ask_password(request, refusal)
    return auth_middleware.let_in(request, context.see_other(f"/{lang}/me"), token)


def _require_staff(request: Req) -> None:
    if context.who(request).role is Role.CITIZEN:
        raise NotFound


def _password_changed(request: Req, told: Passwords) -> str:
    by, on = context.who(request), context.house(request).clock()
    auth_middleware.attempt(request, "password", by.account)
    with context.reading(request) as session:
        kept = account_page.mine(request, session).password
    if not passwords.holds(kept, told.current):
        raise WrongSignIn("current")
    fresh = passwords.hashed(told.password[: passwords.LONGEST])
    with context.writing(request) as session:
        account = account_page.mine(request, session)
        invitations.change(session, account, told.password, fresh, by=by, on=on)
        return moved_on(request, session, account)


def moved_on(request: Req, session: Session, account: Account) -> str:
    """The cookie after a change of secrets: this browser gets another one, every other is out."""
    here = auth_middleware.seat(request)
    login_sessions.end_all(session, account.reference, but=here.hash)
    return login_sessions.rotate(session, here, on=context.house(request).clock())


@page_get("/me/second", permission=Permission.ME_OPEN)
def ask_second(request: Req, lang: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    _require_staff(request)
    auth_middleware.require_fresh(request)
    return _ask_second(request, second_factor.fresh_seed())


def _ask_second(request: Req, seed: str, refusal: Refusal | None = None) -> Response[Any]:
    with context.reading(request) as session:
        facts = enrolment(account_page.mine(request, session), seed)
    return account_page.page(request, "shared/sign_in_enrol.html", refusal, typed={"then": ""}, at="me", **facts)


@page_post("/me/second", permission=Permission.ME_OPEN)
def change_second(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Another telephone in place of the one before, once it has shown its digits."""
    context.of_address(lang)
    _require_staff(request)
    auth_middleware.require_fresh(request)
    with context.reading(request) as session:
        seed = seed_of(account_page.mine(request, session), str(data.get("seed", "")))
    try:
        digits = forms.read(Second, {"digits": data.get("digits", "")}).digits
        token, codes = _second_changed(request, seed, digits)
    except Refusal as refusal:
        return _ask_second(request, seed, refusal)
    return _told_codes(request, lang, token, codes)


def _second_changed(request: Req, seed: str, digits: str) -> tuple[str, list[str]]:
    by, on = context.who(request), context.house(request).clock()
    auth_middleware.attempt(request, "second", by.account)
    with context.writing(request) as session:
        account = account_page.mine(request, session)
        codes = second_factor.begin(session, account, seed, digits, by=by, on=on)
        return moved_on(request, session, account), codes


def _told_codes(request: Req, lang: str, token: str, codes: list[str]) -> Response[Any]:
    shown = account_page.page(request, "shared/sign_in_codes.html", codes=codes, then=f"/{lang}/me")
    return auth_middleware.let_in(request, shown, token)


@page_post("/me/codes", permission=Permission.ME_OPEN)
def renew(request: Req, lang: FromPath[str]) -> Response[Any]:
    """Ten fresh recovery codes; those of before hold no more."""
    context.of_address(lang)
    auth_middleware.require_fresh(request)
    by, on = context.who(request), context.house(request).clock()
    with context.writing(request) as session:
        account = account_page.mine(request, session)
        codes = second_factor.renew_codes(session, account, by=by, on=on)
        token = moved_on(request, session, account)
    return _told_codes(request, lang, token, codes)


HANDLERS = [ask_password, change_password, ask_second, change_second, renew]
