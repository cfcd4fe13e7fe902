"""Visa, ticket and what is done before leaving: each side ticks its own, and nobody leaves before
all of it is done."""

from datetime import timedelta

import pytest

from catalog.core.errors import InvalidInput, NotAllowed
from catalog.core.fields import AlreadyOver, InTheFuture, TooFarAhead, TooLongAgo
from matching.applications import transitions
from matching.applications.transitions import StepNotPossible
from matching.journey import pre_departure
from matching.journey.pre_departure import WORKER_ITEMS, Item, NewJourney, NewVisa, Visa
from matching.placements.placements import Placement
from tests.support import cast
from tests.support.cast import DAVRON, FARIDA, HAMID, TODAY
from tests.support.sample_applications import WORKER, applied, worker
from tests.support.sample_journeys import ready, signed


@pytest.fixture
def row(seeded_session, clock):
    """Somebody who signed."""
    row = applied(
        seeded_session, worker(seeded_session, on=clock()), on=clock(), until="take_offer"
    )
    signed(seeded_session, row, on=clock())
    return row


def by(clock, who=HAMID):
    return {"by": who, "on": clock(), "day": TODAY}


def test_with_a_visa_and_all_done_one_may_leave(seeded_session, row, clock):
    assert ready(seeded_session, row, on=clock()).state == "pre_departure_done"
    kept = pre_departure.for_application(seeded_session, row)
    assert (kept.visa, kept.family, pre_departure.open_items(kept)) == ("work", True, [])
    assert kept.route == "TAS ICN HY511"


def test_where_no_visa_is_needed_none_is_waited_for(seeded_session, row, clock):
    pre_departure.apply_visa(seeded_session, row, NewVisa(Visa.NOT_NEEDED), **by(clock))
    assert row.state == "contract_signed"
    pre_departure.tick(seeded_session, row, set(Item), family=False, by=WORKER, on=clock())
    pre_departure.tick(seeded_session, row, set(Item), by=HAMID, on=clock())
    assert pre_departure.prepare(seeded_session, row, **by(clock)).state == "pre_departure_done"


def test_what_is_missing_is_told_and_holds_up_the_journey(seeded_session, row, clock):
    with pytest.raises(InvalidInput) as wrong:
        pre_departure.prepare(seeded_session, row, **by(clock))
    assert [(one.field, type(one).__name__) for one in wrong.value.errors] == [
        ("done", "NotReady"),
        ("family", "FamilyConsentMissing"),
        ("visa_until", "VisaOver"),
    ]
    ready(seeded_session, row, on=clock())
    pre_departure.for_application(seeded_session, row).visa_until = TODAY - timedelta(days=1)
    row.state = "visa_in_process"
    with pytest.raises(InvalidInput):
        pre_departure.prepare(seeded_session, row, **by(clock))


def test_each_side_ticks_its_own_and_may_take_it_back(seeded_session, row, clock):
    kept = pre_departure.tick(
        seeded_session, row, {Item.CONTRACT_READ, Item.TICKET}, family=True, by=WORKER, on=clock()
    )
    assert kept.done == "contract_read"
    kept = pre_departure.tick(
        seeded_session, row, {Item.CONTRACT_READ, Item.TICKET}, family=False, by=HAMID, on=clock()
    )
    assert (kept.done, kept.family) == ("contract_read ticket", True)
    assert pre_departure.tick(seeded_session, row, set(), by=WORKER, on=clock()).done == "ticket"
    assert {one.value for one in pre_departure.open_items(kept)} == {one.value for one in Item} - {
        "ticket"
    }
    assert len(WORKER_ITEMS) == 5


def test_no_visa_ends_it_gives_the_place_back_and_cancels_the_placement(seeded_session, row, clock):
    pre_departure.apply_visa(seeded_session, row, NewVisa(Visa.WORK), **by(clock))
    assert cast.named(seeded_session, "published").seats_taken == 1
    pre_departure.refuse_visa(seeded_session, row, TODAY, **by(clock))
    placed = seeded_session.get_one(Placement, row.placement)
    assert (row.state, placed.state, placed.why) == ("visa_refused", "cancelled", "visa_refused")
    seeded_session.expire_all()
    assert cast.named(seeded_session, "published").seats_taken == 0
    with pytest.raises(StepNotPossible):
        pre_departure.apply_visa(seeded_session, row, NewVisa(Visa.WORK), **by(clock))


def test_every_exit_cancels_the_placement_for_its_reason(seeded_session, clock):
    ways = {
        "withdraw": (WORKER, "withdrew"),
        "employer_cancel": (HAMID, "employer_cancelled"),
        "find_unfit": (HAMID, "unfit"),
        "miss": (HAMID, "no_show"),
    }
    for act, (who, why) in ways.items():
        row = applied(
            seeded_session, worker(seeded_session, on=clock()), on=clock(), until="take_offer"
        )
        placed = signed(seeded_session, row, on=clock())
        transitions.move(seeded_session, row, act, by=who, on=clock(), day=TODAY)
        assert (placed.state, placed.why) == ("cancelled", why)
    seeded_session.expire_all()
    assert cast.named(seeded_session, "published").seats_taken == 0


def test_absurd_days_are_refused(seeded_session, row, clock):
    day = timedelta(days=1)
    for refusal, action in (
        (
            InTheFuture,
            lambda: pre_departure.apply_visa(
                seeded_session, row, NewVisa(Visa.WORK, TODAY + day), **by(clock)
            ),
        ),
        (
            TooLongAgo,
            lambda: pre_departure.apply_visa(
                seeded_session, row, NewVisa(Visa.WORK, TODAY - day), **by(clock)
            ),
        ),
        (
            InTheFuture,
            lambda: pre_departure.refuse_visa(seeded_session, row, TODAY + day, **by(clock)),
        ),
        (
            AlreadyOver,
            lambda: pre_departure.plan(seeded_session, row, NewJourney(clock() - day), **by(clock)),
        ),
        (
            TooFarAhead,
            lambda: pre_departure.plan(
                seeded_session, row, NewJourney(clock() + 4000 * day), **by(clock)
            ),
        ),
    ):
        with pytest.raises(refusal):
            action()
    pre_departure.apply_visa(seeded_session, row, NewVisa(Visa.WORK), **by(clock))
    for refusal, until in ((AlreadyOver, TODAY - day), (TooFarAhead, TODAY + 4000 * day)):
        with pytest.raises(refusal):
            pre_departure.grant_visa(seeded_session, row, until, **by(clock))


def test_whoever_does_not_recruit_for_it_prepares_nothing(seeded_session, row, clock):
    for who in (FARIDA, DAVRON):
        for action in (
            lambda who=who: pre_departure.apply_visa(
                seeded_session, row, NewVisa(Visa.WORK), **by(clock, who)
            ),
            lambda who=who: pre_departure.grant_visa(seeded_session, row, TODAY, **by(clock, who)),
            lambda who=who: pre_departure.refuse_visa(seeded_session, row, TODAY, **by(clock, who)),
            lambda who=who: pre_departure.plan(
                seeded_session, row, NewJourney(clock()), **by(clock, who)
            ),
            lambda who=who: pre_departure.tick(seeded_session, row, set(Item), by=who, on=clock()),
            lambda who=who: pre_departure.prepare(seeded_session, row, **by(clock, who)),
        ):
            with pytest.raises(NotAllowed):
                action()


def test_visa_and_readiness_are_no_bare_steps(seeded_session, row, clock):
    for act in ("apply_visa", "refuse_visa", "prepare", "depart"):
        with pytest.raises(NotAllowed):
            transitions.move(seeded_session, row, act, by=HAMID, on=clock(), day=TODAY)
