"""Comparison of promised pay with the vetted pay of jobs, by month, at the rate of the day."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

import msgspec

from catalog.core import exchange_rates
from catalog.core.exchange_rates import RateTable
from catalog.vacancies import vacancies


class Outcome(StrEnum):
    FITS = "fits"
    TOO_HIGH = "too_high"
    TOO_LOW = "too_low"
    NO_CURRENCY = "no_currency"
    NO_RATE = "no_rate"
    NO_HOURS = "no_hours"


class Money(msgspec.Struct, frozen=True):
    """A sum in minor units of its currency."""

    minor: int
    currency: str

    @property
    def rounded(self) -> "Money":
        """The sum rounded to three digits: a converted sum is no more exact than that."""
        return Money(int(float(f"{self.minor:.3g}")), self.currency)


class Job(msgspec.Struct, frozen=True):
    """The vetted pay of one vacancy; `lowest` is a month's, as the vacancy has it."""

    reference: str
    wage_max: int
    currency: str
    period: str
    hours_per_week: int | None
    lowest: int | None

    @property
    def highest(self) -> int | None:
        """Minor units a month; None if an hourly wage states no weekly hours."""
        return vacancies.pay_month(self.wage_max, self.period, self.hours_per_week)


class Exchange(msgspec.Struct, frozen=True):
    """The rate by which the promise was converted to the currency of the job.

    One unit of the dearer currency in the other, and the day of the older of the two rates.
    """

    one: Money
    worth: Money
    day: date
    promised: Money


class PayCheck(msgspec.Struct, frozen=True):
    """The result: vacancies that pay so much, the highest vetted pay a month, and the rate used."""

    outcome: Outcome
    fitting: list[str] = []
    highest: Money | None = None
    exchange: Exchange | None = None


class _Compared(msgspec.Struct, frozen=True):
    job: Job
    promised: int
    lowest: int
    highest: int


def compare(promised: int, currency: str | None, jobs: Iterable[Job], table: RateTable) -> PayCheck:
    """Compare a promise (minor units a month) with the pay of these jobs.

    Up to a tenth above the highest it still fits; less than half of the lowest is another job or a
    typing error.
    """
    if currency is None:
        return PayCheck(Outcome.NO_CURRENCY)
    known = [(job, table.convert(promised, currency, job.currency)) for job in jobs]
    compared = [
        _Compared(job, here, job.lowest or 0, job.highest)
        for job, here in known
        if here is not None and job.highest is not None
    ]
    if not compared:
        rated = any(here is not None for _, here in known)
        return PayCheck(Outcome.NO_HOURS if rated else Outcome.NO_RATE)
    best = max(compared, key=lambda one: one.highest / max(one.promised, 1))
    fitting = [one for one in compared if one.promised * 10 <= one.highest * 11]
    if not fitting:
        outcome = Outcome.TOO_HIGH
    elif all(one.promised * 2 < one.lowest for one in compared):
        outcome, best, fitting = (
            Outcome.TOO_LOW,
            min(compared, key=lambda one: one.lowest / max(one.promised, 1)),
            [],
        )
    else:
        outcome, best = Outcome.FITS, fitting[0]
    exchange = _exchange(Money(promised, currency), Money(best.promised, best.job.currency), table)
    return PayCheck(
        outcome,
        [one.job.reference for one in fitting],
        Money(best.highest, best.job.currency),
        exchange,
    )


def _exchange(promised: Money, here: Money, table: RateTable) -> Exchange | None:
    if promised.currency == here.currency:
        return None
    days = [table.per_euro[code].on for code in (promised.currency, here.currency) if code != "EUR"]
    forth, back = (_worth(*pair, table) for pair in ((promised, here), (here, promised)))
    one, worth = max(
        (forth, back),
        key=lambda pair: pair[1].minor / 10 ** exchange_rates.exponent(pair[1].currency),
    )
    return Exchange(one, worth, min(days), here)


def _worth(money: Money, other: Money, table: RateTable) -> tuple[Money, Money]:
    """One unit of the first currency in the second."""
    one = Money(10 ** exchange_rates.exponent(money.currency), money.currency)
    return one, Money(table.convert(one.minor, one.currency, other.currency) or 0, other.currency)
