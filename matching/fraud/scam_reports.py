"""Reports of recruiters and offers, published as a warning once two officers confirm them."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, and_, func, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, vault
from catalog.core.actor import Actor
from catalog.core.approvals import require_other_person
from catalog.core.errors import Refusal, require_found
from catalog.core.fields import CountryCode, Line, Phone, Prose, reference
from catalog.reference import countries
from i18n import N_
from matching.identity.name_matching import words_without_form


class ConfirmedAlone(Refusal):
    slug = "confirmed-alone"
    sentence = N_("A second officer must confirm this report.")


class SetAside(Refusal):
    slug = "set-aside"
    sentence = N_("This report has already been confirmed or set aside.")


class Report(SQLModel, table=True):
    """A report of a recruiter or an offer; reporters are not asked their name.

    Two officers' confirmations make it a known scam.
    """

    __tablename__ = "offer_reports"
    reference: str = Field(default_factory=lambda: reference("R"), primary_key=True, max_length=24)
    recruiter: str = Field(max_length=200)
    key: str = Field(index=True, max_length=200)
    country: str | None = Field(default=None, foreign_key="countries.code", max_length=2)
    phone: str = Field(default="", max_length=60)
    story: bytes | None = None
    # Whether somebody under 18 is concerned, as the reporter stated.
    under_18: bool = False
    reported_at: datetime
    first_officer: str | None = Field(default=None, max_length=40)
    confirmed_at: datetime | None = Field(default=None, index=True)
    set_aside_by: str | None = Field(default=None, max_length=40)
    set_aside_at: datetime | None = None


PERSONAL = ("story",)


class NewReport(msgspec.Struct, forbid_unknown_fields=True):
    recruiter: Line
    country: CountryCode | None = None
    phone: Phone = ""
    story: Prose | None = None
    under_18: bool = False


def key_of(name: str) -> str:
    return "".join(words_without_form(name))[:200]


def report(session: Session, new_report: NewReport, *, by: Actor, on: datetime) -> Report:
    """Record a report from anybody. Refuses: countries.NotACountry."""
    facts = msgspec.structs.asdict(new_report) | {
        "story": None,
        "key": key_of(new_report.recruiter),
        "reported_at": on,
    }
    countries.require(session, new_report.country)
    session.add(row := Report(**facts))
    row.story = vault.seal(session, row.reference, "offer_reports.story", new_report.story)
    session.flush()
    journal.write(session, "report", "offer_report", row.reference, by=by, on=on)
    return row


def story(session: Session, row: Report) -> str:
    """The story of a report, decrypted; the caller checks access."""
    return vault.unseal(session, row.reference, "offer_reports.story", row.story)


def confirm(session: Session, number: str, *, by: Actor, on: datetime) -> Report:
    """Confirm a report; it counts once a second officer has done so.

    Refuses: NotFound, ConfirmedAlone, SetAside.
    """
    row = _lock_report(session, number)
    if row.set_aside_at:
        raise SetAside
    require_other_person(by, ConfirmedAlone, row.first_officer)
    if row.first_officer:
        row.confirmed_at = row.confirmed_at or on
    row.first_officer = row.first_officer or by.account
    session.flush()
    journal.write(session, "confirm", "offer_report", number, by=by, on=on)
    return row


def set_aside(session: Session, number: str, *, by: Actor, on: datetime) -> Report:
    """Set a report aside as unfounded; it no longer waits. Refuses: NotFound, SetAside."""
    row = _lock_report(session, number)
    if row.confirmed_at or row.set_aside_at:
        raise SetAside
    row.set_aside_at, row.set_aside_by = on, by.account
    session.flush()
    journal.write(session, "set_aside", "offer_report", number, by=by, on=on)
    return row


def _lock_report(session: Session, number: str) -> Report:
    """The report, locked until the transaction ends, so that concurrent confirmations both
    count."""
    return require_found(session.get(Report, number, with_for_update=True, populate_existing=True))


def waits() -> ColumnElement[bool]:
    """A filter for reports that are neither confirmed nor set aside."""
    return and_(col(Report.confirmed_at).is_(None), col(Report.set_aside_at).is_(None))


def count_waiting(session: Session) -> int:
    """How many reports wait for an officer."""
    return session.execute(select(func.count()).select_from(Report).where(waits())).scalar() or 0


def get(session: Session, number: str) -> Report:
    """A report. Refuses: NotFound."""
    return require_found(session.get(Report, number))


def name_counts(session: Session, keys: Iterable[str]) -> dict[str, tuple[int, int]]:
    """How many reports each name has, and how many of them are confirmed."""
    same = select(col(Report.key), func.count(), func.count(col(Report.confirmed_at)))
    counts = session.execute(same.where(col(Report.key).in_(set(keys))).group_by(col(Report.key)))
    return {key: (total, confirmed) for key, total, confirmed in counts}
