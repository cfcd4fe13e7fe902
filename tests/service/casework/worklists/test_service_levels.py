"""How long our own work may take: counted in the post's own days, said worst first, the same in the
list and on the claim."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from catalog.core import journal
from catalog.core.actor import SYSTEM, VISITOR
from catalog.core.fields import TASHKENT, tashkent_day
from catalog.reference.countries import Mark
from seed import reference
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.workflow import state_machine
from service.casework.workflow.state_machine import NewStep, Step
from service.casework.worklists import service_level_rules, service_levels
from service.casework.worklists.service_level_rules import Clock, NewClock, NotAClock, ServiceClock
from tests.support.cast import ALISHERS_CLAIM, CHINORA, CLAIM, TODAY

USUAL = {
    Clock.ACKNOWLEDGE: 1,
    Clock.SCREEN: 3,
    Clock.CONTACT: 5,
    Clock.REVIEW: 14,
    Clock.STALE: 30,
    Clock.SUPERVISOR: 60,
}
SEOUL_ZONE, BERLIN = ZoneInfo("Asia/Seoul"), ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 25, 6, tzinfo=UTC)


@pytest.fixture
def ticking(ground, clock):
    """The ground with the clocks of the seed."""
    service_level_rules.load(
        ground, map(reference._clock, reference.rows("service_clocks.tsv")), by=SYSTEM, on=clock()
    )
    return ground


def late(state, filed_ago, *moves, zone=TASHKENT, now=NOW):
    """What a claim filed so many days ago is late with, after these steps as (state, days ago)."""
    items = [(to.value, now - timedelta(days=ago)) for to, ago in moves]
    found = service_levels.late_clocks(
        state.value, now - timedelta(days=filed_ago), items, USUAL, zone, now
    )
    return [(one.clock, one.days) for one in found]


def test_the_seed_gives_the_usual_days(ticking, clock):
    assert service_levels.days_in_force(ticking, clock.today) == USUAL
    assert service_levels.days_in_force(ticking, date(2018, 12, 31)) == {}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ((ClaimState.RECEIVED, 1), []),
        ((ClaimState.RECEIVED, 2), [(Clock.ACKNOWLEDGE, 2)]),
        ((ClaimState.ACKNOWLEDGED, 3, (ClaimState.ACKNOWLEDGED, 3)), []),
        ((ClaimState.ACKNOWLEDGED, 4, (ClaimState.ACKNOWLEDGED, 3)), [(Clock.SCREEN, 4)]),
        ((ClaimState.ACCEPTED, 9, (ClaimState.ACCEPTED, 5)), []),
        ((ClaimState.ACCEPTED, 9, (ClaimState.ACCEPTED, 6)), [(Clock.CONTACT, 6)]),
        (
            (
                ClaimState.ASSIGNED_TO_POST,
                9,
                (ClaimState.ACCEPTED, 6),
                (ClaimState.ASSIGNED_TO_POST, 1),
            ),
            [(Clock.CONTACT, 6)],
        ),
        (
            (
                ClaimState.EMPLOYER_CONTACTED,
                20,
                (ClaimState.ACCEPTED, 15),
                (ClaimState.EMPLOYER_CONTACTED, 14),
            ),
            [],
        ),
        ((ClaimState.NEGOTIATION, 90, (ClaimState.NEGOTIATION, 14)), []),
        ((ClaimState.NEGOTIATION, 90, (ClaimState.NEGOTIATION, 15)), [(Clock.REVIEW, 15)]),
        ((ClaimState.NEGOTIATION, 90, (ClaimState.NEGOTIATION, 30)), [(Clock.REVIEW, 30)]),
        ((ClaimState.NEGOTIATION, 90, (ClaimState.NEGOTIATION, 31)), [(Clock.STALE, 31)]),
        ((ClaimState.NEGOTIATION, 90, (ClaimState.NEGOTIATION, 60)), [(Clock.STALE, 60)]),
        ((ClaimState.NEGOTIATION, 90, (ClaimState.NEGOTIATION, 61)), [(Clock.SUPERVISOR, 61)]),
        ((ClaimState.RECEIVED, 61), [(Clock.SUPERVISOR, 61), (Clock.ACKNOWLEDGE, 61)]),
        ((ClaimState.SUSPENDED, 90, (ClaimState.SUSPENDED, 60)), []),
        ((ClaimState.SUSPENDED, 90, (ClaimState.SUSPENDED, 61)), [(Clock.SUPERVISOR, 61)]),
        ((ClaimState.CLOSED, 900, (ClaimState.CLOSED, 800)), []),
    ],
)
def test_it_is_late_when_its_days_are_over_and_says_the_worst_first(given, says):
    assert late(*given) == says


def test_a_day_ends_at_midnight_of_the_post():
    """Filed at ten in the evening in Seoul, which is six in the evening in Tashkent."""
    filed, midnight_in_seoul = (
        datetime(2026, 11, 23, 13, tzinfo=UTC),
        datetime(2026, 11, 24, 15, tzinfo=UTC),
    )
    for zone, moment, days in (
        (SEOUL_ZONE, midnight_in_seoul - timedelta(minutes=1), []),
        (SEOUL_ZONE, midnight_in_seoul, [2]),
        (TASHKENT, midnight_in_seoul, []),
        (TASHKENT, midnight_in_seoul + timedelta(hours=4), [2]),
    ):
        assert [
            one.days
            for one in service_levels.late_clocks("received", filed, [], USUAL, zone, moment)
        ] == days


@pytest.mark.parametrize("day", [date(2026, 3, 28), date(2026, 10, 24)])
def test_the_hour_that_is_lost_or_won_in_spring_and_autumn_makes_no_day(day):
    filed = datetime(day.year, day.month, day.day, 23, 30, tzinfo=BERLIN)
    last = datetime(day.year, day.month, day.day + 1, 23, 59, tzinfo=BERLIN)
    assert service_levels.late_clocks("received", filed, [], USUAL, BERLIN, last) == []
    after = (last.astimezone(UTC) + timedelta(minutes=1)).astimezone(BERLIN)
    assert [
        one.days for one in service_levels.late_clocks("received", filed, [], USUAL, BERLIN, after)
    ] == [2]


@given(st.sampled_from(ClaimState), st.integers(0, 200), st.integers(0, 200), st.integers(0, 50))
def test_it_is_never_late_before_its_days_are_over_and_waiting_makes_nothing_better(
    state, filed, moved, more
):
    before = late(state, filed, (state, min(filed, moved)))
    assert all(days > USUAL[clock] for clock, days in before)
    after = late(state, filed + more, (state, min(filed, moved) + more))
    assert len(after) >= len(before)


def test_a_clock_is_adjusted_by_a_dated_row(ticking, clock):
    new_clock = NewClock("screen", 7, date(2027, 1, 1), None, Mark.SOURCED, "Order 1 (invented)")
    assert service_level_rules.load(ticking, [new_clock], by=SYSTEM, on=clock()) == 1
    assert service_level_rules.load(ticking, [new_clock], by=SYSTEM, on=clock()) == 0
    assert service_levels.days_in_force(ticking, date(2026, 12, 31))[Clock.SCREEN] == 3
    assert service_levels.days_in_force(ticking, date(2027, 1, 1))[Clock.SCREEN] == 7
    new_clock.days = 9
    assert service_level_rules.load(ticking, [new_clock], by=SYSTEM, on=clock()) == 1
    ticking.commit()
    assert [one.act for one in journal.history(ticking, "service_clock", "screen")] == [
        "load",
        "load",
        "amend",
    ]


@pytest.mark.parametrize("given", [("tea", 3), ("screen", 0), ("screen", -1), ("screen", 1_000)])
def test_it_refuses_what_is_no_clock(ground, clock, given):
    with pytest.raises(NotAClock):
        service_level_rules.load(
            ground, [NewClock(*given, TODAY, None, Mark.SOURCED, "invented")], by=SYSTEM, on=clock()
        )
    assert ground.execute(select(ServiceClock)).first() is None


def test_a_step_ends_what_was_late(ticking, clock, claim):
    clock.forward(days=2)
    assert [
        one.clock for one in service_levels.late_by_claims(ticking, [claim], clock())[CLAIM]
    ] == [Clock.ACKNOWLEDGE]
    new_step = NewStep(ClaimState.ACKNOWLEDGED, next_action="Look", due=clock.today)
    state_machine.take_step(ticking, claim, new_step, by=CHINORA, on=clock(), day=clock.today)
    assert service_levels.late_by_claims(ticking, [claim], clock())[CLAIM] == []


def test_without_a_clock_nothing_is_late_but_its_own_next_step(ground, clock, claim):
    clock.forward(days=100)
    assert service_levels.late_by_claims(ground, [claim], clock())[CLAIM] == []
    assert ground.execute(
        select(Claim).where(service_levels.late_term(service_levels.clock_context(ground, clock())))
    ).scalars().all() == [claim]
    claim.due = clock.today
    ground.flush()
    assert (
        ground.execute(
            select(Claim).where(
                service_levels.late_term(service_levels.clock_context(ground, clock()))
            )
        )
        .scalars()
        .all()
        == []
    )


def test_the_list_finds_late_what_the_claim_itself_says_is_late(ticking):
    """Two hundred claims thrown with dice, in Seoul, in Moscow and with no post, looked at around
    midnight."""
    dice = Random(4)
    rows = [_thrown(ticking, dice) for _ in range(200)]
    ticking.flush()
    for hour in (0, 13, 15, 16, 19, 20, 21, 23):
        now = datetime(2026, 11, 25, hour, tzinfo=UTC)
        found, days = (
            service_levels.late_by_claims(ticking, rows, now),
            service_levels.days(ticking, rows, now),
        )
        overdue = {
            row.reference for row in rows if row.state != "closed" and row.due < days[row.reference]
        }
        result = {number for number, reasons in found.items() if reasons} | overdue
        stuck = {
            number
            for number, reasons in found.items()
            if any(one.clock is Clock.SUPERVISOR for one in reasons)
        }
        listed = ticking.execute(
            select(Claim.reference).where(
                service_levels.late_term(service_levels.clock_context(ticking, now))
            )
        ).scalars()
        waiting = ticking.execute(select(Claim.reference).where(supervised(ticking, now))).scalars()
        assert (set(listed), set(waiting)) == (result, stuck)
        assert set() < stuck < result < {row.reference for row in rows}


def supervised(session, now):
    return service_levels.clock_term(Clock.SUPERVISOR, service_levels.clock_context(session, now))


def _thrown(session, dice: Random) -> Claim:
    filed = NOW - timedelta(hours=dice.randrange(24 * 70))
    result = msgspec.structs.replace(ALISHERS_CLAIM, country=dice.choice(("RU", "KR", "PL")))
    claim = wage_claims.file(session, result, by=VISITOR, on=filed, day=tashkent_day(filed)).claim
    claim.state = dice.choice(
        [*ClaimState, ClaimState.RECEIVED, ClaimState.ACKNOWLEDGED, ClaimState.ACCEPTED]
    ).value
    claim.due = TODAY + timedelta(days=dice.randrange(-2, 30))
    at = filed
    for to in ("accepted", claim.state)[dice.randrange(3) :]:
        at += timedelta(seconds=int(dice.random() * (NOW - at).total_seconds()))
        session.add(
            Step(claim=claim.reference, came_from="screened", to=to, officer=CHINORA.account, at=at)
        )
        claim.moved_at, claim.accepted_at = at, at if to == "accepted" else claim.accepted_at
    return claim
