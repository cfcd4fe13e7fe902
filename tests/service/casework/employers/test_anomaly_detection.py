"""What stands out among claims and questions, and what does not."""

from datetime import date, timedelta
from itertools import count

import msgspec
import pytest
from sqlalchemy import select

from catalog.core import journal
from catalog.core.actor import SYSTEM
from catalog.employers import employers
from catalog.employers.employers import NewEmployer
from catalog.vacancies import vacancies
from service.casework.claims import wage_claims
from service.casework.employers import anomaly_detection, early_warnings
from service.casework.employers.early_warnings import AlertAction, Decision
from tests.support import cast

LONG_AGO = date(2025, 1, 1)


WORKERS = count(1)


def worker():
    """The contact of somebody who has no record yet."""
    number = next(WORKERS)
    return msgspec.structs.replace(
        cast.ALISHERS_CLAIM.contact, name=f"Worker {number}", phone=f"+99890{number:07}"
    )


def filed(
    session, clock, times, *, employer="Zarya Stroy", days_ago=0, contact=None, by=cast.ELYOR
):
    for _ in range(times):
        result = msgspec.structs.replace(
            cast.ALISHERS_CLAIM,
            contact=contact or worker(),
            employer=employer,
            worked_from=LONG_AGO,
            worked_to=LONG_AGO,
        )
        on, day = clock() - timedelta(days=days_ago), cast.TODAY - timedelta(days=days_ago)
        wage_claims.file(session, result, by=by, on=on, day=day)


def looked(session, clock):
    return anomaly_detection.detect(session, by=SYSTEM, on=clock(), day=clock.today)


def of(rows, kind):
    return [row for row in rows if row.kind == kind]


@pytest.mark.parametrize(
    ("seen", "likely", "known"),
    [
        (1, 1.0, 1.0),
        (3, 0.5, 0.014387677966970713),
        (5, 1.0, 0.0036598468273437135),
        (20, 5.0, 3.45214e-07),
    ],
)
def test_the_chance_is_the_upper_tail_of_poissons_distribution(seen, likely, known):
    """Against values from tables; where no more was seen than is likely, nothing is said."""
    assert anomaly_detection.chance(seen, likely) == pytest.approx(known, rel=1e-3)


def test_the_chance_falls_with_what_is_seen_and_stays_a_chance_for_a_whole_country():
    found = [anomaly_detection.chance(seen, 400.0) for seen in range(400, 700, 20)]
    assert found == sorted(found, reverse=True)
    assert all(0 <= one <= 1 for one in found)


def test_three_claims_against_an_employer_nobody_complained_of_stand_out(seeded, clock):
    with seeded.write() as session:
        filed(session, clock, 1, employer="Somebody Else", days_ago=300)
        filed(session, clock, 2)
        assert of(looked(session, clock), "employer") == []
        filed(session, clock, 1, employer="ЗАРЯ СТРОЙ")
        row = of(looked(session, clock), "employer")[0]
        assert (row.seen, row.days, row.before, row.country) == (3, 28, 0, "RU")
        assert row.expected == pytest.approx(28 / row.history)
    with seeded.read() as session:
        assert [one.act for one in journal.history(session, "alert", row.reference)] == ["alert"]


def test_what_happened_as_often_all_year_does_not(seeded, clock):
    with seeded.write() as session:
        for days_ago in range(29, 380, 14):
            filed(session, clock, 1, days_ago=days_ago)
        filed(session, clock, 3)
        assert of(looked(session, clock), "employer") == []


def test_a_service_that_has_just_begun_takes_its_first_claims_for_no_cluster(seeded, clock):
    with seeded.write() as session:
        filed(session, clock, 3)
        assert looked(session, clock) == []


def test_it_waits_once_however_often_it_is_looked_and_is_counted_anew(seeded, clock):
    with seeded.write() as session:
        filed(session, clock, 1, employer="Somebody Else", days_ago=300)
        filed(session, clock, 3)
        first = of(looked(session, clock), "employer")
        filed(session, clock, 2)
        assert of(looked(session, clock), "employer") == []
        assert [row.seen for row in of(early_warnings.list_waiting(session), "employer")] == [5]
        assert len(first) == 1


def test_after_a_decision_only_what_came_later_counts(seeded, clock):
    with seeded.write() as session:
        filed(session, clock, 1, employer="Somebody Else", days_ago=300)
        filed(session, clock, 4)
        row = of(looked(session, clock), "employer")[0]
        decision = Decision(AlertAction.DISMISS, "All from one quarrel")
        early_warnings.decide(session, row, decision, by=cast.FARIDA, on=clock(), day=cast.TODAY)
        clock.forward(days=3)
        assert of(looked(session, clock), "employer") == []
        filed(session, clock, 3, days_ago=-3)
        again = of(looked(session, clock), "employer")
        assert [(row.seen, row.days) for row in again] == [(3, 3)]


def test_claims_against_an_employer_come_back_to_who_alone_recruits_for_it(seeded, clock):
    """Several recruit for Severny: which of them brought these workers nobody said, so nobody is
    pointed at."""
    with seeded.write() as session:
        firm = employers.record(
            session, NewEmployer("Uzoq Sharq Stroy", "RU"), by=cast.FARIDA, on=clock()
        )
        result = cast.vacancy("J-ALONE")
        vacancies.submit(
            session, result, agency="AG-VALID", employer=firm.reference, by=cast.FARIDA, on=clock()
        )
        filed(session, clock, 1, employer="Somebody Else", days_ago=300)
        filed(session, clock, 3, employer=cast.SEVERNY.name)
        filed(session, clock, 3, employer="Узоқ Шарқ Строй")
        assert [row.subject for row in of(looked(session, clock), "agency")] == ["AG-VALID"]


def test_claims_and_questions_are_never_added(seeded, clock):
    with seeded.write() as session:
        filed(session, clock, 1, employer="Somebody Else", days_ago=300)
        filed(session, clock, 5)
        looked(session, clock)
        counted = {
            (row.unit, row.subject): row.seen
            for row in session.execute(select(early_warnings.Alert)).scalars()
        }
        # The cast's own claim against another employer is a sixth claim of that country.
        assert counted["claims", "RU"] == 6
        assert ("questions", "RU") not in counted
