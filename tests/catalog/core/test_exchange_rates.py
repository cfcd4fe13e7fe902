"""Exchange rates: converted by the newest of the last ten days, and not at all where there is
none."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import select

from catalog.core import exchange_rates, journal
from catalog.core.actor import SYSTEM
from catalog.core.exchange_rates import NewRate, Rate, RateTable

DAY = date(2026, 11, 20)


def rate(currency: str, millionths: int, on: date = DAY, source: str = "a bank") -> NewRate:
    return NewRate(currency, on, millionths, source)


def table(**per_euro: int) -> RateTable:
    return RateTable(
        DAY,
        {
            code: NewRate(currency=code, on=DAY, millionths=worth, source="")
            for code, worth in per_euro.items()
        },
    )


def test_it_converts_through_the_euro_to_the_nearest_minor_unit():
    worth = table(USD=1_100_000, RUB=90_000_000)
    assert worth.convert(90_00, "RUB", "USD") == 1_10
    assert worth.convert(1, "RUB", "USD") == 0
    assert worth.convert(41, "RUB", "USD") == 1


def test_it_knows_that_a_won_has_no_hundredths_and_a_dinar_thousandths():
    worth = table(USD=1_000_000, KRW=1_500_000_000, KWD=500_000)
    assert worth.convert(1_500, "KRW", "USD") == 1_00
    assert worth.convert(1_00, "USD", "KRW") == 1_500
    assert worth.convert(500, "KWD", "USD") == 1_00


def test_the_same_currency_needs_no_rate():
    assert table().convert(7, "TRY", "TRY") == 7


def test_where_no_rate_is_known_there_is_no_number():
    assert table(USD=1_100_000).convert(7, "TRY", "USD") is None
    assert table(USD=1_100_000).convert(7, "USD", "TRY") is None


@given(some.integers(0, 10**15), some.integers(1, 10**12), some.integers(1, 10**12))
def test_rounding_is_never_off_by_more_than_half_a_unit(minor, source, target):
    found = table(USD=source, PLN=target).convert(minor, "USD", "PLN")
    assert abs(Fraction(minor * target, source) - found) <= Fraction(1, 2)


def test_the_newest_of_the_last_ten_days_counts(session, clock):
    items = [
        rate("USD", 1, DAY - timedelta(days=11)),
        rate("USD", 2, DAY - timedelta(days=3)),
        rate("USD", 3, DAY),
    ]
    exchange_rates.load(session, items, by=SYSTEM, on=clock())
    session.flush()
    assert exchange_rates.table(session, DAY).per_euro["USD"].millionths == 3
    assert exchange_rates.table(session, DAY - timedelta(days=1)).per_euro["USD"].millionths == 2
    assert exchange_rates.table(session, DAY + timedelta(days=10)).per_euro["USD"].millionths == 3
    assert "USD" not in exchange_rates.table(session, DAY + timedelta(days=11)).per_euro


def test_the_euro_is_worth_itself(session):
    assert exchange_rates.table(session, DAY).convert(5, "EUR", "EUR") == 5


def test_a_rate_already_there_is_kept(session, clock):
    assert (
        exchange_rates.load(session, [rate("USD", 1), rate("RUB", 2)], by=SYSTEM, on=clock()) == 2
    )
    assert (
        exchange_rates.load(session, [rate("USD", 9), rate("TRY", 3)], by=SYSTEM, on=clock()) == 1
    )
    session.commit()
    assert session.get(Rate, ("USD", DAY)).millionths == 1
    assert len(journal.history(session, "rate", DAY.isoformat())) == 2


def test_loading_nothing_new_writes_nothing(session, clock):
    assert exchange_rates.load(session, [], by=SYSTEM, on=clock()) == 0
    session.commit()
    assert session.execute(select(journal.Entry)).all() == []


@pytest.mark.parametrize(("currency", "places"), [("KRW", 0), ("UZS", 2), ("RUB", 2), ("KWD", 3)])
def test_it_knows_how_many_places_a_currency_has(currency, places):
    assert exchange_rates.exponent(currency) == places
