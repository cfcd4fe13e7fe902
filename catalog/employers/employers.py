"""Employers abroad: the firm of a vacancy and the warnings about it."""

from datetime import date, datetime

import msgspec
from sqlalchemy import select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import require_found
from catalog.core.fields import CountryCode, Line, reference
from i18n.scripts import fold


class Employer(SQLModel, table=True):
    """A firm abroad; `key` is the folded name by which it is found in any script."""

    __tablename__ = "employers"
    reference: str = Field(default_factory=lambda: reference("E"), primary_key=True, max_length=24)
    name: str = Field(max_length=200)
    key: str = Field(index=True, max_length=200)
    country: str = Field(foreign_key="countries.code", max_length=2)
    city: str = Field(default="", max_length=120)
    register_no: str = Field(default="", max_length=40)
    warning: str = Field(default="", max_length=500)
    warned_at: datetime | None = None
    verified_at: datetime | None = None
    switched_off_on: date | None = None


class NewEmployer(msgspec.Struct, forbid_unknown_fields=True):
    name: Line
    country: CountryCode
    city: str = ""
    register_no: str = ""


def record(session: Session, employer: NewEmployer, *, by: Actor, on: datetime) -> Employer:
    """Find or record the employer of this name in this country."""
    return record_all(session, [employer], by=by, on=on)[0]


def record_all(
    session: Session, employers: list[NewEmployer], *, by: Actor, on: datetime
) -> list[Employer]:
    """Find or record many employers; the same one may occur more than once."""
    keys = [fold(employer.name)[:200] for employer in employers]
    known: dict[tuple[str, str], Employer] = {}
    for part in (keys[start : start + 500] for start in range(0, len(keys), 500)):
        found = (
            select(Employer).where(col(Employer.key).in_(part)).order_by(col(Employer.reference))
        )
        for row in session.execute(found).scalars():
            known.setdefault((row.key, row.country), row)
    for key, employer in zip(keys, employers, strict=True):
        if (key, employer.country) not in known:
            row = known[key, employer.country] = Employer(
                **msgspec.structs.asdict(employer), key=key
            )
            session.add(row)
            journal.write(session, "record", "employer", row.reference, by=by, on=on)
    session.flush()
    return [known[key, employer.country] for key, employer in zip(keys, employers, strict=True)]


def warn(session: Session, employer: str, warning: str, *, by: Actor, on: datetime) -> Employer:
    """Set the warning shown with every vacancy of this employer. Refuses: NotFound."""
    row = require_found(session.get(Employer, employer))
    row.warning, row.warned_at = warning, on
    journal.write(session, "warn", "employer", employer, by=by, on=on, fields=("warning",))
    return row


def find_by_name(session: Session, name: str, country: str | None = None) -> list[Employer]:
    """The employers whose folded name is exactly this."""
    found = select(Employer).where(col(Employer.key) == fold(name)[:200])
    if country:
        found = found.where(col(Employer.country) == country)
    return list(session.execute(found).scalars())
