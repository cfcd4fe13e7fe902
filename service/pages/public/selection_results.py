"""Who was chosen: how many applicants were offered a place, by sex, age and region."""

from typing import Any

from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import NotFound
from matching.recruiting import selection_statistics
from matching.scoring import score_rules
from service.infra.access import Permission
from service.web import context
from service.web.context import Req, page_get

FIRST_YEAR = 2026


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
    return context.page(
        request,
        "public/selection/show.html",
        year=year,
        years=years,
        found=found,
        rule=score_rules.CURRENT,
    )
