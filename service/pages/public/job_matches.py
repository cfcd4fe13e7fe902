"""Jobs that suit a person: a few questions without an account, and each job with its points, gates and what would help."""

import asyncio
from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.actor import Role
from catalog.core.errors import Refusal
from catalog.reference import countries
from i18n import N_
from matching.applications import applications
from matching.applications.applications import OVER, State
from matching.profiles import profiles
from matching.ranking import match_preview, recommendations
from matching.scoring.eligibility import Profile
from matching.search.query import understand
from matching.search.search_results import items as items_of
from service.infra.access import Permission
from service.input import forms
from service.pages.shared import account_page
from service.web import context
from service.web.context import Req, slow

SHOWN = 15
_GROUPS = 6


class UnknownTrade(Refusal):
    slug = "unknown-trade"
    sentence = N_("We do not know this trade. Write it in other words, for example “payvandchi” or “сварщик”.")


class NoTrade(Refusal):
    slug = "no-trade"
    sentence = N_("Write what work you can do.")


@slow("/matches", http_method=["GET", "HEAD"], permission=Permission.PUBLIC)
async def show(request: Req, lang: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    typed = {name: value[:128] for name, value in request.query_params.items() if value}
    if typed:
        return await context.aside(_asked, request, typed, dear=True)
    return await asyncio.to_thread(_unasked, request)


def _unasked(request: Req) -> Response[Any]:
    return _mine(request) if _has_profile(request) else _asked(request, {})


def _asked(request: Req, typed: dict[str, str]) -> Response[Any]:
    """The few questions, and what suits whoever answered them."""
    with context.reading(request) as session:
        shown: dict[str, Any] = {"typed": typed, "errors": {}, "found": None, "groups": [], "by_reference": {}}
        shown |= {"codes": countries.destinations(session)}
        if not typed:
            return context.page(request, "public/matches/show.html", **shown)
        try:
            shown |= _ranked(request, session, typed)
        except Refusal as refusal:
            return context.page(
                request, "public/matches/show.html", status=422, **shown | {"errors": forms.by_field(refusal)}
            )
        return context.page(request, "public/matches/show.html", **shown)


def _has_profile(request: Req) -> bool:
    """Whether a citizen sits here who has said what work they can do."""
    if context.who(request).role is not Role.CITIZEN or request.scope.get("auth") is None:
        return False
    with context.reading(request) as session:
        return bool(profiles.rows(session, profiles.TradeRow, account_page.person(request, session).reference))


def _mine(request: Req) -> Response[Any]:
    """The jobs that suit somebody by their own profile."""
    today = context.house(request).today
    with context.reading(request) as session:
        context.shelf(request, session)
        person = account_page.person(request, session)
        found = recommendations.rank(session, person.reference, today, limit=SHOWN)
        items = items_of(session, [match.reference for match in found.best], today)
        applied = {row.vacancy: row for row in applications.of(session, person) if State(row.state) not in OVER}
        known: dict[str, Any] = {"found": found, "by_reference": {item.reference: item for item in items}}
        return account_page.page(request, "public/matches/mine.html", applied=applied, **known)


def _ranked(request: Req, session: Session, typed: dict[str, str]) -> dict[str, Any]:
    shelf, today = context.shelf(request, session), context.house(request).today
    codes = groups(typed.get("trade", ""), shelf.lexicon)
    asked = {name: value for name, value in typed.items() if name != "trade"}
    told = {"occupation": codes[0], "currency": "USD"} | forms.minor({"currency": "USD"} | asked, "wage", "currency")
    found = match_preview.rank(session, shelf.columns, forms.read(Profile, told), today, limit=SHOWN)
    items = items_of(session, [match.reference for match in found.best], today)
    trades = [shelf.occupations[code] for code in codes if code in shelf.occupations]
    return {"found": found, "groups": trades, "by_reference": {item.reference: item for item in items}}


def groups(trade: str, lexicon: Any) -> list[str]:
    """The unit groups that the words may mean, the likeliest first. Refuses: NoTrade, UnknownTrade."""
    if not trade.strip():
        raise NoTrade("trade")
    called = understand(trade, lexicon).called
    if not called:
        raise UnknownTrade("trade")
    return list(dict.fromkeys(one.isco08 for one in called))[:_GROUPS]


HANDLERS = [show]
