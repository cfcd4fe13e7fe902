"""The year's figures for programs, each with its unit; unlike units are never added."""

import re
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.ground.refusals import NotFound
from i18n import gettext
from service import web
from service.access import Permission
from service.api import door
from service.reporting import public, remarks, sentences
from service.reporting.figures import Figure
from service.web import Req


class YearReport(msgspec.Struct):
    """What is counted for a year. `open`: the year is not over; `provisional`: nobody has signed it yet; `signed`: by one of
    two; `closed`: frozen by two signatures; `published`: and given to everybody, with its corrections. Checks: what the
    figures of the printed report say about one another, each with a verdict; remarks: what a statistician wrote on them."""

    year: int
    state: str
    figures: list[Figure]
    checks: list[dict[str, Any]]
    remarks: list[dict[str, Any]]


@door.get("/report/{year:str}", permission=Permission.PUBLIC, gives=YearReport, refuses=(404,))
def show(request: Req, year: FromPath[str]) -> Response[YearReport]:
    """The figures of one year, with the sentence that defines each, in the reader's language."""
    if not re.fullmatch(r"[1-9][0-9]{3}", year):
        raise NotFound
    lang, house = web.language(request), web.house(request)
    told = public.edition(house.database, int(year), house.settings.smallest, on=house.clock()).year
    said = [msgspec.structs.replace(one, sentence=gettext(lang, one.sentence)) for one in told.figures]
    checked, remarked = sentences.listed(lang, told.checks), remarks.listed(lang, told.remarks)
    return door.answer(YearReport(told.year, told.state, said, checked, remarked))


HANDLERS = [show]
