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
# The least that an hour's pay makes in a month where the weekly hours are not stated.
LEAST_HOURS = 40
_LEAST_WEEKS = 4


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

    `hourly`: these sums are for an hour; `hours`: the weekly hours by which an hour became a month,
    or `least`, so many at the least.
    """

    outcome: Outcome
    fitting: list[str] = []
    highest: Money | None = None
    lowest: Money | None = None
    exchange: Exchange | None = None
    hourly: bool = False
    hours: int | None = None
    promised: Money | None = None
    least: bool = False


class _Compared(msgspec.Struct, frozen=True):
    job: Job
    promised: int
    lowest: int
    highest: int
    hourly: bool = False
    promise: int = 0  # the promise for that time in its own currency
    hours: int | None = None
    least: bool = False

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
    rated = [(job, here) for job, here in known if here is not None]
    if compared := [one for job, here in rated if (one := _pair_with(job, promised, here, period))]:
        return _result(currency, compared, table)
    least = [_at_least(job, promised, here) for job, here in rated if job.highest is not None]
    if period == Period.HOUR and least:
        found = _result(currency, least, table)
        if found.outcome in (Outcome.TOO_HIGH, Outcome.FAR_TOO_HIGH):
            return found
    return PayCheck(Outcome.NO_HOURS if rated else Outcome.NO_RATE)


def _result(currency: str, compared: list[_Compared], table: RateTable) -> PayCheck:
    outcome, best, fitting = _judge(compared)
    mine, promise = best.job.currency, Money(best.promise, currency)
    return PayCheck(
        outcome,
        [one.job.reference for one in fitting],
        Money(best.highest, mine),
        Money(best.lowest, mine),
        _exchange(promise, Money(best.promised, mine), table),
        hourly=best.hourly,
        hours=best.hours,
        promised=promise,
        least=best.least,
    )


def _a_month(an_hour: int, hours: int) -> int:
    return an_hour * _HOURS_A_YEAR * hours // 12


def _pair_with(job: Job, promised: int, here: int, period: str) -> _Compared | None:
    """The promise, and what it is in the currency of a job, beside the pay of that job.

    Both are for the same time; None if that is not stated.
    """
    hours = job.hours_per_week if period == Period.HOUR else None
    if period == Period.HOUR and not hours:
        hourly = job.period == Period.HOUR
        pay = (job.wage_min, job.wage_max)
        return _Compared(job, here, *pay, hourly=True, promise=promised) if hourly else None
    if job.highest is None:
        return None
    pay = (job.lowest or 0, job.highest)
    if hours is None:
        return _Compared(job, here, *pay, promise=promised)
    return _Compared(
        job, _a_month(here, hours), *pay, promise=_a_month(promised, hours), hours=hours
    )


def _at_least(job: Job, promised: int, here: int) -> _Compared:
    """The promise for an hour as the least that it makes in a month, beside the pay of a job."""
    times = LEAST_HOURS * _LEAST_WEEKS
    pay = (job.lowest or 0, job.highest or 0)
    promise = promised * times
    return _Compared(job, here * times, *pay, promise=promise, hours=LEAST_HOURS, least=True)


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
