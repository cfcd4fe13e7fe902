"""The service put together: one house, its doors, and the guard at each of them."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import datetime
from functools import partial
from typing import Any

from litestar import Litestar, Router
from litestar.config.allowed_hosts import AllowedHostsConfig
from litestar.config.compression import CompressionConfig
from litestar.datastructures import Headers, MutableScopeHeaders, State
from litestar.enums import ScopeType
from litestar.middleware import DefineMiddleware
from litestar.types import Message, Scope
from sqlmodel import SQLModel

from catalog.ground import fields, vault
from catalog.ground.who import VISITOR
from service import api, cache, entrance, pages, problems, settings, web
from service.database import Database
from service.settings import Settings

MAX_BODY = 1_000_000


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
}


async def _mark(message: Message, scope: Scope) -> None:
    """Every answer carries the security headers and its request id; what is private is not kept by anybody."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers["x-request-id"] = str(scope.get("request_id", ""))
    private = scope.get("user", VISITOR) is not VISITOR
    headers.setdefault("cache-control", "no-store" if private else "no-cache")
    lang = scope["path"].lstrip("/").split("/", 1)[0]
    if lang in web.TAGS and f"lang={lang};" not in Headers.from_scope(scope).get("cookie", "") + ";":
        # The language last read, for addresses that name none.
        headers.add("set-cookie", f"lang={lang}; Path=/; Max-Age=31536000; SameSite=Lax")


def _number(app: Any) -> Any:
    """Gives each request its id, and refuses unsafe ones that another site's page sent."""

    async def numbered(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] == ScopeType.HTTP:
            scope["request_id"] = secrets.token_hex(8)  # type: ignore[typeddict-unknown-key]
        await app(scope, receive, send)

    return numbered


def _living(house: web.House) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    """What happens between the first request and the last."""

    @asynccontextmanager
    async def living(_app: Litestar) -> AsyncIterator[None]:
        # Two threads: more of them fight over the interpreter when SQLite steps.
        executor = ThreadPoolExecutor(2 if house.database.sqlite else 8)
        asyncio.get_running_loop().set_default_executor(executor)
        await asyncio.to_thread(pages.prepare, house)
        warming = asyncio.ensure_future(asyncio.to_thread(pages.warm, house))
        yield
        await asyncio.wait([warming])
        # What a cut-off visitor left running still holds a connection: it comes home before the house closes.
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.get_running_loop().shutdown_default_executor(), 5)
        house.database.close()

    return living


def create(given: Settings, clock: Callable[[], datetime] = fields.now) -> Litestar:
    """The application over one home."""
    vault.open_with(*settings.master_keys(given), read=partial(settings.master_keys, given))
    house = web.House(given, Database(given.url), clock)
    return Litestar(
        route_handlers=[
            Router("/api/v1", route_handlers=api.HANDLERS),
            api.SCHEMA,
            Router("/{lang:str}", route_handlers=pages.HANDLERS),
            *pages.OUTSIDE_LANGUAGES,
        ],
        lifespan=[_living(house)],
        middleware=[_number, cache.Kept, DefineMiddleware(entrance.KnowWho)],
        guards=[web.guard],
        before_request=entrance.require_own_form,
        before_send=[_mark],
        exception_handlers=problems.HANDLERS,
        type_encoders={SQLModel: problems.keep_inside},
        # The contract is drawn by api.schema: the framework cannot see what is read field by field.
        openapi_config=None,
        request_max_body_size=MAX_BODY,
        compression_config=CompressionConfig(
            backend="gzip", minimum_size=600, gzip_compress_level=6, exclude=["/static/"]
        ),
        allowed_hosts=AllowedHostsConfig(allowed_hosts=list(given.allowed_hosts)) if given.allowed_hosts else None,
        state=State({"house": house}),
    )
