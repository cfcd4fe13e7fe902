"""Comparison of promised pay with the vetted pay of jobs, at the rate of the day.

Both are counted by the month; an hourly promise for a job paid by the hour, by the hour.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

import msgspec

from catalog.core import exchange_rates
from catalog.core.exchange_rates import RateTable
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import Period

_HOURS_A_YEAR = 52  # times the hours of a week


class Outcome(StrEnum):
    FITS = "fits"
    LOWER = "lower"
    TOO_HIGH = "too_high"
    FAR_TOO_HIGH = "far_too_high"
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
    wage_min: int = 0

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
    here: Money


class PayCheck(msgspec.Struct, frozen=True):
    """The result: vacancies that pay so much, the highest and lowest vetted pay, the rate used.

    `hourly`: these sums are for an hour; `hours`: the weekly hours by which an hour became a month.
    """

    outcome: Outcome
    fitting: list[str] = []
    highest: Money | None = None
    lowest: Money | None = None
    exchange: Exchange | None = None
    hourly: bool = False
    hours: int | None = None
    promised: Money | None = None


class _Compared(msgspec.Struct, frozen=True):
    job: Job
    promised: int
    lowest: int
    highest: int
    hourly: bool = False

    @property
    def fits(self) -> bool:
        """Up to a tenth above the highest, and below the lowest: pay after tax is lower."""
        return self.promised * 10 <= self.highest * 11 and self.promised * 10 >= self.lowest * 9


def compare(
    promised: int,
    currency: str | None,
    jobs: Iterable[Job],
    table: RateTable,
    period: str = Period.MONTH,
) -> PayCheck:
    """Compare a promise (minor units) with the pay of these jobs.

    Up to a tenth above the highest it still fits, and up to a half more it may be a promise of
    overtime; less than half of the lowest is another job or a typing error.
    """
    if currency is None:
        return PayCheck(Outcome.NO_CURRENCY)
    known = [(job, table.convert(promised, currency, job.currency)) for job in jobs]
    compared = [
        one for job, here in known if here is not None and (one := _pair_with(job, here, period))
    ]
    if not compared:
        rated = any(here is not None for _, here in known)
        return PayCheck(Outcome.NO_HOURS if rated else Outcome.NO_RATE)
    outcome, best, fitting = _judge(compared)
    mine, here = best.job.currency, best.job.hours_per_week
    by_the_hour = period == Period.HOUR and not best.hourly
    said = Money(_a_month(promised, here or 0) if by_the_hour else promised, currency)
    return PayCheck(
        outcome,
        [one.job.reference for one in fitting],
        Money(best.highest, mine),
        Money(best.lowest, mine),
        _exchange(said, Money(best.promised, mine), table),
        hourly=best.hourly,
        hours=here if by_the_hour else None,
        promised=said,
    )


def _a_month(an_hour: int, hours: int) -> int:
    return an_hour * _HOURS_A_YEAR * hours // 12


def _pair_with(job: Job, promised: int, period: str) -> _Compared | None:
    """The promise beside the pay of a job, both for the same time; None if that is not stated."""
    if period == Period.HOUR and not job.hours_per_week:
        hourly = job.period == Period.HOUR
        return _Compared(job, promised, job.wage_min, job.wage_max, True) if hourly else None
    if job.highest is None:
        return None
    said = _a_month(promised, job.hours_per_week or 0) if period == Period.HOUR else promised
    return _Compared(job, said, job.lowest or 0, job.highest)


def _judge(compared: list[_Compared]) -> tuple[Outcome, _Compared, list[_Compared]]:
    """The outcome, the job nearest to the promise, and the jobs that pay so much."""
    best = max(compared, key=lambda one: one.highest / max(one.promised, 1))
    if fitting := [one for one in compared if one.fits]:
        return Outcome.FITS, fitting[0], fitting
    below = [one for one in compared if one.promised < one.lowest]
    if below:
        best = min(below, key=lambda one: one.lowest / max(one.promised, 1))
        slip = best.promised * 2 < best.lowest
        return (Outcome.TOO_LOW, best, []) if slip else (Outcome.LOWER, best, below)
    far = best.promised * 2 > best.highest * 3
    return (Outcome.FAR_TOO_HIGH if far else Outcome.TOO_HIGH), best, []


def _exchange(promised: Money, here: Money, table: RateTable) -> Exchange | None:
    if promised.currency == here.currency:
        return None
    days = [table.per_euro[code].on for code in (promised.currency, here.currency) if code != "EUR"]
    forth, back = (_worth(*pair, table) for pair in ((promised, here), (here, promised)))
    one, worth = max(
        (forth, back),
        key=lambda pair: pair[1].minor / 10 ** exchange_rates.exponent(pair[1].currency),
    )
    return Exchange(one, worth, min(days), promised, here)


def _worth(money: Money, other: Money, table: RateTable) -> tuple[Money, Money]:
    """One unit of the first currency in the second."""
    one = Money(10 ** exchange_rates.exponent(money.currency), money.currency)
    return one, Money(table.convert(one.minor, one.currency, other.currency) or 0, other.currency)
