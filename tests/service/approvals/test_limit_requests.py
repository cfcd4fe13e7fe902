"""Time limits that officers add: checked when they are requested and again when they are added."""

from datetime import date

import msgspec
import pytest
from sqlalchemy import select

from catalog.core import journal
from catalog.core.actor import SYSTEM
from catalog.core.errors import Refusal
from catalog.reference.countries import Mark
from service.approvals import decisions, limit_requests
from service.approvals.limit_requests import LimitProposal
from service.casework.deadlines import time_limits
from service.casework.deadlines.time_limits import (
    CountedFrom,
    LimitExists,
    NewLimit,
    TimeLimit,
    Unit,
)
from tests.support.cast import FARIDA, IRODA, NO_FILES, TODAY

YEAR = LimitProposal(
    country="KR",
    component="wages",
    length=1,
    unit=Unit.YEARS,
    counted_from=CountedFrom.PAY_DUE,
    valid_from=date(2026, 1, 1),
    source="A law",
    reason="It is new.",
)


def ask(session, clock, **values):
    new = msgspec.structs.replace(YEAR, **values)
    return limit_requests.request(session, new, by=FARIDA, on=clock())


def approve(session, clock, row) -> TimeLimit:
    decisions.approve(session, row.reference, "Yes", by=IRODA, on=clock(), day=TODAY, home=NO_FILES)
    return session.execute(select(TimeLimit).order_by(TimeLimit.id.desc())).scalars().first()


def test_a_limit_is_not_there_before_a_second_officer_agrees(ground, clock):
    row = ask(ground, clock, component="any")
    assert time_limits.list_all(ground) == []
    limit = approve(ground, clock, row)
    assert (limit.component, limit.length, limit.valid_from) == ("", 1, date(2026, 1, 1))
    assert (limit.mark, limit.confirmed_once_by) == (Mark.CONFIRMED, FARIDA.account)
    assert row.subject == f"limits:{limit.id}", "the page of the limit shows who decided"
    ground.commit()
    assert [one.act for one in journal.history(ground, "fact", row.subject)] == ["state_fact"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"component": "\u202e"}, "component"),
        ({"country": "QQ"}, "country"),
        ({"component": "bribe"}, "component"),
        ({"length": 0}, "length"),
        ({"length": 101}, "length"),
        ({"counted_from": CountedFrom.SERVED}, "counted_from"),
        ({"component": "appeal"}, "counted_from"),
        ({"valid_to": date(2025, 12, 31)}, "valid_to"),
        ({"uz": "Faqat uzbekcha"}, "en"),
        ({"note": "x" * 301}, "note"),
        ({"source": ""}, "source"),
    ],
)
def test_a_limit_that_cannot_be_true_is_not_requested(ground, clock, values, field):
    with pytest.raises(Refusal) as refused:
        ask(ground, clock, **values)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("values", "is_taken"),
    [
        ({}, True),
        ({"valid_from": None, "valid_to": date(2025, 7, 1)}, True),
        ({"valid_from": None, "valid_to": date(2025, 6, 30)}, False),
        ({"counted_from": CountedFrom.END_OF_WORK}, False),
        ({"component": "any"}, False),
    ],
)
def test_two_limits_for_the_same_are_never_in_force_together(ground, clock, values, is_taken):
    stored = NewLimit("KR", "wages", 3, Unit.YEARS, CountedFrom.PAY_DUE, Mark.SOURCED, "invented")
    stored.valid_from = date(2025, 7, 1)
    time_limits.load(ground, [stored], by=SYSTEM, on=clock())
    if not is_taken:
        assert ask(ground, clock, **values)
        return
    with pytest.raises(LimitExists):
        ask(ground, clock, **values)


def test_of_two_requests_for_the_same_limit_only_one_is_carried_out(ground, clock):
    first, second = ask(ground, clock), ask(ground, clock, length=2)
    approve(ground, clock, first)
    with pytest.raises(LimitExists):
        approve(ground, clock, second)
