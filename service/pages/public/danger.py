"""“I am in danger”: local numbers to call, what to do first, and an exit from the page."""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromQuery

from catalog.reference import countries
from service.infra import hotlines
from service.infra.access import Permission
from service.web import context
from service.web.context import NO_STORE, Req, page_get
from service.web.response_cache import Cached


class DangerPage(msgspec.Struct, frozen=True):
    codes: list[str]
    code: str | None
    here: list[dict[str, Any]]
    has_post: bool
    has_line: bool


@page_get("/danger", permission=Permission.PUBLIC, cached=Cached(("country",)))
def show(request: Req, country: FromQuery[str | None] = None) -> Response[Any]:
    with context.reading(request) as session:
        codes, known = (
            countries.destinations(session),
            hotlines.read(session, context.app_state(request).today),
        )
    code = country if country in codes else None
    here = known.get(code, []) if code else []
    kinds, at_home = (
        {line["kind"] for line in here},
        {line["kind"] for line in known.get(countries.HOME, [])},
    )
    shown = DangerPage(codes, code, here, "post" in kinds, "line" in kinds | at_home)
    return context.page(request, "public/danger/show.html", shown, headers=NO_STORE, harm=True)
