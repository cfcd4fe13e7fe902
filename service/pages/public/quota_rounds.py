"""Rounds of quota places for the public: the rule, the commitment, the result and its audit."""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.vacancies.vacancies import Vacancy
from matching.quota import entries, lottery_results, rounds
from matching.quota.lottery_results import Draw, SeatSummary
from matching.quota.rounds import RoundVacancy, SeatRound, Size
from service.infra.access import Permission
from service.web import context
from service.web.context import Req, page_get


class RoundsPage(msgspec.Struct, frozen=True):
    """A page of rounds; `many` counts the entries of each."""

    rows: list[SeatRound]
    sizes: dict[str, Size]
    many: dict[str, int]
    total: int
    page: int
    page_size: int


class RoundPage(msgspec.Struct, frozen=True):
    """A round: entries and seats are by vacancy, `many` counts the people who entered."""

    row: SeatRound
    places: list[tuple[RoundVacancy, Vacancy]]
    draws: list[Draw]
    wanted: dict[str, int]
    given: dict[str, SeatSummary]
    many: int


@page_get("/seats", permission=Permission.PUBLIC)
def index(request: Req) -> Response[Any]:
    number = context.page_number(request)
    with context.reading(request) as session:
        rows = rounds.list_page(session, number)
        numbers = [row.reference for row in rows]
        shown = RoundsPage(
            rows=rows,
            sizes=rounds.sizes(session, numbers),
            many=entries.count_by_round(session, numbers),
            total=rounds.count(session),
            page=number,
            page_size=rounds.PAGE,
        )
        return context.page(request, "public/seats/index.html", shown)


@page_get("/seats/{reference:str}", permission=Permission.PUBLIC)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    with context.reading(request) as session:
        row = rounds.get(session, reference)
        shown = RoundPage(
            row=row,
            places=rounds.places(session, reference),
            draws=lottery_results.list_draws(session, reference),
            wanted=entries.count_by_vacancy(session, reference),
            given=lottery_results.seat_summaries(session, reference),
            many=entries.count_by_round(session, [reference]).get(reference, 0),
        )
        return context.page(request, "public/seats/show.html", shown, about=row.country)
