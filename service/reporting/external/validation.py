"""Validation of figures of other bodies: known, right unit and year, not negative, not repeated."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta

from catalog.core import fields
from catalog.core.errors import Refusal
from catalog.core.fields import MAX_INT, Line, TooLong
from i18n import N_
from service.reporting.external.figure_catalogue import Body, Catalogue
from service.reporting.figures import months

REMARKS = 2_000
# More than all money in the country, in its minor unit; and a thousand percent.
MAX_VALUES = {"minor": 10**17, "usd_minor": 10**15, "rate": 100_000}
LONGEST = {"printed": 60, "line": 20}


class About(StrEnum):
    """The precision of a number: exact, more than it, or about it."""

    EXACT = "exact"
    OVER = "over"
    ABOUT = "about"


class YearOutOfRange(Refusal):
    slug = "year-out"
    sentence = N_("Enter a year from %(first)s to %(last)s.")


class NoFigures(Refusal):
    slug = "no-figures"
    sentence = N_("This return contains no figures. Enter at least one.")


class UnknownFigure(Refusal):
    slug = "unknown-figure"
    sentence = N_("There is no figure with this name: %(key)s. Use a name from the table.")


class FigureOfOtherBody(Refusal):
    slug = "figure-of-another"
    sentence = N_("This body does not report this figure; it is reported by: %(body)s.")
    coded: ClassVar = {"body": "reporter"}


class WrongUnit(Refusal):
    slug = "wrong-unit"
    sentence = N_("This figure must be counted in this unit: %(unit)s.")
    coded: ClassVar = {"unit": "counted"}


class WrongCurrency(Refusal):
    slug = "wrong-currency"
    sentence = N_("This figure must be in this currency (“–” means no currency): %(currency)s.")


class WrongYear(Refusal):
    slug = "wrong-year"
    sentence = N_(
        "A return can cover only its own year and, for comparison, the year before: %(year)s,"
        " %(before)s."
    )


class NegativeNumber(Refusal):
    slug = "below-nothing"
    sentence = N_("This number cannot be below zero. Enter how many there were.")


class ImplausibleNumber(Refusal):
    slug = "past-belief"
    sentence = N_("This number is too large to be correct. Check the unit and the number of zeros.")


class DuplicateFigure(Refusal):
    slug = "told-twice"
    sentence = N_("This figure appears twice in the return. Remove one of them.")


class NewFigure(msgspec.Struct):
    """A figure as it was reported.

    `value` is in the smallest unit: minor units of money, hundredths of a percent. `line` is its
    place in the letter, and `at` its place in the input: a row of a file or a field of a form.
    """

    key: str
    value: int
    year: int
    part: str = ""
    unit: str = ""
    currency: str = ""
    about: About = About.EXACT
    printed: str = ""
    line: str = ""
    at: str = ""


class NewReturn(msgspec.Struct):
    body: Body
    year: int
    letter_no: Line
    letter_on: date
    officer: Line
    remarks: Annotated[str, Meta(max_length=8_000)] = ""
    figures: list[NewFigure] = []


def find_return_errors(known: Catalogue, new_return: NewReturn, day: date) -> list[Refusal]:
    """Return all errors for which a return is refused."""
    errors: list[Refusal] = []
    if not months.FIRST_YEAR <= new_return.year <= day.year:
        return [YearOutOfRange("year", first=months.FIRST_YEAR, last=day.year)]
    if new_return.letter_on > day:
        errors.append(fields.InTheFuture("letter_on"))
    elif new_return.letter_on < date(new_return.year, 1, 1):
        errors.append(fields.TooLongAgo("letter_on"))
    if len(new_return.remarks) > REMARKS:
        errors.append(TooLong("remarks", most=REMARKS))
    if not new_return.figures:
        errors.append(NoFigures("figures"))
    return errors + find_figure_errors(known, new_return.body, new_return.year, new_return.figures)


def find_figure_errors(
    known: Catalogue, body: Body, year: int, new_figures: Sequence[NewFigure]
) -> list[Refusal]:
    """Return all errors of figures, by row and column.

    Figures without a unit are given theirs.
    """
    errors: list[Refusal] = []
    seen: set[tuple[str, str, int]] = set()
    for place, one in enumerate(new_figures):
        at = one.at or f"figures.{place}"
        errors += _find_errors(known, body, year, one, at)
        name = (one.key, one.part, one.year)
        errors += [DuplicateFigure(f"{at}.key")] if name in seen else []
        seen.add(name)
    return errors


def _find_errors(known: Catalogue, body: Body, year: int, one: NewFigure, at: str) -> list[Refusal]:
    found = known.find(one.key, one.part)
    if found is None:
        return [
            UnknownFigure(f"{at}.key", key=(f"{one.key}/{one.part}" if one.part else one.key)[:80])
        ]
    errors: list[Refusal] = []
    if found.body != body.value:
        errors.append(FigureOfOtherBody(f"{at}.body", body=found.body))
    one.unit, one.currency = one.unit or found.unit, one.currency or found.currency
    if one.unit != found.unit:
        errors.append(WrongUnit(f"{at}.unit", unit=found.unit))
    if one.currency != found.currency:
        errors.append(WrongCurrency(f"{at}.currency", currency=found.currency or "–"))
    if one.year not in (year, year - 1):
        errors.append(WrongYear(f"{at}.year", year=year, before=year - 1))
    try:
        require_plausible(one.value, found.unit, f"{at}.value")
    except Refusal as refusal:
        errors.append(refusal)
    return errors + [
        TooLong(f"{at}.{name}", most=most)
        for name, most in LONGEST.items()
        if len(getattr(one, name)) > most
    ]


def require_plausible(value: int, unit: str, field: str) -> None:
    """Require a plausible number. Refuses: NegativeNumber, ImplausibleNumber."""
    if value < 0:
        raise NegativeNumber(field)
    if value > MAX_VALUES.get(unit, MAX_INT):
        raise ImplausibleNumber(field)
