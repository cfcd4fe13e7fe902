"""The black list: firms and directors with whom nobody is sent abroad, decided by two officers."""

from datetime import date, datetime, timedelta
from typing import ClassVar

import msgspec
from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Mapped
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import Refusal, require_found
from catalog.core.fields import tashkent_day
from catalog.core.labelled_enum import LabelledEnum
from catalog.employers.employers import Employer
from i18n import N_
from i18n.scripts import fold


class BarredKind(LabelledEnum):
    """What may be on the list: firms, and directors by their name in the register; never a
    citizen."""

    AGENCY = "agency", N_("Agency")
    EMPLOYER = "employer", N_("Employer abroad")
    DIRECTOR = "director", N_("Agency director")


class Reason(LabelledEnum):
    FRAUD = "fraud", N_("fraud")
    MONEY_FROM_WORKERS = "money_from_workers", N_("taking money from workers")
    FALSE_PAPERS = "false_papers", N_("false documents")
    UNPAID_WAGES = "unpaid_wages", N_("unpaid wages")
    PASSPORTS_KEPT = "passports_kept", N_("taking workers’ passports")
    FORCED_LABOUR = "forced_labour", N_("forced labour")
    NO_ANSWER = "no_answer", N_("not answering complaints")
    COURT = "court", N_("court decision")


class FirmBarred(Refusal):
    slug = "firm-barred"
    sentence = N_("This firm is on the blacklist. Reason: %(reason)s. Decision number: %(number)s.")
    coded: ClassVar = {"reason": "barred_for"}


class OnTheList(Refusal):
    slug = "on-the-list"
    sentence = N_("This firm or person is already on the blacklist.")


class BarredName(SQLModel, table=True):
    """One entry, from a day until a day or until it is removed; `key` is the folded name."""

    __tablename__ = "black_list"
    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=8)
    agency: str | None = Field(
        default=None, foreign_key="agencies.external_id", index=True, max_length=60
    )
    employer: str | None = Field(
        default=None, foreign_key="employers.reference", index=True, max_length=24
    )
    name: str = Field(max_length=200)
    key: str = Field(index=True, max_length=200)
    reason: str = Field(max_length=20)
    authority: str = Field(default="", max_length=120)
    number: str = Field(max_length=60)
    starts_on: date
    until: date | None = None


class NewEntry(msgspec.Struct):
    """An entry as two officers decided it.

    For a director, `agency` is the agency in whose record they are named.
    """

    kind: BarredKind
    name: str
    reason: Reason
    number: str
    starts_on: date
    agency: str | None = None
    employer: str | None = None
    authority: str = ""
    until: date | None = None


def in_force(day: date) -> ColumnElement[bool]:
    """A filter for the entries in force on a day."""
    ends = or_(col(BarredName.until).is_(None), col(BarredName.until) >= day)
    return (col(BarredName.starts_on) <= day) & ends


def holds(row: BarredName, day: date) -> bool:
    return row.starts_on <= day and (row.until is None or row.until >= day)


def employer_not_barred(employer: Mapped[str], day: date) -> ColumnElement[bool]:
    """A filter on the column of an employer: it is not on the black list."""
    entry = exists().where(col(BarredName.employer) == employer, in_force(day))
    return ~entry.correlate_except(BarredName)


def agency_not_barred(agency: Mapped[str], day: date) -> ColumnElement[bool]:
    """A filter on the column of an agency: the firm itself is not on the black list.

    An entry of its director does not count.
    """
    kind = col(BarredName.kind) == BarredKind.AGENCY.value
    entry = exists().where(col(BarredName.agency) == agency, kind, in_force(day))
    return ~entry.correlate_except(BarredName)


def agencies_barred(session: Session, wanted: list[str], day: date) -> set[str]:
    """Which of these agencies are on the list."""
    asked = select(col(BarredName.agency)).where(
        col(BarredName.kind) == BarredKind.AGENCY.value, in_force(day)
    )
    found = {str(agency) for agency in session.execute(asked).scalars()}
    return found.intersection(wanted)


def firms_barred(session: Session, day: date) -> dict[tuple[str, str], BarredName]:
    """The firms on the list, keyed as imported registers name them.

    Employers by folded name and country, agencies by their number alone.
    """
    rows = select(BarredName, col(Employer.key), col(Employer.country)).where(in_force(day))
    rows = rows.outerjoin(Employer, col(Employer.reference) == col(BarredName.employer))
    found = session.execute(rows.where(col(BarredName.kind) != BarredKind.DIRECTOR.value))
    return {(key, country) if key else (str(row.agency), ""): row for row, key, country in found}


def require_clear(session: Session, firms: set[str], day: date) -> None:
    """Check that none of these agencies and employers is on the list. Refuses: FirmBarred."""
    asked = select(BarredName).where(
        in_force(day), col(BarredName.kind) != BarredKind.DIRECTOR.value
    )
    for row in session.execute(asked.order_by(col(BarredName.id))).scalars():
        if row.agency in firms or row.employer in firms:
            raise firm_barred(row)


def firm_barred(row: BarredName) -> FirmBarred:
    return FirmBarred("employer", reason=row.reason, number=row.number)


def add(session: Session, new_entry: NewEntry, *, by: Actor, on: datetime) -> BarredName:
    """Put a firm or a director on the list.

    Two officers have decided it (catalog.licensing.proposal_decisions). Refuses: OnTheList.
    """
    says = msgspec.structs.asdict(new_entry) | {
        "kind": new_entry.kind.value,
        "reason": new_entry.reason.value,
    }
    row = BarredName(**says, key=fold(new_entry.name)[:200])
    same = select(BarredName).where(
        col(BarredName.key) == row.key, col(BarredName.kind) == row.kind
    )
    for other in session.execute(same.where(in_force(new_entry.starts_on))).scalars():
        if (other.agency, other.employer) == (row.agency, row.employer):
            raise OnTheList("reason")
    session.add(row)
    session.flush()
    noun, reference = _journal_subject(row)
    journal.write(session, "bar", noun, reference, by=by, on=on, fields=("black_list",))
    return row


def remove(session: Session, number: int, *, by: Actor, on: datetime) -> BarredName:
    """Remove an entry from the list as of today, as two officers decided. Refuses: NotFound."""
    row = require_found(session.get(BarredName, number))
    row.until = tashkent_day(on) - timedelta(days=1)
    session.flush()
    noun, reference = _journal_subject(row)
    journal.write(session, "unbar", noun, reference, by=by, on=on, fields=("black_list",))
    return row


def _journal_subject(row: BarredName) -> tuple[str, str]:
    """The record of the register under which an entry is journalled; caches depend on it."""
    return ("employer", row.employer) if row.employer else ("agency", row.agency or "")


def entries(session: Session, day: date, *, kind: BarredKind | None = None) -> list[BarredName]:
    """The entries in force on a day, newest first."""
    asked = select(BarredName).where(in_force(day))
    if kind:
        asked = asked.where(col(BarredName.kind) == kind.value)
    return list(
        session.execute(
            asked.order_by(col(BarredName.starts_on).desc(), col(BarredName.id).desc())
        ).scalars()
    )


def list_for_firm(session: Session, *, agency: str = "", employer: str = "") -> list[BarredName]:
    """All past and present entries about a firm, newest first."""
    asked = select(BarredName).where(
        col(BarredName.agency) == agency if agency else col(BarredName.employer) == employer
    )
    return list(session.execute(asked.order_by(col(BarredName.id).desc())).scalars())
