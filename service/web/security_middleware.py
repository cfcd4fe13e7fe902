"""Outermost middleware: checks every request first and adds headers to every response."""

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
# Two years, as browsers require of sites that are to be known as https only.
_HTTPS = {"strict-transport-security": "max-age=63072000; includeSubDomains"}
# The logged status of a request whose client left (nginx's code).
_CLIENT_CLOSED = 499
_BUSY = N_("A lot of people are using the service at the moment. Try again in a few seconds.")
_SERVER_ERROR = N_(
    "There is a problem with the service. What you sent was either saved in full or not saved"
    " at all."
)
_Networks = tuple[IPv4Network | IPv6Network, ...]
_log = logging.getLogger("musofir")


class RequestRecord(msgspec.Struct):
    """One request in progress: its start time, and the status and size of the response so far."""

    began: float
    status: int = 0
    size: int = 0


class SecurityMiddleware:
    """Trust only our proxy, require our own host name, add headers to responses, and log
    requests."""

    def __init__(self, app: ASGIApp, given: Settings) -> None:
        self.app, self.given, self.proxies = app, given, given.proxies
        self.headers = HEADERS | (_HTTPS if given.secure else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        # An id sent by the client is not used: it could put lines into our logs under the id of
        # another request.
        scope["request_id"] = secrets.token_hex(8)  # type: ignore[typeddict-unknown-key]
        if scope["method"] not in auth_middleware.SAFE_METHODS:
            request_threads.waiting_time.set(request_threads.WaitingTime())
        crossing = RequestRecord(time.perf_counter())
        answer = self._answering(crossing, scope, send)
        try:
            await self._let_through(scope, receive, answer)
        except Exception as reason:  # noqa: BLE001 - last resort before the server's own error text
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
        """Add the security headers and the request id to a response.

        Private responses may not be stored by anyone.
        """
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
    """Take the client's address and scheme from our proxy; return whether it reported plain http.

    Of the addresses that it names, the client's is the last that is no proxy of ours: anyone can
    write those before it.
    """
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
    # The host, the cookies and the rest of a long address are dropped, so that nothing of them is
    # rendered.
    scope["headers"] = [
        (name, value) for name, value in scope["headers"] if name not in (b"host", b"cookie")
    ]
    scope["path"], scope["query_string"] = scope["path"][:200], b""
    scope["raw_path"] = scope["path"].encode("utf-8", "replace")
    request: context.Req = Request(scope, receive, send)
    answer = await asyncio.to_thread(problems.refusal_response, request, refusal)
    await answer.to_asgi_response(app=None, request=request)(scope, receive, send)


def _log_request(scope: Scope, crossing: RequestRecord) -> None:
    """Log and count the request by the template of its route, never by the values in its
    address."""
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
    """Answer that there is no capacity at this moment."""
    _log.warning(
        "too many connections: request refused",
        extra={"facts": {"status": 503, "cause": "connections"}},
    )
    await _send_text(scope, send, 503, _BUSY, {"retry-after": "5", "connection": "close"} | HEADERS)


async def _send_text(
    scope: Scope, send: Send, status: int, sentence: str, more: dict[str, str] | None = None
) -> None:
    """Send one sentence as plain text, for when no page can be rendered."""
    body = gettext(context.language(Request(scope)), sentence).encode()
    headers = {"content-type": "text/plain; charset=utf-8", "content-length": str(len(body))} | (
        more or {}
    )
    items = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": items})
    await send({"type": "http.response.body", "body": body, "more_body": False})
