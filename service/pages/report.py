"""The year in figures, each with its sentence and unit; parts so small that a person could be known in them are hidden."""

from itertools import groupby
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from i18n import Language, formats, gettext
from service import drawing, web
from service.access import Permission
from service.reporting import masks, years
from service.reporting.figures import Figure, Unit
from service.web import Req, page_get

FIRST = 2000
_LISTS = {"topic": "topic", "state": "claim", "channel": "channel", "outcome": "outcome"}


class Part(msgspec.Struct):
    """One part of a figure as it is printed; no number where it is hidden."""

    label: str
    number: int | None
    currency: str | None = None


class Shown(msgspec.Struct):
    """A figure as it is printed: one number, or its parts."""

    key: str
    sentence: str
    unit: Unit
    parts: list[Part]
    whole: bool

    @property
    def most(self) -> int:
        """What the longest bar stands for; unlike currencies are not drawn beside one another."""
        return max((part.number or 0 for part in self.parts), default=0) if self.unit is not Unit.MONEY else 0


@page_get("/report/{year:int}", permission=Permission.PUBLIC)
def show(request: Req, lang: FromPath[str], year: FromPath[int]) -> Response[Any]:
    reader, today = web.of_address(lang), web.house(request).today
    smallest = web.house(request).settings.smallest
    with web.reading(request) as session:
        counted = years.year(session, year, today)
    told = masks.public(counted.figures, smallest=smallest)
    shown = [_shown(reader, list(parts)) for _key, parts in groupby(told, key=lambda one: one.key)]
    others = [one for one in (year - 1, year + 1) if FIRST <= one <= today.year]
    return web.page(request, "report/show.html", year=counted, shown=shown, others=others, smallest=smallest)


def _shown(lang: Language, parts: list[Figure]) -> Shown:
    first, printed = parts[0], [Part(_label(lang, one), one.value, one.currency) for one in parts]
    printed.sort(key=lambda part: (part.number is None, -(part.number or 0)))
    return Shown(first.key, gettext(lang, first.sentence), first.unit, printed, first.dimension is None)


def _label(lang: Language, figure: Figure) -> str:
    for kind, value in (figure.dimension or {}).items():
        if kind == "country":
            return formats.country(lang, value)
        if kind in _LISTS:
            return drawing.word(lang, _LISTS[kind], value)
        return value
    return ""


HANDLERS = [show]
