"""Owners of agencies by the register of firms; they reveal a closed agency that returns."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from catalog.core.fields import tashkent_day
from i18n import N_
from i18n.scripts import fold

MOST = 20


class TooManyOwners(Refusal):
    slug = "too-many-owners"
    sentence = N_("Enter no more than 20 owners, one per line.")


class Owner(SQLModel, table=True):
    """One owner of an agency from a day until a day; `key` is the folded name."""

    __tablename__ = "agency_owners"
    id: int | None = Field(default=None, primary_key=True)
    agency: str = Field(foreign_key="agencies.external_id", index=True, max_length=60)
    name: str = Field(max_length=200)
    key: str = Field(index=True, max_length=200)
    since: date
    until: date | None = None


def parse_names(text: str) -> list[str]:
    """The owners in a text, one on a line, without repetition. Refuses: TooManyOwners."""
    lines = list(
        dict.fromkeys(" ".join(line.split())[:200] for line in text.splitlines() if line.strip())
    )
    if len(lines) > MOST:
        raise TooManyOwners("owners")
    return lines


def record(session: Session, agency: str, names: Sequence[str], *, by: Actor, on: datetime) -> bool:
    """Record the owners of an agency as of today; return whether they changed."""
    day, standing = tashkent_day(on), {row.key: row for row in list_for_agency(session, agency)}
    values = {fold(name)[:200]: name for name in names}
    for key in standing.keys() - values.keys():
        standing[key].until = day
    fresh = [
        Owner(agency=agency, name=name, key=key, since=day)
        for key, name in values.items()
        if key not in standing
    ]
    session.add_all(fresh)
    if not fresh and standing.keys() <= values.keys():
        return False
    session.flush()
    journal.write(session, "amend", "agency", agency, by=by, on=on, fields=("owners",))
    return True


def list_for_agency(session: Session, agency: str) -> list[Owner]:
    """The current owners of an agency."""
    asked = select(Owner).where(col(Owner.agency) == agency, col(Owner.until).is_(None))
    return list(session.execute(asked.order_by(col(Owner.name))).scalars())
