"""The service put together: one house, its doors, and the guard at each of them."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager, suppress
from datetime import datetime
from typing import Any

from litestar import Litestar, Router
from litestar.config.compression import CompressionConfig
from litestar.enums import RequestEncodingType
from litestar.middleware import DefineMiddleware
from litestar.params import BodyKwarg
from litestar.utils.scope.state import ScopeState
from sqlmodel import SQLModel

from catalog.core import fields
from service import api, outside, pages
from service.casework.evidence import housekeeping
from service.casework.evidence.file_uploads import Store
from service.infra import master_key, request_threads
from service.infra.database import Database
from service.infra.settings import Settings
from service.input import request_limits
from service.web import (
    auth_middleware,
    context,
    problems,
    response_cache,
    security_middleware,
    self_checks,
)
from service.web.app_state import AppState

MAX_BODY = 1_000_000
log = logging.getLogger("musofir")


@asynccontextmanager
async def _lifespan(doors: Litestar) -> AsyncIterator[None]:
    """What happens between the first request and the last."""
    house: AppState = doors.state["house"]
    with ExitStack() as held:
        try:
            held.enter_context(house.database.in_use())
            await _prepare(house)
        except Exception as reason:
            # The server itself would say no more than that it did not start.
            log.critical("this process does not start", exc_info=reason)
            house.database.close()
            raise
        beside = _start_background_tasks(house, doors.state["senders"])
        log.info("open", extra={"facts": {"process": os.getpid()}})
        yield
        log.info("closing", extra={"facts": {"process": os.getpid()}})
        for one in beside[1:]:
            one.cancel()
        await asyncio.wait(beside)
        # What a cut-off visitor left running still holds a connection: it comes home before the
        # house closes.
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.get_running_loop().shutdown_default_executor(), 5)
        house.database.close()


def _start_background_tasks(
    house: AppState, senders: outside.Senders
) -> list[asyncio.Future[None]]:
    """What runs while people are served; the first of them ends by itself."""
    store = Store(house.database, house.settings.home, house.settings.scanner)
    return [
        asyncio.ensure_future(asyncio.to_thread(pages.warm, house)),
        asyncio.ensure_future(outside.send_continuously(house.database, senders, house.clock)),
        asyncio.ensure_future(housekeeping.run_rescans(store, house.clock)),
        asyncio.ensure_future(self_checks.watch_database_file(house.database)),
        asyncio.ensure_future(self_checks.save_heads_hourly(house)),
    ]


async def _prepare(house: AppState) -> None:
    # Two threads read: more of them fight over the interpreter when SQLite steps, which has one
    # writer anyway.
    executor = (
        request_threads.RequestThreads(2, 1)
        if house.database.sqlite
        else request_threads.RequestThreads(5, 4)
    )
    asyncio.get_running_loop().set_default_executor(executor)
    house.database.serve()
    await asyncio.to_thread(pages.prepare, house)


def create_app(given: Settings, clock: Callable[[], datetime] = fields.now) -> Litestar:
    """The application over one home."""
    return attach_state(build_routes(), given, clock)


def attach_state(
    doors: Litestar, given: Settings, clock: Callable[[], datetime] = fields.now
) -> Litestar:
    """The doors with a house of this home behind them; one that stood behind them before is
    forgotten."""
    database = Database(given.url)
    master_key.open_vault(given, database)
    doors.state["house"] = AppState(given, database, clock)
    doors.state["senders"] = outside.make_senders(given)
    # Before the routes and not among their middleware: an address that no route answers is crossed
    # here as well.
    inner = doors.asgi_handler
    doors.asgi_handler = security_middleware.SecurityMiddleware(
        inner.app if isinstance(inner, security_middleware.SecurityMiddleware) else inner, given
    )
    return doors


async def _check_form(request: context.Req) -> None:
    """Reads a form, counted, before anybody else does, and asks whether it is the sender's own."""
    data = request.route_handler.parsed_data_field
    kind = data.kwarg_definition if data else None
    if isinstance(kind, BodyKwarg) and kind.media_type is RequestEncodingType.URL_ENCODED:
        read: Any = request_limits.form(await request.body(), context.actor(request))
        ScopeState.from_scope(request.scope).form = read
    await auth_middleware.require_own_form(request)


class Prefix(Router):
    """Handlers behind a part of their addresses, registered once. The copy of it all that is made
    then has no use here, and took a third of what a start costs."""

    def __deepcopy__(self, _memo: dict[int, object]) -> "Prefix":
        return self


def build_routes() -> Litestar:
    """Every route there is, with nothing behind it yet."""
    return Litestar(
        route_handlers=[
            Prefix("/api/v1", route_handlers=api.HANDLERS),
            api.SCHEMA,
            Prefix("/{lang:str}", route_handlers=pages.HANDLERS),
            *pages.HANDLERS_WITHOUT_LANGUAGE,
        ],
        lifespan=[_lifespan],
        middleware=[response_cache.ResponseCache, DefineMiddleware(auth_middleware.AuthMiddleware)],
        guards=[context.guard],
        before_request=_check_form,
        exception_handlers=problems.HANDLERS,
        type_encoders={SQLModel: problems.forbid_table_row},
        # The contract is drawn by api.schema: the framework cannot see what is read field by field.
        openapi_config=None,
        # Or else an environment variable of the framework could show people our tracebacks, or stop
        # at them.
        debug=False,
        pdb_on_exception=False,
        request_max_body_size=MAX_BODY,
        compression_config=CompressionConfig(
            backend="gzip", minimum_size=600, gzip_compress_level=6, exclude=["/static/"]
        ),
        # Its own way of logging would write messages of exceptions, and with them what people sent.
        logging_config=None,
    )
