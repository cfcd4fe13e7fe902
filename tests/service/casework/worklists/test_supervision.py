"""A supervisor's numbers are exact, and each leads to just the claims that it counts."""

from datetime import date
from functools import partial

import pytest
from sqlalchemy import event

from catalog.core.actor import SYSTEM
from catalog.reference.countries import Mark
from service.casework.worklists import claim_list, service_level_rules, supervision
from service.casework.worklists.service_level_rules import Clock, NewClock
from service.casework.worklists.supervision import BREACHES, COLUMNS, GroupBy
from tests.conftest import filled
from tests.service.casework import heap
from tests.service.casework.heap import CODES
from tests.support.cast import CHINORA, DAVRON, ELYOR, IRODA, MOSCOW, SEOUL


@pytest.fixture
def full(place):
    yield from filled(place, "HEAP300", partial(heap.standing, count=300))


def counts(rows):
    """The same by going through the three hundred one by one."""
    ages = [heap.age(at) for at in rows]
    return {
        "under_30": sum(age < 30 for age in ages),
        "to_90": sum(30 <= age <= 90 for age in ages),
        "to_180": sum(90 < age <= 180 for age in ages),
        "over_180": sum(age > 180 for age in ages),
        "week": sum(0 <= heap.due(at) < 7 for at in rows),
        "overdue": sum(heap.due(at) < 0 for at in rows),
        "quiet": sum(age > 14 for age in ages),
        "all": len(rows),
    }


OPEN = [at for at in range(300) if at % 10 != 9]


def ageing(session, clock, per, by=IRODA):
    rows = supervision.ageing(session, per, by=by, times=claim_list.times(session, clock()))
    assert [row.counts["all"] for row in rows] == sorted(
        (row.counts["all"] for row in rows), reverse=True
    )
    return {row.whose: row.counts for row in rows}


def test_three_hundred_claims_in_five_posts_give_the_exact_numbers(full, clock):
    by_post = ageing(full, clock, GroupBy.POST)
    assert by_post == {
        code: counts([at for at in OPEN if at % 5 == place]) for place, code in enumerate(CODES)
    }
    assert by_post[SEOUL] == {
        "under_30": 15,
        "to_90": 15,
        "to_180": 15,
        "over_180": 15,
        "week": 40,
        "overdue": 20,
        "quiet": 52,
        "all": 60,
    }
    assert sum(row["all"] for row in by_post.values()) == 270


def test_and_so_do_their_officers(full, clock):
    whose = {at: heap.owner(at) or "nobody" for at in OPEN}
    names = {DAVRON.account, ELYOR.account, CHINORA.account, "nobody"}
    assert ageing(full, clock, GroupBy.OWNER) == {
        name: counts([at for at, one in whose.items() if one == name]) for name in names
    }


@pytest.mark.parametrize("per", GroupBy)
def test_each_number_leads_to_just_its_claims(full, clock, per):
    service_level_rules.load(
        full,
        [
            NewClock(name.value, days, date(2020, 1, 1), None, Mark.SOURCED, "invented")
            for name, days in ((Clock.ACKNOWLEDGE, 1), (Clock.REVIEW, 7), (Clock.SUPERVISOR, 30))
        ],
        by=SYSTEM,
        on=clock(),
    )
    times, counted = claim_list.times(full, clock()), set()
    for numbers, names in ((supervision.ageing, COLUMNS), (supervision.breaches, BREACHES)):
        for row in numbers(full, per, by=IRODA, times=times):
            for name in names:
                asked = supervision.filter_of(per, row.whose, name, times.today)
                found = claim_list.count(full, asked, by=IRODA, times=times).total
                assert found == row.counts[name], (row.whose, name)
                counted |= {name} if found else set()
    assert counted >= {*COLUMNS, "acknowledge", "review", "supervisor"}


def test_claims_without_a_post_have_a_row_of_their_own(ground, clock):
    heap.heap(ground, clock, 10)
    heap.put(ground, clock, 10).post = None
    ground.flush()
    assert ageing(ground, clock, GroupBy.POST)["nobody"]["all"] == 1


def test_a_post_sees_itself_alone(full, clock):
    assert set(ageing(full, clock, GroupBy.POST, by=ELYOR)) == {MOSCOW}


def test_the_whole_is_the_sum_of_its_rows(full, clock):
    times = claim_list.times(full, clock())
    totals = [
        supervision.total(supervision.ageing(full, per, by=IRODA, times=times)).counts
        for per in GroupBy
    ]
    assert totals == [counts(OPEN)] * 3


def test_each_table_is_one_question(full, clock):
    times, seen = claim_list.times(full, clock()), []
    note = lambda *items: seen.append(items[2])  # noqa: E731
    event.listen(full.get_bind(), "before_cursor_execute", note)
    rows = [
        numbers(full, per, by=IRODA, times=times)
        for numbers in (supervision.ageing, supervision.breaches)
        for per in GroupBy
    ]
    event.remove(full.get_bind(), "before_cursor_execute", note)
    assert (len(seen), len(rows[0])) == (6, 5)
