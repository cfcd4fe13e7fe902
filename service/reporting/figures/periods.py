"""The period for which figures are requested, and the earlier one with which it is compared."""

from datetime import date, timedelta
from enum import StrEnum

import msgspec

from catalog.core.errors import Refusal
from catalog.core.fields import InTheFuture, TooLongAgo
from catalog.licensing.licences import WrongPeriod
from i18n import N_
from service.input import forms
from service.reporting.figures import months
from service.reporting.figures.months import FIRST_YEAR, Month, Span

# The longest year in days; a longer period would occupy the database for everyone.
MAX_DAYS = 366
_DAY = timedelta(days=1)


class Period(StrEnum):
    MONTH = "month"
    LAST_MONTH = "last_month"
    QUARTER = "quarter"
    YEAR = "year"
    DAYS = "days"


class PeriodTooLong(Refusal):
    slug = "over-a-year"
    sentence = N_("This period is longer than a year. Choose at most %(most)s days at a time.")


def resolve_period(period: Period, first: date | None, last: date | None, today: date) -> Span:
    """Return the span of a period, without future days.

    Refuses: forms.MissingAnswer, fields.TooLongAgo, fields.InTheFuture, licences.WrongPeriod,
    PeriodTooLong.
    """
    if period is Period.DAYS:
        return _between(first, last, today)
    month = months.month_of_day(today)
    if period is Period.LAST_MONTH:
        return Span(None, month.before.first, month.before.last)
    begins = {
        Period.QUARTER: Month(today.year, month.number - (month.number - 1) % 3),
        Period.YEAR: Month(today.year, 1),
    }
    return Span(None, begins.get(period, month).first, today)


def _between(first: date | None, last: date | None, today: date) -> Span:
    if first is None or last is None:
        raise forms.MissingAnswer("day_until" if first else "day_from")
    if first.year < FIRST_YEAR:
        raise TooLongAgo("day_from")
    if first > today:
        raise InTheFuture("day_from")
    if last < first:
        raise WrongPeriod("day_until")
    span = Span(None, first, min(last, today))
    if days(span) > MAX_DAYS:
        raise PeriodTooLong("day_until", most=MAX_DAYS)
    return span


def days(span: Span) -> int:
    return (span.last - span.first).days + 1


def earlier_span(period: Period, span: Span) -> Span:
    """Return the span with which that of a period is compared.

    A month, quarter or year so far is compared with as many days of the one before, a whole month
    with the whole month before, and two given days with as many days before them.
    """
    ends, month = span.first - _DAY, months.month_of_day(span.first)
    begins = {
        Period.MONTH: month.before,
        Period.LAST_MONTH: month.before,
        Period.QUARTER: month.before.before.before,
        Period.YEAR: Month(month.year - 1, 1),
    }
    if period is Period.DAYS:
        return msgspec.structs.replace(span, first=span.first - days(span) * _DAY, last=ends)
    first = begins[period].first
    last = ends if period is Period.LAST_MONTH else min(first + (days(span) - 1) * _DAY, ends)
    return msgspec.structs.replace(span, first=first, last=last)


def whole_year(span: Span, today: date) -> int | None:
    """Return the year, if the span is all its days or all that have passed, else None."""
    whole = months.year(span.first.year)
    return (
        span.first.year
        if (span.first, span.last) == (whole.first, min(whole.last, today))
        else None
    )
