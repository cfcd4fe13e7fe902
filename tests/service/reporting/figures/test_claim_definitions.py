"""Money is counted for what it was paid, at the office that was responsible, and not if reversed."""

from datetime import timedelta

import msgspec
import pytest

from catalog.core.actor import VISITOR
from service.approvals import decisions
from service.casework.claims import wage_claims
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import NewLine
from service.casework.money import payments
from service.casework.money.money_entries import Method, Payer
from service.casework.money.payments import LineNeeded, NewPayment
from service.casework.workflow import reversals
from service.reporting.annual import years
from tests.support import cast
from tests.support.cast import ALISHERS_CLAIM, ELYOR, IRODA, NO_FILES, TODAY

OWED = (Component.BASE_PAY, Component.FEE_REFUND, Component.DEPOSIT, Component.INSURANCE)


@pytest.fixture
def claim(session, clock):
    """A claim of a worker in Korea for wages, a fee, a deposit and an insurance benefit."""
    cast.ground(session, on=clock())
    lines = [NewLine(component, 1_000_00, "USD") for component in OWED]
    asked = msgspec.structs.replace(ALISHERS_CLAIM, country="KR", lines=lines)
    return wage_claims.file(session, asked, by=VISITOR, on=clock(), day=TODAY).claim


def receive(session, clock, claim, line: int | None, amount: int, day=TODAY):
    new_payment = NewPayment(amount, "USD", Payer.EMPLOYER, day, Method.BANK, line=line)
    return payments.receive(session, claim, new_payment, by=ELYOR, on=clock(), day=TODAY)


def count(session, key: str) -> dict[str, int]:
    found = years.get_year(session, 2026, TODAY).figures
    return {one.name[1]: one.value for one in found if one.key == key}


def test_only_wages_are_counted_as_wages(session, clock, claim):
    for line, amount in enumerate((10, 200, 3_000, 40_000), start=1):
        receive(session, clock, claim, line, amount)
    keys = ("wages.recovered_usd", "fees.refunded", "deposits.returned", "benefits.received")
    assert [count(session, key) for key in keys] == [{"": 10}, {"": 200}, {"": 3_000}, {"": 40_000}]
    assert count(session, "wages.recovered") == {"USD": 10}


def test_a_payment_must_name_its_line_where_not_all_lines_are_wages(session, clock, claim):
    with pytest.raises(LineNeeded) as refusal:
        receive(session, clock, claim, None, 10)
    assert refusal.value.allowed == ["1", "2", "3", "4"]


def test_money_stays_with_the_office_that_had_the_claim(session, clock, claim):
    office = claim.post
    receive(session, clock, claim, 1, 700)
    claim.post = None
    receive(session, clock, claim, 1, 50)
    assert count(session, "wages.recovered_by_office") == {office: 700, "claims_desk": 50}


def test_what_was_reversed_is_not_counted(session, clock, claim):
    receive(session, clock, claim, 1, 10, TODAY - timedelta(1))
    wrong = receive(session, clock, claim, 1, 900_00)
    asked = reversals.request(session, claim, wrong.reference, "Slip", by=ELYOR, on=clock())
    assert count(session, "wages.recovered_usd") == {"": 900_10}
    decisions.approve(
        session, asked.reference, "Yes", by=IRODA, on=clock(), day=TODAY, home=NO_FILES
    )
    assert count(session, "wages.recovered_usd") == {"": 10}
