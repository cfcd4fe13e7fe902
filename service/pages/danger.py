"""“I am in danger”: the numbers to call in the country where somebody is, what to do first, and a way to leave the page."""

from typing import Any

from litestar import Response
from litestar.params import FromPath, FromQuery

from catalog import countries, posts
from catalog.countries import Kind
from service import web
from service.access import Permission
from service.pages.way import NO_STORE
from service.web import Req, page_get


@page_get("/danger", permission=Permission.PUBLIC)
def show(request: Req, lang: FromPath[str], country: FromQuery[str | None] = None) -> Response[Any]:
    web.of_address(lang)
    today = web.house(request).today
    with web.reading(request) as session:
        codes = countries.destinations(session)
        code = country if country in codes else None
        facts = countries.facts(session, code, today) if code else []
        numbers = [fact for fact in facts if fact.kind == Kind.EMERGENCY]
        here = posts.in_country(session, code) if code else []
        shown: dict[str, Any] = {"codes": codes, "code": code, "numbers": numbers, "posts": here}
        return web.page(request, "danger/show.html", headers=NO_STORE, harm=True, **shown)


HANDLERS = [show]
