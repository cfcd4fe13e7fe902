"""Instalments: they make up the agreed sum, what comes fills the earliest first, and a day that
passes is seen."""

from datetime import timedelta

import pytest

from catalog.core.fields import TooFarAhead, TooLongAgo
from service.casework.money import instalments, payments
from service.casework.money.instalments import NewInstalment, NothingAgreed, NotTheAgreedSum
from service.casework.money.money_entries import Hand, Method, Payer
from service.casework.money.payments import ClosedClaim, NewPayment, NoMoney
from service.casework.money.plausibility import AmountQuestion
from service.casework.workflow import claim_facts
from service.casework.workflow.claim_facts import NewFacts
from service.casework.workflow.claim_lines import LineCorrection
from tests.support.cast import CLAIM, ELYOR, TODAY

DAYS = [TODAY - timedelta(20), TODAY, TODAY + timedelta(20)]


@pytest.fixture
def agreed(ground, clock, claim):
    claim_facts.amend(
        ground, claim, NewFacts(lines=[LineCorrection(1, agreed=300)]), by=ELYOR, on=clock()
    )
    return claim


def plan(session, clock, claim, *parts: NewInstalment) -> None:
    instalments.set_schedule(session, claim, list(parts), by=ELYOR, on=clock(), day=TODAY)


def hundred(day, amount: int = 100, currency: str = "RUB") -> NewInstalment:
    return NewInstalment(amount, currency, day)


def listed(session) -> list[tuple[int, int, bool]]:
    return [
        (one.amount, one.came, one.late)
        for one in instalments.by_claims(session, [CLAIM], TODAY)[CLAIM]
    ]


def test_what_comes_fills_the_earliest_first(ground, clock, agreed):
    plan(ground, clock, agreed, *map(hundred, reversed(DAYS)))
    assert listed(ground) == [(100, 0, True), (100, 0, False), (100, 0, False)]
    for amount, came in ((30, [30, 0, 0]), (120, [100, 50, 0]), (400, [100, 100, 100])):
        paid = NewPayment(
            amount,
            "RUB",
            Payer.EMPLOYER,
            TODAY,
            Method.BANK,
            Hand.HELD,
            confirm=list(AmountQuestion),
        )
        payments.receive(ground, agreed, paid, by=ELYOR, on=clock(), day=TODAY)
        assert [one[1] for one in listed(ground)] == came
    assert instalments.late_since(ground, [CLAIM], TODAY) == {}


def test_a_day_that_has_passed_without_its_money_is_late_from_the_next_day_on(
    ground, clock, agreed
):
    plan(ground, clock, agreed, *map(hundred, DAYS))
    assert instalments.late_since(ground, [CLAIM, "W-NONE"], TODAY) == {CLAIM: DAYS[0]}
    assert instalments.late_since(ground, [CLAIM], DAYS[0]) == {}
    for day, late in ((DAYS[0], False), (DAYS[0] + timedelta(1), True)):
        parts = instalments.by_claims(ground, [CLAIM], day)[CLAIM]
        assert [one.late for one in parts] == [late, False, False]


def test_a_new_plan_stands_in_the_place_of_the_old_one_and_none_takes_it_away(
    ground, clock, agreed
):
    plan(ground, clock, agreed, *map(hundred, DAYS))
    plan(ground, clock, agreed, hundred(TODAY, 300))
    assert listed(ground) == [(300, 0, False)]
    plan(ground, clock, agreed)
    assert listed(ground) == []


@pytest.mark.parametrize(
    ("part", "refusal", "field"),
    [
        (hundred(TODAY, 299), NotTheAgreedSum, "amount_1"),
        (hundred(TODAY, 301), NotTheAgreedSum, "amount_1"),
        (hundred(TODAY, 0), NoMoney, "amount_1"),
        (hundred(TODAY, 300, "USD"), NothingAgreed, "amount_1"),
        (hundred(TODAY - timedelta(3_000), 300), TooLongAgo, "due_1"),
        (hundred(TODAY + timedelta(3_000), 300), TooFarAhead, "due_1"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_beside_its_field(
    ground, clock, agreed, part, refusal, field
):
    with pytest.raises(refusal) as refused:
        plan(ground, clock, agreed, part)
    assert refused.value.field == field
    assert listed(ground) == []


def test_a_closed_claim_takes_no_plan_and_a_plan_moves_the_version(ground, clock, agreed):
    before = agreed.version
    plan(ground, clock, agreed, hundred(TODAY, 300))
    assert agreed.version == before + 1
    agreed.state = "closed"
    with pytest.raises(ClosedClaim):
        plan(ground, clock, agreed)
