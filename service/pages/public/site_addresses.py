"""Addresses without a language: start, health checks, assets and robots.txt."""

from typing import Any

import prometheus_client
from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import NotFound
from i18n import CITIZEN_LANGUAGES
from service.infra.access import Permission
from service.operations import metrics
from service.web import assets, context, problems, readiness
from service.web.context import Req, page_get


@page_get("/", permission=Permission.PUBLIC)
def redirect_to_language(request: Req) -> Response[Any]:
    return context.see_other(
        f"/{context.language(request)}/", headers={"vary": "accept-language, cookie"}
    )


# It runs without a thread, so that it answers whatever the database does.
@context.async_route("/health/live", http_method=["GET", "HEAD"], permission=Permission.PUBLIC)
async def live() -> dict[str, str]:
    return {"status": "live"}


@page_get("/health/ready", permission=Permission.PUBLIC)
def ready(request: Req) -> Response[Any]:
    """Report whether people can be served, with warnings for the operator.

    The check writes a row, at most once every few seconds, however often it is requested.
    """
    found = readiness.cached_check(context.app_state(request))
    if found.cause:
        request.scope["cause"] = found.cause  # type: ignore[typeddict-unknown-key]
        return problems.unready_response(request, found.reason)
    return Response({"status": "ready", "position": found.position, "warnings": found.warnings})


@context.get("/metrics", permission=Permission.METRICS_READ)
def show_metrics(request: Req) -> Response[bytes]:
    """Return metrics for a scraper, with the key of an administrator."""
    with context.reading(request) as session:
        result = metrics.render_metrics(
            session, context.app_state(request).clock(), context.app_state(request).settings.home
        )
    # The framework adds the charset to every text.
    return Response(
        result, media_type=prometheus_client.CONTENT_TYPE_LATEST.removesuffix("; charset=utf-8")
    )


@page_get("/static/{mark:str}/{name:str}", permission=Permission.PUBLIC)
def asset(request: Req, mark: FromPath[str], name: FromPath[str]) -> Response[bytes]:
    """Return one asset; browsers cache it for a year, since its address changes with it.

    Refuses: NotFound.
    """
    if not assets.exists(name) or f"/static/{mark}/{name}" != assets.address(name):
        raise NotFound
    headers = {"cache-control": "public, max-age=31536000, immutable", "vary": "accept-encoding"}
    if name == "offline.js":
        headers["service-worker-allowed"] = "/"
    kind = assets.KINDS[name[name.rindex(".") :]]
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(
            assets.gzipped(name), media_type=kind, headers=headers | {"content-encoding": "gzip"}
        )
    return Response(assets.content(name), media_type=kind, headers=headers)


@page_get("/robots.txt", permission=Permission.PUBLIC)
def robots(request: Req) -> Response[str]:
    base = context.app_state(request).settings.public_url.rstrip("/")
    closed = "".join(
        f"Disallow: /{lang.value}/desk\nDisallow: /{lang.value}/walk\n"
        for lang in CITIZEN_LANGUAGES
    )
    return Response(
        f"User-agent: *\n{closed}Sitemap: {base}/sitemap.xml\n", media_type="text/plain"
    )
