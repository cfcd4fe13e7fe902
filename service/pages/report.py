"""The year in figures, each with its sentence and unit; parts so small that a person could be known in them are hidden."""

from itertools import groupby
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from i18n import Language, formats, gettext
from service import web
from service.access import Permission
from service.reporting import figures
from service.reporting.figures import Figure, Unit
from service.web import Req, page_get

# Disclosure: fewer claims than this in one part are not published as a number.
THRESHOLD = 10
FIRST = 2000
_LISTS = {"topic": "topic", "state": "claim"}


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
    with web.reading(request) as session:
        counted = figures.year(session, year, today)
    shown = [_shown(reader, list(parts)) for _key, parts in groupby(counted.figures, key=lambda one: one.key)]
    others = [one for one in (year - 1, year + 1) if FIRST <= one <= today.year]
    return web.page(request, "report/show.html", year=counted, shown=shown, others=others)


def _shown(lang: Language, parts: list[Figure]) -> Shown:
    hidden, first = masked(parts), parts[0]
    printed = [
        Part(_label(lang, one), None if hides else one.value, one.currency)
        for one, hides in zip(parts, hidden, strict=True)
    ]
    printed.sort(key=lambda part: (part.number is None, -(part.number or 0)))
    return Shown(first.key, gettext(lang, first.sentence), first.unit, printed, first.dimension is None)


def _label(lang: Language, figure: Figure) -> str:
    for kind, value in (figure.dimension or {}).items():
        if kind == "country":
            return formats.country(lang, value)
        if kind in _LISTS:
            return web.word(lang, _LISTS[kind], value)
        return value
    return ""


def masked(parts: list[Figure]) -> list[bool]:
    """Which parts of a count of claims are hidden: the small ones, and then the next smallest until what they sum to,
    which anybody can subtract from the whole, no longer tells one of them."""
    if not parts or parts[0].unit is not Unit.CLAIM:
        return [False] * len(parts)
    hidden = [0 < part.value < THRESHOLD for part in parts]
    while any(hidden) and not all(hidden) and _told_by_subtraction(parts, hidden):
        open_ = [place for place, hides in enumerate(hidden) if not hides]
        hidden[min(open_, key=lambda place: parts[place].value)] = True
    return hidden


def _told_by_subtraction(parts: list[Figure], hidden: list[bool]) -> bool:
    values = [part.value for part, hides in zip(parts, hidden, strict=True) if hides]
    return len(values) == 1 or sum(values) < THRESHOLD


HANDLERS = [show]
