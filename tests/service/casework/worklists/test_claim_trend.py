"""The trend of claims: periods without gaps, numbers that the list finds, and the claims still open."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import event

from service.casework.claims.wage_claims import Claim
from service.casework.workflow.state_machine import Step
from service.casework.worklists import claim_list, claim_trend
from service.casework.worklists.claim_trend import Period, TrendUnit
from tests.service.casework import heap
from tests.support.cast import ELYOR, IRODA


def move(session, claim, to, came_from, at):
    session.add(Step(claim=claim, came_from=came_from, to=to, officer="U-CHINORA", at=at))
    session.get(Claim, claim).state = to
    session.flush()


@pytest.fixture
def moved(ground, clock):
    """Ten open claims; three were closed, one of them reopened and closed again the same day."""
    heap.heap(ground, clock, 12)
    now = clock()
    ground.get(Claim, heap.number(9)).state = "received"
    for at, days in ((0, 0), (1, 8), (3, 70)):
        move(ground, heap.number(at), "closed", "received", now - timedelta(days=days))
    move(ground, heap.number(0), "reopened", "closed", now)
    move(ground, heap.number(0), "closed", "reopened", now)
    return ground


def rows(session, clock, unit, by=IRODA):
    times = claim_list.times(session, clock())
    open_now = claim_list.count(session, claim_list.Filter(), by=by, times=times).total
    return claim_trend.trend(session, unit, by=by, today=times.today, open_now=open_now), times


def test_periods_follow_each_other_and_the_last_one_ends_today():
    for unit in TrendUnit:
        for today in (date(2026, 1, 1), date(2026, 11, 30), date(2024, 2, 29)):
            listed = claim_trend.periods(unit, today)
            assert (len(listed), listed[-1].last) == (12, today)
            for one, after in pairwise(listed):
                assert one.last + timedelta(days=1) == after.first
    assert claim_trend.periods(TrendUnit.MONTH, date(2026, 1, 31))[0] == Period(
        date(2025, 2, 1), date(2025, 2, 28)
    )


@pytest.mark.parametrize("unit", TrendUnit)
def test_each_number_is_that_of_the_list_behind_it(moved, clock, unit):
    trend, times = rows(moved, clock, unit)
    for row in trend:
        for number, asked in (
            (row.filed, claim_trend.filed_filter(row.period)),
            (row.closed, claim_trend.closed_filter(row.period)),
        ):
            assert claim_list.count(moved, asked, by=IRODA, times=times).total == number
    assert sum(row.closed for row in trend) == 3


@pytest.mark.parametrize("unit", TrendUnit)
def test_open_at_the_end_is_what_was_filed_and_not_closed_by_then(moved, clock, unit):
    trend, _times = rows(moved, clock, unit)
    filed = [heap.age(at) for at in range(12)]
    closed = {0: 0, 1: 8, 3: 70}
    for row in trend:
        ago = (clock.today - row.period.last).days
        there = [at for at in range(12) if filed[at] >= ago and closed.get(at, -1) < ago]
        assert row.open == len(there), row
    assert trend[-1].open == 9


def test_a_post_sees_its_own_trend_with_two_queries(moved, clock):
    seen = []
    note = lambda *items: seen.append(items[2])  # noqa: E731
    event.listen(moved.get_bind(), "before_cursor_execute", note)
    trend = claim_trend.trend(moved, TrendUnit.MONTH, by=ELYOR, today=clock.today, open_now=0)
    event.remove(moved.get_bind(), "before_cursor_execute", note)
    assert len(seen) == 2
    assert sum(row.filed for row in trend) == sum(
        heap.CODES[at % 5] == "RU-MOSCOW-EMB" and heap.age(at) < 330 for at in range(12)
    )
