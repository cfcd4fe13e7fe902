"""Correcting the name and the e-mail address of an account at the desk."""

from typing import Any

from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import Refusal
from i18n import N_
from service import accounts
from service.accounts import account_corrections, login_sessions, passwords, second_factor
from service.accounts.account_corrections import AccountFacts
from service.accounts.second_factor import WrongDigits
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.admin import account_pages
from service.pages.desk.shared import correction_pages, record_fields
from service.pages.desk.shared.correction_pages import CorrectionForm
from service.web import auth_middleware, context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction


class WrongPassword(Refusal):
    slug = "wrong-password"
    sentence = N_("This is not your password. Enter the one with which you sign in.")


_NOTE = N_(
    "A new email address ends all sessions and the password of this account. You then get a new "
    "invitation code for the user, and the old address is told by email. Their authenticator app "
    "and the API keys of the account stay valid; you can revoke keys on the page of the account. "
    "Never give an account to another person: disable it and invite that person."
)
_OWN_NOTE = N_(
    "This is your own account. A new email address needs your password and the code from your "
    "authenticator app. It ends your sessions in other browsers, and the old address is told by "
    "email."
)


@page_get("/desk/accounts/{number:str}/correct", permission=Permission.ACCOUNTS_WRITE)
def show(request: Req, number: FromPath[str]) -> Response[Any]:
    auth_middleware.require_fresh(request)
    return _page(request, number, {}, None)


def _page(
    request: Req, number: str, typed: dict[str, str], refusal: Refusal | None
) -> Response[Any]:
    """Show the form. Refuses: NotFound."""
    own = number == context.actor(request).account
    with context.reading(request) as session:
        account = account_pages.get_staff(session, number)
        form = CorrectionForm(
            heading=N_("Correct the account"),
            reference=number,
            back=f"/desk/accounts/{number}",
            send_to=f"/desk/accounts/{number}/correct",
            facts=correction_pages.fact_fields(
                account_corrections.current(account), record_fields.ACCOUNT, {}
            ),
            version=account_corrections.version(session, account),
            typed=typed,
            note=_OWN_NOTE if own else _NOTE,
            secrets=own,
        )
        past = account_pages.history(session, number)
        return correction_pages.form_page(request, past, form, refusal)


@page_post("/desk/accounts/{number:str}/correct", permission=Permission.ACCOUNTS_WRITE)
def correct(request: Req, number: FromPath[str], data: Form) -> Response[Any]:
    """Correct an account and show the code of a new invitation, once, if its address is new."""
    auth_middleware.require_fresh(request)
    codes: list[str] = []
    try:
        is_checked = _check_password(request, number, form_actions.typed_values(data))
    except Refusal as refusal:
        return _page(request, number, form_actions.typed_values(data), refusal)

    def action(act: FormAction) -> Answer:
        codes.append(_correct(act, number, is_checked))
        return {"invited": bool(codes[0])}

    return form_actions.submit(
        request,
        data,
        action,
        lambda done: _after(request, number, codes[0] if codes else "", **done),
        lambda typed, refusal: _page(request, number, typed, refusal),
        done=N_("The correction is saved."),
    )


def _after(request: Req, number: str, code: str, *, invited: bool) -> str | Response[Any]:
    if not invited:
        return f"/{context.language(request).value}/desk/accounts/{number}"
    return account_pages.show_code(request, number, code)


def _check_password(request: Req, number: str, typed: dict[str, str]) -> bool:
    """Check the password where an administrator changes their own address; return whether it was
    checked. It is hashed before the transaction.

    Refuses: NotAnEmail, EmailTaken, TooManyAttempts, WrongPassword."""
    if number != context.actor(request).account:
        return False
    with context.reading(request) as session:
        account = account_pages.get_staff(session, number)
        email, kept = typed.get("email", "").strip().lower(), account.password
        if email == account.email:
            return False
        accounts.require_new_email(session, email)
    for kind in ("password", "second"):
        auth_middleware.count_attempt(request, kind, number)
    if not passwords.verify(kept, typed.get("current", "")):
        raise WrongPassword("current")
    return True


def _correct(act: FormAction, number: str, is_checked: bool) -> str:
    """Correct the account; `is_checked` is whether the reader's own password was right."""
    account = account_pages.get_staff(act.session, number)
    facts, reason = correction_pages.with_reason(act, lambda: act.read(AccountFacts))
    seen = forms.parse_hidden_number(act.typed.get("version", ""))
    if is_checked:
        digits = act.typed.get("digits", "")
        if not second_factor.verify(act.session, account, digits, on=act.on):
            raise WrongDigits("digits")
        here = auth_middleware.login_session(act.request)
        login_sessions.end_all(act.session, number, but=here.hash)
    return account_corrections.correct(
        act.session, account, facts, reason, seen, proved=is_checked, by=act.by, on=act.on
    )
