"""The trust card tells shares with their base, and none below ten."""

from datetime import date, timedelta

import msgspec
import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.licensing import agencies, deposits
from catalog.licensing.agencies import Agency
from catalog.licensing.deposits import NewDeposit
from matching.applications.applications import Application
from matching.identity.persons import Citizen
from service.casework.claims import wage_claims
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import NewLine
from service.casework.complaints import complaint_deadlines, complaint_decisions
from service.casework.complaints.complaint_decisions import AnswerInput
from service.casework.employers import agency_scorecard
from service.casework.employers.agency_scorecard import HIDDEN, AnswerTime, DepositCover, Share
from tests.service.casework.complained import complained
from tests.support import cast
from tests.support.cast import ALISHER, ALISHERS_CLAIM, FARIDA, GULNORA, HAMID, TODAY
from tests.support.sample_placements import placed


@pytest.fixture
def session(seeded):
    with seeded.write() as session:
        yield session
        session.rollback()


def placements(
    session, clock, many: int, *, state: str = "working", ago: int = 100, agency: str = "AG-VALID"
) -> None:
    """So many arrivals in Moscow, so many days ago, with what became of each."""
    rustam = session.execute(select(Citizen).where(col(Citizen.name) == "Rustam Invented")).scalar()
    vacancy = cast.named(session, "over").reference
    came = TODAY - timedelta(days=ago)
    for number in range(many):
        row = placed(
            session,
            of=rustam.reference,
            on=clock(),
            agency=agency,
            contract=f"{state}-{ago}-{number}",
            signed_on=came - timedelta(days=9),
            departed_on=came - timedelta(days=1),
            arrived_on=came,
        )
        over = state if state in ("completed", "returned") else "completed"
        application = Application(
            citizen=rustam.reference,
            vacancy=vacancy,
            state=over,
            applied_at=clock(),
            moved_at=clock(),
        )
        application.placement = row.reference
        session.add(application)
    session.flush()


def card(session, clock) -> agency_scorecard.Card:
    return agency_scorecard.card(session, session.get_one(Agency, "AG-VALID"), clock(), TODAY)


def claimed(session, clock, number: int) -> wage_claims.Claim:
    """A documented claim of somebody whom the agency had placed in Moscow."""
    owed = [NewLine(Component.BASE_PAY, 1_000_00, "UZS")]
    row = wage_claims.file(
        session,
        msgspec.structs.replace(ALISHERS_CLAIM, lines=owed),
        by=ALISHER,
        on=clock(),
        day=TODAY,
    ).claim
    wage_claims.lines(session, row.reference)[0].documented = 1_000_00
    signed = {"contract": f"claim-{number}", "signed_on": date(2026, 2, 1)}
    placed(session, of=row.citizen, on=clock(), arrived_on=date(2026, 2, 20), **signed)
    return row


def test_below_ten_nothing_is_told(session, clock):
    placements(session, clock, 9)
    result = card(session, clock)
    assert (result.placed, result.at_work, result.complaints, result.claims, result.answered) == (
        None,
        HIDDEN,
        HIDDEN,
        HIDDEN,
        HIDDEN,
    )


def test_from_ten_on_each_share_has_its_base(session, clock):
    placements(session, clock, 10)
    placements(session, clock, 2, state="returned", ago=120)
    for row in session.execute(
        select(Application).where(col(Application.state) == "returned")
    ).scalars():
        row.moved_at = clock.now - timedelta(days=60)
    placements(session, clock, 1, ago=400)
    result = card(session, clock)
    assert (result.placed, result.at_work) == (12, Share(11, 13))
    assert (result.at_work.hundred, result.claims, result.since) == (
        85,
        Share(0, 12),
        date(2025, 11, 25),
    )


def test_complaints_count_once_two_officers_confirm_and_answers_by_their_clock(session, clock):
    placements(session, clock, 10)
    promise = complaint_deadlines.in_force(session, TODAY)
    rows = [complained(session, clock()) for _ in range(12)]
    for row in rows[:9]:
        complaint_decisions.answer(
            session, row, AnswerInput("Yes."), by=HAMID, on=clock.forward(hours=1)
        )
    clock.forward(days=11)
    assert card(session, clock).answered == Share(9, 12)
    complaint_decisions.escalate(session, rows[11], promise, by=ALISHER, on=clock())
    complaint_decisions.uphold(session, rows[11], by=FARIDA, on=clock())
    assert card(session, clock).complaints == Share(0, 10)
    complaint_decisions.uphold(session, rows[11], by=GULNORA, on=clock())
    assert card(session, clock).complaints == Share(1, 10)
    assert (
        agency_scorecard.card(
            session, session.get_one(Agency, "AG-EXPIRING"), clock(), TODAY
        ).complaints
        == HIDDEN
    )


def test_claims_of_people_it_placed_there_before(session, clock):
    placements(session, clock, 10)
    person = session.execute(
        select(Citizen).where(col(Citizen.name) == "Alisher Invented")
    ).scalar()
    placed(
        session,
        of=person.reference,
        on=clock(),
        signed_on=date(2026, 2, 1),
        arrived_on=date(2026, 2, 20),
    )
    assert card(session, clock).claims == Share(1, 11)


def test_an_agency_that_leaves_most_complaints_open_does_not_look_quick(session, clock):
    rows = [complained(session, clock()) for _ in range(11)]
    for row in rows[:6]:
        complaint_decisions.answer(
            session, row, AnswerInput("Yes."), by=HAMID, on=clock.forward(hours=9)
        )
    clock.forward(days=16)
    assert card(session, clock).answer_time == AnswerTime(3, 11, unanswered=False)
    rows[5].answered_at = None
    session.flush()
    assert card(session, clock).answer_time == AnswerTime(18, 11, unanswered=True)
    rows[10].settled_at = rows[10].filed_at
    session.flush()
    assert card(session, clock).answer_time == AnswerTime(2, 10)
    rows[9].settled_at = rows[9].filed_at
    session.flush()
    assert card(session, clock).answer_time == AnswerTime(None, None)


def test_the_deposit_beside_few_claims_would_give_away_what_one_worker_is_owed(session, clock):
    made = [claimed(session, clock, number) for number in range(10)]
    licence = agencies.status(session, "AG-VALID", TODAY).licence.id
    new_deposit = NewDeposit("Invented", 55_000_00, "UZS")
    deposits.deposit(session, licence, new_deposit, by=FARIDA, on=clock())
    assert card(session, clock).cover == DepositCover(550, 10)
    line = wage_claims.lines(session, made[9].reference)[0]
    line.currency = "XTS"
    session.flush()
    assert card(session, clock).cover == DepositCover(None, 10)
    made[9].state = "closed"
    session.flush()
    assert card(session, clock).cover == DepositCover(None, None)


def test_the_state_agency_has_the_same_card_without_a_deposit(session, clock):
    placements(session, clock, 10, agency="AG-STATE")
    result = agency_scorecard.public_card(
        session, session.get_one(Agency, "AG-STATE"), clock(), TODAY
    )
    assert (result.placed, result.at_work, result.cover) == (10, Share(10, 10), None)
    elsewhere = session.get_one(Agency, "AG-DHAKA")
    assert agency_scorecard.public_card(session, elsewhere, clock(), TODAY) is None
