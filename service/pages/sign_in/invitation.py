"""Choosing a password, after an invitation or with a new code for a forgotten password."""

from typing import Any

from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import Refusal
from i18n import N_
from service.accounts import invitations, login_sessions, passwords
from service.accounts.invitations import AcceptanceInput
from service.infra.access import Permission
from service.input import forms
from service.pages.sign_in.staff_sign_in import begin_session
from service.web import auth_middleware, context, form_actions
from service.web.context import Form, Req, page_get, page_post


class NotTheSame(Refusal):
    slug = "not-the-same"
    sentence = N_("The two passwords do not match. Enter the same password twice.")


@page_get("/sign-in/invited", permission=Permission.PUBLIC)
def show_form(request: Req) -> Response[Any]:
    return _form_page(request, {})


def _form_page(
    request: Req, typed: dict[str, Any], refusal: Refusal | None = None
) -> Response[Any]:
    kept = {name: typed.get(name, "") for name in ("email", "code")}
    return form_actions.form_page(request, "sign_in/invited.html", refusal=refusal, typed=kept)


@page_post("/sign-in/invited", permission=Permission.PUBLIC)
def accept(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Set the password and end all login sessions; the second factor follows, as always."""
    typed = form_actions.typed_values(data)
    try:
        acceptance_input = forms.read(AcceptanceInput, forms.fields_of(AcceptanceInput, typed))
        require_twice(typed)
        token = _accept(request, acceptance_input)
    except Refusal as refusal:
        return _form_page(request, typed, refusal)
    return auth_middleware.set_login_cookie(
        request, context.see_other(f"/{lang}/sign-in/second"), token
    )


def require_twice(typed: dict[str, str]) -> None:
    """Require that a new password was typed the same twice. Refuses: NotTheSame."""
    if typed.get("password", "") != typed.get("again", ""):
        raise NotTheSame("again")


def _accept(request: Req, acceptance_input: AcceptanceInput) -> str:
    try:
        with context.reading(request) as session:
            invitations.get_invited_account(
                session, acceptance_input, on=context.app_state(request).clock()
            )
    except invitations.NotInvited:
        # Nobody guesses this code, so a right one passes; what follows takes as long for a wrong
        # one.
        auth_middleware.count_wrong(request, "invitation")
    kept = passwords.hash_password(acceptance_input.password[: passwords.LONGEST])
    with context.writing(request) as session:
        account = invitations.accept(
            session, acceptance_input, kept, on=context.app_state(request).clock()
        )
        login_sessions.end_all(session, account.reference)
        return begin_session(request, session, account)
