"""Authentication by cookie or API key, limits on tries, and protection of forms."""

import asyncio
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any, cast

from litestar import Response
from litestar.connection import ASGIConnection
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from sqlmodel import Session

from catalog.core import vault
from catalog.core.actor import VISITOR, Actor, Role
from catalog.core.errors import NotAllowed, NotFound, Refusal, SignInNeeded
from service import accounts
from service.accounts import login_sessions
from service.accounts.login_sessions import LoginSession
from service.infra import rate_limits
from service.input import multipart, request_limits
from service.operations import metrics
from service.web import context, interrupted_forms, problems
from service.web.app_state import AppState
from service.web.context import Req

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
# What browsers clear at sign-out.
CLEAR_SITE_DATA = '"cache", "storage"'


class AuthMiddleware(AbstractAuthenticationMiddleware):
    """Identify the actor by bearer key or cookie.

    A request without either is a visitor's and needs no database query.
    """

    async def authenticate_request(
        self, connection: ASGIConnection[Any, Any, Any, Any]
    ) -> AuthenticationResult:
        bearer, cookie = connection.headers.get("authorization", ""), token_of(connection)
        if not bearer and not cookie:
            return AuthenticationResult(user=VISITOR, auth=None)
        who, seat = await asyncio.to_thread(
            _authenticate, context.app_state(connection), bearer, cookie
        )
        return AuthenticationResult(user=who, auth=seat)


def _authenticate(
    app_state: AppState, bearer: str, cookie: str
) -> tuple[Actor, LoginSession | None]:
    """Return the actor and login session of a request.

    A bearer key that is unknown does not make a visitor, because the action would be recorded as a
    stranger's. Refuses: SignInNeeded.
    """
    with app_state.database.read() as session:
        if bearer:
            kind, _, key = bearer.partition(" ")
            known = (
                accounts.find_actor_by_key(session, key.strip())
                if kind.lower() == "bearer"
                else None
            )
            if known is None:
                raise SignInNeeded
            return known, None
        found = login_sessions.find_by_cookie(session, cookie, app_state.clock())
    if found is None:
        return VISITOR, None
    if app_state.clock() - found[1].seen_at > login_sessions.SEEN:
        with app_state.database.write() as session:
            login_sessions.record_use(session, found[1], on=app_state.clock())
    return found


def token_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """Return the value of the login cookie, or an empty text."""
    return context.cookie(connection, context.COOKIE)


def set_login_cookie(request: Req, answer: Response[Any], token: str) -> Response[Any]:
    """Add the login cookie to a response."""
    return context.add_cookie(request, answer, context.COOKIE, token)


def clear_login(request: Req, answer: Response[Any]) -> Response[Any]:
    """Make the browser forget the login session, our cookies and everything stored for this
    site."""
    answer.headers["clear-site-data"] = CLEAR_SITE_DATA
    return context.clear_cookies(request, answer)


def login_session(request: ASGIConnection[Any, Any, Any, Any]) -> LoginSession:
    """Return the login session of this request. Refuses: SignInNeeded for visitors and programs."""
    found = cast(LoginSession | None, request.scope.get("auth"))
    if found is None:
        raise SignInNeeded
    return found


def require_fresh(request: Req) -> None:
    """Require that the person has entered a secret recently; an API key is one itself.

    Refuses: ConfirmFirst.
    """
    login_sessions.require_fresh(request.scope.get("auth"), context.app_state(request).clock())


def refusal_status(request: Req, refusal: Refusal | None) -> int:
    """Return the status of a page that shows a refusal next to its fields.

    The refusal is counted, and the time to wait becomes a header of the response where that matters
    (service.web.security_middleware).
    """
    if refusal is None:
        return 200
    metrics.count_refusal(refusal.slug, context.actor(request).role.value)
    status = problems.status_of(refusal)
    problems.note_cause(request, refusal)
    request.scope["wait"] = refusal.facts.get("seconds", 5)  # type: ignore[typeddict-unknown-key]
    # A record that a field names and that does not exist is a wrong answer, not a missing page.
    return 422 if status == 404 and refusal.field else status


def count_attempt(request: Req, kind: str, subject: str) -> None:
    """Count a try at a secret, in its own transaction, before it is made.

    Refuses: TooManyAttempts.
    """
    with context.writing(request) as session:
        rate_limits.count_attempt(
            session, kind, subject, context.network(request), on=context.app_state(request).clock()
        )


@contextmanager
def long_secret_check(request: Req, kind: str, wrong: type[Refusal] = NotFound) -> Iterator[None]:
    """Guard the check of a secret that nobody can guess.

    A right secret always passes and a wrong one counts for its network only, so that no stranger
    can lock out its holder. No write transaction is open around the check. Refuses:
    TooManyAttempts.
    """
    try:
        yield
    except wrong:
        count_wrong(request, kind)
        raise


def count_wrong(request: Req, kind: str) -> None:
    """Count a wrong unguessable secret for its network only. Refuses: TooManyAttempts."""
    with context.writing(request) as session:
        rate_limits.count_network_attempt(
            session, kind, context.network(request), on=context.app_state(request).clock()
        )


def count_submission(
    request: Req,
    session: Session,
    kind: str,
    key: str = "",
    again: str = "",
    *,
    by: Actor | None = None,
) -> None:
    """Count a submission of a visitor by network, or of a citizen by account.

    Staff are not counted: they answer for it by name. Called inside the action, so that a repeated
    request is not counted. Above the limit a form is kept under its key and accepted a minute
    later. Refuses: TooManyAttempts, SendAgain.
    """
    by, on = by or context.actor(request), context.app_state(request).clock()
    if by.role is Role.CITIZEN:
        rate_limits.count_account_attempt(session, "told", f"{kind} {by.account}", on=on)
    if by.role is not Role.VISITOR:
        return
    try:
        rate_limits.count_network_attempt(session, kind, context.network(request), on=on)
    except rate_limits.TooManyAttempts as reason:
        seconds = int(rate_limits.RETRY_DELAY.total_seconds())
        if not key:
            raise rate_limits.TooManyAttempts(minutes=1, seconds=seconds) from reason
        form = f"{kind} {key}"
        if not _has_waited(form, again, on):
            raise rate_limits.SendAgain(
                seconds=seconds, key=key, again=_wait_token(form, on)
            ) from reason


def _wait_token(form: str, at: datetime) -> str:
    """Return a signed time at which this form was asked to wait; nobody else can make one."""
    moment = str(int(at.timestamp()))
    return f"{moment}.{vault.token('send again', f'{form} {moment}')}"


def _has_waited(form: str, again: str, on: datetime) -> bool:
    """Return whether this form was asked to wait a minute, and did."""
    moment, _, mark = again.partition(".")
    if not secrets.compare_digest(
        vault.token("send again", f"{form} {moment}").encode(), mark.encode()
    ):
        return False
    return (
        rate_limits.RETRY_DELAY
        <= on - datetime.fromtimestamp(int(moment), on.tzinfo)
        <= rate_limits.DAY
    )


def browser_name(request: Req) -> str:
    """Return the name of the person's browser as they would know it."""
    return login_sessions.browser_of(request.headers.get("user-agent", "")[:400])


async def require_own_form(request: Req) -> None:
    """Require that a form was sent from our own page and belongs to this login session.

    A form on another site, or of another login session, cannot act for the person who is signed in.
    Refuses: NotAllowed, NotFromThisPage.
    """
    if request.method in SAFE_METHODS or request.headers.get("authorization"):
        return
    if not interrupted_forms.is_from_own_page(request):
        raise NotAllowed
    found = cast(LoginSession | None, request.scope.get("auth"))
    if found is not None:
        try:
            login_sessions.require_form(found, (await _token_sent(request)).partition(".")[0])
        except login_sessions.NotFromThisPage:
            await interrupted_forms.note(request)
            raise


async def _token_sent(request: Req) -> str:
    sent = request.headers.get(context.TOKEN)
    kind = request.content_type[0].lower()
    if sent is None and kind == "application/x-www-form-urlencoded":
        # Litestar's own parser has no limits and caches what it parsed.
        form = request_limits.form(await request.body(), context.actor(request))
        interrupted_forms.note_resumed(request, form)
        sent = str(form.get("token", ""))
    elif sent is None and kind == multipart.CONTENT_TYPE:
        with suppress(multipart.IncompleteForm):
            sent = multipart.read(request.headers["content-type"], await request.body()).fields.get(
                "token"
            )
    return sent or ""
