"""The last days of a claim: leap years, ends of months, the oldest month first, and nothing of what
nobody knows."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from catalog.core.actor import SYSTEM
from catalog.reference.countries import Mark
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import Claim, ClaimState, Line
from service.casework.deadlines import court_history, time_limits
from service.casework.deadlines import filing_deadlines as deadlines_filing_deadlines
from service.casework.deadlines.filing_deadlines import (
    LimitStatus,
    due_days,
    filing_deadlines,
    last_day,
)
from service.casework.deadlines.time_limits import CountedFrom, NewLimit, TimeLimit, Unit
from service.casework.workflow import state_machine
from service.casework.workflow.claim_closing import ClosingReason
from service.casework.workflow.state_machine import NewStep, Step
from service.casework.worklists import service_levels
from tests.support.cast import CHINORA, CLAIM, TODAY

DAYS = st.dates(date(1991, 9, 1), date(2100, 12, 31))
UNITS = st.sampled_from(Unit)
LENGTHS = st.integers(1, 36)
COMPONENTS = st.sampled_from(Component)
DAY = timedelta(days=1)


def law(
    component="",
    length=1,
    unit=Unit.YEARS,
    mark=Mark.SOURCED,
    since=None,
    until=None,
    counted_from="pay_due",
) -> TimeLimit:
    values = {"valid_from": since, "valid_to": until, "mark": mark, "source": "invented"}
    return TimeLimit(
        country="RU",
        component=component,
        length=length,
        unit=unit,
        counted_from=counted_from,
        **values,
    )


@pytest.mark.parametrize(
    ("start", "length", "unit", "end"),
    [
        (date(2026, 1, 31), 1, Unit.MONTHS, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, Unit.MONTHS, date(2024, 2, 29)),
        (date(2026, 3, 31), 3, Unit.MONTHS, date(2026, 6, 30)),
        (date(2026, 12, 31), 2, Unit.MONTHS, date(2027, 2, 28)),
        (date(2024, 2, 29), 1, Unit.YEARS, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, Unit.YEARS, date(2028, 2, 29)),
        (date(2023, 2, 28), 1, Unit.YEARS, date(2024, 2, 28)),
        (date(2096, 2, 29), 4, Unit.YEARS, date(2100, 2, 28)),
        (date(2026, 12, 1), 12, Unit.MONTHS, date(2027, 12, 1)),
        (date(2026, 2, 28), 1, Unit.DAYS, date(2026, 3, 1)),
        (date(2024, 12, 31), 88, Unit.DAYS, date(2025, 3, 29)),
    ],
)
def test_a_period_ends_on_its_own_date_or_on_the_last_day_of_a_shorter_month(
    start, length, unit, end
):
    assert last_day(start, length, unit) == end


def test_workdays_skip_the_weekend_of_the_country():
    """One workday after a Thursday: in Saudi Arabia Friday and Saturday are free."""
    ends = [last_day(date(2026, 11, 26), 1, Unit.WORKDAYS, country) for country in ("RU", "SA", "")]
    assert ends == [date(2026, 11, 27), date(2026, 11, 29), date(2026, 11, 27)]


@given(DAYS, DAYS, LENGTHS, UNITS)
def test_whoever_begins_later_never_ends_earlier(one, other, length, unit):
    first, second = sorted((one, other))
    assert last_day(first, length, unit) <= last_day(second, length, unit)


@given(DAYS, LENGTHS, UNITS)
def test_a_longer_period_ends_later_and_none_ends_before_it_began(start, length, unit):
    assert start < last_day(start, length, unit) < last_day(start, length + 1, unit)


@given(DAYS, LENGTHS)
def test_a_year_is_twelve_months_and_keeps_its_day(start, length):
    end = last_day(start, length, Unit.YEARS)
    assert end == last_day(start, 12 * length, Unit.MONTHS)
    assert (end.year - start.year, end.month) == (length, start.month)
    assert end.day == min(start.day, monthrange(end.year, end.month)[1])


@given(COMPONENTS, DAYS, st.integers(0, 4_000))
def test_what_is_owed_falls_due_within_the_work_once_a_month_at_most(
    component, worked_from, length
):
    worked_to = worked_from + timedelta(days=length)
    days = due_days(component, worked_from, worked_to)
    assert (days, days[-1]) == (sorted(set(days)), worked_to)
    assert days[0] >= worked_from
    assert len({(day.year, day.month) for day in days}) == len(days)
    if component is Component.BASE_PAY:
        assert (
            len(days)
            == 12 * (worked_to.year - worked_from.year) + worked_to.month - worked_from.month + 1
        )


def test_one_day_of_work_falls_due_on_that_day():
    assert due_days("base_pay", date(2024, 2, 29), date(2024, 2, 29)) == [date(2024, 2, 29)]
    assert due_days("base_pay", date(2024, 1, 31), date(2024, 2, 1)) == [
        date(2024, 1, 31),
        date(2024, 2, 1),
    ]


@given(
    DAYS,
    st.integers(0, 900),
    LENGTHS,
    UNITS,
    COMPONENTS,
    st.integers(-4_000, 14_000),
    st.booleans(),
)
def test_first_comes_before_last_and_days_are_never_negative(
    began, length, many, unit, component, since, stopped
):
    worked_to = began + timedelta(days=length)
    today = worked_to + timedelta(days=since)
    (part,) = filing_deadlines(
        [law(component.value, many, unit)], [component], began, worked_to, today, stopped=stopped
    )
    assert began <= part.first <= part.last
    assert part.days_left >= 0
    if part.next:
        assert part.first <= part.next <= part.last
        assert part.days_left == (part.next - today).days
    standings = {
        LimitStatus.RUNNING: today <= part.first,
        LimitStatus.PARTLY_OVER: part.first < today <= part.last,
        LimitStatus.OVER: part.last < today,
        LimitStatus.STOPPED: stopped,
    }
    assert standings[part.standing]
    assert (part.next is None) == (stopped or part.standing is LimitStatus.OVER)


@given(DAYS, st.integers(0, 900), st.integers(0, 4_000))
def test_as_days_go_by_nothing_that_was_over_runs_again(began, length, since):
    order = [LimitStatus.RUNNING, LimitStatus.PARTLY_OVER, LimitStatus.OVER]
    worked_to = began + timedelta(days=length)
    items = [
        filing_deadlines([law()], ["base_pay"], began, worked_to, began + timedelta(days=day))[
            0
        ].standing
        for day in (since, since + 1, since + 40)
    ]
    assert items == sorted(items, key=order.index)


def test_the_oldest_month_bars_first_and_the_newest_last():
    (part,) = filing_deadlines([law()], ["base_pay"], date(2026, 3, 1), date(2026, 8, 20), TODAY)
    assert (part.first, part.last, part.next) == (
        date(2027, 3, 31),
        date(2027, 8, 20),
        date(2027, 3, 31),
    )
    (later,) = filing_deadlines(
        [law()], ["base_pay"], date(2026, 3, 1), date(2026, 8, 20), date(2027, 5, 31)
    )
    assert (later.standing, later.next, later.days_left) == (
        LimitStatus.PARTLY_OVER,
        date(2027, 5, 31),
        0,
    )


def test_what_is_over_says_since_when():
    (part,) = filing_deadlines([law()], ["base_pay"], date(2020, 3, 1), date(2020, 8, 31), TODAY)
    assert (part.standing, part.last, part.next, part.days_left) == (
        LimitStatus.OVER,
        date(2021, 8, 31),
        None,
        0,
    )


def test_a_limit_of_its_own_goes_before_the_general_one_and_a_better_mark_before_a_worse():
    own = [law("base_pay", 2, mark=Mark.UNCONFIRMED), law("base_pay", 1)]
    general = [law(length=3), law(length=5, mark=Mark.CONFIRMED)]
    parts = filing_deadlines(
        [*own, *general], ["base_pay", "leave"], date(2026, 8, 1), date(2026, 8, 31), TODAY
    )
    assert [(part.component, part.limit.length) for part in parts] == [
        ("base_pay", 1),
        ("leave", 5),
    ]


def test_where_nothing_is_known_nothing_is_made_up():
    (part,) = filing_deadlines([], ["base_pay"], date(2026, 8, 1), date(2026, 8, 31), TODAY)
    assert (part.standing, part.first, part.last, part.limit) == (
        LimitStatus.UNKNOWN,
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    "component", ["fee_refund", "injury", "interest", "tax_social", "insurance"]
)
def test_a_general_limit_says_nothing_of_what_has_a_law_of_its_own(component):
    assert (
        filing_deadlines([law()], [component], TODAY, TODAY, TODAY)[0].standing
        is LimitStatus.UNKNOWN
    )
    assert (
        filing_deadlines([law(component)], [component], TODAY, TODAY, TODAY)[0].standing
        is LimitStatus.RUNNING
    )


def test_whoever_claims_severance_is_told_how_soon_a_dismissal_must_be_disputed():
    laws = [law("severance"), law("dismissal", 1, Unit.MONTHS)]
    parts = filing_deadlines(laws, ["severance"], date(2026, 1, 1), date(2026, 10, 31), TODAY)
    assert [(part.component, part.last) for part in parts] == [
        ("severance", date(2027, 10, 31)),
        ("dismissal", date(2026, 11, 30)),
    ]
    assert [part.component for part in filing_deadlines(laws, ["leave"], TODAY, TODAY, TODAY)] == [
        "leave"
    ]


def test_each_month_is_counted_by_the_law_of_its_day():
    """Japan: two years for pay due until March 2020, three years since."""
    laws = [law(length=2, until=date(2020, 3, 31)), law(length=3, since=date(2020, 4, 1))]
    old, new = filing_deadlines(
        laws, ["base_pay"], date(2020, 2, 1), date(2020, 5, 15), date(2020, 6, 1)
    )
    assert (old.first, old.last) == (date(2022, 2, 28), date(2022, 3, 31))
    assert (new.first, new.last) == (date(2023, 4, 30), date(2023, 5, 15))


def test_a_limit_for_wages_covers_all_pay_and_nothing_else():
    laws = [law("wages", 1), law("", 3, Unit.MONTHS), law("leave", 2)]
    owed = ["base_pay", "severance", "leave", "travel_home", "fee_refund"]
    parts = filing_deadlines(laws, owed, TODAY, TODAY, TODAY)
    lengths = [part.limit and (part.limit.length, part.limit.unit) for part in parts]
    assert lengths == [(1, "years"), (1, "years"), (2, "years"), (3, "months"), None]


def test_a_limit_that_runs_from_the_end_of_the_work_has_one_last_day():
    """Emirates: one year from the day of the pay until August 2024, two years from the end since."""
    laws = [
        law("wages", 1, until=date(2024, 8, 30)),
        law("wages", 2, since=date(2024, 8, 31), counted_from="end_of_work"),
    ]
    old, new = filing_deadlines(laws, ["base_pay"], date(2024, 7, 1), date(2024, 12, 20), TODAY)
    assert (old.first, old.last) == (date(2025, 7, 31), date(2025, 7, 31))
    assert (new.first, new.last) == (date(2026, 12, 20), date(2026, 12, 20))


def test_whoever_claims_an_insurance_benefit_is_told_the_limit_of_each_insurance():
    laws = [law("departure_guarantee", 3), law("wage_guarantee", 2)]
    parts = filing_deadlines(laws, ["insurance"], date(2026, 8, 1), date(2026, 9, 15), TODAY)
    assert [(part.component, part.first, part.last) for part in parts] == [
        ("departure_guarantee", date(2029, 9, 15), date(2029, 9, 15)),
        ("wage_guarantee", date(2028, 8, 31), date(2028, 9, 15)),
    ]


# --- of claims
# -----------------------------------------------------------------------------------------------------


@pytest.fixture
def lawful(ground, clock, claim):
    items = [
        NewLimit("RU", "base_pay", 1, Unit.YEARS, CountedFrom.PAY_DUE, Mark.SOURCED, "invented"),
        NewLimit("RU", "leave", 1, Unit.YEARS, CountedFrom.PAY_DUE, Mark.UNCONFIRMED, "recalled"),
    ]
    time_limits.load(ground, items, by=SYSTEM, on=clock())
    return claim


def deadline_of(session, clock, claim, *, staff=False):
    return deadlines_filing_deadlines.by_claims(
        session, [claim], service_levels.days(session, [claim], clock()), staff=staff
    ).get(CLAIM)


def go(session, clock, claim, came_from, to, happened_on=None):
    claim.state = came_from.value
    step = NewStep(
        to,
        next_action="Go on",
        due=TODAY,
        closing_reason=ClosingReason.UNREACHABLE,
        happened_on=happened_on,
    )
    state_machine.take_step(session, claim, step, by=CHINORA, on=clock(), day=TODAY)


def test_a_claim_is_told_its_days(ground, clock, lawful):
    (part,) = deadline_of(ground, clock, lawful)
    assert (part.component, part.first, part.last) == (
        "base_pay",
        date(2027, 3, 31),
        date(2027, 8, 31),
    )


def test_what_nobody_sourced_is_for_staff(ground, clock, lawful):
    ground.add(Line(claim=CLAIM, number=2, component="leave", currency="RUB", claimed=1))
    ground.flush()
    assert [part.standing for part in deadline_of(ground, clock, lawful)] == [
        LimitStatus.RUNNING,
        LimitStatus.UNKNOWN,
    ]
    assert [part.standing for part in deadline_of(ground, clock, lawful, staff=True)] == [
        LimitStatus.RUNNING
    ] * 2


@pytest.mark.parametrize(
    "filed", [ClaimState.COURT_FILED, ClaimState.JUDGMENT, ClaimState.ENFORCEMENT]
)
def test_filing_in_court_stops_it_and_opening_the_claim_anew_lets_it_run_again(
    ground, clock, lawful, filed
):
    before = {
        ClaimState.COURT_FILED: ClaimState.ACCEPTED,
        ClaimState.JUDGMENT: ClaimState.COURT_FILED,
        ClaimState.ENFORCEMENT: ClaimState.JUDGMENT,
    }
    go(ground, clock, lawful, before[filed], filed)
    part, *_ = deadline_of(ground, clock, lawful)
    assert (part.standing, part.next, part.last) == (LimitStatus.STOPPED, None, date(2027, 8, 31))
    go(ground, clock, lawful, filed, ClaimState.SUSPENDED)
    assert deadline_of(ground, clock, lawful)[0].standing is LimitStatus.STOPPED
    go(ground, clock, lawful, ClaimState.SUSPENDED, ClaimState.REOPENED)
    assert deadline_of(ground, clock, lawful)[0].standing is LimitStatus.RUNNING


@pytest.mark.parametrize(
    "state",
    sorted(
        set(ClaimState)
        - court_history.STOPPING_STATES
        - {ClaimState.CLOSED, ClaimState.PAID_IN_FULL}
    ),
)
def test_nothing_else_stops_it(ground, clock, lawful, state):
    lawful.state = state.value
    assert deadline_of(ground, clock, lawful)[0].standing is LimitStatus.RUNNING


@pytest.mark.parametrize("state", ["closed", "paid_in_full"])
def test_a_claim_that_is_over_has_no_last_day(ground, clock, lawful, state):
    lawful.state = state
    assert deadline_of(ground, clock, lawful) is None


def test_a_day_ends_at_midnight_there(ground, clock, lawful):
    """Eleven in the evening in Moscow is already the next day in Tashkent."""
    clock.now = clock.now.replace(year=2027, month=8, day=31, hour=20)
    assert (clock.today, deadline_of(ground, clock, lawful)[0].standing) == (
        date(2027, 9, 1),
        LimitStatus.PARTLY_OVER,
    )
    clock.forward(hours=1)
    assert deadline_of(ground, clock, lawful)[0].standing is LimitStatus.OVER


# --- after a judgment
# -----------------------------------------------------------------------------------------------------


@pytest.fixture
def judged(ground, clock, lawful):
    """A claim with a judgment of yesterday, recorded today."""
    items = [
        NewLimit("RU", "appeal", 1, Unit.MONTHS, CountedFrom.JUDGMENT, Mark.SOURCED, "invented"),
        NewLimit("RU", "execution", 3, Unit.YEARS, CountedFrom.FINAL, Mark.SOURCED, "invented"),
    ]
    time_limits.load(ground, items, by=SYSTEM, on=clock())
    go(ground, clock, lawful, ClaimState.ACCEPTED, ClaimState.COURT_FILED)
    go(ground, clock, lawful, ClaimState.COURT_FILED, ClaimState.JUDGMENT, TODAY - DAY)
    return lawful


def running(session, clock, claim):
    return [
        (part.component, part.standing, part.last)
        for part in deadline_of(session, clock, claim)
        if part.standing is not LimitStatus.STOPPED
    ]


def test_from_the_day_of_a_judgment_the_limits_for_appeal_and_bailiff_run(ground, clock, judged):
    assert running(ground, clock, judged) == [
        ("appeal", LimitStatus.RUNNING, date(2026, 12, 24)),
        ("execution", LimitStatus.RUNNING, date(2029, 11, 24)),
    ]


def test_an_appeal_is_filed_in_court_and_of_a_further_one_nothing_is_known(ground, clock, judged):
    go(ground, clock, judged, ClaimState.JUDGMENT, ClaimState.COURT_FILED)
    assert running(ground, clock, judged) == []
    go(ground, clock, judged, ClaimState.COURT_FILED, ClaimState.JUDGMENT)
    assert running(ground, clock, judged) == [
        ("appeal", LimitStatus.UNKNOWN, None),
        ("execution", LimitStatus.RUNNING, date(2029, 11, 25)),
    ]


def test_with_the_bailiff_nothing_runs(ground, clock, judged):
    go(ground, clock, judged, ClaimState.JUDGMENT, ClaimState.ENFORCEMENT)
    assert running(ground, clock, judged) == []


def test_a_claim_with_a_judgment_is_found_by_the_limit_that_runs_from_it(ground, judged):
    soon = deadlines_filing_deadlines.may_end(ground, date(2026, 12, 20), date(2026, 12, 28))
    assert ground.execute(select(Claim.reference).where(soon)).scalars().all() == [CLAIM]


def test_a_judgment_recorded_by_an_earlier_version_counts_from_its_step(ground, clock, judged):
    ground.execute(update(Step).values(happened_on=None))
    assert running(ground, clock, judged)[0][2] == date(2026, 12, 25)
