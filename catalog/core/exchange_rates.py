"""Dated exchange rates with their source, and conversion of money by them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import msgspec
from sqlalchemy import BigInteger, insert, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.fields import CurrencyCode

# A rate is a whole number of millionths: units of the currency for one euro.
SCALE = 1_000_000
MAX_AGE = timedelta(days=10)
_LARGEST = 2**63 - 1
_SUBUNITS = {0: 1, 2: 100, 3: 1000}
# Currencies without decimals (ISO 4217 exponent 0) or with three; all others have two.
_NO_CENTS = frozenset(
    {
        "KRW",
        "JPY",
        "VND",
        "CLP",
        "ISK",
        "UGX",
        "XAF",
        "XOF",
        "XPF",
        "KMF",
        "DJF",
        "GNF",
        "PYG",
        "RWF",
        "VUV",
        "BIF",
    }
)
_MILS = frozenset({"KWD", "BHD", "OMR", "JOD", "TND", "LYD", "IQD"})


class Rate(SQLModel, table=True):
    """How many millionths of a currency unit one euro was worth on a day, and the source."""

    __tablename__ = "rates"
    currency: str = Field(primary_key=True, max_length=3)
    on: date = Field(primary_key=True)
    millionths: int = Field(sa_type=BigInteger)
    source: str = Field(max_length=120)


class NewRate(msgspec.Struct, forbid_unknown_fields=True):
    currency: CurrencyCode
    on: date
    millionths: int
    source: str


class RateTable(msgspec.Struct, frozen=True):
    """The newest rate of each currency, at most ten days older than `day`.

    A currency that is not in the table cannot be converted.
    """

    day: date
    per_euro: dict[str, NewRate]

    def convert(self, minor: int, source: str, target: str) -> int | None:
        """Convert minor units to the target currency, rounded to the nearest.

        None if there is no recent rate or the result does not fit into 64 bits.
        """
        if source == target:
            return minor
        if source not in self.per_euro or target not in self.per_euro:
            return None
        worth, per = minor * self._weight(target), self._weight(source)
        converted = (2 * worth + per) // (2 * per)
        return converted if converted <= _LARGEST else None

    def least(self, minor: int, source: str, target: str) -> int | None:
        """The smallest sum of the source that converts to at least so many minor units of the
        target.

        `minor` is 1 or more; None as with convert. Every sum whose conversion fits into 64 bits
        lies below least(2**63).
        """
        if source == target:
            return minor
        if source not in self.per_euro or target not in self.per_euro:
            return None
        return -(-self._weight(source) * (2 * minor - 1) // (2 * self._weight(target)))

    def _weight(self, currency: str) -> int:
        return self.per_euro[currency].millionths * _SUBUNITS[exponent(currency)]


def exponent(currency: str) -> int:
    """The number of decimals of the currency's minor unit (ISO 4217)."""
    if currency in _NO_CENTS:
        return 0
    return 3 if currency in _MILS else 2


def load(session: Session, rates: Iterable[NewRate], *, by: Actor, on: datetime) -> int:
    """Store new rates and return how many were new.

    The rate already stored for a currency and day stays.
    """
    known = {
        (currency, day)
        for currency, day in session.execute(select(col(Rate.currency), col(Rate.on)))
    }
    fresh = [rate for rate in rates if (rate.currency, rate.on) not in known]
    if fresh:
        session.execute(insert(Rate), [msgspec.structs.asdict(rate) for rate in fresh])
        journal.write(session, "load", "rate", fresh[-1].on.isoformat(), by=by, on=on)
    return len(fresh)


def table(session: Session, day: date) -> RateTable:
    """The rates by which amounts are converted on this day."""
    since = day - MAX_AGE if day > date.min + MAX_AGE else date.min
    fresh = select(col(Rate.currency), col(Rate.on), col(Rate.millionths), col(Rate.source))
    fresh = fresh.where(col(Rate.on) <= day, col(Rate.on) >= since).order_by(col(Rate.on))
    rates = {"EUR": NewRate("EUR", day, SCALE, "")}
    return RateTable(day, rates | {row[0]: NewRate(*row) for row in session.execute(fresh)})
