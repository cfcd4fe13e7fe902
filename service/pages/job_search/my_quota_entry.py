"""The worker's own part in quota rounds: ranking, place and reasons, result, leaving."""

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import InvalidInput, Refusal, require_found
from catalog.vacancies.vacancies import Vacancy
from i18n import N_
from matching.applications.applications import Application
from matching.identity.persons import Citizen
from matching.profiles import profiles
from matching.quota import entries, lottery_results, rounds, seat_offers
from matching.quota.entries import Choice, Entry, Place
from matching.quota.lottery_results import Draw, Seat, SeatSummary
from matching.quota.rounds import RoundVacancy, SeatRound, Size
from matching.ranking.pair_score import RegisterSnapshot
from matching.scoring.score import ScoreBreakdown
from service.infra.access import Permission
from service.input import forms
from service.pages.shared import account_page
from service.web import context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import FormAction


class SamePlace(Refusal):
    slug = "same-place"
    sentence = N_("Two jobs have the same number. Give each one a different number.")


class RankedVacancy(msgspec.Struct):
    """A ranked vacancy: its points and their reasons, the person's place, what sufficed."""

    choice: Choice
    vacancy: Vacancy
    place: Place
    sheet: ScoreBreakdown | None


class RoundsPage(msgspec.Struct, frozen=True):
    """The person's own entries with their rounds, and the rounds that take entries today."""

    mine: list[Entry]
    known: dict[str, SeatRound]
    open: list[SeatRound]
    sizes: dict[str, Size]


@page_get("/me/seats", permission=Permission.ME_OPEN)
def index(request: Req) -> Response[Any]:
    account_page.require_citizen(request)
    with context.reading(request) as session:
        mine = (
            entries.list_for_person(session, person)
            if (person := _current_person(request, session))
            else []
        )
        known = {one.round: rounds.get(session, one.round) for one in mine}
        open_ = rounds.list_page(session, 1, rounds.takes_entries(context.app_state(request).today))
        sizes = rounds.sizes(session, [row.reference for row in open_])
        shown = RoundsPage(mine, known, open_, sizes)
        return form_actions.form_page(request, "account/seats.html", shown)


@page_get("/me/seats/{number:str}", permission=Permission.ME_OPEN)
def show(request: Req, number: FromPath[str]) -> Response[Any]:
    account_page.require_citizen(request)
    return _page(request, number)


@page_post("/me/seats/{number:str}", permission=Permission.ME_OPEN)
def rank(request: Req, lang: FromPath[str], number: FromPath[str], data: Form) -> Response[Any]:
    account_page.require_citizen(request)
    ranking = {n: str(value).strip() for n, value in data.items() if n.startswith("place-")}
    return form_actions.submit(
        request,
        ranking | {"once": data.get("once", "")},
        partial(_enter, number=number),
        f"/{lang}/me/seats/{number}#mine",
        partial(_page, request, number),
    )


@page_post("/me/seats/{number:str}/leave", permission=Permission.ME_OPEN)
def leave(request: Req, lang: FromPath[str], number: FromPath[str]) -> Response[Any]:
    """Leave the round; leaving again changes nothing."""
    account_page.require_citizen(request)

    def action(act: FormAction) -> None:
        entry = entries.get_own(act.session, number, _current_person(request, act.session))
        seat_offers.leave(act.session, entry, by=act.by, on=act.on, day=act.day)

    return form_actions.submit(
        request,
        {},
        action,
        f"/{lang}/me/seats/{number}",
        partial(_page, request, number),
        done=form_actions.DONE,
    )


def _current_person(request: Req, session: Session) -> Citizen | None:
    own = account_page.current_account(request, session).citizen
    return session.get(Citizen, own) if own else None


def _enter(act: FormAction, number: str) -> None:
    person = require_found(_current_person(act.request, act.session))
    wanted = _read_ranking(act.typed)
    try:
        entries.enter(act.session, number, person, wanted, by=act.by, on=act.on, day=act.day)
    except Refusal as refusal:
        raise _attach_to_fields(refusal, wanted) from refusal


def _read_ranking(typed: dict[str, str]) -> list[str]:
    """Return the vacancies in the order of their typed numbers.

    Refuses: NotANumber, SamePlace.
    """
    values = {name: value for name, value in typed.items() if value}
    wrong: list[Refusal] = [
        forms.NotANumber(name)
        for name, value in values.items()
        if not re.fullmatch("[0-9]{1,3}", value)
    ]
    if not wrong:
        numbers = [int(value) for value in values.values()]
        wrong = [SamePlace(name) for name, value in values.items() if numbers.count(int(value)) > 1]
    if wrong:
        raise InvalidInput(wrong)
    return [
        name.removeprefix("place-") for name in sorted(values, key=lambda name: int(values[name]))
    ]


def _attach_to_fields(refusal: Refusal, wanted: Sequence[str]) -> Refusal:
    """Attach the refusal to the vacancies that it concerns."""
    for error in refusal.errors:
        at = (
            int((error.field or "").removeprefix("choice_") or 0)
            if (error.field or "").startswith("choice_")
            else 0
        )
        error.field = f"place-{wanted[at - 1]}" if 0 < at <= len(wanted) else None
    return refusal


class RoundPage(msgspec.Struct, frozen=True):
    """A round with the person's own entry: `mine` are the vacancies that it ranks.

    `takes` says whether the round takes entries today, `most` how many vacancies may be ranked;
    `wanted` counts the entries and `given` sums up the seats, both by vacancy.
    """

    row: SeatRound
    entry: Entry | None
    seat: Seat | None
    mine: list[RankedVacancy]
    takes: bool
    places: list[tuple[RoundVacancy, Vacancy]]
    wanted: dict[str, int]
    given: dict[str, SeatSummary]
    most: int
    offer: Application | None
    typed: dict[str, str]
    draws: list[Draw]


def _page(
    request: Req, number: str, typed: dict[str, str] | None = None, refusal: Refusal | None = None
) -> Response[Any]:
    today = context.app_state(request).today
    with context.reading(request) as session:
        row, person = rounds.get(session, number), _current_person(request, session)
        entry = entries.of_person(session, number, person) if person else None
        mine = (
            _ranked_vacancies(session, row, entry, RegisterSnapshot(session, today))
            if entry and not entry.left_at
            else []
        )
        known = {f"place-{one.choice.vacancy}": str(one.choice.rank) for one in mine}
        seat = lottery_results.seat_of(session, entry) if entry else None
        offered = seat.application if seat else None
        shown = RoundPage(
            row=row,
            entry=entry,
            seat=seat,
            mine=mine,
            takes=row.state == "open" and row.opens_on <= today <= row.closes_on,
            places=rounds.places(session, number),
            wanted=entries.count_by_vacancy(session, number),
            given=lottery_results.seat_summaries(session, number),
            most=entries.MOST,
            offer=session.get(Application, offered) if offered else None,
            typed=known if typed is None else typed,
            draws=lottery_results.list_draws(session, number),
        )
        return form_actions.form_page(
            request, "account/seats_round.html", shown, refusal=refusal, about=row.country
        )


def _ranked_vacancies(
    session: Session, row: SeatRound, entry: Entry, scales: RegisterSnapshot
) -> list[RankedVacancy]:
    result = profiles.scoring_profiles(session, entry.citizen, scales.day)
    found = []
    for choice in entries.choices(session, entry.code):
        sheets = scales.sheets(result, choice.vacancy)
        place = entries.place(
            session,
            entry,
            choice,
            row.seed if lottery_results.list_draws(session, row.reference) else "",
        )
        vacancy = session.get_one(Vacancy, choice.vacancy)
        found.append(RankedVacancy(choice, vacancy, place, sheets[0] if sheets else None))
    return found
