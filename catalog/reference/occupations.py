"""Occupations by ISCO-08 (ILO), with official titles and common short names."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlalchemy import insert, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from i18n import N_


class UnknownOccupation(Refusal):
    slug = "unknown-occupation"
    sentence = N_("ISCO-08 has no unit group with this code.")


class Occupation(SQLModel, table=True):
    """A group of ISCO-08: a one-digit major group down to a four-digit unit group.

    Vacancies are filed under unit groups.
    """

    __tablename__ = "occupations"
    code: str = Field(primary_key=True, max_length=4)
    level: int
    parent: str | None = Field(default=None, max_length=4)
    title_en: str = Field(max_length=200)
    title_ru: str = Field(max_length=300)
    title_uz: str = Field(max_length=300)
    title_uz_cyrl: str = Field(max_length=300)
    title_kaa: str = Field(max_length=300)
    name_en: str = Field(max_length=120)
    name_ru: str = Field(max_length=120)
    name_uz: str = Field(max_length=120)
    name_uz_cyrl: str = Field(max_length=120)
    name_kaa: str = Field(max_length=120)


class NewOccupation(msgspec.Struct):
    code: str
    level: int
    parent: str | None
    title_en: str
    title_ru: str
    title_uz: str
    title_uz_cyrl: str
    title_kaa: str
    name_en: str
    name_ru: str
    name_uz: str
    name_uz_cyrl: str
    name_kaa: str


def load(session: Session, occupations: Iterable[NewOccupation], *, by: Actor, on: datetime) -> int:
    """Import the groups that are not stored yet."""
    known = set(session.execute(select(col(Occupation.code))).scalars())
    fresh = [group for group in occupations if group.code not in known]
    if fresh:
        session.execute(insert(Occupation), [msgspec.structs.asdict(group) for group in fresh])
        journal.write(session, "load", "occupation", "isco08", by=by, on=on)
    return len(fresh)


def by_code(session: Session) -> dict[str, Occupation]:
    """Every group by its code; a few hundred rows that callers cache."""
    return {
        row.code: row
        for row in session.execute(select(Occupation).order_by(col(Occupation.code))).scalars()
    }


def require_group(session: Session, code: str | None) -> None:
    """Check that a stated unit group exists. Refuses: UnknownOccupation."""
    row = session.get(Occupation, code) if code is not None else None
    if code is not None and (row is None or row.level != 4):
        raise UnknownOccupation("isco08")
