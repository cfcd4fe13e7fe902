"""Where to get advice: hotlines, embassies and offices by country, and texts by topic."""

from datetime import date
from itertools import groupby
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath, FromQuery
from sqlmodel import Session

from catalog.core.errors import NotFound
from catalog.reference import posts
from catalog.reference.posts import Hotline, Post
from i18n import Language, formats
from matching.identity import telephones
from service.casework.advice import advice_texts
from service.casework.advice.advice_texts import LocalisedText
from service.casework.advice.topics import Topic
from service.casework.deadlines import time_limits
from service.casework.deadlines.time_limits import TimeLimit
from service.infra.access import Permission
from service.web import context
from service.web.context import Req, page_get


class LinesPage(msgspec.Struct, frozen=True):
    """Each hotline with its number as it is read and as it is dialled, and the posts by country.

    `said_on` are the topics with a text.
    """

    hotlines: list[tuple[Hotline, str, str]]
    places: list[tuple[str, list[Post]]]
    said_on: set[str]
    topics: list[Topic]


class TopicPage(msgspec.Struct, frozen=True):
    """The texts on a topic, the countries that have their own, and the time limits of the one
    chosen."""

    codes: list[str]
    code: str | None
    topic: str
    texts: list[LocalisedText]
    limits: list[TimeLimit]


@page_get("/advice", permission=Permission.PUBLIC)
def show(request: Req, lang: FromPath[str]) -> Response[Any]:
    reader, today = context.require_language(lang), context.app_state(request).today
    with context.reading(request) as session:
        numbers = [
            (line, telephones.format_number(line.number), telephones.dial(line.number))
            for line in posts.hotlines(session, today)
        ]
        places, said_on = posts_by_country(session, reader, today), advice_texts.topics(session)
        shown = LinesPage(numbers, places, said_on, list(Topic))
        return context.page(request, "public/advice/show.html", shown)


@page_get("/advice/{topic:str}", permission=Permission.PUBLIC)
def show_topic(
    request: Req, lang: FromPath[str], topic: FromPath[str], country: FromQuery[str] = ""
) -> Response[Any]:
    """Show the advice texts on one topic, in general and for one country.

    Refuses: NotFound for a topic on which nothing is said.
    """
    reader, today = context.require_language(lang), context.app_state(request).today
    with context.reading(request) as session:
        codes = advice_texts.countries_of(session, topic, today)
        chosen = country if country in codes else None
        texts = [
            advice_texts.localise(one, reader)
            for one in advice_texts.current(session, topic, chosen, today)
        ]
        if not texts:
            raise NotFound
        limits = time_limits.in_force(session, chosen, today) if chosen else []
        shown = TopicPage(codes, chosen, topic, texts, limits)
        return context.page(request, "public/advice/topic.html", shown, about=chosen)


def posts_by_country(session: Session, lang: Language, day: date) -> list[tuple[str, list[Post]]]:
    """Return the posts by country, ordered by the country's name in the reader's language."""
    rows = posts.list_shown(session, day)
    here = [(code, list(mine)) for code, mine in groupby(rows, key=lambda post: post.country)]
    return sorted(here, key=lambda pair: formats.country(lang, pair[0]))
