"""A complaint is read within two days and answered within ten, or goes to the officers; two of them
make it count."""

from datetime import timedelta

import pytest

from catalog.core.errors import NotAllowed
from catalog.licensing import legal_rules
from catalog.licensing.legal_rules import NewLaw, Unit
from catalog.reference.countries import Mark
from service.casework.complaints import complaint_deadlines, complaint_decisions, complaints
from service.casework.complaints.complaint_decisions import (
    AnswerInput,
    HidesContact,
    StillInTime,
    WrongComplaintState,
)
from tests.service.casework.complained import complained
from tests.support.cast import ALISHER, FARIDA, GULNORA, HAMID, IRODA, TODAY


@pytest.fixture
def row(seeded, clock):
    with seeded.write() as session:
        session.info["kept"] = complained(session, clock())
        yield session.info["kept"]
        session.rollback()


@pytest.fixture
def session(row):
    return row._sa_instance_state.session


@pytest.fixture
def promise(session):
    return complaint_deadlines.in_force(session, TODAY)


def test_answered_in_time_and_settled(session, row, promise, clock):
    complaint_decisions.acknowledge(session, row, by=HAMID, on=clock.forward(hours=47))
    assert not complaint_decisions.is_late(row, promise, clock())
    complaint_decisions.answer(
        session, row, AnswerInput("You get it back on Monday."), by=HAMID, on=clock.forward(days=7)
    )
    complaint_decisions.settle(session, row, by=ALISHER, on=clock.forward(days=30))
    assert row.state == "settled"
    assert not complaint_decisions.is_late(row, promise, clock.forward(days=90))
    with pytest.raises(WrongComplaintState):
        complaint_decisions.answer(session, row, AnswerInput("Again"), by=HAMID, on=clock())


def test_late_by_either_clock(session, row, promise, clock):
    assert not complaint_decisions.is_late(row, promise, clock.forward(hours=48))
    assert complaint_decisions.is_late(row, promise, clock.forward(seconds=1))
    complaint_decisions.acknowledge(session, row, by=HAMID, on=clock())
    assert complaint_decisions.is_late(row, promise, clock()), "read too late, it stays late"
    assert complaint_decisions.response_deadlines(row, promise).answer == row.filed_at + timedelta(
        days=10
    )


def test_a_public_holiday_is_no_part_of_either_clock(session, row, clock):
    holiday = NewLaw("holiday_x", 1126, Unit.MONTH_DAY, Mark.SOURCED, "invented")
    legal_rules.load(session, [holiday], by=FARIDA, on=clock())
    promise = complaint_deadlines.in_force(session, TODAY)
    assert not complaint_decisions.is_late(row, promise, clock.forward(hours=72))
    assert complaint_decisions.is_late(row, promise, clock.forward(seconds=1))
    assert complaint_decisions.response_deadlines(row, promise).answer == row.filed_at + timedelta(
        days=11
    )


def test_nobody_hands_it_to_the_officers_before_its_time(session, row, promise, clock):
    for by in (ALISHER, FARIDA):
        with pytest.raises(StillInTime):
            complaint_decisions.escalate(session, row, promise, by=by, on=clock())
    with pytest.raises(NotAllowed):
        complaint_decisions.escalate(session, row, promise, by=HAMID, on=clock.forward(days=20))
    complaint_decisions.escalate(session, row, promise, by=FARIDA, on=clock())
    assert row.state == "escalated"
    complaint_decisions.answer(session, row, AnswerInput("Paid back today."), by=HAMID, on=clock())
    assert row.state == "escalated", "it stays with the officers"


def test_what_an_agency_answered_to_the_officers_or_before_stays(session, row, promise, clock):
    complaint_decisions.escalate(session, row, promise, by=FARIDA, on=clock.forward(days=3))
    complaint_decisions.answer(session, row, AnswerInput("Paid back today."), by=HAMID, on=clock())
    answered = row.answered_at
    with pytest.raises(WrongComplaintState):
        complaint_decisions.answer(
            session, row, AnswerInput("I never took any money."), by=HAMID, on=clock.forward(days=1)
        )
    assert complaints.answer_of(session, row) == "Paid back today."
    assert row.answered_at == answered


def test_whoever_answered_does_not_answer_anew_once_it_is_with_the_officers(
    session, row, promise, clock
):
    complaint_decisions.answer(session, row, AnswerInput("No."), by=HAMID, on=clock())
    complaint_decisions.escalate(session, row, promise, by=ALISHER, on=clock())
    with pytest.raises(WrongComplaintState):
        complaint_decisions.answer(session, row, AnswerInput("Yes."), by=HAMID, on=clock())
    assert complaints.answer_of(session, row) == "No."


def test_two_officers_make_it_count(session, row, promise, clock):
    complaint_decisions.answer(session, row, AnswerInput("No."), by=HAMID, on=clock())
    complaint_decisions.escalate(session, row, promise, by=ALISHER, on=clock())
    complaint_decisions.uphold(session, row, by=FARIDA, on=clock())
    for by in (HAMID, IRODA, ALISHER):
        with pytest.raises(NotAllowed):
            complaint_decisions.uphold(session, row, by=by, on=clock())
    complaint_decisions.uphold(session, row, by=GULNORA, on=clock())
    assert (row.state, row.first_officer, row.second_officer) == (
        "confirmed",
        FARIDA.account,
        GULNORA.account,
    )
    with pytest.raises(WrongComplaintState):
        complaint_decisions.dismiss(session, row, by=GULNORA, on=clock())


def test_what_cannot_be_confirmed_does_not_count(session, row, promise, clock):
    complaint_decisions.escalate(session, row, promise, by=ALISHER, on=clock.forward(days=3))
    complaint_decisions.dismiss(session, row, by=GULNORA, on=clock())
    assert row.state == "unfounded"


def test_contact_only_as_agreed(session, row, clock):
    with pytest.raises(HidesContact):
        complaint_decisions.contact(session, row, by=HAMID, on=clock())
    row.contact_shown = True
    assert complaint_decisions.contact(session, row, by=HAMID, on=clock()) == (
        "Alisher Invented",
        "+998900000001",
    )
    with pytest.raises(NotAllowed):
        complaint_decisions.contact(session, row, by=FARIDA, on=clock())
