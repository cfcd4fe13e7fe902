"""Rounds: what may be in one, and what was promised before anybody entered."""

import hashlib
from datetime import timedelta

import pytest

from catalog import countries, seats
from catalog.ground import journal
from catalog.ground.fields import AlreadyOver, TooFarAhead
from catalog.ground.refusals import NotAllowed, NotFound
from catalog.vacancies import Vacancy, WrongDates
from matching import rounds
from matching.rounds import (
    InAnotherRound,
    NewRound,
    NotByQuota,
    OtherCountry,
    Put,
    RoundNotOpen,
    TooManySeats,
)
from tests import cast, seated
from tests.cast import ALISHER, CHINORA, DAVRON, FARIDA, GULNORA, HAMID, IRODA, JAMSHID, TODAY


@pytest.fixture
def house(seeded):
    with seeded.write() as session:
        yield session
        session.rollback()


def test_the_hash_of_the_seed_is_public_from_the_first_moment_and_the_seed_itself_stands_nowhere(house, clock):
    row = seated.opened(house, {}, on=clock())
    seed = rounds.seed_of(row.reference)
    assert row.commitment == hashlib.sha256(seed.encode()).hexdigest()
    assert row.seed == ""
    assert row.points_rule == "sheet-1"
    house.flush()
    told = house.connection().exec_driver_sql("SELECT * FROM seat_rounds").mappings().one()
    assert seed not in map(str, told.values())
    assert seated.opened(house, {}, on=clock()).commitment != row.commitment
    house.commit()
    assert [entry.act for entry in journal.of(house, "seat_round", row.reference)] == ["open_round"]


def test_only_licensing_officers_and_supervisors_run_a_round(house, clock):
    row = seated.opened(house, {}, on=clock())
    vacancy = cast.named(house, "quota").reference
    for by in (ALISHER, CHINORA, DAVRON, HAMID, JAMSHID):
        with pytest.raises(NotAllowed):
            rounds.open_(house, NewRound("A", "KR", TODAY, TODAY), by=by, on=clock(), day=TODAY)
        with pytest.raises(NotAllowed):
            rounds.put(house, row, Put(vacancy, 1), by=by, on=clock())
        with pytest.raises(NotAllowed):
            rounds.drop(house, row, vacancy, by=by, on=clock())
    assert rounds.put(house, row, Put(vacancy, 1), by=IRODA, on=clock()).seats == 1


@pytest.mark.parametrize(
    ("country", "first", "last", "refusal", "field"),
    [
        ("KR", 0, -1, WrongDates, "closes_on"),
        ("KR", -9, -1, AlreadyOver, "closes_on"),
        ("KR", 0, 4000, TooFarAhead, "closes_on"),
        ("XX", 0, 1, countries.NotACountry, "country"),
    ],
)
def test_a_round_has_days_that_lie_ahead_and_a_country(house, clock, country, first, last, refusal, field):
    told = NewRound("A", country, TODAY + timedelta(days=first), TODAY + timedelta(days=last))
    with pytest.raises(refusal) as refused:
        rounds.open_(house, told, by=FARIDA, on=clock(), day=TODAY)
    assert refused.value.field == field


def test_only_free_places_of_quota_vacancies_of_its_country_are_in_a_round_and_in_one_alone(house, clock):
    mine = seated.job(house, "J-A", on=clock(), seats=3)
    other = seated.opened(house, {mine: 2}, on=clock())
    row = seated.opened(house, {}, on=clock())
    seats.take(house, cast.named(house, "quota").reference, by=GULNORA, on=clock())
    short = seated.job(house, "J-B", on=clock(), closes_on=TODAY + timedelta(days=2))
    for vacancy, many, refusal in (
        ("V-NOTHING", 1, NotFound),
        (cast.named(house, "published").reference, 1, NotByQuota),
        (cast.named(house, "quota").reference, 5, TooManySeats),
        (cast.named(house, "quota").reference, 0, TooManySeats),
        (mine, 1, InAnotherRound),
        (short, 1, AlreadyOver),
    ):
        with pytest.raises(refusal):
            rounds.put(house, row, Put(vacancy, many), by=FARIDA, on=clock())
    abroad = rounds.open_(house, NewRound("R", "RU", TODAY, TODAY), by=FARIDA, on=clock(), day=TODAY)
    with pytest.raises(OtherCountry):
        rounds.put(house, abroad, Put(cast.named(house, "quota").reference, 1), by=FARIDA, on=clock())
    rounds.put(house, other, Put(mine, 3), by=FARIDA, on=clock())
    assert [(place.seats, vacancy.reference) for place, vacancy in rounds.places(house, other.reference)] == [(3, mine)]
    rounds.drop(house, other, mine, by=FARIDA, on=clock())
    assert rounds.places(house, other.reference) == []
    assert rounds.put(house, row, Put(mine, 1), by=FARIDA, on=clock()).round == row.reference


def test_what_people_have_ranked_is_not_taken_out_of_a_round_any_more(house, clock):
    mine = seated.job(house, "J-A", on=clock())
    row = seated.opened(house, {mine: 2}, on=clock())
    seated.entered(house, row, [mine], on=clock())
    with pytest.raises(rounds.RankedAlready):
        rounds.drop(house, row, mine, by=FARIDA, on=clock())


def test_a_closed_round_takes_no_other_vacancies(house, clock):
    mine, more = (seated.job(house, name, on=clock()) for name in ("J-A", "J-B"))
    row = seated.opened(house, {mine: 2}, on=clock())
    seated.drawn(house, row, on=clock())
    with pytest.raises(RoundNotOpen):
        rounds.put(house, row, Put(more, 1), by=FARIDA, on=clock())
    with pytest.raises(RoundNotOpen):
        rounds.drop(house, row, mine, by=FARIDA, on=clock())


def test_lists_say_which_take_entries_today(house, clock):
    early = seated.opened(house, {}, on=clock())
    late = rounds.open_(
        house,
        NewRound("L", "KR", TODAY + timedelta(days=3), TODAY + timedelta(days=9)),
        by=FARIDA,
        on=clock(),
        day=TODAY,
    )
    assert [one.reference for one in rounds.listed(house, 1)] == [late.reference, early.reference]
    assert rounds.listed(house, 2) == []
    assert rounds.counted(house) == 2
    today = rounds.listed(house, 1, rounds.takes_entries(TODAY))
    assert [one.reference for one in today] == [early.reference]
    with pytest.raises(NotFound):
        rounds.get(house, "S-NOTHING")
    with pytest.raises(NotFound):
        rounds.held(house, "S-NOTHING")


def test_a_vacancy_has_ended_when_nobody_can_be_sent_any_more(house, clock):
    row = house.get(Vacancy, seated.job(house, "J-A", on=clock()))
    assert not rounds.ended(row, TODAY)
    assert rounds.ended(row, row.closes_on + timedelta(days=1))
    row.state = "withdrawn"
    assert rounds.ended(row, TODAY)
