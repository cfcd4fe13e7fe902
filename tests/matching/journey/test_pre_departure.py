"""Visa, ticket and what is done before leaving: each side ticks its own, and nobody leaves before all of it is done."""

from datetime import timedelta

import pytest

from catalog.core.errors import NotAllowed, Wrong
from catalog.core.fields import AlreadyOver, InTheFuture, TooFarAhead, TooLongAgo
from matching import preparing, stages
from matching.placements import Placement
from matching.preparing import OF_WORKER, Item, NewJourney, NewVisa, Visa
from matching.stages import NotThatStep
from tests import cast
from tests.applied import WORKER, applied, worker
from tests.cast import DAVRON, FARIDA, HAMID, TODAY
from tests.travelled import ready, signed


@pytest.fixture
def row(house, clock):
    """Somebody who signed."""
    row = applied(house, worker(house, on=clock()), on=clock(), until="take_offer")
    signed(house, row, on=clock())
    return row


def by(clock, who=HAMID):
    return {"by": who, "on": clock(), "day": TODAY}


def test_with_a_visa_and_all_done_one_may_leave(house, row, clock):
    assert ready(house, row, on=clock()).state == "pre_departure_done"
    kept = preparing.of(house, row)
    assert (kept.visa, kept.family, preparing.open_items(kept)) == ("work", True, [])
    assert kept.route == "TAS ICN HY511"


def test_where_no_visa_is_needed_none_is_waited_for(house, row, clock):
    preparing.apply_visa(house, row, NewVisa(Visa.NOT_NEEDED), **by(clock))
    assert row.state == "contract_signed"
    preparing.tick(house, row, set(Item), family=False, by=WORKER, on=clock())
    preparing.tick(house, row, set(Item), by=HAMID, on=clock())
    assert preparing.prepare(house, row, **by(clock)).state == "pre_departure_done"


def test_what_is_missing_is_told_and_holds_up_the_journey(house, row, clock):
    with pytest.raises(Wrong) as wrong:
        preparing.prepare(house, row, **by(clock))
    assert [(one.field, type(one).__name__) for one in wrong.value.errors] == [
        ("done", "NotReady"), ("family", "FamilyNotAsked"), ("visa_until", "VisaOver"),
    ]  # fmt: skip
    ready(house, row, on=clock())
    preparing.of(house, row).visa_until = TODAY - timedelta(days=1)
    row.state = "visa_in_process"
    with pytest.raises(Wrong):
        preparing.prepare(house, row, **by(clock))


def test_each_side_ticks_its_own_and_may_take_it_back(house, row, clock):
    kept = preparing.tick(house, row, {Item.CONTRACT_READ, Item.TICKET}, family=True, by=WORKER, on=clock())
    assert kept.done == "contract_read"
    kept = preparing.tick(house, row, {Item.CONTRACT_READ, Item.TICKET}, family=False, by=HAMID, on=clock())
    assert (kept.done, kept.family) == ("contract_read ticket", True)
    assert preparing.tick(house, row, set(), by=WORKER, on=clock()).done == "ticket"
    assert {one.value for one in preparing.open_items(kept)} == {one.value for one in Item} - {"ticket"}
    assert len(OF_WORKER) == 5


def test_no_visa_ends_it_gives_the_place_back_and_cancels_the_placement(house, row, clock):
    preparing.apply_visa(house, row, NewVisa(Visa.WORK), **by(clock))
    assert cast.named(house, "published").seats_taken == 1
    preparing.refuse_visa(house, row, TODAY, **by(clock))
    placed = house.get_one(Placement, row.placement)
    assert (row.state, placed.state, placed.why) == ("visa_refused", "cancelled", "visa_refused")
    house.expire_all()
    assert cast.named(house, "published").seats_taken == 0
    with pytest.raises(NotThatStep):
        preparing.apply_visa(house, row, NewVisa(Visa.WORK), **by(clock))


def test_every_exit_cancels_the_placement_for_its_reason(house, clock):
    ways = {"withdraw": (WORKER, "withdrew"), "employer_cancel": (HAMID, "employer_cancelled"), "find_unfit": (HAMID, "unfit"),
            "miss": (HAMID, "no_show")}  # fmt: skip
    for act, (who, why) in ways.items():
        row = applied(house, worker(house, on=clock()), on=clock(), until="take_offer")
        placed = signed(house, row, on=clock())
        stages.move(house, row, act, by=who, on=clock(), day=TODAY)
        assert (placed.state, placed.why) == ("cancelled", why)
    house.expire_all()
    assert cast.named(house, "published").seats_taken == 0


def test_absurd_days_are_refused(house, row, clock):
    day = timedelta(days=1)
    for refusal, deed in (
        (InTheFuture, lambda: preparing.apply_visa(house, row, NewVisa(Visa.WORK, TODAY + day), **by(clock))),
        (TooLongAgo, lambda: preparing.apply_visa(house, row, NewVisa(Visa.WORK, TODAY - day), **by(clock))),
        (InTheFuture, lambda: preparing.refuse_visa(house, row, TODAY + day, **by(clock))),
        (AlreadyOver, lambda: preparing.plan(house, row, NewJourney(clock() - day), **by(clock))),
        (TooFarAhead, lambda: preparing.plan(house, row, NewJourney(clock() + 4000 * day), **by(clock))),
    ):
        with pytest.raises(refusal):
            deed()
    preparing.apply_visa(house, row, NewVisa(Visa.WORK), **by(clock))
    for refusal, until in ((AlreadyOver, TODAY - day), (TooFarAhead, TODAY + 4000 * day)):
        with pytest.raises(refusal):
            preparing.grant_visa(house, row, until, **by(clock))


def test_whoever_does_not_recruit_for_it_prepares_nothing(house, row, clock):
    for who in (FARIDA, DAVRON):
        for deed in (
            lambda who=who: preparing.apply_visa(house, row, NewVisa(Visa.WORK), **by(clock, who)),
            lambda who=who: preparing.grant_visa(house, row, TODAY, **by(clock, who)),
            lambda who=who: preparing.refuse_visa(house, row, TODAY, **by(clock, who)),
            lambda who=who: preparing.plan(house, row, NewJourney(clock()), **by(clock, who)),
            lambda who=who: preparing.tick(house, row, set(Item), by=who, on=clock()),
            lambda who=who: preparing.prepare(house, row, **by(clock, who)),
        ):
            with pytest.raises(NotAllowed):
                deed()


def test_visa_and_readiness_are_no_bare_steps(house, row, clock):
    for act in ("apply_visa", "refuse_visa", "prepare", "depart"):
        with pytest.raises(NotAllowed):
            stages.move(house, row, act, by=HAMID, on=clock(), day=TODAY)
