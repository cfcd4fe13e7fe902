"""Whoever was invited, or forgot their password and was given a new code, chooses a password here."""

from typing import Any

from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import Refusal
from i18n import N_
from service.accounts import invitations, login_sessions, passwords
from service.accounts.invitations import Acceptance
from service.infra.access import Permission
from service.input import forms
from service.pages.sign_in.staff_sign_in import half_way
from service.web import auth_middleware, context
from service.web.context import NO_STORE, Form, Req, page_get, page_post


class NotTheSame(Refusal):
    slug = "not-the-same"
    sentence = N_("The two passwords differ. Type the same one twice.")


@page_get("/sign-in/invited", permission=Permission.PUBLIC)
def ask(request: Req, lang: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return _ask(request, {})


def _ask(request: Req, typed: dict[str, Any], refusal: Refusal | None = None) -> Response[Any]:
    errors, kept = forms.by_field(refusal), {name: typed.get(name, "") for name in ("email", "code")}
    return context.page(
        request,
        "sign_in/invited.html",
        status=auth_middleware.status_of(request, refusal),
        headers=NO_STORE,
        typed=kept,
        errors=errors,
    )


@page_post("/sign-in/invited", permission=Permission.PUBLIC)
def accept(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Sets the password; wherever the account was signed in, it is no more. The second factor follows, as always."""
    context.of_address(lang)
    typed = {name: str(value) for name, value in data.items()}
    try:
        told = forms.read(Acceptance, {name: typed.get(name, "") for name in ("email", "code", "password")})
        require_twice(typed)
        token = _accepted(request, told)
    except Refusal as refusal:
        return _ask(request, typed, refusal)
    return auth_middleware.let_in(request, context.see_other(f"/{lang}/sign-in/second"), token)


def require_twice(typed: dict[str, str]) -> None:
    """That a new password was typed the same twice. Refuses: NotTheSame."""
    if typed.get("password", "") != typed.get("again", ""):
        raise NotTheSame("again")


def _accepted(request: Req, told: Acceptance) -> str:
    try:
        with context.reading(request) as session:
            invitations.invited(session, told, on=context.house(request).clock())
    except invitations.NotInvited:
        # Nobody guesses this code, and so a right one passes; what follows takes as long for a wrong one.
        auth_middleware.count_wrong(request, "invitation")
    kept = passwords.hashed(told.password[: passwords.LONGEST])
    with context.writing(request) as session:
        account = invitations.accept(session, told, kept, on=context.house(request).clock())
        login_sessions.end_all(session, account.reference)
        return half_way(request, session, account)


HANDLERS = [ask, accept]
