"""The pool of a round: free places of quota vacancies of its country, as long as it is open and
nobody has ranked them."""

from datetime import timedelta

import pytest

from catalog.core.errors import NotAllowed, NotFound
from catalog.core.fields import AlreadyOver
from catalog.vacancies import seats
from matching.quota import pool, rounds
from matching.quota.pool import (
    InAnotherRound,
    NotByQuota,
    PoolInput,
    TooManySeats,
    VacancyElsewhere,
)
from matching.quota.rounds import NewRound, RoundNotOpen
from tests.support import cast, sample_rounds
from tests.support.cast import (
    ALISHER,
    CHINORA,
    DAVRON,
    FARIDA,
    GULNORA,
    HAMID,
    IRODA,
    JAMSHID,
    TODAY,
)


def test_only_who_runs_rounds_puts_seats_into_one(seeded_session, clock):
    row = sample_rounds.opened(seeded_session, {}, on=clock())
    vacancy = cast.named(seeded_session, "quota").reference
    for by in (ALISHER, CHINORA, DAVRON, HAMID, JAMSHID):
        with pytest.raises(NotAllowed):
            pool.set_seats(seeded_session, row, PoolInput(vacancy, 1), by=by, on=clock())
        with pytest.raises(NotAllowed):
            pool.remove_vacancy(seeded_session, row, vacancy, by=by, on=clock())
    assert (
        pool.set_seats(seeded_session, row, PoolInput(vacancy, 1), by=IRODA, on=clock()).seats == 1
    )
    assert rounds.sizes(seeded_session, [row.reference]) == {row.reference: rounds.Size(1, 1)}
    with pytest.raises(NotFound):
        pool.remove_vacancy(seeded_session, row, "V-NOTHING", by=IRODA, on=clock())


def test_only_free_places_of_quota_vacancies_of_its_country_are_in_a_round_and_in_one_alone(
    seeded_session, clock
):
    quota = cast.named(seeded_session, "quota").reference
    mine = sample_rounds.job(seeded_session, "J-A", on=clock(), seats=3)
    other = sample_rounds.opened(seeded_session, {mine: 2}, on=clock())
    row = sample_rounds.opened(seeded_session, {}, on=clock())
    seats.take(seeded_session, quota, by=GULNORA, on=clock())
    short = sample_rounds.job(
        seeded_session, "J-B", on=clock(), closes_on=TODAY + timedelta(days=2)
    )
    for vacancy, many, refusal in (
        ("V-NOTHING", 1, NotFound),
        (cast.named(seeded_session, "published").reference, 1, NotByQuota),
        (quota, 5, TooManySeats),
        (quota, 0, TooManySeats),
        (mine, 1, InAnotherRound),
        (short, 1, AlreadyOver),
    ):
        with pytest.raises(refusal):
            pool.set_seats(seeded_session, row, PoolInput(vacancy, many), by=FARIDA, on=clock())
    abroad = rounds.open_(
        seeded_session, NewRound("R", "RU", TODAY, TODAY), by=FARIDA, on=clock(), day=TODAY
    )
    with pytest.raises(VacancyElsewhere):
        pool.set_seats(seeded_session, abroad, PoolInput(quota, 1), by=FARIDA, on=clock())
    pool.set_seats(seeded_session, other, PoolInput(mine, 3), by=FARIDA, on=clock())
    assert [
        (place.seats, vacancy.reference)
        for place, vacancy in rounds.places(seeded_session, other.reference)
    ] == [(3, mine)]
    pool.remove_vacancy(seeded_session, other, mine, by=FARIDA, on=clock())
    assert rounds.places(seeded_session, other.reference) == []
    assert (
        pool.set_seats(seeded_session, row, PoolInput(mine, 1), by=FARIDA, on=clock()).round
        == row.reference
    )


def test_what_people_have_ranked_is_not_taken_out_of_a_round_any_more(seeded_session, clock):
    mine = sample_rounds.job(seeded_session, "J-A", on=clock())
    row = sample_rounds.opened(seeded_session, {mine: 2}, on=clock())
    sample_rounds.entered(seeded_session, row, [mine], on=clock())
    with pytest.raises(pool.RankedAlready):
        pool.remove_vacancy(seeded_session, row, mine, by=FARIDA, on=clock())


def test_a_closed_round_takes_no_other_vacancies(seeded_session, clock):
    mine, more = (sample_rounds.job(seeded_session, name, on=clock()) for name in ("J-A", "J-B"))
    row = sample_rounds.opened(seeded_session, {mine: 2}, on=clock())
    sample_rounds.drawn(seeded_session, row, on=clock())
    with pytest.raises(RoundNotOpen):
        pool.set_seats(seeded_session, row, PoolInput(more, 1), by=FARIDA, on=clock())
    with pytest.raises(RoundNotOpen):
        pool.remove_vacancy(seeded_session, row, mine, by=FARIDA, on=clock())
