"""A year as data for programs: the content of the page, with values in the smallest unit."""

from typing import Annotated

import msgspec
from msgspec import Meta

from service.reporting.documents.document import Document, Entry, FigureChange, Note, Part

# One of our own units, or a unit of the body that reported the figure.
_UNITS = {"anyOf": [{"$ref": "#/components/schemas/FiguresUnit"}, {"type": "string"}]}


class DataPoint(msgspec.Struct, omit_defaults=True):
    """One number. Money in minor units of the currency, a rate or share in hundredths of a percent;
    hidden: no value is told. Of a figure that another body told: body, its year, how the number is
    meant, and the lines where it is printed."""

    key: str
    sentence: str
    unit: Annotated[str, Meta(extra_json_schema=_UNITS)]
    value: int | None
    shown: str
    hidden: bool = False
    currency: str | None = None
    dimension: dict[str, str] | None = None
    part_name: str = ""
    share: int | None = None
    base: str = ""
    rounding: str = ""
    origin: str = ""
    as_printed: str | None = None
    body: str = ""
    about: str = ""
    line: str = ""
    year: int | None = None


class ReportData(msgspec.Struct):
    """The data of a year in one language, common to the file and the API response."""

    year: int
    state: str
    language: str
    title: str
    period: str
    revision: str
    figures: list[DataPoint]
    definitions: list[str]
    small_numbers: str
    licence: str
    licence_at: str
    fingerprint: str
    # The numbers that a correction changed; None for a first edition.
    changes: list[FigureChange] | None


class ReportDataFile(ReportData):
    """The data file, which also has the story of the year as sentences."""

    story: list[str]
    checks: list[Note]
    remarks: list[Note]


def build_data(document: Document) -> ReportDataFile:
    same = {
        name: getattr(document, name)
        for name in ReportDataFile.__struct_fields__
        if name in Document.__struct_fields__
    }
    figures = [_data_point(entry, part) for entry in document.entries for part in entry.parts]
    return ReportDataFile(
        **same, figures=figures, definitions=document.rules, small_numbers=document.hidden
    )


def json(document: Document) -> bytes:
    return msgspec.json.format(msgspec.json.encode(build_data(document)), indent=1)


def _data_point(entry: Entry, part: Part) -> DataPoint:
    dimension = {entry.dimension: part.code} if entry.dimension else None
    return DataPoint(
        entry.key,
        entry.sentence,
        entry.unit,
        part.number,
        part.shown,
        hidden=part.number is None,
        currency=part.currency,
        part_name=part.label,
        share=part.share,
        rounding=entry.rounding,
        origin=entry.origin,
        as_printed=part.as_printed,
        base=entry.base,
        dimension=dimension,
        body=entry.body,
        about=part.about,
        line=part.line,
        year=entry.year,
    )
