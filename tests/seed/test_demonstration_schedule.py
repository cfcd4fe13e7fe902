"""When the scenarios of the demonstration happen, whatever the day and hour at which somebody tries
it."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from operator import lt
from random import Random

import pytest

from catalog.core.actor import Actor
from catalog.core.fields import TASHKENT, tashkent_day
from catalog.licensing.legal_rules import Unit
from catalog.licensing.working_days import Calendar
from i18n import catalogues
from seed import demonstration, reference
from seed.demonstration import next_actions, people
from seed.demonstration.jobs import Jobs
from seed.demonstration.register import Register
from seed.demonstration.scenario import Scenario, UnexpectedEvent, perform
from seed.demonstration.schedule import (
    Days,
    Timeline,
    after,
    earlier_today,
    hours_ago,
    on_date,
    share_of_period,
    working_days_ago,
)
from tests.conftest import Clock

OPENS, CLOSES = time(9), time(18)


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    law = [row for row in reference.rows("law.tsv") if row["unit"] == Unit.MONTH_DAY]
    since, until = (
        [reference._day(row[name]) for row in law] for name in ("valid_from", "valid_to")
    )
    return Calendar(tuple(zip((int(row["value"]) for row in law), since, until, strict=True)))


def timelines(days: Days) -> list[Timeline]:
    """Of all scenarios, once each; nothing of them is done, so that no database is asked."""
    cast = {
        one.name.lower(): Actor("U-1", one.role, one.name)
        for one in people.CAST + people.COLLEAGUES
    }
    register = Register(
        None, cast, days, Jobs(days, Random(demonstration.SEED)), demonstration.USUAL.jobs
    )
    items = [tuple(one.timeline) for one in demonstration.scenarios(None, cast, days, register)]
    return list(dict.fromkeys(items))


def every_day(first: datetime) -> Iterator[datetime]:
    yield from (first + timedelta(days=day) for day in range(800))
    yield from (first + timedelta(hours=hour) for hour in range(14 * 24))


def in_the_office(moment: datetime, calendar: Calendar) -> bool:
    here = moment.astimezone(TASHKENT)
    return calendar.is_one(here.date()) and OPENS <= here.time() < CLOSES


def test_on_every_day_and_hour_all_events_lie_in_office_hours_in_order_and_in_the_past(calendar):
    values, known = timelines(Days(Clock().now, calendar)), set()
    assert len(values) > 500
    free = [
        one
        for one in values
        if any(event.today is not None or event.before is not None for event in one)
    ]
    ending = {
        id(one) for one in values if any(event.on or event.share is not None for event in one)
    }
    for on in every_day(datetime(2026, 11, 1, 3, tzinfo=UTC)):
        days, office = Days(on, calendar), []
        for timeline in values:
            moments = days.moments(timeline)
            assert all(map(lt, moments, moments[1:])), (on, timeline)
            assert len(moments) == len(timeline) or id(timeline) in ending, (on, timeline)
            office += moments
        assert days.opening < min(office) <= max(office) <= on
        elsewhere = {moment for one in free for moment in days.moments(one)[-1:]}
        new = set(office) - elsewhere - known
        assert [moment for moment in new if not in_the_office(moment, calendar)] == [], on
        known |= new


def test_what_scenarios_state_depends_on_no_day(calendar):
    first, second = (
        [
            [(one.name, one.ago, one.share, one.days, one.minutes) for one in item]
            for item in timelines(Days(on, calendar))
        ]
        for on in (Clock().now, datetime(2028, 2, 29, 7, tzinfo=UTC))
    )
    assert first == second


def test_distances_are_counted_in_working_days_and_office_hours(calendar):
    days = Days(
        datetime(2026, 3, 24, 1, tzinfo=UTC), calendar
    )  # a Tuesday; Navruz fell on a Saturday, so that Monday was off
    found = days.moments(
        (
            working_days_ago("filed", 2),
            after("late", hours=7),
            after("next", hours=2),
            after("tomorrow", days=9),
        )
    )
    assert [f"{moment.astimezone(TASHKENT):%a %d %H:%M}" for moment in found] == [
        "Thu 19 10:00",
        "Thu 19 17:00",
        "Fri 20 10:00",
    ]


def test_what_comes_before_its_predecessor_or_the_opening_is_moved_behind_it(calendar):
    days = Days(datetime(2026, 11, 25, 6, tzinfo=UTC), calendar)
    first, second = days.moments((working_days_ago("filed", 2), working_days_ago("read", 3)))
    assert second - first == timedelta(minutes=1)
    assert days.moments((working_days_ago("filed", 9_999),))[0] > days.opening


def test_a_share_spans_from_a_few_days_ago_back_to_the_opening(calendar):
    days = Days(datetime(2026, 11, 25, 6, tzinfo=UTC), calendar)
    last, first = (days.moments((share_of_period("asked", share, 3),))[0] for share in (0, 1))
    assert (tashkent_day(last), tashkent_day(first).isoformat()) == (
        days.working_day(3),
        "2025-01-03",
    )


def test_a_day_of_the_calendar_that_has_not_come_yet_has_no_moment(calendar):
    days = Days(datetime(2026, 11, 25, 6, tzinfo=UTC), calendar)
    (moment,) = days.moments(
        (on_date("signed", lambda day: day.replace(day=1)), on_date("read", lambda day: day))
    )
    assert f"{moment.astimezone(TASHKENT):%a %d %H:%M}" == "Mon 02 10:00", (
        "the first of November was a Sunday"
    )


def test_what_citizens_do_lies_at_any_hour_but_never_ahead(calendar):
    midnight = datetime(2026, 12, 31, 19, 4, tzinfo=UTC)
    searched, filed = Days(midnight, calendar).moments(
        (earlier_today("searched", 0.5), hours_ago("filed", 2))
    )
    assert (midnight - searched, midnight - filed) == (timedelta(minutes=2), timedelta(hours=2))


def test_all_is_done_in_the_order_of_time_and_a_name_out_of_step_is_told(calendar):
    days, done = Days(Clock().now, calendar), []

    def acts(name: str, *events: str):
        for event in events:
            yield event
            done.append((name, event))

    perform(
        [
            Scenario((working_days_ago("a", 5), working_days_ago("b", 2)), acts("one", "a", "b")),
            Scenario((working_days_ago("a", 3), after("b", days=9)), acts("two", "a", "b")),
        ],
        days,
    )
    assert done == [("one", "a"), ("two", "a"), ("one", "b")]
    with pytest.raises(UnexpectedEvent):
        perform([Scenario((working_days_ago("a", 5),), acts("one", "b"))], days)


def test_each_state_and_activity_of_the_demonstration_has_its_next_action():
    states = [row["state"] for row in reference.rows("demo/acts.tsv")]
    assert [*next_actions.NEXT_ACTIONS] == states
    assert len(next_actions.AFTER_ACTIVITIES) == len([*reference.rows("demo/activities.tsv")])
    assert {*next_actions.NEXT_ACTIONS.values(), *next_actions.AFTER_ACTIVITIES} - {
        ""
    } <= catalogues.extract().keys()
