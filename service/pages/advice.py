"""Where to get advice: lines to call, embassies and offices by country, what people ask about."""

from itertools import groupby
from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlalchemy import select
from sqlmodel import Session

from catalog import posts
from catalog.posts import Post
from i18n import Language, formats
from service import lines, web
from service.access import Permission
from service.casework.advice import Topic
from service.web import Req, page_get


@page_get("/advice", permission=Permission.PUBLIC)
def show(request: Req, lang: FromPath[str]) -> Response[Any]:
    reader = web.of_address(lang)
    with web.reading(request) as session:
        numbers = [(line, lines.spaced(line.number), lines.dial(line.number)) for line in posts.hotlines(session)]
        places = by_country(session, reader)
        return web.page(request, "advice/show.html", hotlines=numbers, places=places, topics=list(Topic))


def by_country(session: Session, lang: Language) -> list[tuple[str, list[Post]]]:
    """The posts of each country, the countries in the order of their names as the reader writes them."""
    rows = session.execute(select(Post)).scalars()
    ordered = sorted(rows, key=lambda post: (formats.country(lang, post.country), post.kind != "embassy", post.city))
    return [(code, list(here)) for code, here in groupby(ordered, key=lambda post: post.country)]


HANDLERS = [show]
