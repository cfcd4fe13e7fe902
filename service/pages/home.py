"""The first page: the five things people come for, and the newest jobs."""

from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog import posts
from i18n import CITIZEN
from service import web
from service.access import Permission
from service.web import Req, page_get


def help_lines(session: Session) -> dict[str, Any]:
    """The lines shown at the foot of every page, with what they are for in each language."""
    rows = posts.hotlines(session)
    return {"lines": [{"number": row.number, "dial": _dial(row.number), "text": _texts(row)} for row in rows]}


def _dial(number: str) -> str:
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")


def _texts(row: Any) -> dict[str, str]:
    return {lang.value: getattr(row, lang.value.lower().replace("-", "_")) or row.uz for lang in CITIZEN}


@page_get("/", permission=Permission.PUBLIC)
def show(request: Req, lang: FromPath[str]) -> Response[Any]:
    web.of_address(lang)
    return web.page(request, "home/show.html")


HANDLERS = [show]
