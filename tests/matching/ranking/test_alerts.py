"""Alerts: a new vacancy is looked at once for everybody who asked, and kept for those whom it suits
better than what they know."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from catalog.core import journal
from catalog.core.actor import SYSTEM
from catalog.vacancies import vacancies
from matching.profiles.profiles import LookingFor
from matching.ranking import alerts
from matching.ranking.alerts import Round, Watch
from matching.ranking.nightly_ranking import Ranking
from matching.scoring.eligibility import Profile
from service.privacy import erase
from tests.matching import market
from tests.matching.ranking.test_vacancy_columns import one
from tests.matching.sheets import RATES
from tests.support.cast import FARIDA, IRODA, TODAY


@pytest.fixture
def crew(seeded, clock):
    """Two who were told all that there was."""
    with seeded.write() as session:
        crew = [one.reference for one in market.people(session, "Aziz Bek", on=clock())]
        assert look(session, clock) == 0
        market.night(session, on=clock())
        return crew


def look(session, clock) -> int:
    found = [
        alerts.find_new(session, kind, TODAY) for kind in alerts.list_waiting_kinds(session, TODAY)
    ]
    return sum(alerts.save(session, one, by=SYSTEM, on=clock(), day=TODAY) for one in found)


def shown(session, person) -> list[tuple[str, int]]:
    return [(row.vacancy, row.points) for row in alerts.list_shown(session, person, TODAY)]


def test_who_was_never_ranked_is_told_nothing_and_all_vacancies_count_as_looked_at(seeded, clock):
    with seeded.write() as session:
        (person,) = market.people(session, "Aziz", on=clock())
        assert sorted(alerts.list_waiting_kinds(session, TODAY)) == ["51", "72", "91"]
        assert (look(session, clock), alerts.list_waiting_kinds(session, TODAY)) == (0, [])
        assert shown(session, person.reference) == []
        assert {row.found for row in session.execute(select(Round)).scalars()} == {0}


def test_a_new_vacancy_is_told_to_those_who_know_fewer_than_twenty_once_and_with_one_entry(
    seeded, crew, clock
):
    with seeded.write() as session:
        new = market.publish(session, "J-NEW", on=clock(), experience_years=1).reference
        assert (
            alerts.list_waiting_kinds(session, TODAY),
            look(session, clock),
            look(session, clock),
        ) == (["72"], 2, 0)
        assert [shown(session, person) for person in crew] == [[(new, 80)], [(new, 80)]]
        assert session.get(Round, new).found == 2
    with seeded.read() as session:
        assert [entry.act for entry in journal.history(session, "match", new)] == ["look"]


def test_it_must_beat_the_twentieth_that_is_known(seeded, crew, clock):
    with seeded.write() as session:
        for person, least in zip(crew, (79, 80), strict=True):
            session.execute(
                update(Ranking).where(col(Ranking.citizen) == person).values(least=least)
            )
        new = market.publish(session, "J-NEW", on=clock(), experience_years=1).reference
        assert look(session, clock) == 1
        assert [shown(session, person) for person in crew] == [[(new, 80)], []]


def test_what_a_gate_shuts_lies_elsewhere_or_is_other_work_is_told_to_nobody(seeded, crew, clock):
    with seeded.write() as session:
        session.execute(
            update(LookingFor).where(col(LookingFor.citizen) == crew[0]).values(countries="DE")
        )
        market.publish(session, "J-YOUNG", on=clock(), age_max=20)
        market.publish(session, "J-COOK", on=clock(), isco08="5120")
        assert look(session, clock) == 0
        new = market.publish(session, "J-KOREA", on=clock()).reference
        assert look(session, clock) == 1
        assert [shown(session, person) for person in crew] == [[], [(new, 76)]]


def test_whoever_asks_no_more_or_was_erased_meanwhile_gets_none(seeded, crew, clock):
    with seeded.write() as session:
        market.publish(session, "J-NEW", on=clock())
        found = alerts.find_new(session, "72", TODAY)
        assert {citizen for citizen, *_ in found.pairs} == set(crew)
        session.execute(
            update(LookingFor).where(col(LookingFor.citizen) == crew[0]).values(told_of=False)
        )
        erase.erase(session, crew[1], by=IRODA, on=clock())
        assert alerts.save(session, found, by=SYSTEM, on=clock(), day=TODAY) == 0
        assert [alerts.list_all(session, person) for person in crew] == [[], []]


def test_of_two_who_looked_at_once_the_second_adds_nothing(seeded, crew, clock):
    with seeded.write() as session:
        market.publish(session, "J-NEW", on=clock())
        one, other = (alerts.find_new(session, "72", TODAY) for _ in range(2))
        assert [
            alerts.save(session, each, by=SYSTEM, on=clock(), day=TODAY) for each in (one, other)
        ] == [2, 0]


def test_withdrawn_meanwhile_it_is_not_shown_and_erased_it_is_gone(seeded, crew, clock):
    with seeded.write() as session:
        new = market.publish(session, "J-NEW", on=clock()).reference
        look(session, clock)
        vacancies.pause(session, new, reason="Invented", by=FARIDA, on=clock())
        assert (shown(session, crew[0]), len(alerts.list_all(session, crew[0]))) == ([], 1)
        erase.erase(session, crew[0], by=IRODA, on=clock())
        assert (alerts.list_all(session, crew[0]), len(alerts.list_all(session, crew[1]))) == (
            [],
            1,
        )


def test_several_trades_in_one_kind_give_one_alert_with_the_best_points():
    items = [Profile("7212", 1), Profile("7213", 3)]
    watch = Watch([("C-1", items, ""), ("C-2", items[:1], "")], [None, 44], "72", RATES)
    assert sorted(watch.beaten([one("V-1"), one("V-2", "7213")])) == [
        (0, "V-1", 44),
        (0, "V-2", 55),
    ]
    assert watch.beaten([one("V-3", experience_years=0)]) == [(0, "V-3", 44)]


def test_nobody_of_a_kind_is_nobody_to_tell():
    assert Watch([("C-1", [Profile("5120")], "")], [None], "72", RATES).beaten([one("V-1")]) == []


def test_after_two_months_nobody_is_told_that_it_was_new(seeded, crew, clock):
    with seeded.write() as session:
        market.publish(session, "J-NEW", on=clock())
        look(session, clock)
        for days, left in ((60, 2), (61, 0)):
            alerts.expire(session, TODAY + timedelta(days=days))
            assert sum(len(alerts.list_all(session, person)) for person in crew) == left
