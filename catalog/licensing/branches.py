"""Branches: the other places where an agency receives people."""

from datetime import datetime

import msgspec
from sqlalchemy import select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import NotFound
from catalog.core.fields import Line
from catalog.licensing.agencies import Agency


class Branch(SQLModel, table=True):
    __tablename__ = "agency_branches"
    id: int | None = Field(default=None, primary_key=True)
    agency: str = Field(foreign_key="agencies.external_id", index=True, max_length=60)
    region: str = Field(default="", max_length=80)
    address: str = Field(max_length=300)
    phone: str = Field(default="", max_length=60)


class NewBranch(msgspec.Struct, forbid_unknown_fields=True):
    address: Line
    region: str = ""
    phone: str = ""


def open_(session: Session, agency: str, branch: NewBranch, *, by: Actor, on: datetime) -> Branch:
    """Record a branch of an agency. Refuses: NotFound."""
    if session.get(Agency, agency) is None:
        raise NotFound
    row = Branch(agency=agency, **msgspec.structs.asdict(branch))
    session.add(row)
    session.flush()
    journal.write(session, "open_branch", "agency", agency, by=by, on=on, fields=("branches",))
    return row


def list_for_agency(session: Session, agency: str) -> list[Branch]:
    """The branches of an agency, in the order in which they were recorded."""
    asked = select(Branch).where(col(Branch.agency) == agency).order_by(col(Branch.id))
    return list(session.execute(asked).scalars())
