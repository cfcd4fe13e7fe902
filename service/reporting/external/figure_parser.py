"""Parsing of figures as bodies write them: “1 282”, “33,8”, “7 500+”, “~24 000 000”."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import msgspec

from catalog.core.errors import Refusal
from catalog.core.exchange_rates import exponent
from catalog.core.fields import text
from i18n import N_
from service.input import forms
from service.input.spreadsheets import Sheet
from service.reporting.external.figure_catalogue import COUNTRY, Body, Catalogue, Catalogued
from service.reporting.external.validation import (
    About,
    FigureOfOtherBody,
    NegativeNumber,
    NewFigure,
    UnknownFigure,
)

T = TypeVar("T")
COLUMNS = ("body", "key", "part", "year", "value", "unit", "currency", "about", "printed", "line")
# Thousands are separated by one mark throughout, or not at all.
_COUNT = re.compile(r"[0-9]{1,15}|[1-9][0-9]{0,2}([ ,.])[0-9]{3}(?:\1[0-9]{3}){0,4}")
_SHARE = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,2}))? ?%?")
_SIGNS = {"+": About.OVER, ">": About.OVER, "~": About.ABOUT, "≈": About.ABOUT}


class NotACount(Refusal):
    slug = "not-a-count"
    sentence = N_(
        "Enter a whole number in digits, for example 1 282. Use “7 500+” for more than 7 500 "
        "and “~3 800” for about 3 800."
    )


class NotAShare(Refusal):
    slug = "not-a-share"
    sentence = N_(
        "Enter the percentage in digits with at most two decimal places, for example 33.8."
    )


class UnknownBody(Refusal):
    slug = "other-office"
    sentence = N_("This row belongs to a different body: %(body)s.")


class MissingColumn(Refusal):
    slug = "lacks-column"
    sentence = N_(
        "The file is missing a column: %(column)s. Download the table from this "
        "page and fill it in."
    )


class UnreadableCell(Refusal):
    """A cell could not be read; the message is that of the table's reader."""

    slug = "unreadable"
    sentence = N_("This cell cannot be read.")

    def __init__(self, field: str | None = None, text: str = "") -> None:
        super().__init__(field)
        if text:
            self.sentence = text  # type: ignore[misc]


class ParsedFigures(msgspec.Struct):
    """The figures that were understood, and the faults of the others by row and column."""

    figures: list[NewFigure]
    faults: list[Refusal]


def read(
    known: Catalogue, body: Body, year: int, rows: Iterable[tuple[str, Mapping[str, str]]]
) -> ParsedFigures:
    """Parse the figures in rows, each with its place; a row without a number is skipped as
    unfilled."""
    found = ParsedFigures([], [])
    for at, cells in rows:
        values = {name: " ".join(cell_text(cells.get(name, "")).split()) for name in COLUMNS}
        if not values["value"] and not values["printed"]:
            continue
        errors: list[Refusal] = []
        one = _figure(known, body, year, at, values, errors)
        found.faults += errors
        if not errors and one is not None:
            found.figures.append(one)
    return found


def parse_sheet(known: Catalogue, body: Body, year: int, sheet: Sheet) -> ParsedFigures:
    """Parse the figures in a file, with faults by line and column. Refuses: MissingColumn."""
    if missing := [name for name in ("key", "value") if name not in sheet.headers]:
        raise MissingColumn("file", column=missing[0])
    rows = list(sheet.rows)
    found = read(known, body, year, [(str(row.line), row.cells) for row in rows if not row.faults])
    unread = [
        UnreadableCell(f"{row.line}.{name}", fault)
        for row in rows
        for name, fault in row.faults.items()
    ]
    return ParsedFigures(found.figures, [*unread, *found.faults])


def cell_text(cell: str) -> str:
    """Return a cell without characters that no database accepts."""
    try:
        return text(cell)
    except Refusal:
        return "?"


def _figure(
    known: Catalogue, body: Body, year: int, at: str, values: dict[str, str], errors: list[Refusal]
) -> NewFigure | None:
    key, part = (
        values["key"],
        values["part"].upper() if len(values["part"]) == 2 else values["part"],
    )
    about = known.find(key, part)
    if about is None:
        named = f"{key}/{part}" if part else key
        errors.append(UnknownFigure(f"{at}.key", key=named[:80]))
        return None
    if values["body"] and values["body"] != body.value:
        errors.append(_wrong_body(about, values["body"], f"{at}.body"))

    def tried(column: str, reader: Callable[[], T], default: T) -> T:
        try:
            return reader()
        except Refusal as refusal:
            refusal.field = f"{at}.{column}"
            errors.append(refusal)
            return default

    written = values["value"] or values["printed"]
    bare, sign = split_sign(written)
    value = tried("value", lambda: number(bare, about.unit, about.currency), 0)
    of = tried("year", lambda: _year(values["year"], year), year)
    meant = tried("about", lambda: _about(values["about"], sign), sign)
    return NewFigure(
        key,
        value,
        of,
        part,
        values["unit"].lower() or about.unit,
        values["currency"].upper() or about.currency,
        meant,
        values["printed"] or written,
        values["line"],
        at,
    )


def _wrong_body(about: Catalogued, text: str, field: str) -> Refusal:
    return (
        FigureOfOtherBody(field, body=about.body)
        if text == about.body
        else UnknownBody(field, body=text[:40])
    )


def _year(cell: str, default: int) -> int:
    if not cell:
        return default
    if not re.fullmatch("[0-9]{4}", cell):
        raise forms.NotANumber
    return int(cell)


def _about(cell: str, sign: About) -> About:
    """Return the precision of a number. Refuses: forms.NotAChoice."""
    if cell.lower() in set(About):
        return About(cell.lower())
    if cell:
        raise forms.NotAChoice
    return sign


def split_sign(written: str) -> tuple[str, About]:
    """Split a sign for “more than” or “about” from a number, and return both."""
    for sign, about in _SIGNS.items():
        if written.startswith(sign) or (sign == "+" and written.endswith(sign)):
            return written.strip(sign).strip(), about
    return written, About.EXACT


def number(written: str, unit: str, currency: str) -> int:
    """Parse a number into its smallest unit.

    Refuses: NegativeNumber, NotACount, NotAShare, forms.NotASum.
    """
    if re.match(r"[-−–] ?[0-9]", written):
        raise NegativeNumber
    if currency:
        found = forms.with_minor_units(
            {"value": written, "currency": currency}, "value", currency="currency"
        )["value"]
        if isinstance(found, Refusal):
            raise found
        return int(found)
    if unit == "rate":
        share = _SHARE.fullmatch(written)
        if not share:
            raise NotAShare
        return int(share[1]) * 100 + int((share[2] or "").ljust(2, "0"))
    if not _COUNT.fullmatch(written):
        raise NotACount
    return int(re.sub("[ ,.]", "", written))


def format_number(value: int, unit: str, currency: str, about: str = "exact") -> str:
    """Format a number as it is typed into a form, so that parsing gives it back."""
    sign = {"over": "+", "about": "~"}.get(about, "")
    places = exponent(currency) if currency else 2 if unit == "rate" else 0
    whole, rest = divmod(value, 10**places)
    result = f"{whole}.{rest:0{places}}" if rest else str(whole)
    if unit == "rate" and rest:
        result = result.rstrip("0")
    return f"{sign}{result}" if sign == "~" else f"{result}{sign}"


def template(known: Catalogue, body: Body, year: int) -> list[list[str]]:
    """Return the table for a body to fill in: a row for each figure, without its number."""
    rows = [row for row in known.of(body) if row.unit]
    return [_blank(row, body, year) for row in rows]


def _blank(row: Catalogued, body: Body, year: int) -> list[str]:
    part = "" if row.part == COUNTRY else row.part
    return [body.value, row.key, part, str(year), "", row.unit, row.currency, "", "", ""]
