"""Countries: facts and time limits with their source and reliability, and where posts and help
are."""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import NotFound
from catalog.reference import countries, posts
from catalog.reference.countries import Fact, Kind
from catalog.reference.country_measures import Measure
from catalog.reference.posts import Post
from service.casework.deadlines import time_limits
from service.casework.deadlines.time_limits import TimeLimit
from service.infra.access import Permission
from service.web import context
from service.web.context import Req, page_get
from service.web.response_cache import Cached


@page_get("/countries", permission=Permission.PUBLIC, cached=Cached())
def index(request: Req) -> Response[Any]:
    with context.reading(request) as session:
        return context.page(
            request, "public/countries/index.html", codes=countries.destinations(session)
        )


class CountryPage(msgspec.Struct, frozen=True):
    """What is known of a country: notices, facts by kind, time limits and posts there.

    `sources` are in the order of the page."""

    code: str
    notices: list[Measure]
    known: dict[str, list[Fact]]
    limits: list[TimeLimit]
    posts: list[Post]
    sources: list[str]


@page_get("/countries/{code:str}", permission=Permission.PUBLIC, cached=Cached())
def show(request: Req, code: FromPath[str]) -> Response[Any]:
    if not (len(code) == 2 and code.isascii() and code.isupper()):
        raise NotFound
    with context.reading(request) as session:
        place, today = countries.get(session, code), context.app_state(request).today
        known = group_by_kind(countries.facts(session, code, today))
        limits = time_limits.in_force(session, code, today)
        offices = posts.list_shown(session, today, code)
        rules = [fact.source for facts in known.values() for fact in facts]
        rules += [limit.source for limit in limits]
        sources = list(dict.fromkeys(rules + [post.source for post in offices]))
        notices = context.app_state(request).notices(session, code)
        notices = [one for one in notices if one.on_page]
        shown = CountryPage(place.code, notices, known, limits, offices, sources)
        return context.page(request, "public/countries/show.html", shown)


def group_by_kind(facts: list[Fact]) -> dict[str, list[Fact]]:
    """Return facts by kind, those that help in need first."""
    order = [
        Kind.EMERGENCY,
        Kind.WAGE_REMEDY,
        Kind.WATCH_FOR,
        Kind.ENTRY_RULE,
        Kind.MINIMUM_WAGE,
    ]
    kinds = [*order, *(kind for kind in Kind if kind not in order)]
    return {
        kind.value: mine
        for kind in kinds
        if (mine := [fact for fact in facts if fact.kind == kind])
    }
