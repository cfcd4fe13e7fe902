"""Somebody always has an open claim: an office from its first minute, then whoever took it or was
given it."""

from random import Random

import msgspec
import pytest
from sqlalchemy import select

from catalog.core import journal
from catalog.core.actor import VISITOR
from catalog.core.approvals import ApprovalKind
from service import accounts
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import DESK, Claim, ClaimState
from service.casework.money import payments
from service.casework.workflow import assignment, claim_approvals, state_machine
from service.casework.workflow.assignment import HasItAlready, NothingToDo, NotItsOfficer
from service.casework.workflow.claim_approvals import NewApproval
from service.casework.workflow.claim_closing import ClosingReason
from service.casework.workflow.state_machine import ALLOWED, NewStep
from tests.support import cast, sample_money
from tests.support.cast import ALISHERS_CLAIM, CHINORA, CLAIM, DAVRON, ELYOR, IRODA, MOSCOW, TODAY


@pytest.fixture
def desk(seeded):
    """A session in which the cast have accounts, and Alisher's claim stands."""
    with seeded.write() as session:
        yield session
        session.rollback()


def account(session, name: str) -> str:
    return accounts.find(session, cast.email(name)).reference


def step(session, clock, claim, to=ClaimState.ACKNOWLEDGED, by=CHINORA) -> None:
    new_step = NewStep(to, "Why", "Go on", TODAY, ClosingReason.OUTSIDE_COMPETENCE)
    state_machine.take_step(session, claim, new_step, by=by, on=clock(), day=TODAY)


def test_a_claim_is_its_posts_from_the_first_minute_and_the_desks_where_there_is_none(
    ground, clock, claim
):
    assert (claim.owner, wage_claims.owner(claim)) == (MOSCOW, MOSCOW)
    result = msgspec.structs.replace(ALISHERS_CLAIM, country="PL")
    assert wage_claims.file(ground, result, by=VISITOR, on=clock(), day=TODAY).claim.owner == DESK


def test_a_claim_of_before_has_its_office_as_its_owner(ground, claim):
    claim.owner = ""
    assert wage_claims.owner(claim) == MOSCOW


def test_whoever_takes_a_step_has_it_and_a_supervisors_step_takes_it_from_nobody(
    ground, clock, claim
):
    step(ground, clock, claim)
    assert claim.owner == CHINORA.account
    step(ground, clock, claim, ClaimState.SCREENED, by=IRODA)
    assert claim.owner == CHINORA.account


@pytest.mark.parametrize(
    ("by", "has"), [(CHINORA, MOSCOW), (IRODA, MOSCOW), (ELYOR, ELYOR.account)]
)
def test_what_is_handed_to_a_post_is_that_offices_until_somebody_there_takes_it(
    ground, clock, claim, by, has
):
    claim.state = "accepted"
    step(ground, clock, claim, ClaimState.ASSIGNED_TO_POST, by=by)
    assert claim.owner == has


def test_a_claim_is_given_to_an_officer_of_its_post_and_the_journal_says_so(desk, clock):
    claim = wage_claims.get(desk, CLAIM, by=IRODA)
    for name in ("elyor", "chinora"):
        officer = account(desk, name)
        before, version = claim.owner, claim.version
        row = assignment.assign(desk, claim, officer, by=IRODA, on=clock())
        assert (claim.owner, row.came_from, row.to, claim.version) == (
            officer,
            before,
            officer,
            version + 1,
        )
    assert [one.to for one in assignment.assignments(desk, CLAIM)] == [
        account(desk, "elyor"),
        account(desk, "chinora"),
    ]
    desk.commit()
    assert [one.act for one in journal.history(desk, "claim", CLAIM)] == [
        "file",
        "assign",
        "assign",
    ]


@pytest.mark.parametrize(
    "name", ["davron", "barno", "iroda", "alisher", "hamid", "laylo", "nobody"]
)
def test_nobody_else_can_be_given_it(desk, clock, name):
    claim = wage_claims.get(desk, CLAIM, by=IRODA)
    officer = "U-NOBODY" if name == "nobody" else account(desk, name)
    with pytest.raises(NotItsOfficer):
        assignment.assign(desk, claim, officer, by=IRODA, on=clock())
    assert (claim.owner, assignment.assignments(desk, CLAIM)) == (MOSCOW, [])


def test_nobody_who_is_disabled_can_be_given_it(desk, clock):
    claim = wage_claims.get(desk, CLAIM, by=IRODA)
    accounts.disable(desk, accounts.find(desk, cast.email("elyor")), by=cast.LAYLO, on=clock())
    with pytest.raises(NotItsOfficer):
        assignment.assign(desk, claim, account(desk, "elyor"), by=IRODA, on=clock())


def test_it_is_not_given_twice_to_the_same_nor_when_it_is_closed(desk, clock):
    claim = wage_claims.get(desk, CLAIM, by=IRODA)
    assignment.assign(desk, claim, account(desk, "elyor"), by=IRODA, on=clock())
    with pytest.raises(HasItAlready):
        assignment.assign(desk, claim, account(desk, "elyor"), by=IRODA, on=clock())
    claim.state = "closed"
    with pytest.raises(NothingToDo):
        assignment.assign(desk, claim, account(desk, "chinora"), by=IRODA, on=clock())


def test_a_claim_without_a_post_is_for_the_claims_desk(desk):
    claim = wage_claims.get(desk, CLAIM, by=IRODA)
    claim.post = None
    assert [one.name for one in assignment.officers(desk, claim)] == ["Chinora"]


def lacking(session) -> list[str]:
    """The open claims that have no owner, no next step or no date for it."""
    rows = list(session.execute(select(Claim).where(Claim.state != "closed")).scalars())
    actions = wage_claims.next_actions(session, rows)
    return [row.reference for row in rows if not (row.owner and actions[row.reference] and row.due)]


@pytest.mark.parametrize("seed", range(6))
def test_no_open_claim_ever_lacks_an_owner_a_next_step_or_a_date(desk, clock, seed):
    """Thirty steps thrown with dice among those that are allowed, with claims given away in
    between."""
    dice, claim = Random(seed), wage_claims.get(desk, CLAIM, by=IRODA)
    paid = sample_money.new_payment(240_000_00)
    payments.receive(desk, claim, paid, by=CHINORA, on=clock(), day=TODAY)
    for _ in range(30):
        to = dice.choice(sorted(ALLOWED[ClaimState(claim.state)]))
        if to is ClaimState.DECLINED:  # a second person agrees to that first
            asked = claim_approvals.request_approval(
                desk, claim, NewApproval(ApprovalKind.DECLINE, "Unfounded."), by=CHINORA, on=clock()
            )
            claim_approvals.approve(desk, asked.reference, by=IRODA, on=clock())
        step(desk, clock, claim, to, by=dice.choice((CHINORA, ELYOR, IRODA, DAVRON)))
        if claim.state != "closed" and dice.random() < 0.3:
            free = [
                one.reference
                for one in assignment.officers(desk, claim)
                if one.reference != claim.owner
            ]
            assignment.assign(desk, claim, dice.choice(free), by=IRODA, on=clock())
        assert lacking(desk) == []
