"""Figures of other bodies as sections of a year, with numbers as they are printed."""

import re
from decimal import Decimal

import msgspec

from i18n import N_, Language, gettext
from service.reporting.annual.external_figures import NamedFigures
from service.reporting.checks import check_sentences
from service.reporting.documents.document import Entry, Part, Section
from service.reporting.external.figure_catalogue import REPEATED_SUFFIX, UNITS, Body, is_country
from service.reporting.figures import report_terms
from service.reporting.figures.printed_figure import PrintedFigure

TITLE = N_("Figures from other bodies")


class _Name(msgspec.Struct, frozen=True):
    """The parsed name of a printed figure: key/part@year.

    The year is empty unless it differs from that of the report.
    """

    key: str
    part: str
    year: str

    @property
    def first(self) -> "_Name":
        """Return the name of the first place where a repeated figure is printed."""
        return msgspec.structs.replace(self, key=REPEATED_SUFFIX.sub("", self.key))


def sections(lang: Language, year: int, named_figures: NamedFigures) -> list[Section]:
    """Return a section for each body, in the order of the returns.

    A figure printed twice with one value is listed once, with both lines.
    """
    found: dict[str, Section] = {}
    entries: dict[tuple[str, bool], Entry] = {}
    seen: dict[_Name, Part] = {}
    for name, one in ((_parse_name(name), one) for name, one in named_figures):
        before = seen.get(name.first)
        if before and (before.number, before.about) == (one.value, one.about):
            before.line = ", ".join(filter(None, (before.line, one.line)))
            continue
        entry = _entry(lang, year, name, one)
        place = entry.key, not name.part
        if place not in entries:
            entries[place] = entry
            section = found.setdefault(
                one.body, Section(one.body, gettext(lang, Body(one.body).label), [])
            )
            section.entries.append(entry)
        seen[name] = _part(lang, name, one)
        entries[place].parts.append(seen[name])
    return list(found.values())


def _parse_name(written: str) -> _Name:
    name, _, year = written.partition("@")
    key, _, part = name.partition("/")
    return _Name(key, part, year)


def _entry(lang: Language, year: int, name: _Name, one: PrintedFigure) -> Entry:
    """Return the entry of a figure, without its numbers."""
    of = f"@{name.year}" if name.year else ""
    dimension = ("country" if is_country(name.part) else "part") if name.part else ""
    again = gettext(lang, N_("as printed elsewhere")) if name != name.first else ""
    more = ", ".join(filter(None, (name.year, again)))
    sentence = check_sentences.figure_label(lang, name.key, one)
    return Entry(
        key=f"body.{one.body}.{name.key}{of}",
        sentence=f"{sentence} ({more})" if more else sentence,
        unit=one.unit,
        unit_word=gettext(lang, UNITS[one.unit]),
        origin=gettext(lang, Body(one.body).label),
        rounding="",
        dimension=dimension,
        dimension_word=report_terms.dimension(lang, dimension),
        base="",
        base_shown="",
        parts=[],
        body=one.body,
        year=int(name.year or year),
    )


def _part(lang: Language, name: _Name, one: PrintedFigure) -> Part:
    label = check_sentences.part_label(lang, name.part, one) if name.part else ""
    note = (
        "" if _is_as_printed(one) else gettext(lang, "printed as: %(number)s", number=one.printed)
    )
    return Part(
        name.part,
        label,
        one.value,
        check_sentences.number(lang, one),
        one.currency,
        as_printed=one.printed,
        about=one.about,
        line=one.line,
        note=note,
    )


def _is_as_printed(one: PrintedFigure) -> bool:
    """Return whether the printed digits equal the number, so that they need not be shown as
    well."""
    digits = re.sub(r"[^0-9.]", "", one.printed)
    number = report_terms.in_whole_units(one.unit, one.value, one.currency)
    return bool(re.fullmatch(r"[0-9]+(\.[0-9]+)?", digits)) and Decimal(digits) == number
