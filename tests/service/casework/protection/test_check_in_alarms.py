"""What cannot wait opens a call for the post and the advisers; what can, opens none, and nothing is
called advice by itself."""

import msgspec
import pytest

from matching.identity.persons import Citizen
from matching.journey.check_ins import CheckIn, Housing, Papers, Pay, Work
from service.casework.advice import callbacks
from service.casework.protection import check_in_alarms
from service.casework.protection.check_in_alarms import Trouble
from service.casework.scope import advice_tables
from tests.support.cast import BARNO, DAVRON, ELYOR, FARIDA, NODIRA
from tests.support.sample_applications import WORKER, worker
from tests.support.sample_journeys import GOOD, GRAVE
from tests.support.sample_placements import MOSCOW, ULSAN, arrived_today


@pytest.fixture
def seeded_session(seeded):
    with seeded.write() as session:
        yield session
        session.rollback()


@pytest.fixture
def asked(seeded_session, clock):
    """Answers the first check-in of somebody new, thirty days after they came."""

    def answer(answers, by=WORKER, where=ULSAN, **changed) -> CheckIn:
        one = arrived_today(
            seeded_session, worker(seeded_session, on=clock()).reference, on=clock(), where=where
        )
        row = seeded_session.get_one(CheckIn, (one.reference, 30))
        row.due_on = clock.today
        seeded_session.flush()
        return check_in_alarms.answer(
            seeded_session,
            row,
            msgspec.structs.replace(answers, **changed),
            by=by,
            on=clock(),
            day=clock.today,
        )

    return answer


def test_each_trouble_is_called_by_what_it_is_about(seeded_session, asked):
    for changed, topic in (
        ({"pay": Pay.NONE}, "unpaid_wages"),
        ({"pay": Pay.LESS}, "unpaid_wages"),
        ({"papers": Papers.KEPT}, "document_kept"),
        ({"work": Work.OTHER}, "contract"),
        ({"housing": Housing.NONE}, "housing"),
        ({"wants_call": True}, "other"),
        ({"threatened": True}, "other"),
    ):
        session = seeded_session.get_one(
            advice_tables.Session,
            check_in_alarms.session_for_check_in(seeded_session, asked(GOOD, **changed)),
        )
        assert (session.topic, session.channel, session.level, session.outcome) == (
            topic,
            "website",
            "information",
            "open",
        )


def test_without_trouble_there_is_no_call(seeded_session, asked):
    row = asked(GOOD, pay=Pay.LATE)
    assert check_in_alarms.session_for_check_in(seeded_session, row) is None
    assert seeded_session.get(Trouble, (row.placement, 30)) is None


def test_the_post_there_the_advisers_here_and_in_grave_cases_those_who_protect_see_it(
    seeded_session, asked, clock
):
    number = check_in_alarms.session_for_check_in(seeded_session, asked(GRAVE))
    seen = {
        by.name: number
        in {one.reference for one in callbacks.list_due(seeded_session, clock.today, by=by)}
        for by in (DAVRON, ELYOR, BARNO, NODIRA)
    }
    assert seen == {"Davron": True, "Elyor": False, "Barno": True, "Nodira": True}
    result = check_in_alarms.find_by_session(seeded_session, number)
    assert result.day == 30
    assert check_in_alarms.find_by_session(seeded_session, "A-NOBODY") is None


def test_told_by_telephone_it_is_that(seeded_session, asked):
    one = seeded_session.get_one(
        advice_tables.Session,
        check_in_alarms.session_for_check_in(seeded_session, asked(GRAVE, by=DAVRON)),
    )
    assert (one.channel, one.post) == ("hotline", "KR-SEOUL-EMB")
    other = seeded_session.get_one(
        advice_tables.Session,
        check_in_alarms.session_for_check_in(seeded_session, asked(GRAVE, by=FARIDA, where=MOSCOW)),
    )
    assert other.post == "RU-MOSCOW-EMB"


def test_the_call_is_for_the_worker(seeded_session, asked):
    row = asked(GRAVE)
    session = seeded_session.get_one(
        advice_tables.Session, check_in_alarms.session_for_check_in(seeded_session, row)
    )
    assert seeded_session.get_one(Citizen, session.citizen).name == "Worker Invented"
