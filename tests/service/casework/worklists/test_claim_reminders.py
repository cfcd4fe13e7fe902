"""What is written by night: each reminder once, at 90, 30 and 7 days, and none when the claim is in
court."""

from datetime import date, timedelta

import pytest

from catalog.core import journal
from catalog.core.actor import SYSTEM
from catalog.reference.countries import Mark
from seed import reference
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import ClaimState, Line
from service.casework.deadlines import filing_deadlines, time_limits
from service.casework.deadlines.time_limits import CountedFrom, NewLimit, TimeLimit, Unit
from service.casework.workflow import claim_closing, state_machine
from service.casework.workflow.state_machine import NewStep
from service.casework.worklists import claim_reminders, service_level_rules
from tests.support.cast import CHINORA, CLAIM, TODAY

FIRST, LAST = date(2027, 3, 31), date(2027, 8, 31)


@pytest.fixture
def lawful(ground, clock, claim):
    new_limit = NewLimit(
        "RU", "base_pay", 1, Unit.YEARS, CountedFrom.PAY_DUE, Mark.SOURCED, "invented"
    )
    time_limits.load(ground, [new_limit], by=SYSTEM, on=clock())
    return claim


def night(session, clock, day: date | None = None) -> int:
    if day:
        clock.forward(days=(day - clock.today).days)
    return claim_reminders.write(
        session, claim_reminders.lock_open_claims(session), by=SYSTEM, on=clock()
    )


def reminders(session) -> list[tuple[str, date, int]]:
    return [
        (one.about, one.day, one.days) for one in claim_reminders.list_for_claim(session, CLAIM)
    ][::-1]


def test_it_is_written_90_30_and_7_days_before_and_each_once(ground, clock, lawful):
    for days in (91, 90, 89, 31, 30, 8, 7, 1, 0):
        night(ground, clock, FIRST - timedelta(days=days))
        night(ground, clock)
    assert reminders(ground) == [
        ("base_pay", FIRST, 90),
        ("base_pay", FIRST, 30),
        ("base_pay", FIRST, 7),
    ]


def test_the_newest_pay_has_its_own(ground, clock, lawful):
    night(ground, clock, FIRST + timedelta(days=1))
    assert reminders(ground) == []
    night(ground, clock, LAST - timedelta(days=30))
    assert reminders(ground) == [("base_pay", LAST, 30)]


def test_nights_that_were_missed_are_not_made_up_for(ground, clock, lawful):
    night(ground, clock, FIRST - timedelta(days=5))
    assert reminders(ground) == [("base_pay", FIRST, 7)]


def test_it_is_written_into_the_journal_without_a_word_of_the_worker(ground, clock, lawful):
    night(ground, clock, FIRST - timedelta(days=90))
    ground.commit()
    entry = journal.history(ground, "claim", CLAIM)[-1]
    assert (entry.act, entry.account, entry.fields) == ("warn", "system", "base_pay")


@pytest.mark.parametrize("state", [ClaimState.COURT_FILED, ClaimState.CLOSED])
def test_in_court_or_closed_there_is_nothing_to_warn_of(ground, clock, lawful, state):
    lawful.state = "negotiation" if state is ClaimState.CLOSED else "accepted"
    step = NewStep(
        state,
        "Why",
        next_action="Go",
        due=TODAY,
        closing_reason=claim_closing.ClosingReason.OUTSIDE_COMPETENCE,
    )
    state_machine.take_step(ground, lawful, step, by=CHINORA, on=clock(), day=TODAY)
    night(ground, clock, FIRST - timedelta(days=7))
    assert reminders(ground) == []


def test_a_limit_that_was_amended_is_warned_of_anew(ground, clock, lawful):
    night(ground, clock, FIRST - timedelta(days=90))
    changed = NewLimit(
        "RU", "base_pay", 6, Unit.MONTHS, CountedFrom.PAY_DUE, Mark.SOURCED, "Invented law 2"
    )
    time_limits.load(ground, [changed], by=SYSTEM, on=clock())
    clock.forward(days=1)
    night(ground, clock)
    assert reminders(ground)[1:] == [("base_pay", date(2027, 2, 28), 90)]


def test_each_part_of_a_claim_has_its_own(ground, clock, lawful):
    other = NewLimit(
        "RU", "leave", 2, Unit.YEARS, CountedFrom.PAY_DUE, Mark.UNCONFIRMED, "recalled"
    )
    time_limits.load(ground, [other], by=SYSTEM, on=clock())
    ground.add(
        Line(claim=CLAIM, number=2, component=Component.LEAVE.value, currency="RUB", claimed=1)
    )
    ground.flush()
    night(ground, clock, LAST - timedelta(days=7))
    night(ground, clock, date(2028, 8, 1))
    assert reminders(ground) == [("base_pay", LAST, 7), ("leave", date(2028, 8, 31), 30)]


def test_after_sixty_days_of_nothing_a_supervisor_is_told_once_and_again_after_the_next_sixty(
    ground, clock, claim
):
    service_level_rules.load(
        ground, map(reference._clock, reference.rows("service_clocks.tsv")), by=SYSTEM, on=clock()
    )
    assert [night(ground, clock, TODAY + timedelta(days=days)) for days in (60, 61, 62)] == [
        0,
        1,
        0,
    ]
    assert reminders(ground) == [("supervisor", TODAY, 60)]
    moved = clock.today
    step = NewStep(ClaimState.ACKNOWLEDGED, next_action="Go", due=moved)
    state_machine.take_step(ground, claim, step, by=CHINORA, on=clock(), day=moved)
    assert night(ground, clock, moved + timedelta(days=61)) == 1
    assert reminders(ground)[1:] == [("supervisor", moved, 60)]


def test_one_last_day_is_warned_of_once():
    limit = TimeLimit(
        country="RU",
        length=1,
        unit="years",
        counted_from="pay_due",
        mark="sourced",
        source="invented",
    )
    day = date(2027, 11, 25)
    for left, text in ((91, []), (5, [("leave", day, 7)]), (0, [("leave", day, 7)]), (-1, [])):
        today = day - timedelta(days=left)
        (part,) = filing_deadlines.filing_deadlines([limit], ["leave"], TODAY, TODAY, today)
        assert list(claim_reminders.due_warnings(part, today)) == text


def test_claims_are_taken_some_at_a_time(ground, clock, claim):
    assert claim_reminders.lock_open_claims(ground) == [claim]
    assert claim_reminders.lock_open_claims(ground, after=CLAIM) == []
