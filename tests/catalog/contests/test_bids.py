"""Entries are sealed until their day, opened by two officers, and the result is told with its
reasons."""

import msgspec
import pytest

from catalog.contests import bids
from catalog.contests.bids import (
    BidInput,
    ContestStepNotPossible,
    EnteredTooLate,
    MissingPointsOrReason,
    MorePlacesThanOffered,
    NotYetOpened,
    RecruitingNotAllowed,
    ResultInput,
)
from catalog.core.actor import VISITOR
from catalog.core.errors import InvalidInput, NotAllowed
from catalog.licensing.proposals import ProposedAction
from catalog.licensing.recruiting_rights import MayNotRecruitNow
from tests.catalog.contests.test_contests import announced
from tests.support import sample_proposals
from tests.support.cast import FARIDA, GULNORA, HAMID, IRODA, TODAY

OTHER = msgspec.structs.replace(HAMID, account="U-OTHER", agency="AG-EXPIRING")


@pytest.fixture
def entered(seeded, clock):
    """Two agencies in a contest for thirty places."""
    with seeded.write() as session:
        row = announced(session, clock)
        for by, seats in ((HAMID, 20), (OTHER, 30)):
            bids.enter(session, row, BidInput(seats), by=by, on=clock(), day=TODAY)
        yield session, row
        session.rollback()


def opened(session, row, clock):
    clock.forward(days=8)
    for by in (FARIDA, GULNORA):
        bids.open_entries(session, row, by=by, on=clock())


def test_an_agency_sees_its_own_entry_and_no_other_before_the_opening(entered, clock):
    session, row = entered
    assert [one.agency for one in bids.entries(session, row, by=HAMID)] == ["AG-VALID"]
    for by in (FARIDA, VISITOR, IRODA):
        assert bids.entries(session, row, by=by) == []
    bids.enter(session, row, BidInput(25), by=HAMID, on=clock(), day=TODAY)
    assert [one.seats for one in bids.entries(session, row, by=HAMID)] == [25]


def test_who_may_not_enter(entered, clock):
    session, row = entered
    for by, values, day, refusal in (
        (
            msgspec.structs.replace(HAMID, agency="AG-SUSPENDED"),
            BidInput(1),
            TODAY,
            MayNotRecruitNow,
        ),
        (FARIDA, BidInput(1), TODAY, NotAllowed),
        (HAMID, BidInput(31), TODAY, MorePlacesThanOffered),
        (HAMID, BidInput(1), row.opens_on, EnteredTooLate),
    ):
        with pytest.raises(refusal):
            bids.enter(session, row, values, by=by, on=clock(), day=day)


def test_two_officers_open_on_the_day(entered, clock):
    session, row = entered
    with pytest.raises(NotYetOpened):
        bids.open_entries(session, row, by=FARIDA, on=clock())
    clock.forward(days=8)
    bids.open_entries(session, row, by=FARIDA, on=clock())
    assert row.state == "announced"
    with pytest.raises(NotAllowed):
        bids.open_entries(session, row, by=IRODA, on=clock())
    bids.open_entries(session, row, by=GULNORA, on=clock())
    assert (row.state, row.opened_by, row.witness) == ("opened", FARIDA.account, GULNORA.account)
    assert len(bids.entries(session, row, by=FARIDA)) == 2
    assert bids.entries(session, row, by=VISITOR) == []
    with pytest.raises(ContestStepNotPossible):
        bids.open_entries(session, row, by=GULNORA, on=clock())


def test_the_result_is_fair_and_everybody_reads_it(entered, clock):
    session, row = entered
    good = {
        "AG-VALID": ResultInput(80, 20, "Asks no fee"),
        "AG-EXPIRING": ResultInput(50, 10, "Two complaints"),
    }
    with pytest.raises(ContestStepNotPossible):
        bids.decide(session, row, good, by=FARIDA, on=clock())
    opened(session, row, clock)
    for values, refusal in (
        ({"AG-VALID": good["AG-VALID"]}, MissingPointsOrReason),
        (good | {"AG-VALID": ResultInput(101, 1, "x")}, MissingPointsOrReason),
        (good | {"AG-VALID": ResultInput(80, 21, "x")}, MorePlacesThanOffered),
        (good | {"AG-EXPIRING": ResultInput(80, 11, "x")}, MorePlacesThanOffered),
    ):
        with pytest.raises(InvalidInput) as wrong:
            bids.decide(session, row, values, by=FARIDA, on=clock())
        assert {type(one) for one in wrong.value.errors} == {refusal}
    bids.decide(session, row, good, by=FARIDA, on=clock())
    assert [(one.agency, one.given) for one in bids.entries(session, row, by=VISITOR)] == [
        ("AG-VALID", 20),
        ("AG-EXPIRING", 10),
    ]
    with pytest.raises(ContestStepNotPossible):
        bids.call_off(session, row, "Too late", by=FARIDA, on=clock())


def test_whoever_may_not_recruit_any_more_is_given_no_place(entered, clock):
    session, row = entered
    opened(session, row, clock)
    sample_proposals.signed(session, "AG-EXPIRING", starts_on=clock.today, on=clock())
    sample_proposals.signed(
        session, "AG-VALID", ProposedAction.BAR, code="fraud", starts_on=clock.today, on=clock()
    )
    given = {
        "AG-VALID": ResultInput(80, 20, "Asks no fee"),
        "AG-EXPIRING": ResultInput(50, 10, "Two complaints"),
    }
    with pytest.raises(InvalidInput) as wrong:
        bids.decide(session, row, given, by=FARIDA, on=clock())
    assert {type(one) for one in wrong.value.errors} == {RecruitingNotAllowed}
    assert {one.field for one in wrong.value.errors} == {"given_AG-VALID", "given_AG-EXPIRING"}
    nothing = {name: msgspec.structs.replace(one, given=0) for name, one in given.items()}
    bids.decide(session, row, nothing, by=FARIDA, on=clock())
    assert {one.given for one in bids.entries(session, row, by=VISITOR)} == {0}


def test_called_off_nobody_enters_and_nobody_is_named(entered, clock):
    session, row = entered
    bids.call_off(session, row, "The programme ended", by=GULNORA, on=clock())
    assert bids.entries(session, row, by=VISITOR) == []
    with pytest.raises(ContestStepNotPossible):
        bids.enter(session, row, BidInput(1), by=HAMID, on=clock(), day=TODAY)
