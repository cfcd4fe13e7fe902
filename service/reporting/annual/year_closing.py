"""A year is closed: a statistician freezes what the records say, a supervisor signs too, and then it can be published.

What is entered later changes nothing of it; it goes into a correction under the next number, with its reason, signed by two."""

from datetime import date, datetime
from typing import Annotated

import msgspec
from msgspec import Meta
from sqlmodel import Session

from catalog.core import journal
from catalog.core.actor import Role, Who
from catalog.core.errors import NotAllowed, Refusal
from catalog.core.fields import TooLong
from i18n import N_
from service.infra.settings import Smallest
from service.reporting.annual import external_figures, frozen_year, public_figures, years
from service.reporting.annual.frozen_year import ReportYear, Root
from service.reporting.figures import report_digest
from service.reporting.figures.figures import Figure
from service.reporting.monthly.post_return import FiguresMoved, TellsOfSomebody, tells

# So many letters a reason has at most.
WHY = 500


class YearRuns(Refusal):
    slug = "year-runs"
    sentence = N_("This year is not over. It can be looked at and not signed yet.")


class YearSigned(Refusal):
    slug = "year-signed"
    sentence = N_("This year is signed. What has changed since goes into a correction.")


class YearUnsigned(Refusal):
    slug = "year-unsigned"
    sentence = N_("This year is not signed yet, so there is nothing to correct, to countersign or to publish.")


class WhyYearCorrected(Refusal):
    slug = "why-year-corrected"
    sentence = N_("Write why the year is corrected.")


class NothingDiffers(Refusal):
    slug = "nothing-differs"
    sentence = N_("The records still say what was signed. There is nothing to correct.")


class YearCountersigned(Refusal):
    slug = "year-countersigned"
    sentence = N_("This year is countersigned already.")


class YearCorrected(Refusal):
    slug = "year-corrected"
    sentence = N_("This year was corrected since. Look at the newest correction.")


class OwnYear(Refusal):
    slug = "own-year"
    sentence = N_("You signed this year yourself. Somebody else countersigns it.")


class YearNotClosed(Refusal):
    slug = "year-not-closed"
    sentence = N_("A year is published when two have signed it.")


class YearPublished(Refusal):
    slug = "year-published"
    sentence = N_("This is published already.")


class Correction(msgspec.Struct):
    """Why a year is corrected. Seen is the fingerprint of the figures on the page that is signed."""

    why: Annotated[str, Meta(max_length=8_000)] = ""
    seen: str = ""


class Taken(msgspec.Struct):
    """What the records say of a year at one moment, and under which number it was signed last until then, if it was."""

    year: int
    last: int | None
    figures: list[Figure]
    roots: dict[str, Root]


def taken(session: Session, year: int, *, by: Who, day: date) -> Taken:
    """Counts a year that is over, to be signed. All of it is of one moment in a session that reads, and nobody waits to write
    until it is done: what comes in between the count and the signature comes later, as after any signature.
    Refuses: NotAllowed, NotFound, YearRuns."""
    _require(by)
    span = years.spanned(year, day)
    if not years.over(year, day):
        raise YearRuns
    last = next((row.number for row in frozen_year.of(session, year)), None)
    return Taken(year, last, years.live(session, year, day).figures, frozen_year.rooted(session, span))


def propose(session: Session, now: Taken, seen: str, *, by: Who, on: datetime) -> ReportYear:
    """Freezes the figures of a year that is over: the first of two signatures. Refuses: NotAllowed, YearSigned, FiguresMoved."""
    _require(by)
    if _held(session, now.year):
        raise YearSigned
    return _freeze(session, now, 0, Correction(seen=seen), by=by, on=on)


def correct(session: Session, now: Taken, told: Correction, *, by: Who, on: datetime) -> ReportYear:
    """Freezes what the records say under the next number, with the reason; what was frozen before stays as it was.
    Refuses: NotAllowed, YearUnsigned, WhyYearCorrected, TellsOfSomebody, YearCorrected where somebody else signed after the
    count, NothingDiffers, FiguresMoved, fields.TooLong."""
    _require(by)
    rows = _held(session, now.year)
    if not rows:
        raise YearUnsigned
    _require_why(told.why.strip())
    if rows[0].number != now.last:
        raise YearCorrected
    if same(rows[0], now.figures, now.roots):
        raise NothingDiffers
    return _freeze(session, now, rows[0].number + 1, told, by=by, on=on)


def _require(by: Who) -> None:
    if by.role is not Role.STATISTICIAN:
        raise NotAllowed


def _require_why(why: str) -> None:
    if not why:
        raise WhyYearCorrected("why")
    if len(why) > WHY:
        raise TooLong("why", most=WHY)
    if tells(why):
        raise TellsOfSomebody("why")


def _freeze(session: Session, now: Taken, number: int, told: Correction, *, by: Who, on: datetime) -> ReportYear:
    if told.seen != report_digest.fingerprint(now.figures):
        raise FiguresMoved
    row = ReportYear(
        year=now.year,
        number=number,
        figures=report_digest.written(now.figures),
        meanings=report_digest.written(frozen_year.meant()),
        roots=report_digest.written(now.roots),
        sha256="",
        why=told.why,
        signed_by=by.account,
        signed_at=on,
    )
    row.sha256 = frozen_year.digest(row)
    session.add(row)
    session.flush()
    # The auditor, who sees no figures, has the hash from here, and so has whoever proves the year later.
    noted = ("figures", f"sha256:{row.sha256}")
    journal.write(session, "correct" if number else "sign", "report_year", row.reference, by=by, on=on, fields=noted)
    return row


def same(row: ReportYear, now: list[Figure], behind: dict[str, Root]) -> bool:
    """Whether the records say today what was frozen: each number, in the same edition, by the same records."""
    editions = {key: one.edition for key, one in frozen_year.meanings(row).items()}
    return (
        {one.name: one.value for one in frozen_year.figures(row)} == {one.name: one.value for one in now}
        and editions == {key: one.edition for key, one in frozen_year.meant().items()}
        and frozen_year.roots(row) == behind
    )


def countersign(session: Session, year: int, number: int, *, by: Who, on: datetime) -> ReportYear:
    """A supervisor has looked at what was frozen: with the second signature it is closed.
    Refuses: NotAllowed, YearUnsigned, YearCorrected, YearCountersigned, OwnYear."""
    if by.role is not Role.SUPERVISOR:
        raise NotAllowed
    row = _newest(session, year)
    if row.number != number:
        raise YearCorrected
    if row.countersigned_by:
        raise YearCountersigned
    if row.signed_by == by.account:
        raise OwnYear
    row.countersigned_by, row.countersigned_at = by.account, on
    row.sealed = frozen_year.seal(row)
    session.flush()
    noted = ("sealed", f"sha256:{row.sealed}")
    journal.write(session, "countersign", "report_year", row.reference, by=by, on=on, fields=noted)
    return row


def publish(session: Session, year: int, number: int, *, smallest: Smallest, by: Who, on: datetime) -> ReportYear:
    """What was closed last is given to everybody, as it is masked today and stays, with what other bodies are printed with.
    Refuses: NotAllowed, YearUnsigned, YearNotClosed, YearCorrected, YearPublished."""
    _require(by)
    _newest(session, year)
    rows = frozen_year.of(session, year)
    row = frozen_year.closed(rows)
    if row is None:
        raise YearNotClosed
    if row.number != number:
        raise YearCorrected
    if row.published_by:
        raise YearPublished
    before = [one for one in reversed(rows) if one.published_by]
    masked = public_figures.told(session, year, frozen_year.figures(row), smallest, before)
    row.told = report_digest.written(masked)
    row.external = external_figures.written(external_figures.of(session, year, masked))
    row.published_by, row.published_at = by.account, on
    row.sealed = frozen_year.seal(row)
    session.flush()
    noted = ("told", f"sha256:{report_digest.fingerprint(masked)}", "sealed", f"sha256:{row.sealed}")
    journal.write(session, "publish", "report_year", row.reference, by=by, on=on, fields=noted)
    return row


def _newest(session: Session, year: int) -> ReportYear:
    """What was signed last for a year."""
    rows = _held(session, year)
    if not rows:
        raise YearUnsigned
    return rows[0]


def _held(session: Session, year: int) -> list[ReportYear]:
    """What was signed for a year, the newest first; nobody else signs or publishes it meanwhile."""
    rows = frozen_year.of(session, year)
    for row in reversed(rows):
        session.refresh(row, with_for_update=True)
    return frozen_year.of(session, year)
