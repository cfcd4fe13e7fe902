"""A claim offered to another post: it changes hands only when that post accepts."""

from datetime import date, timedelta

import pytest

from catalog.core import journal
from catalog.core.errors import NotAllowed, NotFound
from catalog.reference import posts
from catalog.reference.countries import Mark
from catalog.reference.posts import NewPost, NotAPost, PostClosed, TakesNoClaims
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import ClaimState
from service.casework.money.payments import ClosedClaim
from service.casework.workflow import state_machine, transfers
from service.casework.workflow.claim_closing import ClosingReason
from service.casework.workflow.state_machine import NewStep, PostNotNeeded
from service.casework.workflow.transfers import (
    AnswerInput,
    NothingOffered,
    OfferInput,
    OnlyTheReceiver,
    ReasonNeeded,
    ReceiverClosed,
    SamePost,
    TransferAnswered,
    TransferInstead,
    TransferState,
    TransferWaits,
)
from tests.support.cast import (
    BARNO,
    CHINORA,
    CLAIM,
    DAVRON,
    ELYOR,
    FARIDA,
    IRODA,
    MOSCOW,
    SEOUL,
    TODAY,
)

GULISTON = type(DAVRON)("U-GULISTON", DAVRON.role, "Guliston", frozenset({"KZ-ALMATY-CON"}))
MORE = [
    NewPost(
        code, kind, country, "Invented", "Asia/Almaty", "invented", Mark.SOURCED, closed_on=closed
    )
    for code, kind, country, closed in (
        ("KZ-ALMATY-CON", "consulate", "KZ", None),
        ("KZ-AKTAU-CON", "consulate", "KZ", date(2026, 11, 24)),
        ("TR-TRABZON-HON", "honorary", "TR", None),
    )
]


def offer(session, clock, claim, to=SEOUL, by=ELYOR):
    values = OfferInput(to, "The worker is in Seoul.")
    return transfers.offer(session, claim, values, by=by, on=clock(), day=TODAY)


def answer(session, clock, by=DAVRON, accept=True, reason=""):
    return transfers.answer(session, CLAIM, AnswerInput(accept, reason), by=by, on=clock())


def test_until_it_is_accepted_the_giving_post_stays_responsible(ground, clock, claim):
    row = offer(ground, clock, claim)
    assert (row.state, claim.post, claim.owner) == (TransferState.OFFERED, MOSCOW, MOSCOW)
    with pytest.raises(NotFound):
        wage_claims.get(ground, CLAIM, by=DAVRON)
    answer(ground, clock)
    assert (row.state, claim.post, claim.owner) == ("accepted", SEOUL, DAVRON.account)
    assert wage_claims.get(ground, CLAIM, by=DAVRON) is claim
    with pytest.raises(NotFound):
        wage_claims.get(ground, CLAIM, by=ELYOR)
    ground.commit()
    acts = [one.act for one in journal.history(ground, "claim", CLAIM)]
    assert acts[-2:] == ["offer_transfer", "accept_transfer"]


def test_declined_or_taken_back_it_stays_with_its_reason(ground, clock, claim):
    for by, reason in ((DAVRON, "Not in Korea."), (ELYOR, "A mistake."), (IRODA, "No.")):
        row = offer(ground, clock, claim)
        answer(ground, clock, by, accept=False, reason=reason)
        assert (row.state, claim.post) == ("declined", MOSCOW)
        clock.forward(minutes=1)
    assert b"Korea" not in row.answer
    assert transfers.list_for_claim(ground, claim)[-1].answer == "Not in Korea."


def test_it_refuses_what_cannot_be_offered(ground, clock, claim):
    posts.load(ground, MORE, by=FARIDA, on=clock())
    for to, by, refusal in (
        (SEOUL, BARNO, NotAllowed),
        (SEOUL, DAVRON, NotAllowed),
        (MOSCOW, ELYOR, SamePost),
        ("X", ELYOR, NotAPost),
        ("", ELYOR, NotAPost),
        ("KZ-AKTAU-CON", ELYOR, PostClosed),
        ("TR-TRABZON-HON", ELYOR, TakesNoClaims),
    ):
        with pytest.raises(refusal):
            offer(ground, clock, claim, to, by)
    offer(ground, clock, claim)
    for to in (SEOUL, "KZ-ALMATY-CON"):
        with pytest.raises(TransferWaits):
            offer(ground, clock, claim, to)


def test_a_post_that_closed_meanwhile_can_only_decline(ground, clock, claim):
    row = offer(ground, clock, claim)
    posts.get(ground, SEOUL).closed_on = TODAY - timedelta(days=1)
    with pytest.raises(ReceiverClosed) as refused:
        answer(ground, clock)
    assert (refused.value.field, claim.post) == ("accept", MOSCOW)
    answer(ground, clock, accept=False, reason="We have closed.")
    assert row.state == "declined"


def test_only_the_receiving_post_accepts_and_only_once(ground, clock, claim):
    posts.load(ground, MORE, by=FARIDA, on=clock())
    with pytest.raises(NothingOffered):
        answer(ground, clock, ELYOR)
    offer(ground, clock, claim)
    for by, refusal in ((GULISTON, NotFound), (ELYOR, OnlyTheReceiver), (IRODA, OnlyTheReceiver)):
        with pytest.raises(refusal):
            answer(ground, clock, by)
    with pytest.raises(ReasonNeeded):
        answer(ground, clock, accept=False)
    answer(ground, clock)
    for accept in (True, False):
        with pytest.raises(TransferAnswered):
            answer(ground, clock, accept=accept, reason="No")


def test_an_offer_ends_when_its_claim_closes(ground, clock, claim):
    claim.state = ClaimState.ACCEPTED.value
    row = offer(ground, clock, claim)
    step = NewStep(ClaimState.CLOSED, "Why", closing_reason=ClosingReason.SETTLED_DIRECTLY)
    state_machine.take_step(ground, claim, step, by=ELYOR, on=clock(), day=TODAY)
    assert row.state is TransferState.LAPSED
    with pytest.raises(TransferAnswered):
        answer(ground, clock)
    with pytest.raises(ClosedClaim):
        offer(ground, clock, claim)


def step_to(session, clock, claim, post, by=CHINORA, to=ClaimState.ASSIGNED_TO_POST):
    claim.state = ClaimState.ACCEPTED.value
    step = NewStep(to, next_action="Look at it", due=TODAY, post=post)
    state_machine.take_step(session, claim, step, by=by, on=clock(), day=TODAY)


def test_the_step_of_assignment_moves_the_claim_to_the_post_it_names(ground, clock, claim):
    step_to(ground, clock, claim, SEOUL)
    assert (claim.post, claim.owner) == (SEOUL, SEOUL)
    assert wage_claims.get(ground, CLAIM, by=DAVRON) is claim
    step_to(ground, clock, claim, None)
    assert claim.post == SEOUL


def test_the_step_refuses_a_post_that_cannot_have_it(ground, clock, claim):
    posts.load(ground, MORE, by=FARIDA, on=clock())
    for post, by, to, refusal in (
        ("KZ-AKTAU-CON", CHINORA, ClaimState.ASSIGNED_TO_POST, PostClosed),
        ("TR-TRABZON-HON", CHINORA, ClaimState.ASSIGNED_TO_POST, TakesNoClaims),
        ("", CHINORA, ClaimState.ASSIGNED_TO_POST, NotAPost),
        (SEOUL, ELYOR, ClaimState.ASSIGNED_TO_POST, TransferInstead),
        (SEOUL, CHINORA, ClaimState.EMPLOYER_CONTACTED, PostNotNeeded),
    ):
        with pytest.raises(refusal):
            step_to(ground, clock, claim, post, by, to)
        assert claim.post == MOSCOW
    offer(ground, clock, claim)
    with pytest.raises(TransferWaits):
        step_to(ground, clock, claim, SEOUL)
