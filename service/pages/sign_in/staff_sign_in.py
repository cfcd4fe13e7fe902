"""Sign-in of staff by e-mail and password, then a second factor; nothing opens in between."""

import base64
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core import fields, vault
from catalog.core.errors import Refusal, SignInNeeded
from i18n import N_
from service import accounts
from service.accounts import Account, login_sessions, passwords, second_factor
from service.infra.access import Permission
from service.input import forms
from service.pages.sign_in import flow_cookie
from service.web import auth_middleware, context, form_actions, interrupted_forms
from service.web.context import NO_STORE, Form, Req, page_get, page_post


class WrongSignIn(Refusal):
    slug = "wrong-sign-in"
    sentence = N_("The email address and password do not match. Check both again.")


class PasswordInput(msgspec.Struct):
    email: fields.Line
    password: str


class SecondFactorInput(msgspec.Struct):
    digits: fields.Line


@page_get("/sign-in/work", permission=Permission.PUBLIC)
def show_form(request: Req) -> Response[Any]:
    return _form_page(request, {"then": request.query_params.get("next", "")})


def _form_page(
    request: Req, typed: dict[str, Any], refusal: Refusal | None = None
) -> Response[Any]:
    kept = {name: typed.get(name, "") for name in ("email", "then", "kept")}
    return form_actions.form_page(request, "sign_in/work.html", refusal=refusal, typed=kept)


@page_post("/sign-in/work", permission=Permission.PUBLIC)
def begin(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Check the password, which opens only the second step."""
    typed = form_actions.typed_values(data)
    then = flow_cookie.next_path(typed.get("then", ""), "")
    try:
        token = _check_password(request, forms.read(PasswordInput, typed))
    except Refusal as refusal:
        return _form_page(request, typed, refusal)
    if kept := typed.get("kept", ""):
        answer = _second_page(request, then, token=token, kept=kept)
    else:
        answer = context.see_other(f"/{lang}/sign-in/second" + (f"?next={then}" if then else ""))
    return auth_middleware.set_login_cookie(request, answer, token)


def _check_password(request: Req, pair: PasswordInput) -> str:
    """Begin a login session for a right password.

    Neither the answer nor its time reveals whether the account exists. Refuses: WrongSignIn.
    """
    email = pair.email.lower()
    auth_middleware.count_attempt(request, "password", email)
    with context.reading(request) as session:
        account = accounts.by_email(session, email)
        reference, kept = (
            (account.reference, account.password)
            if account and not account.disabled_at
            else ("", None)
        )
    if not passwords.verify(kept, pair.password):
        raise WrongSignIn("email")
    fresh = passwords.hash_password(pair.password) if passwords.needs_rehash(kept or "") else None
    with context.writing(request) as session:
        account = accounts.get(session, reference)
        account.password = fresh or account.password
        return begin_session(request, session, account)


def begin_session(request: Req, session: Session, account: Account) -> str:
    """Create an incomplete login session, in place of any that this browser had."""
    login_sessions.close(session, auth_middleware.token_of(request))
    return login_sessions.create(
        session,
        account,
        auth_middleware.browser_name(request),
        whole=False,
        on=context.app_state(request).clock(),
    )


@page_get("/sign-in/second", permission=Permission.PUBLIC)
def show_second_form(request: Req) -> Response[Any]:
    return _second_page(request, request.query_params.get("next", ""))


def _second_page(
    request: Req,
    then: str,
    refusal: Refusal | None = None,
    seed: str = "",
    token: str = "",
    kept: str = "",
) -> Response[Any]:
    """Show the page for the code, or the one to enrol a phone as second factor.

    `token` is a login cookie that the browser does not have yet, `kept` an interrupted form.
    """
    typed = {"then": then, "kept": kept}
    with context.reading(request) as session:
        account = login_sessions.find_awaiting_second_factor(
            session,
            token or auth_middleware.token_of(request),
            context.app_state(request).clock(),
        )
        if account is None and refusal:
            return _form_page(request, typed, refusal)
        if account is None:
            return context.see_other(f"/{context.language(request).value}/sign-in/work")
        fresh = (
            [] if account.second else [build_enrolment(account, seed or second_factor.fresh_seed())]
        )
    page = "shared/sign_in_enrol.html" if fresh else "sign_in/second.html"
    return form_actions.form_page(request, page, *fresh, refusal=refusal, typed=typed, at="sign-in")


class Enrolment(msgspec.Struct, frozen=True):
    """What a phone needs to be enrolled; the encrypted seed comes back with the first code."""

    picture: str
    seed: str
    spaced_seed: str


def build_enrolment(account: Account, seed: str) -> Enrolment:
    locked = base64.urlsafe_b64encode(
        vault.lock(f"seed {account.reference}", seed.encode())
    ).decode()
    spaced = " ".join(seed[place : place + 4] for place in range(0, len(seed), 4))
    return Enrolment(second_factor.picture(account, seed), locked, spaced)


def unlock_seed(account: Account, locked: str) -> str:
    """Return the seed that this account's page carried. Refuses: WrongDigits."""
    try:
        return vault.unlock(f"seed {account.reference}", base64.urlsafe_b64decode(locked)).decode()
    except (ValueError, vault.BrokenSeal) as reason:
        raise second_factor.WrongDigits("digits") from reason


@page_post("/sign-in/second", permission=Permission.PUBLIC)
def finish(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Complete the sign-in; a newly enrolled user is shown their recovery codes first."""
    then = flow_cookie.next_path(str(data.get("then", "")), f"/{lang}/desk")
    kept, locked = str(data.get("kept", "")), str(data.get("seed", ""))
    try:
        digits = forms.read(SecondFactorInput, {"digits": data.get("digits", "")}).digits
        token, codes = _complete_sign_in(request, digits, locked)
    except Refusal as refusal:
        return _second_page(request, then, refusal, _sent_seed(request, locked), kept=kept)
    answer = (
        context.page(request, "shared/sign_in_codes.html", headers=NO_STORE, codes=codes, then=then)
        if codes
        else interrupted_forms.resume(request, kept, token)
    )
    return auth_middleware.set_login_cookie(request, answer or context.see_other(then), token)


def _sent_seed(request: Req, locked: str) -> str:
    """Return the seed again, so that a mistyped code shows the same picture."""
    with context.reading(request) as session:
        account = login_sessions.find_awaiting_second_factor(
            session, auth_middleware.token_of(request), context.app_state(request).clock()
        )
        try:
            return unlock_seed(account, locked) if account and locked else ""
        except second_factor.WrongDigits:
            return ""


def _complete_sign_in(request: Req, digits: str, locked: str) -> tuple[str, list[str]]:
    """Return the token of the complete login session, and recovery codes for a new phone.

    Refuses: SignInNeeded, TooManyAttempts, WrongDigits.
    """
    on, half = context.app_state(request).clock(), auth_middleware.token_of(request)
    with context.reading(request) as session:
        account = login_sessions.find_awaiting_second_factor(session, half, on)
        if account is None:
            raise SignInNeeded
        reference = account.reference
    auth_middleware.count_attempt(request, "second", reference)
    with context.writing(request) as session:
        account = accounts.get(session, reference)
        codes = verify_digits(session, account, digits, locked, on=on)
        login_sessions.close(session, half)
        token = login_sessions.create(
            session, account, auth_middleware.browser_name(request), whole=True, on=on
        )
        return token, codes


def verify_digits(
    session: Session, account: Account, digits: str, locked: str, *, on: Any
) -> list[str]:
    """Check the code of the known phone, or enrol a new one by its first code.

    Refuses: WrongDigits.
    """
    if account.second:
        if not second_factor.verify(session, account, digits, on=on):
            raise second_factor.WrongDigits("digits")
        return []
    return second_factor.enrol(
        session,
        account,
        unlock_seed(account, locked),
        digits,
        by=accounts.actor_for(account),
        on=on,
    )


@page_post("/sign-out", permission=Permission.PUBLIC)
def sign_out(request: Req, lang: FromPath[str]) -> Response[Any]:
    with context.writing(request) as session:
        login_sessions.close(session, auth_middleware.token_of(request))
    return auth_middleware.clear_login(request, context.see_other(f"/{lang}/"))
