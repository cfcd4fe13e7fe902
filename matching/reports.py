"""Recruiters and offers that somebody warns of; two officers make of a report what everybody is told."""

from datetime import datetime

import msgspec
from sqlmodel import Field, Session, SQLModel

from catalog import countries
from catalog.ground import journal, vault
from catalog.ground.fields import CountryCode, Line, Phone, Prose, reference
from catalog.ground.refusals import NotFound, Refusal
from catalog.ground.who import Who
from i18n import N_
from matching.names import bare


class ConfirmedAlone(Refusal):
    sentence = N_("A report is confirmed by two different officers.")


class Report(SQLModel, table=True):
    """A recruiter or an offer that somebody warns of; nobody's name is asked. Two officers make it a known scam."""

    __tablename__ = "offer_reports"
    reference: str = Field(default_factory=lambda: reference("R"), primary_key=True, max_length=24)
    recruiter: str = Field(max_length=200)
    key: str = Field(index=True, max_length=200)
    country: str | None = Field(default=None, foreign_key="countries.code", max_length=2)
    phone: str = Field(default="", max_length=60)
    story: bytes | None = None
    reported_at: datetime
    first_officer: str | None = Field(default=None, max_length=40)
    confirmed_at: datetime | None = Field(default=None, index=True)


PERSONAL = ("story",)


class NewReport(msgspec.Struct, forbid_unknown_fields=True):
    recruiter: Line
    country: CountryCode | None = None
    phone: Phone = ""
    story: Prose | None = None


def key_of(name: str) -> str:
    return "".join(bare(name))[:200]


def report(session: Session, told: NewReport, *, by: Who, on: datetime) -> Report:
    """Takes a warning in, from anybody. Refuses: countries.NotACountry."""
    facts = msgspec.structs.asdict(told) | {"story": None, "key": key_of(told.recruiter), "reported_at": on}
    countries.require(session, told.country)
    session.add(row := Report(**facts))
    row.story = vault.seal(session, row.reference, "offer_reports.story", told.story)
    session.flush()
    journal.write(session, "report", "offer_report", row.reference, by=by, on=on)
    return row


def confirm(session: Session, number: str, *, by: Who, on: datetime) -> Report:
    """The second officer's word makes a report count. Refuses: NotFound, ConfirmedAlone."""
    row = session.get(Report, number)
    if row is None:
        raise NotFound
    if row.first_officer == by.account:
        raise ConfirmedAlone
    if row.first_officer:
        row.confirmed_at = row.confirmed_at or on
    row.first_officer = row.first_officer or by.account
    journal.write(session, "confirm", "offer_report", number, by=by, on=on)
    return row
