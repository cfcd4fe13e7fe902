"""The first page: the five things people come for, and the newest jobs."""

from typing import Any

from litestar import Response

from matching.search import search_results
from matching.search.filters import Filters
from service.infra.access import Permission
from service.web import context
from service.web.context import Req, page_get
from service.web.response_cache import Cached

NEWEST = 6


@page_get("/", permission=Permission.PUBLIC, cached=Cached())
def show(request: Req) -> Response[Any]:
    with context.reading(request) as session:
        register_cache, today = (
            context.register_cache(request, session),
            context.app_state(request).today,
        )
        newest = search_results.page(session, register_cache, "", Filters(), today, limit=NEWEST)
        codes = register_cache.index.countries_with_jobs()
        return context.page(
            request, "public/front_page.html", newest=newest.items, total=newest.total, codes=codes
        )
