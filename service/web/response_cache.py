"""Cache of public responses, kept until the register changes.

A repeated request is answered from memory, or with “not modified”.
"""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection
from typing import Any, NamedTuple

from litestar import Request
from litestar.datastructures import Headers

from catalog.core import journal
from service.reporting.annual import public_year
from service.web import context
from service.web.app_state import AppState
from service.web.context import COOKIE

_LONGEST_QUERY = 300
# In bytes for each kind and worker; 64 MiB together with the files of the report (pages.report).
MAX_BYTES = {"answers": 40 * 2**20, "reports": 8 * 2**20}
_MAX_RESPONSE = 400_000
# What Python needs for the headers and the entry of one response, in bytes.
_ENTRY_OVERHEAD = 4_000
_CachedResponse = tuple[Any, bytes, bytes]
_Send = Callable[[Any], Awaitable[None]]


class Cached(NamedTuple):
    """Says at a route, as its `cached`, that its responses depend only on the register and the day.

    A request with a query name that the route does not know is never cached. The years of the
    report are cached separately, so that they do not displace more frequent responses.
    """

    names: Collection[str] = ()
    kind: str = "answers"


class ResponseStore:
    """Responses of one kind, limited in bytes; the least recently used are dropped first."""

    def __init__(self, most: int) -> None:
        self.most, self.size = most, 0
        self._kept: OrderedDict[tuple[Any, ...], _CachedResponse] = OrderedDict()

    def get(self, key: tuple[Any, ...]) -> _CachedResponse | None:
        if (found := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
        return found

    def keep(self, key: tuple[Any, ...], answer: _CachedResponse) -> None:
        self._forget(self._kept.pop(key, None))
        self._kept[key] = answer
        self.size += len(answer[1]) + _ENTRY_OVERHEAD
        while self.size > self.most:
            self._forget(self._kept.popitem(last=False)[1])

    def _forget(self, answer: _CachedResponse | None) -> None:
        if answer is not None:
            self.size -= len(answer[1]) + _ENTRY_OVERHEAD


class ResponseCache:
    """ASGI middleware that answers from the cache and fills it."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: _Send) -> None:
        cached: Cached | None = scope["route_handler"].opt.get("cached")
        key = await _key(scope, cached) if cached else None
        if key is None or cached is None:
            await self.app(scope, receive, send)
            return
        store = response_store(context.app_state(Request(scope)), cached.kind)
        if (kept := store.get(key)) is not None:
            await _send_cached(scope, send, *kept)
        else:
            await self.app(scope, receive, self._listening(key, store, scope, send))

    def _listening(
        self, key: tuple[Any, ...], store: ResponseStore, scope: Any, send: _Send
    ) -> _Send:
        """Pass the response on, and cache it if it is a plain success in one piece."""
        start: dict[str, Any] = {}

        async def listen(message: Any) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                return
            body, whole = message.get("body", b""), not message.get("more_body", False)
            if (
                start["status"] != 200
                or not whole
                or len(body) > _MAX_RESPONSE
                or "not_kept" in scope
            ):
                await send(start)
                await send(message)
                return
            if body[:2] == b"\x1f\x8b":
                # Without the time of compression, equal pages are equal bytes.
                body = body[:4] + bytes(4) + body[8:]
            mark = b'"' + hashlib.sha256(body).hexdigest()[:24].encode() + b'"'
            store.keep(key, (dict(start), body, mark))
            await _send_cached(scope, send, start, body, mark)

        streamed = False

        async def once(message: Any) -> None:
            nonlocal streamed
            if streamed:
                await send(message)
                return
            await listen(message)
            streamed = message["type"] == "http.response.body"

        return once


def response_store(app_state: AppState, kind: str = "answers") -> ResponseStore:
    """Return the store of cached responses of a kind."""
    kept: ResponseStore = app_state.memory.get(kind) or app_state.memory.setdefault(
        kind, ResponseStore(MAX_BYTES[kind])
    )
    return kept


async def _key(scope: Any, cached: Cached) -> tuple[Any, ...] | None:
    """Return what the response depends on, or None if it is personal or its query unknown."""
    if (
        scope["type"] != "http"
        or scope["method"] not in ("GET", "HEAD")
        # One page has many spellings with a %; each would be cached separately.
        or b"%" in scope["raw_path"]
        or not _is_cacheable_query(cached, scope["query_string"])
    ):
        return None
    # Cookies are parsed as the authentication and the pages parse them; otherwise a personal
    # response could be cached for everyone.
    request: context.Req = Request(scope)
    if "authorization" in request.headers or context.cookie(request, COOKIE):
        return None
    app_state = context.app_state(request)
    position = await _position(app_state, cached.kind)
    packed = "gzip" in request.headers.get("accept-encoding", "")
    asked = (
        scope["method"],
        scope["raw_path"],
        scope["query_string"],
        context.language(request),
    )
    return (*asked, packed, position, app_state.today)


def _is_cacheable_query(cached: Cached, query: bytes) -> bool:
    """Return whether a query is short and the route knows each name in it."""
    if not query:
        return True
    names = {pair.partition(b"=")[0].decode("latin-1") for pair in query.split(b"&")}
    return len(query) <= _LONGEST_QUERY and names <= set(cached.names)


async def _position(app_state: AppState, kind: str) -> Any:
    """Return the version of the data on which responses depend: the register, or the report's
    years.

    It is not read again while nobody has committed anything.
    """
    version, known = app_state.database.version(), app_state.memory.get(f"position of {kind}")
    if known is not None and version is not None and known[0] == version:
        return known[1]
    position = await asyncio.to_thread(_read_position, app_state, kind)
    app_state.memory[f"position of {kind}"] = version, position
    return position


def _read_position(app_state: AppState, kind: str) -> Any:
    with app_state.database.read() as session:
        return (
            public_year.cache_version(session)
            if kind == "reports"
            else journal.register_position(session)
        )


async def _send_cached(scope: Any, send: _Send, start: Any, body: bytes, mark: bytes) -> None:
    headers = [*start["headers"], (b"etag", mark)]
    if _matches(Headers.from_scope(scope).get("if-none-match", ""), mark.decode()):
        kept = [
            (name, value)
            for name, value in headers
            if name.lower() not in (b"content-length", b"content-type")
        ]
        await send({"type": "http.response.start", "status": 304, "headers": kept})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({**start, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _matches(given: str, mark: str) -> bool:
    """Compare as for reading: any of a list may match, and a proxy that packs makes marks weak."""
    return given.strip() == "*" or mark in (
        one.strip().removeprefix("W/") for one in given.split(",")
    )
