"""The places of a vacancy: never more people than there are places, however many ask at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from catalog.core import journal
from catalog.core.errors import Conflict
from catalog.vacancies import seats
from catalog.vacancies.seats import Full
from catalog.vacancies.vacancies import Vacancy
from tests.support import cast
from tests.support.cast import GULNORA


def test_twenty_four_people_race_for_five_places(seeded, clock):
    with seeded.read() as session:
        reference = cast.named(session, "published").reference

    def race(_number: int) -> bool:
        try:
            with seeded.write() as session:
                seats.take(session, reference, by=GULNORA, on=clock())
        except Full:
            return False
        return True

    with ThreadPoolExecutor(8) as runners:
        assert sum(runners.map(race, range(24))) == 5
    with seeded.read() as session:
        row = session.get(Vacancy, reference)
        assert (row.seats_taken, row.seats) == (5, 5)
        assert [one.act for one in journal.history(session, "vacancy", reference)].count(
            "take_seat"
        ) == 5
        assert journal.verify(session) is None


def test_the_database_itself_holds_that_no_place_is_given_twice(seeded):
    def overfill() -> None:
        with seeded.write() as session:
            cast.named(session, "published").seats_taken = 6

    with pytest.raises(Conflict):
        overfill()


def test_there_is_no_place_in_a_vacancy_that_is_not_there(ground, clock):
    with pytest.raises(Full):
        seats.take(ground, "V-NOBODY", by=GULNORA, on=clock())


def test_a_place_given_back_can_be_taken_again_and_none_is_given_back_twice(seeded, clock):
    with seeded.write() as session:
        number = cast.named(session, "full").reference
        for _ in range(2):
            seats.free(session, number, by=GULNORA, on=clock())
    with seeded.write() as session:
        assert session.get(Vacancy, number).seats_taken == 0
        seats.take(session, number, by=GULNORA, on=clock())
        with pytest.raises(Full):
            seats.take(session, number, by=GULNORA, on=clock())
