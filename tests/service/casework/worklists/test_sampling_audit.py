"""Five closed claims a day are drawn for a supervisor by a rule that can be repeated, and their
verdict is kept."""

from datetime import timedelta

import pytest

from catalog.core import journal
from catalog.core.errors import NotFound
from matching.identity.persons import Citizen
from service.casework.claims import wage_claims
from service.casework.workflow.state_machine import Step
from service.casework.worklists import sampling_audit
from service.casework.worklists.sampling_audit import (
    AuditedAlready,
    FindingsNeeded,
    NewAudit,
    NotInSample,
    Verdict,
)
from service.privacy import erase
from tests.support.cast import ALISHERS_CLAIM, CHINORA, DAVRON, IRODA, MALLORY, TODAY


@pytest.fixture
def closed(ground, clock):
    """Twelve claims, closed between 1 and 34 days ago, each three days before the one before it."""
    for at in range(12):
        close(ground, clock, f"W-SHUT{at:04}", days=1 + 3 * at)
    return ground


def close(session, clock, number, days=1, by=CHINORA):
    on = clock() - timedelta(days=days)
    claim = wage_claims.file(
        session, ALISHERS_CLAIM, by=CHINORA, on=on, day=TODAY - timedelta(days=days), number=number
    ).claim
    claim.state = "closed"
    session.add(Step(claim=number, came_from="received", to="closed", officer=by.account, at=on))
    session.flush()
    return claim


def drawn(session, clock, by=IRODA, day=None):
    return [
        one.claim.reference for one in sampling_audit.sample(session, day or clock.today, by=by)
    ]


def test_five_are_drawn_the_same_all_day_and_others_for_others(closed, clock):
    first = drawn(closed, clock)
    assert len(first) == len(set(first)) == 5
    close(closed, clock, "W-LATER001", days=0)
    clock.forward(hours=8)
    assert drawn(closed, clock) == first
    assert drawn(closed, clock, by=MALLORY) != first
    assert drawn(closed, clock, day=clock.today + timedelta(days=1)) != first


def test_anybody_can_repeat_the_draw(closed, clock):
    within = [f"W-SHUT{at:04}" for at in range(10)]  # 1, 4 … 28 days ago
    assert sorted(sampling_audit.pool(closed, clock.today, by=IRODA)) == within
    by_rule = sorted(
        within, key=lambda number: sampling_audit.sampling_key(clock.today, IRODA.account, number)
    )
    assert drawn(closed, clock) == by_rule[:5]


def test_one_opened_again_meanwhile_stays_drawn(closed, clock):
    first = drawn(closed, clock)
    wage_claims.get(closed, first[0], by=IRODA).state = "reopened"
    closed.flush()
    assert drawn(closed, clock) == first


def test_what_one_closed_oneself_and_whoever_was_erased_are_not_drawn(ground, clock):
    close(ground, clock, "W-MINE0001", by=IRODA)
    gone = close(ground, clock, "W-GONE0001")
    ground.get(Citizen, gone.citizen).erased_at = clock()
    ground.flush()
    assert drawn(ground, clock) == []
    assert drawn(ground, clock, by=MALLORY) == ["W-MINE0001"]


def test_another_post_s_are_not_drawn(closed, clock):
    assert drawn(closed, clock, by=DAVRON) == []


def write(session, clock, number, verdict=Verdict.IN_ORDER, words=None, by=IRODA):
    return sampling_audit.write(
        session, number, NewAudit(verdict, words), by=by, on=clock(), day=clock.today
    )


def test_a_verdict_is_kept_sealed_and_stands_beside_the_claim(closed, clock):
    number = drawn(closed, clock)[0]
    row = write(closed, clock, number, Verdict.LOOK_AGAIN, "No receipt from the worker.")
    assert b"receipt" not in row.words
    claim = wage_claims.get(closed, number, by=IRODA)
    assert [
        (one.verdict, words) for one, words in sampling_audit.list_for_claim(closed, claim)
    ] == [("look_again", "No receipt from the worker.")]
    assert sampling_audit.sample(closed, clock.today, by=IRODA)[0].verdict == "look_again"
    assert [
        (one.claim, about.reference) for one, about in sampling_audit.latest(closed, by=IRODA)
    ] == [(number, number)]
    assert sampling_audit.latest(closed, by=DAVRON) == []
    closed.commit()
    assert journal.history(closed, "claim", number)[-1].act == "audit"


def test_what_is_in_order_needs_no_words_and_what_is_not_does(closed, clock):
    first, second, *_ = drawn(closed, clock)
    assert write(closed, clock, first).words is None
    with pytest.raises(FindingsNeeded):
        write(closed, clock, second, Verdict.LOOK_AGAIN)


def test_nobody_writes_twice_on_one_day_nor_on_what_was_not_drawn(closed, clock):
    number = drawn(closed, clock)[0]
    write(closed, clock, number)
    with pytest.raises(AuditedAlready):
        write(closed, clock, number)
    with pytest.raises(NotInSample):
        write(closed, clock, "W-SHUT0011")
    with pytest.raises(NotFound):
        write(closed, clock, "W-NOBODY")


def test_the_words_go_with_the_person(closed, clock):
    number = drawn(closed, clock)[0]
    row = write(closed, clock, number, words="Fine.")
    erase.erase(closed, wage_claims.get(closed, number, by=IRODA).citizen, by=IRODA, on=clock())
    closed.refresh(row)
    assert (row.words, row.verdict) == (None, "in_order")
