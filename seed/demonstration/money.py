"""Exchange rates of the demonstration, invented and marked so where the ECB has none."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from sqlmodel import Session

from catalog.core import exchange_rates
from catalog.core.actor import SYSTEM
from catalog.core.exchange_rates import NewRate
from seed import reference
from seed.demonstration.schedule import Days

SOURCE = "Namuna (demonstration)"


def load(session: Session, days: Days) -> int:
    """Store a rate of today for each currency, and every ten days back where none was known."""
    worth = {
        row["currency"]: int(Decimal(row["per_euro"]) * exchange_rates.SCALE)
        for row in reference.rows("demo/rates.tsv")
    }
    return exchange_rates.load(
        session, _rates_by_day(session, worth, days), by=SYSTEM, on=days.opening
    )


def _rates_by_day(session: Session, worth: dict[str, int], days: Days) -> Iterator[NewRate]:
    for currency, per_euro in worth.items():
        yield NewRate(currency, days.today, per_euro, SOURCE)
    ago = 10
    while days.day(-ago) > days.opening.date() - exchange_rates.MAX_AGE:
        day = days.day(-ago)
        until = day + exchange_rates.MAX_AGE - timedelta(days=1)
        known = (
            exchange_rates.table(session, day).per_euro.keys()
            & exchange_rates.table(session, until).per_euro.keys()
        )
        for currency in sorted(worth.keys() - known):
            # A slight variation, so that the frozen rates of two payments differ.
            swing = 1_000 - ago % 70
            yield NewRate(currency, day, worth[currency] * swing // 1_000, SOURCE)
        ago += 10


def minor(amount: str, currency: str) -> int:
    """A sum as written in the tables, in minor units."""
    return int(Decimal(amount) * 10 ** exchange_rates.exponent(currency))
