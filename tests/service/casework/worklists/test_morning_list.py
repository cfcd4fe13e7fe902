"""The parts of the morning list: what stands in each, what does not, and that nobody sees another
post's."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import msgspec
import pytest
from sqlalchemy import select

from catalog.core.actor import SYSTEM, VISITOR
from catalog.reference.countries import Mark
from matching.journey import check_ins
from service.casework.advice import advice_sessions
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.casework.claims import components, wage_claims
from service.casework.claims.wage_claims import ClaimState
from service.casework.deadlines import filing_deadlines, time_limits
from service.casework.deadlines.time_limits import CountedFrom, NewLimit, Unit
from service.casework.money import failed_payouts, money_entries, payments
from service.casework.money.failed_payouts import NewUndelivered
from service.casework.money.money_entries import Fee, Hand, NonDeliveryReason, PayOut, Undelivered
from service.casework.workflow import activities, notes
from service.casework.workflow.activities import NewAct
from service.casework.worklists import morning_list, service_level_rules
from service.casework.worklists.morning_list import Part, PartQuery
from service.casework.worklists.service_level_rules import NewClock
from tests.support import sample_incidents, sample_money
from tests.support.cast import ALISHERS_CLAIM, CHINORA, DAVRON, ELYOR, MOSCOW, TODAY
from tests.support.sample_applications import worker
from tests.support.sample_placements import placed


def ask(session, clock, part, by=ELYOR, limit=20, offset=0):
    return morning_list.part(session, part, PartQuery(by, clock(), clock.today, limit, offset))


def numbers(waiting) -> list[str]:
    return [one.claim.reference for one in waiting.rows]


def file(session, clock, **more):
    result = msgspec.structs.replace(ALISHERS_CLAIM, **more)
    return wage_claims.file(session, result, by=VISITOR, on=clock(), day=clock.today).claim


def hearing(session, clock, claim, day, hour="10:00") -> None:
    new_act = NewAct(activities.Kind.HEARING, "Go there", max(day, TODAY), day=day, hour=hour)
    activities.log(session, claim, new_act, by=ELYOR, on=clock(), day=clock.today)


def test_every_part_is_empty_where_nothing_waits(ground, clock):
    assert {ask(ground, clock, part).total for part in Part} == {0}


def test_new_is_what_was_handed_to_the_post_and_nobody_took(ground, clock):
    taken, free, _received = (file(ground, clock) for _ in range(3))
    for one in (taken, free):
        one.state = ClaimState.ASSIGNED_TO_POST.value
    taken.owner = ELYOR.account
    ground.flush()
    assert numbers(ask(ground, clock, Part.NEW)) == [free.reference]
    assert free.owner == MOSCOW


def test_hearings_are_those_from_today_to_the_seventh_day_by_the_clock_there(ground, clock):
    """It is nine in the morning in Moscow; a hearing of this morning is still told."""
    claim = file(ground, clock)
    for day, hour in ((-1, "23:59"), (0, "00:00"), (0, "08:00"), (7, "23:59"), (8, "00:00")):
        hearing(ground, clock, claim, TODAY + timedelta(days=day), hour)
    result = ask(ground, clock, Part.HEARINGS)
    assert [one.hearing for one in result.rows] == [
        datetime(2026, 11, 24, 21, tzinfo=UTC),
        datetime(2026, 11, 25, 5, tzinfo=UTC),
        datetime(2026, 12, 2, 20, 59, tzinfo=UTC),
    ]
    assert result.total == 3
    claim.state = "closed"
    ground.flush()
    assert ask(ground, clock, Part.HEARINGS).total == 0


def test_a_call_at_an_hour_is_no_hearing(ground, clock):
    new_act = NewAct(activities.Kind.CALL, "Call", TODAY, hour="10:00")
    activities.log(ground, file(ground, clock), new_act, by=ELYOR, on=clock(), day=TODAY)
    assert ask(ground, clock, Part.HEARINGS).total == 0


def test_overdue_and_due_today_are_two_things_by_the_clock_there(ground, clock):
    late, today, _later = (file(ground, clock) for _ in range(3))
    late.due, _later.due = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
    ground.flush()
    assert numbers(ask(ground, clock, Part.OVERDUE)) == [late.reference]
    assert numbers(ask(ground, clock, Part.TODAY)) == [today.reference]
    clock.forward(hours=14)  # It is the next day in Tashkent and Seoul, and not in Moscow.
    assert numbers(ask(ground, clock, Part.TODAY)) == [today.reference]


def test_to_court_is_what_can_be_lost_within_thirty_days(ground, clock):
    law = NewLimit(
        "RU", "base_pay", 1, Unit.YEARS, CountedFrom.PAY_DUE, Mark.SOURCED, "invented.example"
    )
    time_limits.load(ground, [law], by=SYSTEM, on=clock())
    ends = {days: TODAY + timedelta(days=days) - timedelta(days=365) for days in (-1, 0, 30, 31)}
    filed = {
        days: file(ground, clock, worked_from=day - timedelta(days=5), worked_to=day).reference
        for days, day in ends.items()
    }
    result = ask(ground, clock, Part.COURT)
    assert numbers(result) == [filed[0], filed[30]]
    assert [(one.day, one.component) for one in result.rows] == [
        (TODAY, "base_pay"),
        (TODAY + timedelta(days=30), "base_pay"),
    ]


@pytest.mark.parametrize("seed", range(4))
def test_the_database_names_every_claim_that_can_be_lost_soon(ground, clock, seed):
    """Thrown with dice: what timebars say of all claims, and what the list finds by asking the
    database first."""
    dice = Random(seed)
    laws = [
        ("RU", "", 1, Unit.YEARS),
        ("RU", "leave", 3, Unit.MONTHS),
        ("KR", "", 3, Unit.YEARS),
        ("PL", "", 200, Unit.DAYS),
    ]
    items = [
        NewLimit(*law, CountedFrom.PAY_DUE, Mark.UNCONFIRMED, "invented.example") for law in laws
    ]
    time_limits.load(ground, items, by=SYSTEM, on=clock())
    parts = list(components.Component)
    for _ in range(120):
        to = TODAY - timedelta(days=dice.randint(0, 1_500))
        lines = [wage_claims.NewLine(dice.choice(parts), 100, "USD") for _ in range(2)]
        dates = {"worked_from": to - timedelta(days=dice.randint(0, 500)), "worked_to": to}
        file(ground, clock, country=dice.choice(("RU", "KR", "PL", "TR")), lines=lines, **dates)
    claims = list(ground.execute(select(wage_claims.Claim)).scalars())
    days = dict.fromkeys((one.reference for one in claims), TODAY)
    near = {
        number
        for number, bars in filing_deadlines.by_claims(ground, claims, days, staff=True).items()
        if any(bar.next and bar.days_left <= morning_list.COURT for bar in bars)
    }
    found = ask(ground, clock, Part.COURT, by=CHINORA, limit=500)
    assert near
    assert (set(numbers(found)), found.total) == (near, len(near))


def test_held_is_what_is_in_our_hands_for_a_worker_and_goes_when_it_is_handed_over(ground, clock):
    claim, _other = file(ground, clock), file(ground, clock)
    claim.due = _other.due = TODAY + timedelta(days=1)
    ground.flush()
    for amount, hand in ((500_00, Hand.HELD), (70_00, Hand.WORKER)):
        paid = sample_money.new_payment(amount, hand)
        payments.receive(ground, claim, paid, by=ELYOR, on=clock(), day=TODAY)
    result = ask(ground, clock, Part.HELD)
    assert [(one.claim.reference, one.sums) for one in result.rows] == [
        (claim.reference, [(500_00, "RUB")])
    ]
    payments.pay_out(
        ground,
        claim,
        sample_money.new_pay_out(500_00),
        by=ELYOR,
        on=clock(),
        day=TODAY,
    )
    assert ask(ground, clock, Part.HELD).total == 0


@pytest.mark.parametrize("seed", range(4))
def test_what_is_held_is_what_the_books_of_each_claim_say(ground, clock, seed):
    """Thrown with dice: money comes, goes out, comes back, is taken as a fee, cannot be delivered
    and is after all."""
    dice, claims = Random(seed), [file(ground, clock) for _ in range(4)]
    for one in claims:
        one.due = TODAY + timedelta(days=1)
    for _ in range(60):
        claim, currency = dice.choice(claims), dice.choice(("RUB", "USD"))
        mine = {one.currency: one.held for one in money_entries.balances(ground, claim.reference)}
        some = dice.randint(0, mine.get(currency, 0))
        _one(ground, clock, dice, claim, currency, some)
    values = {
        one.claim.reference: {currency: sum_ for sum_, currency in one.sums}
        for one in ask(ground, clock, Part.HELD, limit=99).rows
    }
    held = {
        claim.reference: {
            one.currency: one.held
            for one in money_entries.balances(ground, claim.reference)
            if one.held
        }
        for claim in claims
    }
    assert values == {number: sums for number, sums in held.items() if sums}
    assert values


def _one(session, clock, dice, claim, currency, some) -> None:
    by, number = {"by": ELYOR, "on": clock(), "day": TODAY}, claim.reference
    what = dice.choice(("comes", "comes", "out", "fee", "lost", "back", "after all"))
    if what == "comes":
        hand = dice.choice((Hand.HELD, Hand.HELD, Hand.WORKER))
        paid = sample_money.new_payment(dice.randint(1, 900), hand, currency=currency)
        payments.receive(session, claim, paid, **by)
    elif some and what == "out":
        out = sample_money.new_pay_out(some, currency=currency)
        payments.pay_out(session, claim, out, **by)
    elif some and what == "fee":
        payments.deduct(session, claim, Fee.BANK, some, currency, **by)
    elif some and what == "lost":
        lost = NewUndelivered(NonDeliveryReason.NOT_FOUND, TODAY, None, some, currency)
        failed_payouts.flag(session, claim, lost, **by)
    elif what == "back":
        back = {one.pay_out for one in money_entries.list_current(session, Undelivered, number)}
        for out in [
            one for one in money_entries.list_current(session, PayOut, number) if one.id not in back
        ][:1]:
            failed_payouts.flag(
                session, claim, NewUndelivered(NonDeliveryReason.FAILED, TODAY, out.id), **by
            )
    elif what == "after all":
        for one in [
            one
            for one in money_entries.list_current(session, Undelivered, number)
            if not one.delivered_on
        ][:1]:
            failed_payouts.deliver(session, claim, one.id, **by)


def test_calls_and_questions_are_one_part_that_can_be_leafed_through(ground, clock):
    new_session = NewSession(
        Channel.HOTLINE, Topic.UNPAID_WAGES, Level.ADVICE, Outcome.EXPLAINED, "RU", name="Caller"
    )
    for _ in range(3):
        new_session = msgspec.structs.replace(new_session, follow_up_on=TODAY)
        advice_sessions.log(ground, new_session, by=ELYOR, on=clock(), day=TODAY)
    first, second = (ask(ground, clock, Part.CALLS, limit=2, offset=offset) for offset in (0, 2))
    assert (first.total, len(first.rows), len(second.rows)) == (3, 2, 1)
    assert set(morning_list.names(ground, first.rows).values()) == {"Caller"}


def test_who_was_asked_and_is_silent_is_seen_by_the_post_of_that_country(seeded, clock):
    with seeded.write() as session:
        for _ in range(3):
            one = placed(
                session, of=worker(session, on=clock()).reference, on=clock(), arrived_on=TODAY
            )
            check_ins.plan(session, one, by=SYSTEM, on=clock(), day=clock.today)
        clock.forward(days=37)
        assert [ask(session, clock, Part.SILENT, by=by).total for by in (ELYOR, DAVRON)] == [3, 0]
        first, second = (
            ask(session, clock, Part.SILENT, limit=2, offset=offset) for offset in (0, 2)
        )
        assert (first.total, len(first.rows), len(second.rows)) == (3, 2, 1)
        assert set(morning_list.names(session, first.rows).values()) == {"Worker Invented"}


@pytest.mark.parametrize("part", sorted(set(Part) - {Part.CALLS, Part.SILENT}))
def test_nobody_sees_another_posts(ground, clock, part):
    law = NewLimit(
        "RU", "base_pay", 1, Unit.YEARS, CountedFrom.PAY_DUE, Mark.SOURCED, "invented.example"
    )
    time_limits.load(ground, [law], by=SYSTEM, on=clock())
    claim = file(ground, clock)
    claim.due = TODAY + timedelta(days=1)
    if part is Part.NEW:
        claim.state = ClaimState.ASSIGNED_TO_POST.value
    elif part is Part.NOTES:
        notes.add(ground, claim, "He called.", by=VISITOR, on=clock())
    elif part is Part.HEARINGS:
        hearing(ground, clock, claim, TODAY)
    elif part is Part.COURT:
        claim.worked_from, claim.worked_to = date(2025, 11, 1), date(2025, 11, 30)
    elif part is Part.LATE:
        level = NewClock("acknowledge", 1, TODAY, None, Mark.SOURCED, "invented.example")
        service_level_rules.load(ground, [level], by=SYSTEM, on=clock())
        claim.filed_at = clock() - timedelta(days=9)
    elif part is Part.INCIDENTS:
        row = sample_incidents.recorded(ground, claim.citizen, on=clock())
        row.due = TODAY - timedelta(days=1)
    elif part is Part.HELD:
        paid = sample_money.new_payment(500_00, Hand.HELD)
        payments.receive(ground, claim, paid, by=ELYOR, on=clock(), day=TODAY)
    else:
        claim.due = TODAY - timedelta(days=part is Part.OVERDUE)
    ground.flush()
    assert [ask(ground, clock, part, by=by).total for by in (ELYOR, CHINORA, DAVRON)] == [1, 1, 0]


def test_a_claim_stands_under_one_heading_and_overdue_has_only_what_is_overdue(ground, clock):
    """Filed claims of which everything holds, one after another loses the first reason."""
    level = NewClock("acknowledge", 1, TODAY, None, Mark.SOURCED, "invented.example")
    service_level_rules.load(ground, [level], by=SYSTEM, on=clock())
    everything = file(ground, clock)
    everything.due = TODAY - timedelta(days=1)
    late, today = file(ground, clock), file(ground, clock)
    late.due, late.filed_at = TODAY + timedelta(days=1), clock() - timedelta(days=9)
    paid = sample_money.new_payment(500_00, Hand.HELD)
    for one in (everything, late, today):
        payments.receive(ground, one, paid, by=ELYOR, on=clock(), day=TODAY)
    hearing(ground, clock, everything, TODAY + timedelta(days=2))
    everything.due, everything.state = TODAY - timedelta(days=1), "assigned_to_post"
    notes.add(ground, everything, "He called.", by=VISITOR, on=clock())
    ground.flush()
    found = {
        part: numbers(ask(ground, clock, part))
        for part in Part
        if part not in (Part.CALLS, Part.SILENT)
    }
    assert {part: rows for part, rows in found.items() if rows} == {
        Part.NEW: [everything.reference],
        Part.LATE: [late.reference],
        Part.TODAY: [today.reference],
    }
    asked = PartQuery(ELYOR, clock(), clock.today, 20)
    more = morning_list.complete(ground, ask(ground, clock, Part.NEW).rows, asked)
    row = more[everything.reference]
    assert (bool(row.hearing), row.sums) == (True, [(500_00, "RUB")])
    everything.state = "received"
    ground.flush()
    assert numbers(ask(ground, clock, Part.NOTES)) == [everything.reference]
