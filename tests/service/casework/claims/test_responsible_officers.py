"""Whoever must act on a claim learns what comes to it: an officer, a post, or the claims desk."""

import pytest

from catalog.core import staff_notices
from catalog.core.actor import VISITOR, Actor
from service import accounts
from service.casework.claims.wage_claims import ClaimState
from service.casework.protection import emergencies
from service.casework.workflow import (
    assignment,
    handover,
    notes,
    post_acceptance,
    state_machine,
    transfers,
    withdrawal_actions,
)
from service.casework.workflow.handover import DeclineInput
from service.casework.workflow.post_acceptance import ReturnInput
from service.casework.workflow.state_machine import NewStep
from service.casework.workflow.transfers import AnswerInput, OfferInput
from tests.service.casework.colleagues import filed, hired, known
from tests.support import cast
from tests.support.cast import MOSCOW, SEOUL, TODAY


@pytest.fixture
def office(seeded, clock):
    """Elyor and Zafar are attachés in Moscow, Davron in Seoul, Chinora is a claims officer."""
    with seeded.write() as session:
        hired(session, "zafar", on=clock())
        yield session
        session.rollback()


def kinds(session, name: str) -> list[str]:
    return [one.kind for one in staff_notices.list_own(session, by=known(session, name))]


def account(session, name: str) -> str:
    return known(session, name).account


def test_what_a_supervisor_assigns_reaches_the_officer_and_nobody_else(office, clock):
    claim = filed(office, MOSCOW, on=clock())
    assignment.assign(
        office, claim, account(office, "elyor"), by=known(office, "iroda"), on=clock()
    )
    assert [kinds(office, one) for one in ("elyor", "zafar", "iroda")] == [["assigned"], [], []]


def test_an_assignment_that_was_undone_is_no_notice(office, clock):
    claim, iroda = filed(office, MOSCOW, on=clock()), known(office, "iroda")
    row = assignment.assign(office, claim, account(office, "elyor"), by=iroda, on=clock())
    assignment.give_back(office, claim, row, by=iroda, on=clock())
    assert kinds(office, "elyor") == []


def test_what_somebody_takes_themselves_is_no_notice(office, clock):
    claim, elyor = filed(office, MOSCOW, on=clock()), known(office, "elyor")
    assignment.assign(office, claim, elyor.account, by=elyor, on=clock())
    assert kinds(office, "elyor") == []


def test_a_workers_note_reaches_the_officer_else_the_post_else_the_desk(office, clock):
    claim = filed(office, account(office, "elyor"), on=clock())
    for owner, reached in (
        (account(office, "elyor"), {"elyor"}),
        (MOSCOW, {"elyor", "zafar"}),
        ("claims_desk", {"chinora"}),
    ):
        claim.owner, claim.post = owner, None if owner == "claims_desk" else MOSCOW
        office.execute(staff_notices.delete(staff_notices.StaffNotice))
        notes.add_by_worker(office, claim, "They paid half.", by=VISITOR, on=clock())
        assert {
            one for one in ("elyor", "zafar", "davron", "chinora", "iroda") if kinds(office, one)
        } == reached


def test_an_officer_whose_account_is_disabled_gets_nothing_of_their_claim(office, clock):
    claim = filed(office, account(office, "elyor"), on=clock())
    accounts.find(office, cast.email("elyor")).disabled_at = clock()
    withdrawal_actions.request(office, claim, by=VISITOR, on=clock(), day=TODAY)
    assert (kinds(office, "elyor"), kinds(office, "zafar")) == ([], ["withdrawal"])


def test_a_transfer_reaches_the_other_post_and_its_answer_comes_back(office, clock):
    claim, elyor = filed(office, account(office, "elyor"), on=clock()), known(office, "elyor")
    wanted = OfferInput(SEOUL, "The firm is there.")
    transfers.offer(office, claim, wanted, by=elyor, on=clock(), day=TODAY)
    assert (kinds(office, "davron"), kinds(office, "zafar")) == (["transfer_offered"], [])
    davron = known(office, "davron")
    transfers.answer(office, claim.reference, AnswerInput(False, "Not ours"), by=davron, on=clock())
    assert (kinds(office, "elyor"), kinds(office, "davron")) == (["transfer_declined"], [])


def test_a_handover_reaches_the_successor_and_its_answer_whoever_asked(office, clock):
    filed(office, account(office, "elyor"), on=clock())
    elyor, zafar = known(office, "elyor"), known(office, "zafar")
    row = handover.request_handover(office, elyor.account, zafar.account, by=elyor, on=clock())
    assert (kinds(office, "zafar"), kinds(office, "elyor")) == (["handover_offered"], [])
    handover.decline(office, row.reference, DeclineInput("On leave"), by=zafar, on=clock())
    assert (kinds(office, "zafar"), kinds(office, "elyor")) == (
        ["handover_offered"],
        ["handover_declined"],
    )


def test_a_claim_given_to_a_post_reaches_it_and_its_return_comes_back(office, clock):
    claim, chinora = filed(office, "claims_desk", on=clock()), known(office, "chinora")
    claim.state = ClaimState.ACCEPTED.value
    step = NewStep(ClaimState.ASSIGNED_TO_POST, "", "Call", TODAY, post=MOSCOW)
    state_machine.take_step(office, claim, step, by=chinora, on=clock(), day=TODAY)
    assert [kinds(office, one) for one in ("elyor", "zafar", "davron")] == [
        ["post_claim"],
        ["post_claim"],
        [],
    ]
    # Whoever else is there need not read what one of them has taken up.
    back, elyor = ReturnInput("He went to Seoul"), known(office, "elyor")
    post_acceptance.return_to_desk(office, claim, back, by=elyor, on=clock(), day=TODAY)
    assert (kinds(office, "chinora"), kinds(office, "zafar")) == (["claim_returned"], [])


def test_an_emergency_reaches_those_who_may_read_the_case(office, clock):
    by: Actor = known(office, "barno")
    emergencies.notify_staff(office, "P-1", by=by, on=clock())
    assert (kinds(office, "nodira"), kinds(office, "iroda")) == (["emergency"], [])
