"""Handover of claims: written by the leaver, countersigned by a colleague of the post, and nothing
changes hands before."""

import msgspec
import pytest
from sqlalchemy import select

from catalog.core import journal
from catalog.core.approvals import DecidedByKey
from catalog.core.errors import NotAllowed, NotFound
from service import accounts
from service.casework.claims import wage_claims
from service.casework.workflow import assignment, handover
from service.casework.workflow.assignment import NotItsOfficer
from service.casework.workflow.handover import (
    DeclineInput,
    Handover,
    HandoverOver,
    HandoverWaits,
    NotAColleague,
    NothingToHandOver,
    OnlyTheSuccessor,
    StillHere,
    ToOneself,
)
from tests.service.casework.colleagues import filed, hired, known
from tests.support import cast
from tests.support.cast import SEOUL, TODAY


@pytest.fixture
def office(seeded, clock):
    """A session in which Elyor of Moscow has three open claims and one closed, and Zafar is his
    colleague."""
    with seeded.write() as session:
        hired(session, "zafar", on=clock())
        for _ in range(3):
            filed(session, known(session, "elyor").account, on=clock())
        filed(session, known(session, "elyor").account, on=clock()).state = "closed"
        session.flush()
        yield session
        session.rollback()


def has(session, name: str) -> list[wage_claims.Claim]:
    return handover.open_of(session, accounts.find(session, cast.email(name)))


def ask(session, clock, leaver="elyor", successor="zafar", by=None):
    items = [known(session, one).account for one in (leaver, successor)]
    return handover.request_handover(session, *items, by=known(session, by or leaver), on=clock())


def test_nothing_changes_hands_until_it_is_countersigned_and_then_all_do(office, clock):
    row, theirs = ask(office, clock), [one.reference for one in has(office, "elyor")]
    assert (row.count, row.state, len(has(office, "elyor")), has(office, "zafar")) == (
        3,
        "waiting",
        3,
        [],
    )
    assert handover.count_waiting(office, by=known(office, "zafar")) == 1
    assert handover.countersign(office, row.reference, by=known(office, "zafar"), on=clock()) == 3
    assert (row.state, has(office, "elyor")) == ("countersigned", [])
    assert [one.reference for one in has(office, "zafar")] == theirs
    assert handover.count_waiting(office, by=known(office, "zafar")) == 0
    for number in theirs:
        assert [one.came_from for one in assignment.assignments(office, number)] == [
            known(office, "elyor").account
        ]
    office.commit()
    acts = [one.act for one in journal.history(office, "handover", row.reference)]
    assert acts == ["ask_handover", "countersign"]
    assert [one.act for one in journal.history(office, "claim", theirs[0])] == ["file", "assign"]


def test_what_was_closed_or_given_away_meanwhile_is_left_out_and_what_came_later_too(office, clock):
    row, (shut, given, kept) = ask(office, clock), has(office, "elyor")
    shut.state, given.owner = "closed", known(office, "chinora").account
    later = filed(office, known(office, "elyor").account, on=clock())
    office.flush()
    assert handover.countersign(office, row.reference, by=known(office, "zafar"), on=clock()) == 1
    assert [one.reference for one in has(office, "zafar")] == [kept.reference]
    assert later.owner == known(office, "elyor").account
    went = {
        claim.reference: went
        for claim, went in handover.claims(office, row, by=known(office, "zafar"))
    }
    assert went == {shut.reference: False, given.reference: False, kept.reference: True}


def test_it_is_countersigned_once_and_by_the_successor(office, clock):
    row = ask(office, clock)
    for name in ("elyor", "iroda"):
        with pytest.raises(OnlyTheSuccessor):
            handover.countersign(office, row.reference, by=known(office, name), on=clock())
    hired(office, "sobir", on=clock())
    for name in ("davron", "sobir"):
        with pytest.raises(NotFound):
            handover.countersign(office, row.reference, by=known(office, name), on=clock())
    by_key = msgspec.structs.replace(known(office, "zafar"), shared_key=True)
    with pytest.raises(DecidedByKey):
        handover.countersign(office, row.reference, by=by_key, on=clock())
    assert len(has(office, "elyor")) == 3
    handover.countersign(office, row.reference, by=known(office, "zafar"), on=clock())
    with pytest.raises(HandoverOver):
        handover.countersign(office, row.reference, by=known(office, "zafar"), on=clock())


@pytest.mark.parametrize("name", ["zafar", "elyor", "iroda"])
def test_it_is_declined_or_taken_back_with_a_reason_and_can_be_asked_again(office, clock, name):
    row = ask(office, clock)
    handover.decline(
        office, row.reference, DeclineInput("On leave"), by=known(office, name), on=clock()
    )
    assert (row.state, row.reason, row.declined_by) == (
        "declined",
        "On leave",
        known(office, name).account,
    )
    assert len(has(office, "elyor")) == 3
    with pytest.raises(HandoverOver):
        handover.countersign(office, row.reference, by=known(office, "zafar"), on=clock())
    assert ask(office, clock).state == "waiting"


@pytest.mark.parametrize(
    ("successor", "refusal"),
    [
        ("elyor", ToOneself),
        ("davron", NotAColleague),
        ("chinora", NotAColleague),
        ("iroda", NotAColleague),
    ],
)
def test_only_a_colleague_of_the_post_takes_them(office, clock, successor, refusal):
    with pytest.raises(refusal):
        ask(office, clock, successor=successor)


def test_who_is_disabled_takes_nothing(office, clock):
    accounts.find(office, cast.email("zafar")).disabled_at = clock()
    with pytest.raises(NotAColleague):
        ask(office, clock)


def test_a_second_one_is_refused_while_one_waits(office, clock):
    ask(office, clock)
    hired(office, "sobir", on=clock())
    with pytest.raises(HandoverWaits):
        ask(office, clock, successor="sobir")


def test_without_an_open_claim_there_is_nothing_to_hand_over(office, clock):
    with pytest.raises(NothingToHandOver):
        ask(office, clock, leaver="zafar", successor="elyor")


def test_a_supervisor_begins_it_for_somebody_disabled_and_for_nobody_else(office, clock):
    with pytest.raises(StillHere):
        ask(office, clock, by="iroda")
    assert handover.list_departed(office) == []
    accounts.find(office, cast.email("elyor")).disabled_at = clock()
    office.flush()
    assert [one.name for one in handover.list_departed(office)] == ["Elyor"]
    row = ask(office, clock, by="iroda")
    assert handover.countersign(office, row.reference, by=known(office, "zafar"), on=clock()) == 3
    assert handover.list_departed(office) == []


@pytest.mark.parametrize("by", ["zafar", "davron", "chinora", "laylo"])
def test_nobody_else_begins_it_for_a_colleague(office, clock, by):
    with pytest.raises(NotAllowed):
        ask(office, clock, by=by)


def test_claims_of_somebody_who_is_no_attache_are_not_handed_over(office, clock):
    accounts.find(office, cast.email("chinora")).disabled_at = clock()
    with pytest.raises(NotAllowed):
        ask(office, clock, leaver="chinora", by="iroda")


def test_a_successor_who_was_moved_meanwhile_takes_nothing_and_nothing_is_half_done(office, clock):
    row = ask(office, clock)
    still = known(office, "zafar")
    accounts.find(office, cast.email("zafar")).post = SEOUL
    office.flush()
    with pytest.raises(NotItsOfficer):
        handover.countersign(office, row.reference, by=still, on=clock())
    with pytest.raises(NotFound):
        handover.countersign(office, row.reference, by=known(office, "zafar"), on=clock())
    assert (len(has(office, "elyor")), row.state) == (3, "waiting")


def listed(session, by) -> list[Handover]:
    return list(session.execute(select(Handover).where(handover.within(by))).scalars())


def test_each_sees_their_own_and_a_supervisor_all(office, clock):
    row = ask(office, clock)
    hired(office, "sobir", on=clock())
    seen = {
        name: [one.reference for one in listed(office, known(office, name))] for name in cast.PEOPLE
    }
    assert {name for name, rows in seen.items() if rows == [row.reference]} == {
        "elyor",
        "iroda",
        "mallory",
    }
    assert listed(office, known(office, "sobir")) == []
    assert [claim.due for claim, _ in handover.claims(office, row, by=known(office, "zafar"))] == [
        TODAY
    ] * 3
