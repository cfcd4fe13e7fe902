"""Forms that arrive after the login session has ended, carried through the sign-in.

What was typed is stored nowhere: it travels encrypted in the pages of the sign-in and comes back to
the account in whose page it was typed. Secrets and numbers of documents are left out.
"""

import base64
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from catalog.core import vault
from catalog.core.actor import Actor
from catalog.core.errors import Refusal, SignInNeeded
from i18n import N_
from service.accounts import login_sessions
from service.accounts.login_sessions import LoginSession
from service.input import request_limits
from service.input.forms import TOKEN_FIELD
from service.web import context
from service.web.context import NO_STORE, Req

# The field of a form that is shown again after a sign-in.
RESUMED = "resumed"
VALID_FOR = timedelta(minutes=60)
# Of the body, in bytes, and of the encrypted form in a page, in characters.
_LONGEST_BODY, _LONGEST = 100_000, 24_000
_PURPOSE = "interrupted form"
# Fields that nobody types: a form with no others is a button, which is pressed again.
_UNTYPED = frozenset({"once", "query", "version", RESUMED})
# Names of fields that are not carried.
_SECRET = re.compile(
    r"password|again|code|digits|secret|seed|recovery|pinfl|passport|speaker_document|payee_number"
)


class SignedInAgain(Refusal):
    """A form that was sent before the sign-in is shown again, for its sender to check."""

    slug = "signed-in-again"
    sentence = N_("Everything you typed is here, but it is not saved yet. Check it and save it.")


class InterruptedForm(msgspec.Struct):
    """A form as it was sent: the mark of the account whose page it was, its address and fields."""

    owner: str
    path: str
    fields: dict[str, list[str]]
    at: float


class ResumedForm(msgspec.Struct, frozen=True):
    """The page that sends the form again, with the token of the new login session."""

    action: str
    fields: list[tuple[str, str]]
    token_field: str


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Check the permission of a route; a form refused for want of a sign-in is noted."""
    try:
        context.guard(connection, handler)
    except SignInNeeded:
        if isinstance(connection, Request):
            await note(connection)
        raise


def is_from_own_page(request: Req) -> bool:
    """Return whether a form was sent from a page of ours, as far as the browser says."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin in (None, "", "null") or (
        origin.split("://", 1)[-1] == request.headers.get("host")
    )


async def note(request: Req) -> None:
    """Encrypt the form of a desk page in the request, for the response that asks to sign in.

    Nothing that another site sends is carried: it would be shown to its victim as their own.
    """
    if not is_from_own_page(request):
        return
    kind = request.content_type[0].lower()
    if request.method != "POST" or "/desk/" not in request.url.path or "urlencoded" not in kind:
        return
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > _LONGEST_BODY:
        return
    with suppress(Refusal):
        sent = request_limits.form(await request.body(), context.actor(request))
        if owner := str(sent.pop(TOKEN_FIELD, "")).partition(".")[2]:
            _lock(request, owner, sent)


def _lock(request: Req, owner: str, sent: dict[str, Any]) -> None:
    fields = {
        name: value if isinstance(value, list) else [value]
        for name, value in sent.items()
        if not _SECRET.search(name)
    }
    if fields.keys() <= _UNTYPED:
        return
    at = context.app_state(request).clock().timestamp()
    clear = msgspec.json.encode(InterruptedForm(owner, request.url.path, fields, at))
    locked = base64.urlsafe_b64encode(vault.lock(_PURPOSE, zlib.compress(clear))).decode()
    if len(locked) <= _LONGEST:
        request.scope[_PURPOSE] = locked  # type: ignore[literal-required]


def noted(request: Req) -> str:
    """Return the encrypted form of this request, or an empty text."""
    return str(request.scope.get(_PURPOSE, ""))


def unlock(request: Req, locked: str) -> InterruptedForm | None:
    """Return the form that a page carried, if it is genuine and not too old."""
    try:
        clear = zlib.decompress(vault.unlock(_PURPOSE, base64.urlsafe_b64decode(locked)))
        form = msgspec.json.decode(clear, type=InterruptedForm)
    except (ValueError, vault.BrokenSeal, msgspec.DecodeError, zlib.error):
        return None
    age = context.app_state(request).clock().timestamp() - form.at
    return form if age <= VALID_FOR.total_seconds() else None


def resume(request: Req, locked: str, cookie: str) -> Response[Any] | None:
    """Return the page that leads back to the form after a sign-in, for the account that sent it.

    `cookie` is that of the new login session.
    """
    form = unlock(request, locked) if locked else None
    if form is None:
        return None
    with context.reading(request) as session:
        found = login_sessions.find_by_cookie(session, cookie, context.app_state(request).clock())
    return _page(request, form, *found) if found else None


def resume_here(request: Req) -> Response[Any] | None:
    """Return that page for a form of an earlier login session of whoever is signed in now."""
    form, seat = unlock(request, noted(request)), request.scope.get("auth")
    return _page(request, form, context.actor(request), seat) if form and seat else None


def _page(
    request: Req, form: InterruptedForm, by: Actor, seat: LoginSession
) -> Response[Any] | None:
    if form.owner != login_sessions.account_mark(by.account):
        return None
    fields = [(name, value) for name, values in form.fields.items() for value in values]
    shown = ResumedForm(form.path, fields, context.token_field(seat, by))
    return context.page(request, "sign_in/resume.html", shown, headers=NO_STORE)


def note_resumed(request: Req, sent: dict[str, Any]) -> None:
    """Remember whether the form of this request is only shown again."""
    request.scope[RESUMED] = bool(sent.get(RESUMED))  # type: ignore[literal-required]


@contextmanager
def only_tried(request: Req, data: dict[str, Any]) -> Iterator[list[bool]]:
    """Undo what a form did that is only shown again. Refuses: SignedInAgain.

    Whatever refuses the form refuses it here as well; one that was carried out before the sign-in
    leaves the list empty and is answered as a repeated one.
    """
    ran: list[bool] = []
    yield ran
    if ran and (data.get(RESUMED) or request.scope.get(RESUMED)):
        raise SignedInAgain
