"""What a return asks of the records, at its edges: the last minute of a month, a claim opened
again, ages to the day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from service.casework.claims.components import Component
from service.casework.claims.wage_claims import ClaimState, Line
from service.casework.money import money_entries
from service.casework.workflow.claim_closing import ClosingReason
from service.reporting.figures import months, tallies
from service.reporting.figures.months import Month
from service.reporting.monthly import monthly_counts
from tests.service.reporting.post import NOV, OCT, TAKEN, at, close, file, move, receive
from tests.support import cast
from tests.support.cast import MOSCOW

LATER = date(2027, 2, 1)


@pytest.fixture
def count(session):
    """A figure of Moscow in a month, or its parts."""
    cast.ground(session, on=at(OCT(1)))

    def counted(key: str, month: int = 11, today: date = LATER) -> int | dict[str, int]:
        span = months.span(MOSCOW, Month(2026, month), today)
        found = [one for one in monthly_counts.count_figures(session, span) if one.key == key]
        if found and found[0].dimension is None:
            return found[0].value
        return {next(iter(one.dimension.values())): one.value for one in found}

    return counted


@pytest.mark.parametrize(("minute", "month"), [(59, 11), (60, 12)])
def test_a_closing_belongs_to_the_month_that_it_was_in_tashkent(session, count, minute, month):
    claim = file(session, NOV(2))
    move(session, claim, NOV(3), *TAKEN)
    close(
        session,
        claim,
        NOV(30),
        moment=datetime(2026, 11, 30, 18, tzinfo=UTC) + timedelta(minutes=minute),
    )
    assert [count("claims.closed", one) for one in (11, 12)] == [int(month == 11), int(month == 12)]
    assert count("claims.open", 11) == int(month == 12)


def test_a_claim_opened_again_stays_closed_in_the_month_that_is_past(session, count):
    claim = file(session, OCT(2))
    move(session, claim, OCT(3), *TAKEN)
    close(session, claim, OCT(20), ClosingReason.OUTSIDE_COMPETENCE)
    move(session, claim, NOV(3), ClaimState.REOPENED)
    assert count("claims.closed_by_reason", 10) == {"outside_competence": 1}
    assert (count("claims.open", 10), count("claims.open", 11)) == (0, 1)
    move(session, claim, NOV(4), ClaimState.ACCEPTED)
    assert count("claims.accepted", 11) == 0, "it was accepted for the first time in October"
    close(session, claim, NOV(5), ClosingReason.SETTLED_DIRECTLY)
    assert count("claims.closed_by_reason", 10) == {"outside_competence": 1}
    assert count("claims.closed_by_reason", 11) == {"settled_directly": 1}


def test_a_claim_closed_twice_in_a_month_is_one_claim_with_its_last_reason(session, count):
    claim = file(session, NOV(2))
    move(session, claim, NOV(3), *TAKEN)
    close(session, claim, NOV(4), ClosingReason.OUTSIDE_COMPETENCE)
    move(session, claim, NOV(5), ClaimState.REOPENED)
    close(session, claim, NOV(6), ClosingReason.SETTLED_DIRECTLY)
    assert (count("claims.closed"), count("claims.closed_by_reason")) == (
        1,
        {"settled_directly": 1},
    )


@pytest.mark.parametrize(
    ("days", "age"),
    [
        (0, "under_30"),
        (29, "under_30"),
        (30, "30_to_89"),
        (89, "30_to_89"),
        (90, "90_to_180"),
        (180, "90_to_180"),
        (181, "over_180"),
    ],
)
def test_the_age_of_an_open_claim_is_told_by_the_day(session, count, days, age):
    file(session, NOV(30) - timedelta(days))
    assert count("claims.open_by_age") == {age: 1}
    assert set(tallies.AGES) >= {age}


def test_a_month_that_still_runs_counts_until_today(session, count):
    file(session, NOV(2))
    assert count("claims.open_by_age", today=NOV(20)) == {"under_30": 1}
    assert count("claims.filed", today=NOV(1)) == 0


def test_the_rates_are_those_of_the_books_of_the_claim(session, count):
    """One claim alone: the return and the claim's own page must say the same."""
    claim = file(session, NOV(2), (900_00, "RUB"))
    session.add(
        Line(
            claim=claim.reference,
            number=2,
            component=Component.OVERTIME,
            currency="USD",
            claimed=30_00,
        )
    )
    session.flush()
    move(session, claim, NOV(3), *TAKEN)
    receive(session, claim, NOV(4), 300_00)
    receive(session, claim, NOV(4), 10_00, "USD")
    receive(session, claim, NOV(4), 7_00, "EUR")
    close(session, claim, NOV(5))
    values = {
        one.currency: one.rates.claimed for one in money_entries.balances(session, claim.reference)
    }
    assert count("recovery.claimed") == {"RUB": 3333, "USD": 3333}
    assert {currency: round(rate * 10_000) for currency, rate in values.items() if rate} == {
        "RUB": 3333,
        "USD": 3333,
    }
    assert count("money.paid_out") == {"EUR": 7_00, "RUB": 300_00, "USD": 10_00}


def test_money_paid_after_the_month_does_not_better_its_rate(session, count):
    claim = file(session, OCT(2), (1_000_00, "RUB"))
    move(session, claim, OCT(3), *TAKEN)
    receive(session, claim, OCT(4), 250_00)
    close(session, claim, OCT(5))
    move(session, claim, NOV(1), ClaimState.REOPENED)
    receive(session, claim, NOV(2), 750_00)
    assert count("recovery.claimed", 10) == {"RUB": 2500}
    close(session, claim, NOV(3))
    assert count("recovery.claimed", 11) == {"RUB": 10_000}
