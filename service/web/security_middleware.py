"""The threshold: what every request crosses before anything else looks at it, and every answer on
its way out."""

import asyncio
import logging
import secrets
import time
from ipaddress import IPv4Network, IPv6Network, ip_address

import msgspec
from litestar import Request
from litestar.datastructures import Headers, MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from catalog.core.actor import VISITOR
from catalog.core.errors import Refusal
from i18n import N_, gettext
from service.infra import logs, request_threads
from service.infra.settings import HttpsRequired, Settings
from service.input import request_limits
from service.operations import metrics
from service.web import auth_middleware, context, problems

_POLICY = (
    *("default-src 'self'", "img-src 'self' data:", "object-src 'none'", "base-uri 'none'"),
    *("form-action 'self'", "frame-ancestors 'none'"),
)
HEADERS = {
    "content-security-policy": "; ".join(_POLICY),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
# Two years, as browsers ask of those who want to be known to come by https alone.
_HTTPS = {"strict-transport-security": "max-age=63072000; includeSubDomains"}
# How a request that nobody waited for is told (nginx's word for it).
_CLIENT_CLOSED = 499
_BUSY = N_("Very many people are here at this moment. Try again in a few seconds.")
_SERVER_ERROR = N_("Something went wrong on our side. Nothing you sent was half kept.")
_Networks = tuple[IPv4Network | IPv6Network, ...]
_log = logging.getLogger("musofir")


class RequestRecord(msgspec.Struct):
    """One request on its way: since when, and what was answered so far."""

    began: float
    status: int = 0
    size: int = 0


class SecurityMiddleware:
    """Believes the proxy and nobody else, asks for our own name, marks every answer, and tells each
    request to the log."""

    def __init__(self, app: ASGIApp, given: Settings) -> None:
        self.app, self.given, self.proxies = app, given, given.proxies
        self.headers = HEADERS | (_HTTPS if given.secure else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        # An id that came along is not taken: whoever asks could write in our logs under somebody
        # else's.
        scope["request_id"] = secrets.token_hex(8)  # type: ignore[typeddict-unknown-key]
        if scope["method"] not in auth_middleware.SAFE_METHODS:
            request_threads.waiting_time.set(request_threads.WaitingTime())
        crossing = RequestRecord(time.perf_counter())
        answer = self._answering(crossing, scope, send)
        try:
            await self._let_through(scope, receive, answer)
        except Exception as reason:  # noqa: BLE001 - the last that stands between a fault and the server's own words
            facts = {"request": scope["request_id"]}  # type: ignore[typeddict-item]
            _log.critical("unanswered", exc_info=reason, extra={"facts": facts})
            if not crossing.status:
                await _send_text(scope, answer, 500, _SERVER_ERROR)
        finally:
            _log_request(scope, crossing)

    async def _let_through(self, scope: Scope, receive: Receive, send: Send) -> None:
        plainly = apply_proxy_headers(scope, self.proxies)
        try:
            self.given.require_host(Headers.from_scope(scope).getall("host", []))
            if plainly and self.given.secure:
                raise HttpsRequired
            request_limits.require_short_head(scope)
        except Refusal as refusal:
            await _refuse(refusal, scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _answering(self, crossing: RequestRecord, scope: Scope, send: Send) -> Send:
        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                crossing.status = message["status"]
                if crossing.status in (429, 503):
                    wait = str(scope.get("wait", 5))
                    MutableScopeHeaders.from_message(message).setdefault("retry-after", wait)
                self._mark(message, scope)
            elif message["type"] == "http.response.body":
                crossing.size += len(message.get("body", b""))
            await send(message)

        return answer

    def _mark(self, message: Message, scope: Scope) -> None:
        """Every answer carries the security headers and its request id; what is private is not kept
        by anybody."""
        headers = MutableScopeHeaders.from_message(message)
        for name, value in self.headers.items():
            headers.setdefault(name, value)
        headers["x-request-id"] = scope["request_id"]  # type: ignore[typeddict-item]
        private = scope.get("user", VISITOR) is not VISITOR
        headers.setdefault("cache-control", "no-store" if private else "no-cache")
        lang = scope["path"].lstrip("/").split("/", 1)[0]
        name, secure = ("__Host-lang", "; Secure") if self.given.secure else ("lang", "")
        result = any(one.startswith(f"{name}=") for one in headers.getall("set-cookie", []))
        if (
            not result
            and lang in context.LANGUAGE_TAGS
            and f"lang={lang};" not in Headers.from_scope(scope).get("cookie", "") + ";"
        ):
            # The language last read, for addresses that name none.
            headers.add(
                "set-cookie",
                f"{name}={lang}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax{secure}",
            )


def apply_proxy_headers(scope: Scope, proxies: _Networks) -> bool:
    """Takes the client's address and scheme from the proxy in front, if it is ours; says whether it
    told of plain http. Of the addresses it names, the last that is no proxy of ours is the
    client's: those before it anybody can write."""
    client = scope.get("client")
    if client is None or not _is_trusted_proxy(client[0], proxies):
        return False
    headers = Headers.from_scope(scope)
    items = [
        one.strip() for line in headers.getall("x-forwarded-for", []) for one in line.split(",")
    ]
    strangers = [one for one in items if not _is_trusted_proxy(one, proxies)]
    if strangers:
        scope["client"] = (strangers[-1][:60], 0)
    schemes = headers.getall("x-forwarded-proto", [])
    if schemes:
        scope["scheme"] = "https" if schemes == ["https"] else "http"
    return bool(schemes) and scope["scheme"] == "http"


def _is_trusted_proxy(address: str, proxies: _Networks) -> bool:
    try:
        known = ip_address(address)
    except ValueError:
        return False
    return any(known in network for network in proxies)


async def _refuse(refusal: Refusal, scope: Scope, receive: Receive, send: Send) -> None:
    # The name it called us by, its cookies and the rest of a long address are forgotten: nothing is
    # drawn from them.
    scope["headers"] = [
        (name, value) for name, value in scope["headers"] if name not in (b"host", b"cookie")
    ]
    scope["path"], scope["query_string"] = scope["path"][:200], b""
    scope["raw_path"] = scope["path"].encode("utf-8", "replace")
    request: context.Req = Request(scope, receive, send)
    answer = await asyncio.to_thread(problems.refusal_response, request, refusal)
    await answer.to_asgi_response(app=None, request=request)(scope, receive, send)


def _log_request(scope: Scope, crossing: RequestRecord) -> None:
    """The request in the log and in the figures: by its route's template, never by what stands in
    its place."""
    seconds, who = time.perf_counter() - crossing.began, scope.get("user") or VISITOR
    route, method = (
        scope.get("path_template") or "-",
        metrics.known_method(str(scope.get("method"))),
    )
    metrics.count_response(route, method, crossing.status or _CLIENT_CLOSED, seconds)
    facts = {
        "request": scope.get("request_id"),
        "method": method,
        "route": route,
        "status": crossing.status or _CLIENT_CLOSED,
        "ms": round(seconds * 1000, 1),
        "bytes": crossing.size,
        "account": who.account,
        "role": who.role,
    }
    if crossing.status == 503:
        facts["cause"] = scope.get("cause") or "unknown"
    logs.requests.log(
        logging.WARNING if crossing.status == 503 else logging.INFO,
        "request",
        extra={"facts": facts},
    )


async def answer_overloaded(scope: Scope, receive: Receive, send: Send) -> None:
    """What somebody is told for whom there is no room at this moment."""
    _log.warning("no room for a request", extra={"facts": {"status": 503, "cause": "connections"}})
    await _send_text(scope, send, 503, _BUSY, {"retry-after": "5", "connection": "close"} | HEADERS)


async def _send_text(
    scope: Scope, send: Send, status: int, sentence: str, more: dict[str, str] | None = None
) -> None:
    """One sentence without a page around it, for when no page can be drawn."""
    body = gettext(context.language(Request(scope)), sentence).encode()
    headers = {"content-type": "text/plain; charset=utf-8", "content-length": str(len(body))} | (
        more or {}
    )
    items = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": items})
    await send({"type": "http.response.body", "body": body, "more_body": False})
