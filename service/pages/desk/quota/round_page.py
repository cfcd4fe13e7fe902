"""One round of quota places: vacancies, closing, draw, second signature, offers, refills."""

from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import NotFound, Refusal
from catalog.vacancies.vacancies import Vacancy
from matching.quota import entries, lottery, lottery_results, pool, rounds, seat_offers
from matching.quota.entries import Entry
from matching.quota.lottery_results import Draw, SeatSummary
from matching.quota.pool import PoolInput
from matching.quota.rounds import RoundVacancy, SeatRound
from service.infra.access import Permission
from service.pages.desk.shared import desk_page
from service.web import context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction

# Batches of offers made while the officer waits; the rest follow when they ask again.
BATCHES = 3


@page_get("/desk/seats/{number:str}", permission=Permission.SEATS_RUN)
def show(request: Req, number: FromPath[str]) -> Response[Any]:
    return _page(request, number)


@page_post("/desk/seats/{number:str}/sign", permission=Permission.SEATS_RUN)
def sign(request: Req, lang: FromPath[str], number: FromPath[str], data: Form) -> Response[Any]:
    """Sign the draw, which publishes it, and make the offers."""

    def action(act: FormAction) -> None:
        row = rounds.lock_round(act.session, number)
        act.require_version(row)
        lottery.sign(act.session, row.reference, by=act.by, on=act.on)

    def redirect(_answer: Answer) -> str:
        _make_offers(request, number)
        return f"/{lang}/desk/seats/{number}"

    return form_actions.submit(request, data, action, redirect, partial(_page, request, number))


@page_post("/desk/seats/{number:str}/offers", permission=Permission.SEATS_RUN)
def make_offers(request: Req, lang: FromPath[str], number: FromPath[str]) -> Response[Any]:
    """Continue with offers still to be made; if there are none, nothing changes.

    Refuses: NotFound.
    """
    _make_offers(request, number)
    return context.see_other(f"/{lang}/desk/seats/{number}")


def _make_offers(request: Req, number: str) -> None:
    """Make offers in batches, each its own transaction so that others can write meanwhile."""
    by, app_state, behind = context.actor(request), context.app_state(request), ""
    for _ in range(BATCHES):
        with context.writing(request) as session:
            behind = seat_offers.offer_seats(
                session, number, behind, by=by, on=app_state.clock(), day=app_state.today
            )
        if not behind:
            return


class RoundPage(msgspec.Struct):
    """One round: `many` is the number of entries, `wanted` the entries for each vacancy.

    `left` is the number of offers still to be made, `given` the seats given by vacancy.
    """

    row: SeatRound
    draws: list[Draw]
    many: int
    places: list[tuple[RoundVacancy, Vacancy]]
    wanted: dict[str, int]
    candidates: list[Vacancy]
    left: int
    over: bool
    given: dict[str, SeatSummary]
    officers: dict[str, str]


def _page(
    request: Req, number: str, typed: dict[str, str] | None = None, refusal: Refusal | None = None
) -> Response[Any]:
    with context.reading(request) as session:
        row = rounds.get(session, number)
        made = lottery_results.list_draws(session, number, given=False)
        is_open, offers = row.state == rounds.State.OPEN, row.state == rounds.State.PUBLISHED
        shown = RoundPage(
            row=row,
            draws=made,
            many=entries.count_by_round(session, [number]).get(number, 0),
            places=rounds.places(session, number),
            wanted=entries.count_by_vacancy(session, number),
            candidates=pool.candidates(session, row) if is_open else [],
            left=seat_offers.count_waiting(session, number) if offers else 0,
            over=row.closes_on < context.app_state(request).today,
            given=lottery_results.seat_summaries(session, number),
            officers=desk_page.officer_names(
                session, {one for draw in made for one in (draw.drawn_by, draw.signed_by) if one}
            ),
        )
        return form_actions.form_page(
            request, "desk/quota/seat_round.html", shown, refusal=refusal, typed=typed or {}
        )


post = partial(
    form_actions.post,
    back="/desk/seats/{number}",
    find=lambda act, number: rounds.lock_round(act.session, number),
    redraw=_page,
)


@post("/desk/seats/{number:str}/put", permission=Permission.SEATS_RUN)
def add_vacancy(act: FormAction, row: SeatRound) -> None:
    pool_input = act.read(PoolInput)
    pool.set_seats(act.session, row, pool_input, by=act.by, on=act.on)


@post("/desk/seats/{number:str}/drop", permission=Permission.SEATS_RUN)
def remove_vacancy(act: FormAction, row: SeatRound) -> None:
    pool.remove_vacancy(act.session, row, act.typed.get("vacancy", ""), by=act.by, on=act.on)


@post("/desk/seats/{number:str}/close", permission=Permission.SEATS_RUN)
def close(act: FormAction, row: SeatRound) -> None:
    lottery.close(act.session, row.reference, by=act.by, on=act.on, day=act.day)


@post("/desk/seats/{number:str}/draw", permission=Permission.SEATS_RUN)
def draw(act: FormAction, row: SeatRound) -> None:
    lottery.draw(act.session, row.reference, by=act.by, on=act.on)


@post("/desk/seats/{number:str}/refill", permission=Permission.SEATS_RUN)
def refill(act: FormAction, row: SeatRound) -> None:
    lottery.refill(act.session, row.reference, by=act.by, on=act.on, day=act.day)


@post("/desk/seats/{number:str}/leave", permission=Permission.SEATS_RUN)
def withdraw_entry(act: FormAction, row: SeatRound) -> None:
    """Withdraw the entry of a person who calls and gives their code."""
    entry = act.session.get(Entry, act.typed.get("code", "").strip().upper())
    if entry is None or entry.round != row.reference:
        raise NotFound("code")
    seat_offers.leave(act.session, entry, by=act.by, on=act.on, day=act.day)
