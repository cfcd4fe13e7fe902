"""The first page: the five things people come for, and the newest jobs."""

from typing import Any

from litestar import Response
from litestar.params import FromPath

from catalog.reference import countries
from matching.search import search_results
from matching.search.filters import Filters
from service import web
from service.access import Permission
from service.web import Req, page_get

NEWEST = 6


@page_get("/", permission=Permission.PUBLIC)
def show(request: Req, lang: FromPath[str]) -> Response[Any]:
    web.of_address(lang)
    with web.reading(request) as session:
        shelf, today = web.shelf(request, session), web.house(request).today
        newest = search_results.page(session, shelf, "", Filters(), today, limit=NEWEST)
        codes = countries.destinations(session)
        return web.page(request, "home/show.html", newest=newest.items, total=newest.total, codes=codes)


HANDLERS = [show]
