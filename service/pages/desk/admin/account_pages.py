"""Staff accounts: who works here, in which role and place; invite, move, disable.

These pages never show a case.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import approvals
from catalog.core.actor import Role
from catalog.core.approvals import ApprovalDetails
from catalog.core.errors import Mistakes, NotFound, Refusal, require_found
from catalog.reference.posts import Post
from i18n import N_
from service import accounts
from service.accounts import (
    STAFF,
    Account,
    Key,
    NewAccount,
    RoleInput,
    account_corrections,
    invitations,
    login_sessions,
)
from service.accounts.login_sessions import SignIn
from service.approvals import account_requests
from service.approvals.account_requests import RemovalInput
from service.infra.access import ROLES, Permission
from service.pages.desk.shared import correction_pages
from service.pages.desk.shared.correction_pages import CorrectionHistory
from service.web import auth_middleware, context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction

AccountAction = Callable[[FormAction, Account], dict[str, str] | None]


class AccountPage(msgspec.Struct, frozen=True):
    """One account; `shown_once` is the new code or key, shown once, `own` the reader's account, and
    `requests` are those to remove its second factor that wait for another person."""

    account: Account
    typed: dict[str, str]
    posts: list[Post]
    shown_once: dict[str, str]
    own: bool
    roles: list[str]
    keys: list[Key]
    sign_ins: list[SignIn]
    scopes: list[str]
    pending: bool
    requests: list[ApprovalDetails]


def _roles() -> list[str]:
    return [role.value for role in STAFF]


@page_get("/desk/accounts/new", permission=Permission.ACCOUNTS_WRITE)
def show_form(request: Req) -> Response[Any]:
    auth_middleware.require_fresh(request)
    return _form_page(request, {})


def _form_page(
    request: Req, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    with context.reading(request) as session:
        return form_actions.form_page(
            request,
            "desk/admin/invite.html",
            refusal=refusal,
            typed=typed,
            roles=_roles(),
            posts=_posts(session),
        )


def _posts(session: Session) -> list[Post]:
    return list(session.execute(select(Post).order_by(col(Post.country), col(Post.city))).scalars())


@page_post("/desk/accounts/new", permission=Permission.ACCOUNTS_WRITE)
def invite(request: Req, data: Form) -> Response[Any]:
    """Open an account and show the invitation's code, once."""
    auth_middleware.require_fresh(request)
    codes: list[str] = []

    def action(act: FormAction) -> Answer:
        account = accounts.add(act.session, _read_account(act), by=act.by, on=act.on)
        codes.append(invitations.invite(act.session, account, by=act.by, on=act.on))
        return {"reference": account.reference}

    return form_actions.submit(
        request,
        data,
        action,
        lambda done: show_code(request, done["reference"], codes[0] if codes else ""),
        partial(_form_page, request),
    )


def _read_account(act: FormAction) -> NewAccount:
    """Return what was typed, with all mistakes at once. Refuses: what accounts.add refuses."""
    mistakes, new_account = Mistakes(), None
    with mistakes.noted():
        new_account = act.read(NewAccount)
    with mistakes.noted():
        if email := act.typed.get("email", "").strip():
            accounts.require_new_email(act.session, email)
    with mistakes.noted():
        accounts.require_place(act.session, act.read(RoleInput))
    mistakes.require_none()
    return require_found(new_account)


@page_get("/desk/accounts/{number:str}", permission=Permission.ACCOUNTS_WRITE)
def show(request: Req, number: FromPath[str]) -> Response[Any]:
    return _show(request, number)


def history(session: Session, number: str) -> CorrectionHistory:
    """Return the corrections of an account as its pages show them."""
    return correction_pages.history(session, account_corrections.NOUN, number)


def show_code(request: Req, number: str, code: str) -> Response[Any]:
    """Show an account with the code of its new invitation, once.

    It is stored nowhere, so a form that was sent twice, without a code, gets another one."""
    if not code:
        by, on = context.actor(request), context.app_state(request).clock()
        with context.writing(request) as session:
            code = invitations.invite(session, get_staff(session, number), by=by, on=on)
    return _show(request, number, value={"code": code})


def _show(
    request: Req,
    number: str,
    refusal: Refusal | None = None,
    *,
    value: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
) -> Response[Any]:
    on = context.app_state(request).clock()
    with context.reading(request) as session:
        account = get_staff(session, number)
        known = {
            name: getattr(account, name) or "" for name in ("role", "post", "region", "agency")
        }
        account_page = AccountPage(
            account=account,
            typed=known | (typed or {}),
            posts=_posts(session),
            shown_once={"code": "", "key": ""} | (value or {}),
            own=number == context.actor(request).account,
            roles=_roles(),
            keys=accounts.keys(session, number),
            sign_ins=login_sessions.list_for_account(session, number, on=on),
            scopes=sorted(one.value for one in ROLES[Role(account.role)]),
            pending=number in invitations.pending(session),
            requests=approvals.list_about(session, number),
        )
        return form_actions.form_page(
            request,
            "desk/admin/account.html",
            account_page,
            history(session, number),
            refusal=refusal,
        )


def get_staff(session: Session, number: str) -> Account:
    """Return the account of a member of staff.

    Citizens look after their accounts themselves. Refuses: NotFound.
    """
    account = accounts.get(session, number)
    if account.role not in _roles():
        raise NotFound
    return account


@page_post("/desk/accounts/{number:str}/{act:str}", permission=Permission.ACCOUNTS_WRITE)
def change(
    request: Req, lang: FromPath[str], number: FromPath[str], act: FromPath[str], data: Form
) -> Response[Any]:
    """Disable or enable an account, or change its password code, second factor or keys.

    An action gives a new code for a password, asks for the removal of a lost second factor, or
    issues or ends a key.
    """
    action, back = _find_action(request, act), f"/{lang}/desk/accounts/{number}"
    return form_actions.submit(
        request,
        data,
        lambda form: action(form, get_staff(form.session, number)),
        lambda done: _show(request, number, value=done) if done else back,
        lambda typed, refusal: _show(request, number, refusal, typed=typed),
        answer_is_secret=True,
        done=_DONE.get(act, form_actions.SAVED),
    )


def _find_action(request: Req, act: str) -> AccountAction:
    """Return the function for an action.

    Refuses: NotFound, ConfirmFirst for those that let somebody in.
    """
    if act not in _ACTIONS:
        raise NotFound
    if act in _NEED_CONFIRMATION:
        auth_middleware.require_fresh(request)
    return _ACTIONS[act]


def _disable(act: FormAction, account: Account) -> None:
    accounts.disable(act.session, account, by=act.by, on=act.on)
    login_sessions.end_all(act.session, account.reference)


def _enable(act: FormAction, account: Account) -> None:
    accounts.enable(act.session, account, by=act.by, on=act.on)


def _invite(act: FormAction, account: Account) -> dict[str, str]:
    return {"code": invitations.invite(act.session, account, by=act.by, on=act.on)}


def _request_removal(act: FormAction, account: Account) -> None:
    """Request that the second factor be removed, which another person has to approve."""
    reason = act.read(RemovalInput).reason
    account_requests.request_removal(act.session, account, reason, by=act.by, on=act.on)


def _issue(act: FormAction, account: Account) -> dict[str, str]:
    scopes = [name.removeprefix("scope ") for name in act.typed if name.startswith("scope ")]
    return {"key": accounts.issue_key(act.session, account, scopes, by=act.by, on=act.on)}


def _revoke(act: FormAction, account: Account) -> None:
    number = act.typed.get("key", "")
    if number not in {row.reference for row in accounts.keys(act.session, account.reference)}:
        raise NotFound
    accounts.revoke_key(act.session, number, by=act.by, on=act.on)


_DONE = {
    "disable": N_("The account is disabled."),
    "enable": N_("The account is enabled again."),
    "forget-second": N_(
        "The removal is requested. A supervisor or another administrator must approve it under "
        "“Second approvals”; they have a notice of it."
    ),
}
_NEED_CONFIRMATION = frozenset({"invitation", "forget-second", "keys"})
_ACTIONS: dict[str, AccountAction] = {
    "disable": _disable,
    "enable": _enable,
    "invitation": _invite,
    "forget-second": _request_removal,
    "keys": _issue,
    "revoke": _revoke,
}


@form_actions.post(
    "/desk/accounts/{number:str}/place",
    permission=Permission.ACCOUNTS_WRITE,
    back="/desk/accounts/{number}",
    redraw=lambda request, number, typed, refusal: _show(request, number, refusal, typed=typed),
    first=auth_middleware.require_fresh,
)
def move(act: FormAction, number: str) -> None:
    """Change the role or place of an account and end all its login sessions."""
    place, account = act.read(RoleInput), get_staff(act.session, number)
    accounts.change_role(act.session, account, place, by=act.by, on=act.on)
    login_sessions.end_all(act.session, number)
