"""Closing of a year: a statistician freezes its figures, a supervisor countersigns, then
publication.

Later entries do not change it; they go into a correction under the next number, with a reason and
two signatures.
"""

from datetime import date, datetime
from typing import Annotated

import msgspec
from msgspec import Meta
from sqlmodel import Session

from catalog.core import journal
from catalog.core.actor import Actor, Role
from catalog.core.approvals import require_other_person
from catalog.core.errors import NotAllowed, Refusal
from catalog.core.fields import TooLong
from i18n import N_
from service.infra.settings import DisclosureLimits
from service.reporting.annual import external_figures, frozen_year, public_figures, years
from service.reporting.annual.frozen_year import ReportYear, Root
from service.reporting.figures import report_digest
from service.reporting.figures.figures import Figure, values_by_name
from service.reporting.monthly.post_return import FiguresChanged, IdentifyingText, identifies_person

# The most characters of a reason.
MAX_REASON_LENGTH = 500


class YearNotOver(Refusal):
    slug = "year-runs"
    sentence = N_(
        "This year has not ended yet. You can view its figures, but you cannot sign them."
    )


class YearAlreadySigned(Refusal):
    slug = "year-signed"
    sentence = N_(
        "The figures for this year have been signed. Record later changes in a correction."
    )


class YearNotSigned(Refusal):
    slug = "year-unsigned"
    sentence = N_(
        "The figures for this year are not signed yet, so they cannot be corrected, "
        "countersigned or published."
    )


class YearCorrectionReasonMissing(Refusal):
    slug = "why-year-corrected"
    sentence = N_("Give the reason for correcting the year’s figures.")


class YearUnchanged(Refusal):
    slug = "nothing-differs"
    sentence = N_("The records still match the signed figures. There is nothing to correct.")


class YearAlreadyCountersigned(Refusal):
    slug = "year-countersigned"
    sentence = N_("The figures for this year have already been countersigned.")


class YearCorrectedSince(Refusal):
    slug = "year-corrected"
    sentence = N_("The figures for this year have since been corrected. See the latest correction.")


class OwnYearSignature(Refusal):
    slug = "own-year"
    sentence = N_(
        "You signed the figures for this year yourself. Somebody else must countersign them."
    )


class YearNotClosed(Refusal):
    slug = "year-not-closed"
    sentence = N_("A year’s figures can be published only after two people have signed them.")


class YearAlreadyPublished(Refusal):
    slug = "year-published"
    sentence = N_("These figures have already been published.")


class CorrectionInput(msgspec.Struct):
    """The reason for a correction.

    `seen` is the fingerprint of the figures on the page that is signed.
    """

    why: Annotated[str, Meta(max_length=8_000)] = ""
    seen: str = ""


class YearCount(msgspec.Struct):
    """The count of a year at one moment, and the number under which it was last signed, if any."""

    year: int
    last: int | None
    figures: list[Figure]
    roots: dict[str, Root]


def count_year(session: Session, year: int, *, by: Actor, day: date) -> YearCount:
    """Count a year that is over, for signing.

    All of it is counted at one moment in a read session, so that writers need not wait: what is
    entered between the count and the signature is late, as after any signature. Refuses:
    NotAllowed, NotFound, YearNotOver.
    """
    _require_statistician(by)
    span = years.elapsed_span(year, day)
    if not years.is_over(year, day):
        raise YearNotOver
    last = next((row.number for row in frozen_year.list_for_year(session, year)), None)
    return YearCount(
        year,
        last,
        years.count_live(session, year, day).figures,
        frozen_year.compute_roots(session, span),
    )


def propose(session: Session, now: YearCount, seen: str, *, by: Actor, on: datetime) -> ReportYear:
    """Freeze the figures of a year that is over, with the first of two signatures.

    Refuses: NotAllowed, YearAlreadySigned, FiguresChanged.
    """
    _require_statistician(by)
    if _lock_signed(session, now.year):
        raise YearAlreadySigned
    return _freeze(session, now, 0, CorrectionInput(seen=seen), by=by, on=on)


def correct(
    session: Session, now: YearCount, correction_input: CorrectionInput, *, by: Actor, on: datetime
) -> ReportYear:
    """Freeze the present figures under the next number, with a reason; earlier versions are kept.

    Refuses: NotAllowed, YearNotSigned, YearCorrectionReasonMissing, IdentifyingText,
    YearCorrectedSince where somebody else signed after the count, YearUnchanged, FiguresChanged,
    fields.TooLong.
    """
    _require_statistician(by)
    rows = _lock_signed(session, now.year)
    if not rows:
        raise YearNotSigned
    _require_reason(correction_input.why.strip())
    if rows[0].number != now.last:
        raise YearCorrectedSince
    if is_unchanged(rows[0], now.figures, now.roots):
        raise YearUnchanged
    return _freeze(session, now, rows[0].number + 1, correction_input, by=by, on=on)


def _require_statistician(by: Actor) -> None:
    if by.role is not Role.STATISTICIAN:
        raise NotAllowed


def _require_reason(why: str) -> None:
    if not why:
        raise YearCorrectionReasonMissing("why")
    if len(why) > MAX_REASON_LENGTH:
        raise TooLong("why", most=MAX_REASON_LENGTH)
    if identifies_person(why):
        raise IdentifyingText("why")


def _freeze(
    session: Session,
    now: YearCount,
    number: int,
    correction_input: CorrectionInput,
    *,
    by: Actor,
    on: datetime,
) -> ReportYear:
    if correction_input.seen != report_digest.fingerprint(now.figures):
        raise FiguresChanged
    row = ReportYear(
        year=now.year,
        number=number,
        figures=report_digest.canonical_json(now.figures),
        meanings=report_digest.canonical_json(frozen_year.current_meanings()),
        roots=report_digest.canonical_json(now.roots),
        sha256="",
        why=correction_input.why,
        signed_by=by.account,
        signed_at=on,
    )
    row.sha256 = frozen_year.digest(row)
    session.add(row)
    session.flush()
    # The auditor, who sees no figures, has the hash from this entry, and so has anyone who verifies
    # the year later.
    noted = ("figures", f"sha256:{row.sha256}")
    journal.write(
        session,
        "correct" if number else "sign",
        "report_year",
        row.reference,
        by=by,
        on=on,
        fields=noted,
    )
    return row


def is_unchanged(row: ReportYear, now: list[Figure], behind: dict[str, Root]) -> bool:
    """Return whether the records agree with the frozen year: numbers, editions and references."""
    editions = {key: one.edition for key, one in frozen_year.meanings(row).items()}
    return (
        values_by_name(frozen_year.figures(row)) == values_by_name(now)
        and editions == {key: one.edition for key, one in frozen_year.current_meanings().items()}
        and frozen_year.roots(row) == behind
    )


def countersign(session: Session, year: int, number: int, *, by: Actor, on: datetime) -> ReportYear:
    """Close a frozen year with the second signature, by a supervisor.

    Refuses: NotAllowed, YearNotSigned, YearCorrectedSince, YearAlreadyCountersigned,
    OwnYearSignature.
    """
    if by.role is not Role.SUPERVISOR:
        raise NotAllowed
    row = _newest(session, year)
    if row.number != number:
        raise YearCorrectedSince
    if row.countersigned_by:
        raise YearAlreadyCountersigned
    require_other_person(by, OwnYearSignature, row.signed_by)
    row.countersigned_by, row.countersigned_at = by.account, on
    row.sealed = frozen_year.seal(row)
    session.flush()
    noted = ("sealed", f"sha256:{row.sealed}")
    journal.write(session, "countersign", "report_year", row.reference, by=by, on=on, fields=noted)
    return row


def publish(
    session: Session, year: int, number: int, *, smallest: DisclosureLimits, by: Actor, on: datetime
) -> ReportYear:
    """Publish the version closed last, masked as of today, with the figures of other bodies.

    The masks then stay as they are. Refuses: NotAllowed, YearNotSigned, YearNotClosed,
    YearCorrectedSince, YearAlreadyPublished.
    """
    _require_statistician(by)
    _newest(session, year)
    rows = frozen_year.list_for_year(session, year)
    row = frozen_year.newest_closed(rows)
    if row is None:
        raise YearNotClosed
    if row.number != number:
        raise YearCorrectedSince
    if row.published_by:
        raise YearAlreadyPublished
    before = [one for one in reversed(rows) if one.published_by]
    masked = public_figures.mask_year(session, year, frozen_year.figures(row), smallest, before)
    row.told = report_digest.canonical_json(masked)
    row.external = external_figures.serialize(external_figures.for_year(session, year, masked))
    row.published_by, row.published_at = by.account, on
    row.sealed = frozen_year.seal(row)
    session.flush()
    noted = (
        "told",
        f"sha256:{report_digest.fingerprint(masked)}",
        "sealed",
        f"sha256:{row.sealed}",
    )
    journal.write(session, "publish", "report_year", row.reference, by=by, on=on, fields=noted)
    return row


def _newest(session: Session, year: int) -> ReportYear:
    """Return the version of a year signed last."""
    rows = _lock_signed(session, year)
    if not rows:
        raise YearNotSigned
    return rows[0]


def _lock_signed(session: Session, year: int) -> list[ReportYear]:
    """Return the signed versions of a year, newest first, locked against other signatures."""
    rows = frozen_year.list_for_year(session, year)
    for row in reversed(rows):
        session.refresh(row, with_for_update=True)
    return frozen_year.list_for_year(session, year)
