"""Asking to be erased, and the second person who decides on it."""

import pytest

from catalog.core.errors import NotFound
from matching.identity import persons
from matching.identity.persons import Citizen, NewCitizen
from service.casework.claims import wage_claims
from service.casework.money import failed_payouts, money_entries, payments
from service.casework.money.failed_payouts import NewUndelivered
from service.casework.money.money_entries import NonDeliveryReason
from service.casework.protection import referral_actions, referrals
from service.casework.protection.referral_actions import NewAnswer
from service.casework.protection.referrals import NewReferral, Status
from service.casework.workflow import claim_approvals, reversals
from service.privacy import erasure_requests, legal_holds
from service.privacy.erasure_records import Erasure, records
from service.privacy.erasure_requests import (
    ClaimOpen,
    DecidedBefore,
    ErasedBefore,
    MoneyWaits,
    ReversalWaits,
    StillAtWork,
    UnderLegalHold,
)
from tests.support import canary_person, cast, sample_incidents
from tests.support.cast import BARNO, CHINORA, IRODA


@pytest.fixture
def session(seeded, planted):
    with seeded.write() as session:
        yield session
        session.rollback()


def ask(session, planted, clock, **values):
    return erasure_requests.request_erasure(
        session, planted.records[1], by=planted.account, on=clock(), **values
    )


def states(session, planted) -> list[str]:
    return [
        one.state for one in erasure_requests.history(session, records(session, planted.records[0]))
    ]


def test_the_person_asks_and_a_supervisor_erases(session, planted, clock):
    row = ask(session, planted, clock)
    assert states(session, planted) == ["waiting"]
    gone = erasure_requests.approve(session, row.reference, by=IRODA, on=clock())
    assert sorted(gone) == sorted(planted.records)
    assert states(session, planted) == ["erased"]
    assert session.get_one(Citizen, planted.records[0]).erased_at == clock()


def test_asked_twice_it_is_one_request(session, planted, clock):
    assert ask(session, planted, clock).reference == ask(session, planted, clock).reference


def test_nothing_is_erased_while_the_law_keeps_it(session, planted, clock):
    row = ask(session, planted, clock)
    rows = records(session, planted.records[0])
    number = legal_holds.place(session, rows[2], "Case 12", by=CHINORA, on=clock()).reference
    with pytest.raises(UnderLegalHold, match="Case 12"):
        ask(session, planted, clock)
    with pytest.raises(UnderLegalHold, match="Case 12"):
        erasure_requests.approve(session, row.reference, by=IRODA, on=clock())
    assert rows[0].name == canary_person.NAMES[0]
    legal_holds.lift(session, rows, number, by=IRODA, on=clock())
    assert erasure_requests.approve(session, row.reference, by=IRODA, on=clock())


def test_nothing_is_erased_while_a_protected_case_is_open_and_what_is_said_betrays_nothing(
    session, planted, clock
):
    """Whoever forces somebody to ask for this is not told what stands against it."""
    row = ask(session, planted, clock)
    case = referrals.refer(
        session, NewReferral(canary_person.CLAIM), by=CHINORA, on=clock(), day=cast.TODAY
    )
    for action in (
        lambda: ask(session, planted, clock),
        lambda: erasure_requests.approve(session, row.reference, by=IRODA, on=clock()),
    ):
        with pytest.raises(StillAtWork) as refused:
            action()
        assert not [
            word
            for word in (case.reference, "case", "danger", "protect")
            if word in str(refused.value).lower()
        ]
    referral_actions.answer(
        session, case, NewAnswer(Status.REVOKED), by=CHINORA, on=clock(), day=cast.TODAY
    )
    assert erasure_requests.approve(session, row.reference, by=IRODA, on=clock())


def test_nothing_is_erased_while_a_claim_is_open(session, clock):
    alisher = wage_claims.get(session, cast.CLAIM, by=CHINORA).citizen
    with pytest.raises(ClaimOpen, match=cast.CLAIM):
        erasure_requests.request_erasure(session, alisher, by=BARNO, on=clock())


def test_nothing_is_erased_while_money_waits_for_them(session, planted, clock):
    row = ask(session, planted, clock)
    claim, on = (
        wage_claims.get(session, canary_person.CLAIM, by=CHINORA),
        {"by": CHINORA, "on": clock(), "day": cast.TODAY},
    )
    claim.state = "reopened"
    new_payment = payments.NewPayment(
        100,
        "RUB",
        money_entries.Payer.EMPLOYER,
        cast.TODAY,
        money_entries.Method.BANK,
        money_entries.Hand.HELD,
    )
    payments.receive(session, claim, new_payment, **on)
    lost = failed_payouts.flag(
        session,
        claim,
        NewUndelivered(NonDeliveryReason.NOT_FOUND, cast.TODAY, amount=100, currency="RUB"),
        **on,
    )
    claim.state = "closed"
    session.flush()
    with pytest.raises(MoneyWaits, match=canary_person.CLAIM):
        erasure_requests.approve(session, row.reference, by=IRODA, on=clock())
    out = failed_payouts.deliver(session, claim, lost.id, **on)
    slip = reversals.request(session, claim, out.reference, "Slip", by=on["by"], on=clock())
    with pytest.raises(ReversalWaits, match=canary_person.CLAIM):
        erasure_requests.approve(session, row.reference, by=IRODA, on=clock())
    claim_approvals.decline(session, slip.reference, "It is right", by=IRODA, on=clock())
    assert erasure_requests.approve(session, row.reference, by=IRODA, on=clock())


def test_nothing_is_erased_while_a_withdrawal_under_pressure_waits_for_its_review(
    session, planted, clock
):
    row = ask(session, planted, clock)
    claim = wage_claims.get(session, canary_person.CLAIM, by=CHINORA)
    claim_approvals.alert(session, claim, "His employer sat beside him", by=CHINORA, on=clock())
    with pytest.raises(StillAtWork):
        erasure_requests.approve(session, row.reference, by=IRODA, on=clock())
    asked = claim_approvals.history(session, claim.reference)
    (review,) = [one.reference for one in asked if one.state == "waiting"]
    claim_approvals.approve(session, review, "I called him", by=IRODA, on=clock())
    assert erasure_requests.approve(session, row.reference, by=IRODA, on=clock())


def test_another_person_declines_with_a_reason(session, planted, clock):
    row = erasure_requests.request_erasure(
        session, planted.records[0], "They wrote to us", by=IRODA, on=clock()
    )
    erasure_requests.decline(session, row.reference, "We need a signature", by=CHINORA, on=clock())
    result = erasure_requests.get(session, row.reference)
    assert (result.state, result.reason, result.answer) == (
        "declined",
        "They wrote to us",
        "We need a signature",
    )


def test_a_wish_is_taken_back_and_may_be_told_again(session, planted, clock):
    row = ask(session, planted, clock)
    erasure_requests.take_back(session, planted.records[0], by=planted.account, on=clock())
    assert erasure_requests.find_undecided(session, records(session, planted.records[0])) is None
    with pytest.raises(DecidedBefore):
        erasure_requests.approve(session, row.reference, by=IRODA, on=clock())
    with pytest.raises(DecidedBefore):
        erasure_requests.take_back(session, planted.records[0], by=planted.account, on=clock())
    clock.forward(days=1)
    ask(session, planted, clock)
    assert states(session, planted) == ["waiting", "taken_back"]


def test_whoever_is_erased_is_not_asked_for_again(session, planted, clock):
    erasure_requests.approve(session, ask(session, planted, clock).reference, by=IRODA, on=clock())
    with pytest.raises(ErasedBefore):
        ask(session, planted, clock)


def test_no_word_of_a_request_outlives_the_file(session, planted, clock):
    first = erasure_requests.request_erasure(
        session, planted.records[0], "Zqwhy", by=BARNO, on=clock()
    )
    erasure_requests.decline(session, first.reference, "Zqbecause", by=IRODA, on=clock())
    row = ask(session, planted, clock, reason="Zqagain")
    erasure_requests.approve(session, row.reference, by=IRODA, on=clock())
    session.expire_all()
    kept = [session.get_one(Erasure, one.reference) for one in (first, row)]
    assert [(one.reason, one.answer, one.done) for one in kept] == [
        (None, None, False),
        (None, None, True),
    ]


def test_there_is_no_request_of_nobody(session, clock):
    with pytest.raises(NotFound):
        erasure_requests.request_erasure(session, "C-22222222", by=BARNO, on=clock())
    with pytest.raises(NotFound):
        erasure_requests.approve(session, "E-22222222", by=IRODA, on=clock())


def test_a_request_about_one_leaves_another_alone(session, planted, clock):
    other = persons.record(session, NewCitizen("Somebody Else"), by=BARNO, on=clock())
    erasure_requests.approve(session, ask(session, planted, clock).reference, by=IRODA, on=clock())
    assert other.erased_at is None


def test_nobody_is_erased_while_an_incident_of_theirs_is_open(session, planted, clock):
    row = ask(session, planted, clock)
    incident = sample_incidents.recorded(session, planted.records[2], on=clock())
    with pytest.raises(StillAtWork):
        erasure_requests.approve(session, row.reference, by=IRODA, on=clock())
    incident.closed_on = cast.TODAY
    erasure_requests.approve(session, row.reference, by=IRODA, on=clock())
    assert incident.story is None
