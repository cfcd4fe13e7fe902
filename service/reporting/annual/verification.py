"""Verification of a frozen year: its hash, its journal entries and its record counts."""

from datetime import date

import msgspec
from sqlmodel import Session

from catalog.core import journal
from catalog.core.journal import Entry
from service.reporting.annual import frozen_year, public_figures, years
from service.reporting.annual.frozen_year import ReportYear, Root
from service.reporting.figures import report_digest


class ChangedFigure(msgspec.Struct):
    """A figure whose records differ today from those when the year was frozen."""

    key: str
    then: int
    now: int


class YearVerification(msgspec.Struct):
    """Whether a frozen year is intact and matches the journal, and which figures changed since."""

    row: ReportYear
    holds: bool
    journaled: bool
    moved: list[ChangedFigure]

    @property
    def good(self) -> bool:
        return self.holds and self.journaled


def verify_year(session: Session, year: int, today: date) -> list[YearVerification]:
    """Verify all signed versions of a year, newest first.

    Refuses: NotFound for years out of range.
    """
    span = years.elapsed_span(year, today)
    rows = frozen_year.list_for_year(session, year)
    now = frozen_year.compute_roots(session, span) if rows else {}
    return [
        YearVerification(
            row,
            frozen_year.is_intact(row),
            matches_journal(session, row),
            changed_figures(frozen_year.roots(row), now),
        )
        for row in rows
    ]


def changed_figures(then: dict[str, Root], now: dict[str, Root]) -> list[ChangedFigure]:
    """Return the figures in both versions whose records differ."""
    return [
        ChangedFigure(key, one.count, now[key].count)
        for key, one in then.items()
        if key in now and now[key] != one
    ]


def is_verified(session: Session, row: ReportYear) -> bool:
    """Return whether a frozen year is intact and matches the journal, without counting records."""
    return frozen_year.is_intact(row) and matches_journal(session, row)


def matches_journal(session: Session, row: ReportYear) -> bool:
    """Return whether the journal, which is a hash chain of its own, agrees with a frozen year.

    Compared are the signed hash, who countersigned and published it and when, the hash of what was
    published, and the last hash over all of that, if there was one.
    """
    entries = journal.history(session, "report_year", row.reference)
    signatures = [_hashes(one).get("figures") for one in entries if one.act in ("sign", "correct")]
    seconds = [(one.account, one.at) for one in entries if one.act == "countersign"]
    out = [
        (one.account, one.at, _hashes(one).get("told")) for one in entries if one.act == "publish"
    ]
    items = (
        row.published_by,
        row.published_at,
        report_digest.fingerprint(public_figures.load_published(row)),
    )
    return (
        signatures == [row.sha256]
        and seconds
        == ([(row.countersigned_by, row.countersigned_at)] if row.countersigned_by else [])
        and out == ([items] if row.published_by else [])
        and row.sealed
        == next((mark for one in reversed(entries) if (mark := _hashes(one).get("sealed"))), "")
    )


def _hashes(entry: Entry) -> dict[str, str]:
    """Return the hashes in a journal entry by name."""
    result = entry.fields.split(",")
    return {
        name: mark.removeprefix("sha256:")
        for name, mark in zip(result[::2], result[1::2], strict=False)
    }
