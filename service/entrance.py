"""The entrance: who comes in, by which cookie or key, how often they may try, and that their forms are their own."""

import asyncio
import secrets
from contextlib import suppress
from typing import Any, cast

from litestar import Response
from litestar.connection import ASGIConnection
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult

from catalog.ground import vault
from catalog.ground.refusals import NotAllowed, Refusal, SignInNeeded
from catalog.ground.who import VISITOR, Role, Who
from service import accounts, attempts, envelope, metrics, problems, web
from service.accounts import signins
from service.accounts.signins import Seat
from service.house import House
from service.web import Req

_KNOWN = "known"
SAFE = ("GET", "HEAD", "OPTIONS")
# What a browser forgets of us when somebody leaves.
FORGET = '"cache", "storage"'


class KnowWho(AbstractAuthenticationMiddleware):
    """Finds out who is asking, by bearer key or cookie; without either it is a visitor and no question to the database."""

    async def authenticate_request(self, connection: ASGIConnection[Any, Any, Any, Any]) -> AuthenticationResult:
        bearer, cookie = connection.headers.get("authorization", ""), token_of(connection)
        if not bearer and not cookie:
            return AuthenticationResult(user=VISITOR, auth=None)
        who, seat = await asyncio.to_thread(_asked, web.house(connection), bearer, cookie)
        return AuthenticationResult(user=who, auth=seat)


def _asked(house: House, bearer: str, cookie: str) -> tuple[Who, Seat | None]:
    """Whoever says who they are by a header, and is not known, is no visitor: their deed would be kept as a stranger's.
    Refuses: SignInNeeded."""
    with house.database.read() as session:
        if bearer:
            kind, _, key = bearer.partition(" ")
            known = accounts.by_key(session, key.strip()) if kind.lower() == "bearer" else None
            if known is None:
                raise SignInNeeded
            return known, None
        found = signins.by_cookie(session, cookie, house.clock())
    if found is None:
        return VISITOR, None
    if house.clock() - found[1].seen_at > signins.SEEN:
        with house.database.write() as session:
            signins.seen(session, found[1], on=house.clock())
    return found


def token_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The value of the sign-in's cookie, empty where there is none."""
    return web.cookie(connection, web.COOKIE)


def let_in(request: Req, answer: Response[Any], token: str) -> Response[Any]:
    """The answer, with the cookie of a sign-in."""
    return web.give_cookie(request, answer, web.COOKIE, token)


def let_out(request: Req, answer: Response[Any]) -> Response[Any]:
    """The answer, with which the browser forgets the sign-in and whatever it kept of it."""
    answer.headers["clear-site-data"] = FORGET
    return web.give_cookie(request, answer, web.COOKIE, "", 0)


def seat(request: ASGIConnection[Any, Any, Any, Any]) -> Seat:
    """The sign-in behind this request. Refuses: SignInNeeded for visitors and programs."""
    found = cast(Seat | None, request.scope.get("auth"))
    if found is None:
        raise SignInNeeded
    return found


def require_fresh(request: Req) -> None:
    """That whoever sits here has typed a secret lately; a program holds one in its hand. Refuses: ConfirmFirst."""
    signins.require_fresh(request.scope.get("auth"), web.house(request).clock())


def status_of(request: Req, refusal: Refusal | None) -> int:
    """What a page answers with that tells a refusal beside its fields; it is counted as every refusal is."""
    if refusal is None:
        return 200
    metrics.refused(refusal.slug(), web.who(request).role.value)
    status = problems.status_of(refusal)
    # What a field names and is not there is a wrong answer, and no missing page.
    return 422 if status == 404 and refusal.field else status


def attempt(request: Req, kind: str, subject: str) -> None:
    """Counts a try at a secret, in a transaction of its own, before it is made. Refuses: TooMany."""
    with web.writing(request) as session:
        attempts.take(session, kind, subject, network(request), on=web.house(request).clock())


def attempt_to_tell(request: Req) -> None:
    """Counts what strangers tell us, by the network it comes from; whoever works here answers for it by name.
    Refuses: TooMany."""
    by = web.who(request)
    if by.role in (Role.VISITOR, Role.CITIZEN):
        attempt(request, "told", network(request) if by.role is Role.VISITOR else by.account)


def known_as(request: Req, name: str) -> str:
    """Against what a secret is tried: the e-mail address or number; or this browser, when it was signed in by that before. So
    strangers who use up somebody's tries do not keep them out where they have been."""
    nonce, _, mark = web.cookie(request, _KNOWN).partition(".")
    mine = nonce and secrets.compare_digest(_known_mark(name, nonce).encode(), mark.encode())
    return f"{name} {nonce}" if mine else name


def remember(request: Req, answer: Response[Any], name: str) -> Response[Any]:
    """The answer, by which this browser can show later that it was signed in by this address or number."""
    nonce = secrets.token_urlsafe(12)
    return web.give_cookie(request, answer, _KNOWN, f"{nonce}.{_known_mark(name.lower(), nonce)}", 90 * 86_400)


def _known_mark(name: str, nonce: str) -> str:
    return vault.token("known browser", f"{name} {nonce}")


def browser(request: Req) -> str:
    """The browser somebody sits at, as they would call it."""
    return signins.browser_of(request.headers.get("user-agent", "")[:400])


def network(request: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The network of whoever asks: as the configured proxy says, or else as the connection does."""
    return attempts.network(request.client.host if request.client else "")


async def require_own_form(request: Req) -> None:
    """A form on somebody else's site cannot act for whoever is signed in here, nor one of another sign-in.
    Refuses: NotAllowed, NotFromThisPage."""
    if request.method in SAFE or request.headers.get("authorization"):
        return
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise NotAllowed
    origin = request.headers.get("origin")
    if origin and origin != "null" and origin.split("://", 1)[-1] != request.headers.get("host"):
        raise NotAllowed
    found = cast(Seat | None, request.scope.get("auth"))
    if found is not None:
        signins.require_form(found, await _token_sent(request))


async def _token_sent(request: Req) -> str:
    sent = request.headers.get(web.TOKEN)
    kind = request.content_type[0].lower()
    if sent is None and kind == "application/x-www-form-urlencoded":
        sent = str((await request.form()).get("token", ""))
    elif sent is None and kind == envelope.KIND:
        with suppress(envelope.CutOff):
            sent = envelope.read(request.headers["content-type"], await request.body()).fields.get("token")
    return sent or ""
