"""A year as one long table, and the dictionary of its columns and keys."""

from collections.abc import Iterator
from decimal import Decimal

from i18n import N_, Language, gettext
from service.reporting.documents.document import Document, Entry, Part
from service.reporting.figures import report_terms

Cell = str | Decimal
# Column names for programs, with their descriptions for people.
COLUMNS = {
    "year": N_("The year of the figures"),
    "section": N_("Section of the report"),
    "key": N_("Name of the figure; it is the same in every year and language"),
    "figure": N_("What the figure counts"),
    "dimension": N_("What the figure is broken down by; empty if it is a single number"),
    "part": N_(
        "Code of the category: ISO 3166 for countries, ISO 4217 for currencies, SOATO for "
        "regions, ISCO-08 for occupations"
    ),
    "part_name": N_("Name of the category"),
    "value": N_(
        "The number: money in whole units of the currency, rates as percentages; text if the "
        "number is hidden"
    ),
    "unit": N_("What is counted; different units are never added together"),
    "currency": N_("Currency, if the figure is an amount of money"),
    "share": N_(
        "The category’s share of its total, as a percentage; empty if there is no total or a "
        "number is hidden"
    ),
    "hidden": N_(
        "yes: the number is not shown, because a person could be identified from it; no: it "
        "is shown"
    ),
    "as_printed": N_(
        "The number in a report published earlier, if it is different from this one; always "
        "given for other bodies"
    ),
    "body": N_(
        "Code of the body that reported the figure; empty if it was counted from the records "
        "of this service"
    ),
    "about": N_("How to read a figure from another body: exact, over (more than) or about"),
    "line": N_("Where the figure from another body appears in the text of the printed report"),
}
DICTIONARY = ("kind", "name", "meaning", "unit", "dimension", "base", "rounding", "origin")


def rows(document: Document) -> Iterator[list[Cell]]:
    """Yield one row for every number, in the order of the columns."""
    for section in (*document.sections, *document.external):
        for entry in section.entries:
            for part in entry.parts:
                yield row(document.year, section.title, entry, part)


def row(year: int, section: str, entry: Entry, part: Part) -> list[Cell]:
    """Return the row of one number."""
    return [
        Decimal(entry.year or year),
        section,
        entry.key,
        entry.sentence,
        entry.dimension,
        part.code,
        part.label,
        value(entry, part),
        report_terms.whole_unit(entry.unit),
        part.currency or "",
        "" if part.share is None else Decimal(part.share).scaleb(-2),
        "yes" if part.number is None else "no",
        part.as_printed or "",
        entry.body,
        part.about,
        part.line,
    ]


def value(entry: Entry, part: Part) -> Cell:
    """Return a number in whole units, or the text that replaces a hidden one."""
    return (
        part.shown
        if part.number is None
        else report_terms.in_whole_units(entry.unit, part.number, part.currency)
    )


def dictionary(document: Document) -> Iterator[list[str]]:
    """Yield the dictionary: general notes, columns, then figures with unit, base and source."""
    lang = Language(document.language)
    for head, text in general_notes(document):
        yield ["report", head, text, "", "", "", "", ""]
    for name, meaning in COLUMNS.items():
        yield ["column", name, gettext(lang, meaning), "", "", "", "", ""]
    for one in document.entries:
        yield [
            "figure",
            one.key,
            one.sentence,
            f"{report_terms.whole_unit(one.unit)}: {one.unit_word}",
            one.dimension,
            one.base,
            one.rounding,
            one.origin,
        ]


def general_notes(document: Document) -> list[tuple[str, str]]:
    """Return the notes that every reader needs, each with its heading."""
    lang = Language(document.language)
    signed = (
        [(N_("Hash of the signed data (SHA-256)"), document.fingerprint)]
        if document.fingerprint
        else []
    )
    heads = (
        (N_("Period"), document.period),
        (N_("Edition"), document.revision),
        (N_("How it is counted"), "\n".join(document.rules)),
        (N_("Small numbers"), document.hidden),
        (N_("Licence"), f"{document.licence} {document.licence_at}"),
        *signed,
    )
    return [(gettext(lang, head), text) for head, text in heads]
