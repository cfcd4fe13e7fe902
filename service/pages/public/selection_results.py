"""Who was chosen: how many applicants were offered a place, by sex, age and region."""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import NotFound
from matching.recruiting import selection_statistics
from matching.recruiting.selection_statistics import Rate
from matching.scoring import score_rules
from matching.scoring.score_rules import Rule
from service.infra.access import Permission
from service.web import context
from service.web.context import Req, page_get

FIRST_YEAR = 2026


class SelectionPage(msgspec.Struct, frozen=True):
    year: int
    years: range
    found: dict[str, list[Rate]]
    rule: Rule


@page_get("/selection/{year:int}", permission=Permission.PUBLIC)
def show(request: Req, year: FromPath[int]) -> Response[Any]:
    """Show one year up to the current one. Refuses: NotFound."""
    today = context.app_state(request).today
    if not FIRST_YEAR <= year <= today.year:
        raise NotFound
    with context.reading(request) as session:
        found = {
            name: selection_statistics.rates(session, name, year)
            for name in selection_statistics.DIMENSIONS
        }
    years = range(today.year, FIRST_YEAR - 1, -1)
    shown = SelectionPage(year, years, found, score_rules.CURRENT)
    return context.page(request, "public/selection/show.html", shown)
