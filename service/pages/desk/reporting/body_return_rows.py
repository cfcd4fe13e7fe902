"""The rows of the form for a return: one for each figure that a body is asked for, with the year
before beside it."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from i18n import Language
from service.input import forms
from service.pages.desk.reporting.body_return_pages import heading, part
from service.reporting.external import parsing
from service.reporting.external.body_returns import BodyFigure
from service.reporting.external.figure_catalogue import COUNTRY, Body, Catalogue, Catalogued
from service.reporting.external.parsing import ParsedFigures

# Of a figure by country so many rows are left to choose one.
FREE = 6
# How the name of a field begins: the figure of the year; of the year before; of a country that is
# chosen; that country.
OF_YEAR, OF_BEFORE, OF_CHOSEN, CHOICE = "f.", "p.", "v.", "c."


class Row(msgspec.Struct):
    """A heading over parts; or a figure with its fields; or one whose country is chosen in a
    field."""

    heading: str
    part: str = ""
    unit: str = ""
    field: str = ""
    before: str = ""
    choice: str = ""


def rows(lang: Language, known: Catalogue, body: Body, typed: Mapping[str, str]) -> list[Row]:
    """All that a body is asked for, in the order of the catalogue, and what more was typed."""
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
    """Figures that were typed and have no row yet: such as one that a letter tells a second
    time."""
    names = dict.fromkeys(name[2:] for name in typed if name.startswith((OF_YEAR, OF_BEFORE)))
    left = [name.partition("/") for name in names if OF_YEAR + name not in shown]
    return [
        _row(lang, known, key, code, found.unit if (found := known.find(key, code)) else "")
        for key, _, code in left
    ]


def cells(typed: Mapping[str, str], year: int) -> Iterator[tuple[str, dict[str, str]]]:
    """What was typed as rows of a table, each under the name of its field."""
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
    """The figures of a form; a number without its country is told beside the country."""
    found = parsing.read(known, body, year, cells(typed, year))
    without = [
        at
        for at, value in typed.items()
        if at.startswith(OF_CHOSEN) and value.strip() and not typed.get(CHOICE + at[2:])
    ]
    return ParsedFigures(
        found.figures, [*found.faults, *(forms.MissingAnswer(CHOICE + at[2:]) for at in without)]
    )


def form_values(figures: Sequence[BodyFigure], year: int) -> dict[str, str]:
    """A return as it would be typed, for the letter that comes after it."""
    return {
        (OF_YEAR if one.year == year else OF_BEFORE)
        + (f"{one.key}/{one.part}" if one.part else one.key): parsing.format_number(
            one.value, one.unit, one.currency, one.about
        )
        for one in figures
    }


def field_of(said: str) -> str:
    """The field beside which a fault of a row is told: the fault also names its column, which a
    form has not."""
    return said.rpartition(".")[0] if said.startswith((OF_YEAR, OF_BEFORE, OF_CHOSEN)) else said
