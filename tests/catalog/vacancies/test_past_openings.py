"""What was open on a past day stays so, whatever happens to the vacancy later."""

from datetime import timedelta

from catalog.vacancies import agency_vacancies, past_openings, seats, vetting
from catalog.vacancies.vacancies import Vacancy
from tests.support import cast
from tests.support.cast import HAMID, SYSTEM, TODAY


def test_places_and_vacancies_of_a_past_day_are_those_of_that_day(seeded, clock):
    ends = clock.forward(hours=1)
    with seeded.write() as session:
        number = cast.named(session, "published").reference
        before = past_openings.free_places(session, "AG-VALID", TODAY, ends)
        assert before[number] == 5
    clock.forward(days=10)
    with seeded.write() as session:
        seats.take(session, number, by=SYSTEM, on=clock())
        paused = cast.named(session, "paused").reference
        vetting.step(session, paused, "publish", by=SYSTEM, on=clock())
    with seeded.write() as session:
        row = session.get_one(Vacancy, number)
        agency_vacancies.withdraw(session, row, "", by=HAMID, on=clock())
    with seeded.read() as session:
        assert past_openings.free_places(session, "AG-VALID", TODAY, ends) == before
        later = past_openings.free_places(
            session, "AG-VALID", TODAY + timedelta(days=10), clock.forward(days=1)
        )
        assert number not in later
        assert paused in later
