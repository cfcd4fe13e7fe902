"""The demonstration's first page: six tasks to begin with, and a button to sign in as each user."""

from functools import partial
from types import ModuleType
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import Role
from catalog.core.errors import NotFound, require_found
from catalog.reference import posts
from catalog.reference.posts import Post
from i18n import N_
from service import accounts
from service.accounts import Account, login_sessions
from service.infra.access import Permission
from service.pages.public import demonstration_tasks
from service.pages.public.demonstration_tasks import DEMONSTRATION_DOMAIN
from service.web import auth_middleware, context, interrupted_forms
from service.web.context import NO_STORE, Form, Req, page_get, page_post

TOUR = {
    Role.CITIZEN: N_("Look for a job, check an offer, file a wage claim and follow it."),
    Role.ADVISER: N_("Log a call you have just taken, then file a claim for the caller."),
    Role.CLAIMS_OFFICER: N_(
        "Move the most overdue claim one step forward, note what the documents prove, and "
        "record a payment."
    ),
    Role.ATTACHE: N_(
        "View the claims from the country where you are posted, call an employer and record "
        "the next step."
    ),
    Role.AGENCY_USER: N_(
        "See your agency as the public sees it: its licence today and its vetted jobs."
    ),
    Role.LICENSING_OFFICER: N_(
        "Suspend an agency and see its jobs disappear at once, then vet a vacancy point by point."
    ),
    Role.PROTECTION_OFFICER: N_(
        "Open the most urgent case, record consent and refer the case to an organisation that"
        " can help."
    ),
    Role.SUPERVISOR: N_("See what is overdue and approve a vacancy that a colleague has checked."),
    Role.STATISTICIAN: N_("View the year’s figures, each with its unit and base."),
    Role.AUDITOR: N_("Check that you cannot open any case: an auditor can read only the journal."),
    Role.ADMINISTRATOR: N_("Check that the person who creates accounts cannot open cases."),
}


class DemonstrationUser(msgspec.Struct):
    """One demonstration user as the page shows them."""

    email: str
    name: str
    role: str
    post: str | None
    tour: str


class UsersPage(msgspec.Struct, frozen=True):
    """The users with the posts of officers; `tasks` is the module with tasks and their buttons."""

    cast: list[DemonstrationUser]
    offices: dict[str, Post]
    tasks: ModuleType
    emails: set[str]


@page_get("/walk", permission=Permission.PUBLIC)
def show(request: Req) -> Response[Any]:
    _require_demonstration(request)
    with context.reading(request) as session:
        cast = _list_users(session)
        offices = posts.by_code(session, [one.post for one in cast])
        shown = UsersPage(cast, offices, demonstration_tasks, {one.email for one in cast})
        return context.page(request, "public/walk/show.html", shown, headers=NO_STORE)


@page_post("/walk/{email:str}", permission=Permission.PUBLIC)
def sign_in_as(
    request: Req, lang: FromPath[str], email: FromPath[str], data: Form
) -> Response[Any]:
    """Sign in as a demonstration user and go to their own page, or to that of a task in `to`.

    Refuses: NotFound for anybody else, for an unknown task, and outside the demonstration.
    """
    _require_demonstration(request)
    if not email.endswith(DEMONSTRATION_DOMAIN):
        raise NotFound
    task = data.get("to")
    with context.writing(request) as session:
        account = accounts.find(session, email)
        token = _begin_session(request, session, account)
        first = "me" if account.role == Role.CITIZEN.value else "desk"
        if task:
            today = context.app_state(request).today
            first = demonstration_tasks.first_page(session, str(task), email, today)
    return auth_middleware.set_login_cookie(request, context.see_other(f"/{lang}/{first}"), token)


@page_post("/walk", permission=Permission.PUBLIC)
def sign_in_again(request: Req, data: Form) -> Response[Any]:
    """Sign in the demonstration user whose interrupted form is carried, and show it again.

    Refuses: NotFound if nobody's form is carried, and outside the demonstration.
    """
    _require_demonstration(request)
    kept = str(data.get("kept", ""))
    form = interrupted_forms.unlock(request, kept)
    with context.writing(request) as session:
        owner = next(
            (
                one
                for one in map(partial(accounts.find, session), _emails(session))
                if form and login_sessions.account_mark(one.reference) == form.owner
            ),
            None,
        )
        token = _begin_session(request, session, require_found(owner))
    answer = interrupted_forms.resume(request, kept, token)
    return auth_middleware.set_login_cookie(request, require_found(answer), token)


def _emails(session: Session) -> list[str]:
    return [one.email for one in _list_users(session)]


def _begin_session(request: Req, session: Session, account: Account) -> str:
    """Sign in one of the users, in place of whoever was signed in."""
    login_sessions.close(session, auth_middleware.token_of(request))
    return login_sessions.create(
        session,
        account,
        auth_middleware.browser_name(request),
        whole=True,
        on=context.app_state(request).clock(),
    )


def _require_demonstration(request: Req) -> None:
    if not context.app_state(request).settings.demonstration:
        raise NotFound


def _list_users(session: Session) -> list[DemonstrationUser]:
    """Return the demonstration users in the order of their roles."""
    found = select(Account).where(
        col(Account.email).endswith(DEMONSTRATION_DOMAIN), col(Account.disabled_at).is_(None)
    )
    order = {role.value: place for place, role in enumerate(Role)}
    rows = sorted(session.execute(found).scalars(), key=lambda row: (order[row.role], row.name))
    return [
        DemonstrationUser(row.email, row.name, row.role, row.post, TOUR.get(Role(row.role), ""))
        for row in rows
    ]
