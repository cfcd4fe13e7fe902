"""What follows when a second person agrees: a reversal is carried out, other requests only count."""

import pytest

from catalog.core import approvals
from catalog.core.approvals import ApprovalKind, RequesterDecides, Subject
from catalog.core.errors import NotAllowed, NotFound
from service.approvals import decisions
from service.casework import letters
from service.casework.claims import wage_claims
from service.casework.letters.letter_request import Kind
from service.casework.money import payments
from service.casework.money.money_entries import Method, Payer
from service.casework.money.payments import NewPayment
from service.casework.workflow import claim_approvals, reversals
from service.casework.workflow.claim_approvals import NewApproval
from tests.support.cast import CHINORA, CLAIM, ELYOR, FARIDA, GULNORA, IRODA, NO_FILES, TODAY
from tests.support.letters import letter_request, made


def test_a_request_that_is_no_reversal_moves_no_money(ground, clock, claim):
    asked = claim_approvals.request_approval(
        ground, claim, NewApproval(ApprovalKind.WRITE_OFF, "Bankrupt"), by=ELYOR, on=clock()
    )
    row = decisions.approve(
        ground, asked.reference, "Yes", by=IRODA, on=clock(), day=TODAY, home=NO_FILES
    )
    assert (row.agreed, row.decided_by) == (True, IRODA.account)


def test_each_person_reads_and_decides_only_what_their_role_may_approve(ground, clock, claim):
    asked = claim_approvals.request_approval(
        ground, claim, NewApproval(ApprovalKind.WITHDRAWAL, "He asked"), by=ELYOR, on=clock()
    )
    about = Subject("licence", "AG-VALID")
    changes = {"movement": "given_back", "amount": "1", "currency": "UZS", "bank": "B"}
    other = approvals.request(
        ground, ApprovalKind.DEPOSIT, about, "", changes=changes, by=FARIDA, on=clock()
    )
    seen = {
        who.account: {one.reference for one in decisions.list_waiting(ground, by=who)}
        for who in (IRODA, GULNORA, ELYOR)
    }
    assert seen == {
        IRODA.account: {asked.reference, other.reference},
        GULNORA.account: {other.reference},
        ELYOR.account: set(),
    }
    assert decisions.count_waiting(ground, by=GULNORA).requests == 1
    for number, who, refusal in (
        (asked.reference, GULNORA, NotFound),
        (other.reference, ELYOR, NotFound),
        (asked.reference, ELYOR, RequesterDecides),
        (asked.reference, CHINORA, NotAllowed),
    ):
        with pytest.raises(refusal):
            decisions.decline(ground, number, "No", by=who, on=clock())
    for number, who in ((other.reference, ELYOR), (asked.reference, GULNORA)):
        with pytest.raises(NotFound):
            decisions.get(ground, number, by=who)
    assert decisions.get(ground, other.reference, by=FARIDA).subject == "AG-VALID"
    assert decisions.get(ground, asked.reference, by=ELYOR).claim == CLAIM


def test_a_receipt_is_void_once_an_entry_of_its_claim_is_reversed(seeded, clock):
    with seeded.write() as session:
        claim = wage_claims.get(session, CLAIM, by=ELYOR)
        paid = NewPayment(100, "RUB", Payer.EMPLOYER, TODAY, Method.BANK)
        row = payments.receive(session, claim, paid, by=ELYOR, on=clock(), day=TODAY)
        receipt = made(session, clock(), letter_request(Kind.RECEIPT)).number
        demand = made(session, clock(), key="d" * 20).number
        asked = reversals.request(session, claim, row.reference, "Wrong", by=ELYOR, on=clock())
        decisions.approve(
            session, asked.reference, "Yes", by=IRODA, on=clock(), day=TODAY, home=NO_FILES
        )
        found = {one.number: one for one in letters.list_for_claim(session, CLAIM)}
        assert letters.void_reason(session, found[receipt]) == "Wrong"
        assert found[demand].voided_at is None
