"""“I am in danger”: local numbers, what to do in the commonest cases, a contact card, and an exit."""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath, FromQuery

from catalog.core.errors import NotFound
from catalog.reference import countries, posts
from catalog.reference.countries import Fact, Kind
from catalog.reference.posts import Post
from service.casework.advice import advice_texts
from service.casework.advice.advice_texts import LocalisedText
from service.casework.advice.topics import DangerCase, Topic
from service.casework.deadlines import time_limits
from service.casework.deadlines.time_limits import TimeLimit
from service.infra import hotlines
from service.infra.access import Permission
from service.web import context
from service.web.context import NO_STORE, Form, Req, page_get, page_post
from service.web.response_cache import Cached

_LONGEST_NAME, _MOST_NUMBERS = 60, 8
_MISSIONS = (posts.Kind.EMBASSY, posts.Kind.CONSULATE, posts.Kind.HONORARY)


class DangerPage(msgspec.Struct, frozen=True):
    """The numbers of one country and its posts; `code` is None until a country is chosen.

    `mission_numbers` are those of its embassy and consulates; `has_post` says whether a post can
    be called.
    """

    main: list[str]
    codes: list[str]
    code: str | None
    here: list[dict[str, Any]]
    offices: list[Post]
    mission_numbers: list[str]
    has_post: bool
    has_line: bool


class CaseLaw(msgspec.Struct, frozen=True):
    """What is known of the law of one country on a case, each part with its source."""

    case: DangerCase
    texts: list[LocalisedText]
    facts: list[Fact]
    limits: list[TimeLimit]


@page_get("/danger", permission=Permission.PUBLIC, cached=Cached(("country",)))
def show(request: Req, country: FromQuery[str | None] = None) -> Response[Any]:
    shown = _numbers(request, country)
    return context.page(request, "public/danger/show.html", shown, headers=NO_STORE, harm=True)


@page_get("/danger/{case:str}", permission=Permission.PUBLIC, cached=Cached(("country",)))
def show_case(
    request: Req, lang: FromPath[str], case: FromPath[str], country: FromQuery[str | None] = None
) -> Response[Any]:
    """Show the numbers, the first steps in one case and the law on it. Refuses: NotFound."""
    if case not in list(DangerCase):
        raise NotFound
    shown = _numbers(request, country)
    law = _law(request, DangerCase(case), shown.code, lang)
    return context.page(request, "public/danger/case.html", shown, law, headers=NO_STORE, harm=True)


@page_post("/danger/card", permission=Permission.PUBLIC)
def contact_card(request: Req, data: Form) -> Response[Any]:
    """Return the numbers of a country as a contact, under a name that betrays nothing.

    The name is not stored, and stands in no address.
    """
    shown = _numbers(request, _answer(data, "country"))
    home = context.app_state(request).memory.get("lines", {}).get(countries.HOME, [])
    lines = [line["dial"] for line in home if line["kind"] == "line"]
    numbers = [line["dial"] for line in shown.here if line.get("service") != "fire"] + lines
    return Response(
        _vcard(_answer(data, "name"), numbers[:_MOST_NUMBERS]),
        media_type="text/vcard",
        headers=NO_STORE | {"content-disposition": 'attachment; filename="contact.vcf"'},
    )


def _numbers(request: Req, country: str | None) -> DangerPage:
    today = context.app_state(request).today
    with context.reading(request) as session:
        codes, known = countries.destinations(session), hotlines.read(session, today)
        code = country if country in codes else None
        offices = posts.list_shown(session, today, code) if code else []
    here = known.get(code, []) if code else []
    kinds = {line["kind"] for line in here}
    lines = kinds | {line["kind"] for line in known.get(countries.HOME, [])}
    called = [post.telephones for post in offices if post.kind in _MISSIONS and post.telephones]
    main = [one for one in countries.MAIN_DESTINATIONS if one in codes]
    return DangerPage(main, codes, code, here, offices, called, "post" in kinds, "line" in lines)


def _law(request: Req, case: DangerCase, code: str | None, lang: str) -> CaseLaw:
    reader, today = context.require_language(lang), context.app_state(request).today
    if code is None or case is DangerCase.HELD:
        return CaseLaw(case, [], [], [])
    with context.reading(request) as session:
        if case is DangerCase.PASSPORT:
            rows = advice_texts.current(session, Topic.DOCUMENT_KEPT.value, code, today)
            texts = [advice_texts.localise(one, reader) for one in rows if one.country]
            return CaseLaw(case, texts, [], [])
        facts = [
            fact
            for fact in countries.facts(session, code, today)
            if fact.kind == Kind.WAGE_REMEDY.value
        ]
        return CaseLaw(case, [], facts, time_limits.in_force(session, code, today))


def _answer(data: dict[str, Any], name: str) -> str:
    """Return one answer; a field that was sent twice has none."""
    value = data.get(name, "")
    return value if isinstance(value, str) else ""


def _vcard(name: str, numbers: list[str]) -> bytes:
    """Return a vCard 3.0 (RFC 2426), which all telephones read."""
    plain = "".join(letter for letter in name if letter.isprintable())[:_LONGEST_NAME].strip()
    for mark in ("\\", ";", ","):
        plain = plain.replace(mark, f"\\{mark}")
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"N:{plain or '…'};;;;", f"FN:{plain or '…'}"]
    lines += [f"TEL;TYPE=VOICE:{number}" for number in numbers]
    return "\r\n".join([*lines, "END:VCARD", ""]).encode()
