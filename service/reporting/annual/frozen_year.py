"""A frozen year: its figures, their definitions and record fingerprints under one hash."""

import hashlib
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import Text, UniqueConstraint, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core.errors import Refusal
from catalog.core.fields import TooLongAgo, reference
from i18n import N_
from service.reporting.figures import report_digest
from service.reporting.figures.definitions import DEFINITIONS
from service.reporting.figures.figures import Definition, Figure, Meaning
from service.reporting.figures.months import FIRST_YEAR, Span

_SIGNED_COLUMNS = ("year", "number", "figures", "meanings", "roots", "why", "signed_by")
_SEALED_COLUMNS = (
    "sha256",
    "countersigned_by",
    "countersigned_at",
    "published_by",
    "published_at",
    "told",
)


class ReportYear(SQLModel, table=True):
    """One signed version of a year: number 0, and from 1 on its corrections.

    It holds only counts and hashes, and no reference of a person.
    """

    __tablename__ = "report_years"
    __table_args__ = (UniqueConstraint("year", "number"),)
    reference: str = Field(default_factory=lambda: reference("Y"), primary_key=True, max_length=24)
    year: int = Field(index=True)
    number: int
    figures: str = Field(sa_type=Text)
    meanings: str = Field(sa_type=Text)
    roots: str = Field(sa_type=Text)
    sha256: str = Field(max_length=64)
    why: str = Field(default="", max_length=500)
    signed_by: str = Field(max_length=40)
    signed_at: datetime
    countersigned_by: str | None = Field(default=None, max_length=40)
    countersigned_at: datetime | None = None
    published_by: str | None = Field(default=None, max_length=40)
    published_at: datetime | None = None
    # The figures as published, with small numbers hidden; None until publication.
    told: str | None = Field(default=None, sa_type=Text)
    # The figures of other bodies that were published with it, as printed; empty if there were none.
    external: str = Field(default="", sa_type=Text)
    # The hash over the first hash, the second signature, the publication and the published figures;
    # empty for years closed or published before this hash existed.
    sealed: str = Field(default="", max_length=64)


class PublishedYear(Refusal):
    slug = "day-in-published-year"
    sentence = N_(
        "The report for %(year)s is published, so nothing more can be recorded for a "
        "day in that year. Check the date."
    )


class Root(msgspec.Struct, frozen=True):
    """The number of references behind a figure, and one hash over the hashes of them all.

    Anyone who has the records can compute it again.
    """

    count: int
    sha256: str


def list_for_year(session: Session, year: int) -> list[ReportYear]:
    """Return the signed versions of a year, newest first."""
    asked = (
        select(ReportYear)
        .where(col(ReportYear.year) == year)
        .order_by(col(ReportYear.number).desc())
    )
    return list(session.execute(asked).scalars())


def newest_closed(rows: list[ReportYear]) -> ReportYear | None:
    """Return the newest version with two signatures."""
    return next((row for row in rows if row.countersigned_by), None)


def newest_published(rows: list[ReportYear]) -> ReportYear | None:
    """Return the newest published version."""
    return next((row for row in rows if row.published_by), None)


def require_recordable(session: Session, day: date, field: str) -> None:
    """Require that a day can still be recorded: of a year that is reported on, and not published.

    Refuses: fields.TooLongAgo, PublishedYear."""
    if day.year < FIRST_YEAR:
        raise TooLongAgo(field)
    if newest_published(list_for_year(session, day.year)):
        raise PublishedYear(field, year=day.year)


def figures(row: ReportYear) -> list[Figure]:
    return msgspec.json.decode(row.figures, type=list[Figure])


def meanings(row: ReportYear) -> dict[str, Meaning]:
    return msgspec.json.decode(row.meanings, type=dict[str, Meaning])


def roots(row: ReportYear) -> dict[str, Root]:
    return msgspec.json.decode(row.roots, type=dict[str, Root])


def current_meanings() -> dict[str, Meaning]:
    """Return the present meaning of each figure."""
    return {one.key: one.meaning for one in DEFINITIONS}


def compute_roots(session: Session, span: Span) -> dict[str, Root]:
    """Return the root of each figure with records; equal queries are run once."""
    known: dict[str, Root] = {}
    return {
        one.key: _compute_root(session, one, span, known)
        for one in DEFINITIONS
        if one.records is not None
    }


def _compute_root(
    session: Session, definition: Definition, span: Span, known: dict[str, Root]
) -> Root:
    assert definition.records is not None
    asked = definition.records.behind(span)
    compiled = asked.compile(session.get_bind())
    question = f"{compiled} {sorted(compiled.params.items(), key=str)}"
    if question not in known:
        known[question] = hash_references(session.execute(asked).scalars())
    return known[question]


def hash_references(references: Any) -> Root:
    """Return the SHA-256 over the sorted SHA-256 hashes of references."""
    hashes = sorted(hashlib.sha256(str(one).encode()).digest() for one in references)
    return Root(len(hashes), hashlib.sha256(b"".join(hashes)).hexdigest())


def digest(row: ReportYear) -> str:
    """Return the hash over everything that was signed."""
    return report_digest.digest(row, _SIGNED_COLUMNS)


def seal(row: ReportYear) -> str:
    """Return the hash over the signatures, the publication and the figures of other bodies."""
    return report_digest.digest(
        row, (*_SEALED_COLUMNS, "external") if row.external else _SEALED_COLUMNS
    )


def is_intact(row: ReportYear) -> bool:
    """Return whether a year is unchanged since it was signed, countersigned and published."""
    return row.sha256 == digest(row) and row.sealed in ("", seal(row))
