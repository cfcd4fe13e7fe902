"""Candidates as a recruiter sees them: in order, with reasons, and without anything that tells who
they are."""

from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import event

from catalog.core.errors import NotAllowed, NotFound
from catalog.licensing.proposals import ProposedAction
from catalog.licensing.recruiting_rights import MayNotRecruitNow
from matching.applications import applications, transitions
from matching.applications.applications import RejectionReason
from matching.recruiting import applicant_view
from matching.recruiting.applicant_view import (
    ContactOver,
    MissingReason,
    MissingTime,
    NotForYou,
    NotRevealed,
    StepInput,
)
from matching.scoring.eligibility import Gate
from service.infra.database import Database
from tests.support import cast, sample_proposals
from tests.support.cast import FARIDA, HAMID, TODAY
from tests.support.sample_applications import applied, worker

STOPPED = msgspec.structs.replace(HAMID, agency="AG-SUSPENDED")


@pytest.fixture
def session(seeded: Database):
    with seeded.write() as session:
        yield session
        session.rollback()


def take(session, row, act, clock, step_input=None, by=HAMID):
    return applicant_view.take_step(
        session, row, act, step_input or StepInput(), by=by, on=clock(), day=TODAY
    )


def test_candidates_are_described_in_the_same_few_queries_and_nobody_is_named(session, clock):
    rows = []
    for name, years in (
        ("Middling Invented", 2),
        ("Strong Invented", 9),
        ("Strong Too Invented", 9),
    ):
        rows.append(
            applied(session, worker(session, on=clock(), name=name, years=years), on=clock())
        )
        clock.forward(hours=1)
    found, few = described(session, rows[:1])
    assert found == described(session, rows)[0][:1]
    found, many = described(session, rows)
    assert many == few, "a query for each candidate makes a long list slow"
    assert [one.reference for one in found] == [row.reference for row in rows]
    text = msgspec.json.encode(found).decode()
    assert not [word for word in ("Invented", "000 00 71", "C-", "female", "1726") if word in text]
    assert found[1].trades == [("7212", 9, True)]
    assert found[1].sheet.open
    assert "reject" in found[1].acts
    vacancy = rows[0].vacancy
    assert applicant_view.count_by_state(session, vacancy, by=HAMID) == {"submitted": 3}
    assert applicant_view.count_by_state(session, vacancy, by=STOPPED) == {}
    assert applicant_view.count_new(session, by=HAMID) == {vacancy: 3}
    (theirs,) = applicant_view.describe_all(session, rows[:1], by=STOPPED, day=TODAY)
    assert theirs.acts == []


def described(session, rows):
    """The candidates, and how many queries they took."""
    asked = []
    listen = lambda *words: asked.append(words[2])  # noqa: E731
    event.listen(session.get_bind(), "before_cursor_execute", listen)
    try:
        return applicant_view.describe_all(session, rows, by=HAMID, day=TODAY), len(asked)
    finally:
        event.remove(session.get_bind(), "before_cursor_execute", listen)


def test_name_and_number_are_told_after_consent_alone(session, clock):
    row = applied(session, worker(session, on=clock()), on=clock(), consent=False)
    with pytest.raises(NotRevealed):
        applicant_view.contact(session, row, by=HAMID, on=clock(), day=TODAY)
    with pytest.raises(NotAllowed):
        applicant_view.contact(session, row, by=FARIDA, on=clock(), day=TODAY)
    row.consent = True
    result = applicant_view.contact(session, row, by=HAMID, on=clock(), day=TODAY)
    assert (result.name, result.phone) == ("Worker Invented", "+998900000071")


@pytest.mark.parametrize("stop", [ProposedAction.SUSPEND, ProposedAction.BAR])
def test_an_agency_that_may_not_recruit_is_told_of_nobody_new_but_of_those_it_promised_a_place(
    session, clock, stop
):
    row = applied(session, worker(session, on=clock()), on=clock())
    sample_proposals.signed(
        session,
        "AG-VALID",
        stop,
        on=clock(),
        **({"code": "fraud"} if stop is ProposedAction.BAR else {}),
    )
    promised = {
        "offered",
        "accepted",
        "contract_signed",
        "visa_in_process",
        "pre_departure_done",
        "departed",
        "arrived_confirmed",
        "working",
    }
    for state in applications.State:
        row.state = state.value
        if state in promised:
            assert (
                applicant_view.contact(session, row, by=HAMID, on=clock(), day=TODAY).phone
                == "+998900000071"
            )
        else:
            over = state in applications.EXITS
            with pytest.raises(ContactOver if over else MayNotRecruitNow):
                applicant_view.contact(session, row, by=HAMID, on=clock(), day=TODAY)


def test_a_no_needs_a_why_and_an_interview_its_hour(session, clock):
    row = applied(session, worker(session, on=clock()), on=clock())
    with pytest.raises(MissingReason):
        take(session, row, "reject", clock)
    take(session, row, "find_eligible", clock)
    with pytest.raises(MissingTime):
        take(session, row, "invite", clock)
    take(session, row, "invite", clock, StepInput(at=clock() + timedelta(days=3)))
    assert row.state == "interview"
    take(session, row, "reject", clock, StepInput(why=RejectionReason.LANGUAGE))
    assert (row.state, row.why) == ("rejected", "language")


def test_an_offer_needs_the_papers_and_a_licence_of_today(session, clock):
    row = applied(session, worker(session, on=clock()), on=clock())
    take(session, row, "find_eligible", clock)
    with pytest.raises(MayNotRecruitNow):
        take(session, row, "shortlist", clock, by=STOPPED)
    with pytest.raises(MayNotRecruitNow):
        applicant_view.see_papers(session, row, [Gate.HEALTH], by=STOPPED, on=clock(), day=TODAY)
    applicant_view.see_papers(
        session, row, [Gate.HEALTH, Gate.ENTRY_BAN], by=HAMID, on=clock(), day=TODAY
    )
    take(session, row, "offer", clock, StepInput(until=TODAY + timedelta(days=5)))
    assert (row.state, row.held_until) == ("offered", TODAY + timedelta(days=5))
    for act in ("sign", "depart", "hand_in", "expire", "nonsense"):
        with pytest.raises(NotForYou):
            take(session, row, act, clock)


def test_a_suspended_agency_can_still_say_no(session, clock):
    person = worker(session, on=clock(), name="Other Invented")
    row = applied(session, person, on=clock())
    row.vacancy = cast.named(session, "of_suspended").reference
    session.flush()
    assert (
        take(
            session, row, "reject", clock, StepInput(why=RejectionReason.NO_SEAT), by=STOPPED
        ).state
        == "rejected"
    )
    assert applicant_view.vacancies_of(session, [row.vacancy])[row.vacancy].agency == "AG-SUSPENDED"


def test_another_agencys_candidate_is_not_there(session, clock):
    row = applied(session, worker(session, on=clock()), on=clock())
    with pytest.raises(NotFound):
        applications.get(session, row.reference, by=STOPPED)
    assert "reject" in transitions.allowed_steps(session, row, HAMID)
