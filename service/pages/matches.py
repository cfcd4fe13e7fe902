"""Jobs that suit a person: a few questions without an account, and each job with its points, gates and what would help."""

from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog import countries
from catalog.ground.refusals import Refusal
from i18n import N_
from matching import matches
from matching.gates import Profile
from matching.listing import items as items_of
from matching.query import understand
from service import forms, web
from service.access import Permission
from service.web import Req, page_get

SHOWN = 15
_GROUPS = 6


class UnknownTrade(Refusal):
    sentence = N_("We do not know this trade. Write it in other words, for example “payvandchi” or “сварщик”.")


class NoTrade(Refusal):
    sentence = N_("Write what work you can do.")


@page_get("/matches", permission=Permission.PUBLIC)
def show(request: Req, lang: FromPath[str]) -> Response[Any]:
    web.of_address(lang)
    typed = {name: value[:128] for name, value in request.query_params.items() if value}
    with web.reading(request) as session:
        shown: dict[str, Any] = {"typed": typed, "errors": {}, "found": None, "groups": [], "by_reference": {}}
        shown |= {"codes": countries.destinations(session)}
        if not typed:
            return web.page(request, "matches/show.html", **shown)
        try:
            shown |= _ranked(request, session, typed)
        except Refusal as refusal:
            return web.page(request, "matches/show.html", status=422, **shown | {"errors": forms.by_field(refusal)})
        return web.page(request, "matches/show.html", **shown)


def _ranked(request: Req, session: Session, typed: dict[str, str]) -> dict[str, Any]:
    shelf, today = web.shelf(request, session), web.house(request).today
    groups = _groups(typed.get("trade", ""), shelf.lexicon)
    asked = {name: value for name, value in typed.items() if name != "trade"}
    told = {"occupation": groups[0], "currency": "USD"} | forms.minor({"currency": "USD"} | asked, "wage", "currency")
    found = matches.rank(session, shelf.columns, forms.read(Profile, told), today, limit=SHOWN)
    items = items_of(session, [match.reference for match in found.best], today)
    trades = [shelf.occupations[code] for code in groups if code in shelf.occupations]
    return {"found": found, "groups": trades, "by_reference": {item.reference: item for item in items}}


def _groups(trade: str, lexicon: Any) -> list[str]:
    """The unit groups that the words may mean, the likeliest first. Refuses: NoTrade, UnknownTrade."""
    if not trade.strip():
        raise NoTrade("trade")
    called = understand(trade, lexicon).called
    if not called:
        raise UnknownTrade("trade")
    return list(dict.fromkeys(one.isco08 for one in called))[:_GROUPS]


HANDLERS = [show]
