"""Assemble the Litestar application: state, routes, middleware and guards."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager, suppress
from copy import copy
from datetime import datetime
from functools import cached_property
from typing import Any, cast

import litestar
from litestar import Litestar, Response, Router
from litestar.config.compression import CompressionConfig
from litestar.enums import RequestEncodingType
from litestar.middleware import DefineMiddleware
from litestar.params import BodyKwarg
from litestar.plugins import PluginProtocol
from litestar.plugins.core import MsgspecDIPlugin
from litestar.routes import BaseRoute, HTTPRoute
from litestar.types import ControllerRouterHandler
from litestar.types.internal_types import RouteHandlerMapItem
from litestar.utils.scope.state import ScopeState
from sqlmodel import SQLModel

from catalog.core import fields
from service import api, outside, pages
from service.casework.evidence import file_maintenance
from service.casework.evidence.file_uploads import Store
from service.infra import master_key, request_threads
from service.infra.database import Database
from service.infra.settings import Settings
from service.input import request_limits
from service.web import (
    auth_middleware,
    context,
    interrupted_forms,
    problems,
    readiness,
    response_cache,
    security_middleware,
)
from service.web.app_state import AppState

MAX_BODY = 1_000_000
log = logging.getLogger("musofir")


@asynccontextmanager
async def _lifespan(application: Litestar) -> AsyncIterator[None]:
    """Open the application's resources at start-up and release them at shutdown."""
    app_state: AppState = application.state["app_state"]
    with ExitStack() as held:
        try:
            held.enter_context(app_state.database.in_use())
            await _prepare(app_state)
        except Exception as reason:
            # The server itself would log only that start-up failed.
            log.critical("this process does not start", exc_info=reason)
            app_state.database.close()
            raise
        beside = _start_background_tasks(app_state, application.state["senders"])
        log.info("started", extra={"facts": {"process": os.getpid()}})
        yield
        log.info("stopping", extra={"facts": {"process": os.getpid()}})
        for one in beside[1:]:
            one.cancel()
        await asyncio.wait(beside)
        # A request that was cut off may still hold a connection in its thread, so its end is
        # awaited before the database closes.
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.get_running_loop().shutdown_default_executor(), 5)
        app_state.database.close()


def _start_background_tasks(
    app_state: AppState, senders: outside.Senders
) -> list[asyncio.Future[None]]:
    """Start the background tasks; the first of them, warming, ends by itself."""
    store = Store(app_state.database, app_state.settings.home, app_state.settings.scanner)
    return [
        asyncio.ensure_future(asyncio.to_thread(pages.warm, app_state)),
        asyncio.ensure_future(
            outside.send_continuously(app_state.database, senders, app_state.clock)
        ),
        asyncio.ensure_future(file_maintenance.run_rescans(store, app_state.clock)),
        asyncio.ensure_future(readiness.watch_database_file(app_state.database)),
        asyncio.ensure_future(readiness.save_heads_hourly(app_state)),
    ]


async def _prepare(app_state: AppState) -> None:
    # SQLite has one writer, and more than two reading threads only compete for the interpreter.
    executor = (
        request_threads.RequestThreads(2, 1)
        if app_state.database.sqlite
        else request_threads.RequestThreads(5, 4)
    )
    asyncio.get_running_loop().set_default_executor(executor)
    app_state.database.serve()
    await asyncio.to_thread(pages.prepare, app_state)


def create_app(given: Settings, clock: Callable[[], datetime] = fields.now) -> Litestar:
    """Create the application for one home directory."""
    return attach_state(build_routes(), given, clock)


def attach_state(
    application: Litestar, given: Settings, clock: Callable[[], datetime] = fields.now
) -> Litestar:
    """Attach the state of one home directory to the routes, replacing any state attached before."""
    database = Database(given.url)
    master_key.open_vault(given, database)
    application.state["app_state"] = AppState(given, database, clock)
    application.state["senders"] = outside.make_senders(given)
    # The middleware wraps the whole handler, so that requests which match no route pass through it
    # as well.
    inner = application.asgi_handler
    application.asgi_handler = security_middleware.SecurityMiddleware(
        inner.app if isinstance(inner, security_middleware.SecurityMiddleware) else inner, given
    )
    return application


async def _check_form(request: context.Req) -> None:
    """Read a form within its limits before anything else does, and require that it is the
    sender's own."""
    data = request.route_handler.parsed_data_field
    kind = data.kwarg_definition if data else None
    if isinstance(kind, BodyKwarg) and kind.media_type is RequestEncodingType.URL_ENCODED:
        read: Any = request_limits.form(await request.body(), context.actor(request))
        ScopeState.from_scope(request.scope).form = read
    await auth_middleware.require_own_form(request)


class MappedRouter(Router):
    """A router that keeps its map of handlers by path and method.

    Litestar makes the map again for each route, which took a fifth of the time to build them.
    """

    @property
    def route_handler_method_map(self) -> dict[str, RouteHandlerMapItem]:
        mapped: dict[str, RouteHandlerMapItem] = self.__dict__.setdefault("mapped", {})
        return mapped

    def register(self, value: ControllerRouterHandler) -> list[BaseRoute]:
        """Register a handler or a router, and map the routes that were added or replaced."""
        routes = super().register(value)
        for route in routes:
            if isinstance(route, HTTPRoute):
                self.route_handler_method_map[route.path] = {
                    method: handler
                    for handler in route.route_handlers
                    for method in handler.http_methods
                }
        return routes


class Application(Litestar, MappedRouter):  # type: ignore[misc]
    """The application, whose routers are Prefix."""

    @staticmethod
    def _get_default_plugins(plugins: list[PluginProtocol]) -> list[PluginProtocol]:
        """Leave out the plugins for pydantic and attrs, which no handler takes or returns.

        To import them took a third of the time to build the application.
        """
        return [*plugins, MsgspecDIPlugin()]

    @cached_property
    def allowed_methods(self) -> dict[str, str]:
        """The methods of each path, as the header Allow lists them."""
        return {one.path_format: ", ".join(sorted(one.methods)) for one in self.routes}


@litestar.route(http_method=["OPTIONS"], include_in_schema=False, sync_to_thread=False)
def _list_methods(request: context.Req) -> Response[None]:
    allowed = cast(Application, request.app).allowed_methods[request.scope["path_template"]]
    return Response(None, headers={"allow": allowed}, status_code=204, media_type="text/plain")


class Prefix(MappedRouter):
    """A router of handlers under one path prefix, with one handler of OPTIONS for all its paths.

    Litestar would make one for each path, which took a third of the time to build the routes. The
    router is registered once, so the deep copy that Litestar makes is not needed either.
    """

    def __init__(self, path: str, **values: Any) -> None:
        self._options = copy(_list_methods)
        self._options.owner = self
        super().__init__(path, **values)

    def __deepcopy__(self, _memo: dict[int, object]) -> "Prefix":
        return self

    def register(self, value: ControllerRouterHandler) -> list[BaseRoute]:
        routes = super().register(value)
        for route in routes:
            self.route_handler_method_map[route.path]["OPTIONS"] = self._options
        return routes


def build_routes() -> Litestar:
    """Build the application with every route and no state."""
    return Application(
        route_handlers=[
            Prefix("/api/v1", route_handlers=api.HANDLERS),
            api.SCHEMA,
            Prefix("/{lang:str}", route_handlers=pages.HANDLERS),
            *pages.HANDLERS_WITHOUT_LANGUAGE,
        ],
        lifespan=[_lifespan],
        middleware=[response_cache.ResponseCache, DefineMiddleware(auth_middleware.AuthMiddleware)],
        guards=[interrupted_forms.guard],
        before_request=_check_form,
        exception_handlers=problems.HANDLERS,
        type_encoders={SQLModel: problems.forbid_table_row},
        # The contract is generated by api.schema, because Litestar cannot see bodies that are read
        # field by field.
        openapi_config=None,
        # Set here, so that no environment variable of Litestar can show tracebacks to visitors or
        # start a debugger.
        debug=False,
        pdb_on_exception=False,
        request_max_body_size=MAX_BODY,
        compression_config=CompressionConfig(
            backend="gzip", minimum_size=600, gzip_compress_level=6, exclude=["/static/"]
        ),
        # Litestar's own logging would write messages of exceptions, and with them what people sent.
        logging_config=None,
    )
