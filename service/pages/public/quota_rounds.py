"""Rounds of quota places for the public: the rule, the commitment, the result and its audit."""

from typing import Any

from litestar import Response
from litestar.params import FromPath

from matching.quota import entries, lottery_results, rounds
from service.infra.access import Permission
from service.web import context
from service.web.context import Req, page_get


@page_get("/seats", permission=Permission.PUBLIC)
def index(request: Req) -> Response[Any]:
    number = context.page_number(request)
    with context.reading(request) as session:
        rows = rounds.list_page(session, number)
        numbers = [row.reference for row in rows]
        values: dict[str, Any] = {
            "sizes": rounds.sizes(session, numbers),
            "many": entries.count_by_round(session, numbers),
        }
        values |= {"total": rounds.count(session), "page": number, "page_size": rounds.PAGE}
        return context.page(request, "public/seats/index.html", rows=rows, **values)


@page_get("/seats/{reference:str}", permission=Permission.PUBLIC)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    with context.reading(request) as session:
        row = rounds.get(session, reference)
        values: dict[str, Any] = {
            "places": rounds.places(session, reference),
            "draws": lottery_results.list_draws(session, reference),
        }
        values |= {
            "wanted": entries.count_by_vacancy(session, reference),
            "given": lottery_results.seat_summaries(session, reference),
        }
        values |= {"many": entries.count_by_round(session, [reference]).get(reference, 0)}
        return context.page(request, "public/seats/show.html", row=row, about=row.country, **values)
