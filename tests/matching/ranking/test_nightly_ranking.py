"""The ranking of a night: the same as a person asks for by day, broken off and gone on with, and
nothing of whoever left."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col

from catalog.core import journal
from catalog.core.actor import SYSTEM
from matching.profiles import profiles
from matching.profiles.profiles import LookingFor
from matching.ranking import nightly_ranking
from service.privacy import erase
from tests.matching import market
from tests.matching.sheets import plain
from tests.support import cast
from tests.support.cast import IRODA, TODAY


@pytest.fixture
def crew(seeded, clock):
    """Three who look for work."""
    with seeded.write() as session:
        return [one.reference for one in market.people(session, "Aziz Bek Chori", on=clock())]


def step(database, clock) -> int | None:
    """One part of the night, as it is done; none when there is nothing to do."""
    with database.read() as session:
        done = nightly_ranking.rank_next(session, nightly_ranking.register(session, TODAY), TODAY)
    if done is None:
        return None
    with database.write() as session:
        return nightly_ranking.save(session, done, by=SYSTEM, on=clock(), day=TODAY)


def test_it_keeps_what_the_sheets_say_and_one_entry_of_the_night(seeded, crew, clock):
    with seeded.write() as session:
        for number in range(25):
            market.publish(session, f"J-{number}", on=clock(), experience_years=number % 4)
        assert market.night(session, on=clock()) == 3
        known, table = (
            nightly_ranking.vacancy_columns.read(session, TODAY),
            nightly_ranking.exchange_rates.table(session, TODAY),
        )
        for person in crew:
            expected = plain(profiles.scoring_profiles(session, person, TODAY), known, table)[:20]
            shown = [one[:2] for one in nightly_ranking.list_all(session, person)]
            assert shown == expected
            assert market.kept(session)[person][1] == expected[-1][1]
    with seeded.read() as session:
        assert [entry.act for entry in journal.history(session, "ranking", "2026-11-25")] == [
            "rank"
        ]


def test_with_fewer_than_twenty_there_is_no_least(seeded, crew, clock):
    with seeded.write() as session:
        market.night(session, on=clock())
        number = cast.named(session, "published").reference
        assert market.kept(session) == dict.fromkeys(crew, (f"{number}:76", None))


def test_broken_off_it_goes_on_behind_those_who_are_done(seeded, crew, clock, monkeypatch):
    monkeypatch.setattr(nightly_ranking, "CHUNK", 1)
    assert step(seeded, clock) == 1
    with seeded.read() as session:
        assert (list(market.kept(session)), market.reached(session)) == (
            [crew[0]],
            [(crew[0], 1, False)],
        )
        half = nightly_ranking.rank_next(session, nightly_ranking.register(session, TODAY), TODAY)
        assert [row["citizen"] for row in half.rows] == [crew[1]]
    # What was ranked and not kept when the machine stopped is ranked again.
    assert [step(seeded, clock) for _ in range(4)] == [1, 1, 0, None]
    with seeded.read() as session:
        assert (sorted(market.kept(session)), market.reached(session)) == (
            crew,
            [(crew[2], 3, True)],
        )


def test_a_second_night_of_the_same_day_changes_nothing_and_the_next_day_ranks_anew(
    seeded, crew, clock
):
    with seeded.write() as session:
        assert (market.night(session, on=clock()), market.night(session, on=clock())) == (3, 0)
        first = market.kept(session)
        assert market.night(session, on=clock.forward(days=1)) == 3
        assert (market.kept(session), len(market.reached(session))) == (first, 1)


def test_of_two_at_once_the_slower_keeps_nothing(seeded, crew, clock):
    with seeded.write() as session:
        known = nightly_ranking.register(session, TODAY)
        one, other = (nightly_ranking.rank_next(session, known, TODAY) for _ in range(2))
        assert [
            nightly_ranking.save(session, done, by=SYSTEM, on=clock(), day=TODAY)
            for done in (one, other)
        ] == [
            3,
            0,
        ]
        assert market.reached(session) == [("", 3, True)]


def test_whoever_was_erased_or_asks_no_more_meanwhile_is_not_kept(seeded, crew, clock):
    with seeded.read() as session:
        done = nightly_ranking.rank_next(session, nightly_ranking.register(session, TODAY), TODAY)
    with seeded.write() as session:
        erase.erase(session, crew[0], by=IRODA, on=clock())
        asks_no_more = update(LookingFor).where(col(LookingFor.citizen) == crew[1])
        session.execute(asks_no_more.values(looking=False, told_of=False))
    with seeded.write() as session:
        assert nightly_ranking.save(session, done, by=SYSTEM, on=clock(), day=TODAY) == 1
        assert list(market.kept(session)) == [crew[2]]


def test_erased_with_the_file_and_dropped_when_they_ask_no_more(seeded, crew, clock):
    with seeded.write() as session:
        market.night(session, on=clock())
        erase.erase(session, crew[0], by=IRODA, on=clock())
        assert sorted(market.kept(session)) == crew[1:]
        session.execute(update(LookingFor).values(looking=False, told_of=False))
        assert market.night(session, on=clock.forward(days=1)) == 0
        assert market.kept(session) == {}


def test_an_empty_register_and_nobody_who_looks_are_ranked_in_no_time(database, clock):
    assert [step(database, clock) for _ in range(2)] == [0, None]
    with database.read() as session:
        assert nightly_ranking.list_all(session, "C-NOBODY") == []
        assert market.kept(session) == {}
        assert journal.history(session, "ranking", TODAY.isoformat()) == []


def test_without_a_trade_and_without_a_fresh_rate_there_is_still_a_night(seeded, clock):
    with seeded.write() as session:
        (person,) = market.people(session, "Dono", on=clock())
        (idle,) = market.people(session, "Erkin", on=clock())
        profiles.forget(session, idle.reference)
        session.add(LookingFor(citizen=idle.reference, looking=True, changed_at=clock()))
        wish = update(LookingFor).where(col(LookingFor.citizen) == person.reference)
        session.execute(wish.values(wage=10**13, currency="USD"))
        session.execute(
            update(nightly_ranking.exchange_rates.Rate).values(on=TODAY - timedelta(days=40))
        )
        assert market.night(session, on=clock()) == 1
        number = cast.named(session, "published").reference
        assert market.kept(session) == {person.reference: (f"{number}:76", None)}
