"""Changing the secrets of one's own account: password, second factor, recovery codes."""

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
from service.pages.sign_in.staff_sign_in import (
    SecondFactorInput,
    WrongSignIn,
    build_enrolment,
    unlock_seed,
)
from service.web import auth_middleware, context, form_actions
from service.web.context import Form, Req, page_get, page_post


class PasswordsInput(msgspec.Struct):
    current: str
    password: str


@page_get("/me/password", permission=Permission.ME_OPEN)
def show_password_form(request: Req) -> Response[Any]:
    _require_staff(request)
    return _password_page(request)


def _password_page(request: Req, refusal: Refusal | None = None) -> Response[Any]:
    with context.reading(request) as session:
        email = account_page.current_account(request, session).email
    return form_actions.form_page(request, "account/password.html", refusal=refusal, email=email)


@page_post("/me/password", permission=Permission.ME_OPEN)
def change_password(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Change the password and end every other login session of the account."""
    _require_staff(request)
    typed = form_actions.typed_values(data)
    try:
        passwords_input = forms.read(PasswordsInput, typed)
        require_twice(typed)
        token = _change_password(request, passwords_input)
    except Refusal as refusal:
        return _password_page(request, refusal)
    return auth_middleware.set_login_cookie(request, context.see_other(f"/{lang}/me"), token)


def _require_staff(request: Req) -> None:
    if context.actor(request).role is Role.CITIZEN:
        raise NotFound


def _change_password(request: Req, passwords_input: PasswordsInput) -> str:
    by, on = context.actor(request), context.app_state(request).clock()
    auth_middleware.count_attempt(request, "password", by.account)
    with context.reading(request) as session:
        kept = account_page.current_account(request, session).password
    if not passwords.verify(kept, passwords_input.current):
        raise WrongSignIn("current")
    fresh = passwords.hash_password(passwords_input.password[: passwords.LONGEST])
    with context.writing(request) as session:
        account = account_page.current_account(request, session)
        invitations.change(session, account, passwords_input.password, fresh, by=by, on=on)
        return renew_session(request, session, account)


def renew_session(request: Req, session: Session, account: Account) -> str:
    """End every other login session and return a new token for this browser."""
    here = auth_middleware.login_session(request)
    login_sessions.end_all(session, account.reference, but=here.hash)
    return login_sessions.rotate(session, here, on=context.app_state(request).clock())


@page_get("/me/second", permission=Permission.ME_OPEN)
def show_second_factor_form(request: Req) -> Response[Any]:
    _require_staff(request)
    auth_middleware.require_fresh(request)
    return _second_factor_page(request, second_factor.fresh_seed())


def _second_factor_page(request: Req, seed: str, refusal: Refusal | None = None) -> Response[Any]:
    with context.reading(request) as session:
        enrolment = build_enrolment(account_page.current_account(request, session), seed)
    return form_actions.form_page(
        request,
        "shared/sign_in_enrol.html",
        enrolment,
        refusal=refusal,
        typed={"then": ""},
        at="me",
    )


@page_post("/me/second", permission=Permission.ME_OPEN)
def change_second_factor(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Replace the second-factor phone once the new one has shown its digits."""
    _require_staff(request)
    auth_middleware.require_fresh(request)
    with context.reading(request) as session:
        seed = unlock_seed(
            account_page.current_account(request, session), str(data.get("seed", ""))
        )
    try:
        digits = forms.read(SecondFactorInput, {"digits": data.get("digits", "")}).digits
        token, codes = _change_second_factor(request, seed, digits)
    except Refusal as refusal:
        return _second_factor_page(request, seed, refusal)
    return _codes_page(request, lang, token, codes)


def _change_second_factor(request: Req, seed: str, digits: str) -> tuple[str, list[str]]:
    by, on = context.actor(request), context.app_state(request).clock()
    auth_middleware.count_attempt(request, "second", by.account)
    with context.writing(request) as session:
        account = account_page.current_account(request, session)
        codes = second_factor.enrol(session, account, seed, digits, by=by, on=on)
        return renew_session(request, session, account), codes


def _codes_page(request: Req, lang: str, token: str, codes: list[str]) -> Response[Any]:
    shown = form_actions.form_page(
        request, "shared/sign_in_codes.html", codes=codes, then=f"/{lang}/me"
    )
    return auth_middleware.set_login_cookie(request, shown, token)


@page_post("/me/codes", permission=Permission.ME_OPEN)
def renew_codes(request: Req, lang: FromPath[str]) -> Response[Any]:
    """Issue ten new recovery codes; the old ones become invalid."""
    auth_middleware.require_fresh(request)
    by, on = context.actor(request), context.app_state(request).clock()
    with context.writing(request) as session:
        account = account_page.current_account(request, session)
        codes = second_factor.renew_codes(session, account, by=by, on=on)
        token = renew_session(request, session, account)
    return _codes_page(request, lang, token, codes)
