"""The rows of a return's form: one for each figure of a body, beside the year before."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from i18n import Language
from service.input import forms
from service.pages.desk.reporting.body_return_pages import heading, part
from service.reporting.external import figure_parser
from service.reporting.external.body_returns import BodyFigure
from service.reporting.external.figure_catalogue import COUNTRY, Body, Catalogue, Catalogued
from service.reporting.external.figure_parser import ParsedFigures

# Rows left to choose a country, in a figure by country.
FREE = 6
# Prefixes of field names: the year's figure, the year before's, a chosen country's, that country.
OF_YEAR, OF_BEFORE, OF_CHOSEN, CHOICE = "f.", "p.", "v.", "c."


class Row(msgspec.Struct):
    """A heading over parts; a figure with its fields; or a figure whose country is chosen."""

    heading: str
    part: str = ""
    unit: str = ""
    field: str = ""
    before: str = ""
    choice: str = ""


def rows(lang: Language, known: Catalogue, body: Body, typed: Mapping[str, str]) -> list[Row]:
    """Return all figures that a body is asked for, in catalogue order, and what else was typed."""
    items = [row for one in known.of(body) for row in _rows(lang, known, one, typed)]
    return items + _extra_rows(lang, known, typed, {row.field for row in items})


def _rows(lang: Language, known: Catalogue, one: Catalogued, typed: Mapping[str, str]) -> list[Row]:
    above = heading(lang, known, one.key)
    if not one.unit:
        return [Row(above)]
    if one.part != COUNTRY:
        return [_row(lang, known, one.key, one.part, one.unit)]
    written_already = [
        name.partition("/")[2] for name in typed if name.startswith(f"{OF_YEAR}{one.key}/")
    ]
    named = [_row(lang, known, one.key, code, one.unit) for code in written_already]
    free = [
        Row(above, "", one.unit, f"{OF_CHOSEN}{one.key}.{place}", "", f"{CHOICE}{one.key}.{place}")
        for place in range(FREE)
    ]
    return named + free


def _row(lang: Language, known: Catalogue, key: str, code: str, unit: str) -> Row:
    name = f"{key}/{code}" if code else key
    return Row(
        heading(lang, known, key),
        part(lang, known, key, code),
        unit,
        OF_YEAR + name,
        OF_BEFORE + name,
    )


def _extra_rows(
    lang: Language, known: Catalogue, typed: Mapping[str, str], shown: set[str]
) -> list[Row]:
    """Return rows for typed figures that have none, such as one that a letter states twice."""
    names = dict.fromkeys(name[2:] for name in typed if name.startswith((OF_YEAR, OF_BEFORE)))
    left = [name.partition("/") for name in names if OF_YEAR + name not in shown]
    return [
        _row(lang, known, key, code, found.unit if (found := known.find(key, code)) else "")
        for key, _, code in left
    ]


def cells(typed: Mapping[str, str], year: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield what was typed as rows of a table, each with the name of its field."""
    for at, value in typed.items():
        name, of = at[2:], year - 1 if at.startswith(OF_BEFORE) else year
        if at.startswith((OF_YEAR, OF_BEFORE)):
            key, _, code = name.partition("/")
            yield at, {"key": key, "part": code, "year": str(of), "value": value}
        elif at.startswith(OF_CHOSEN) and typed.get(CHOICE + name):
            yield (
                at,
                {
                    "key": name.rpartition(".")[0],
                    "part": typed[CHOICE + name],
                    "year": str(of),
                    "value": value,
                },
            )


def read_figures(
    known: Catalogue, body: Body, year: int, typed: Mapping[str, str]
) -> ParsedFigures:
    """Parse the figures of a form.

    A number without its country is reported at the country's field.
    """
    found = figure_parser.read(known, body, year, cells(typed, year))
    without = [
        at
        for at, value in typed.items()
        if at.startswith(OF_CHOSEN) and value.strip() and not typed.get(CHOICE + at[2:])
    ]
    return ParsedFigures(
        found.figures, [*found.faults, *(forms.MissingAnswer(CHOICE + at[2:]) for at in without)]
    )


def form_values(figures: Sequence[BodyFigure], year: int) -> dict[str, str]:
    """Return a return as it would be typed, for the letter that comes after it."""
    return {
        (OF_YEAR if one.year == year else OF_BEFORE)
        + (f"{one.key}/{one.part}" if one.part else one.key): figure_parser.format_number(
            one.value, one.unit, one.currency, one.about
        )
        for one in figures
    }


def field_of(place: str) -> str:
    """Return the form field for a fault of a row.

    The fault also names its column, which a form does not have.
    """
    return place.rpartition(".")[0] if place.startswith((OF_YEAR, OF_BEFORE, OF_CHOSEN)) else place
