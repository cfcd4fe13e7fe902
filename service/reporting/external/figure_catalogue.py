"""Catalogue of figures of other bodies: which body reports which figure, in which unit."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.labelled_enum import LabelledEnum
from i18n import LOCALES, N_, Language

# Values of a part: any country, by its code; and all other countries together.
COUNTRY, OTHERS = "country", "other"
# The key of a figure that a report prints a second time elsewhere.
REPEATED_SUFFIX = re.compile(r"\.again[2-9]?\Z")
# Units of figures of other bodies; a unit that is also ours has our name.
UNITS = {
    "act": N_("legal acts"),
    "appeal": N_("appeals"),
    "application": N_("applications"),
    "base_amount": N_("times the base amount"),
    "case": N_("cases"),
    "complaint": N_("complaints"),
    "country": N_("countries"),
    "crime": N_("crimes"),
    "document": N_("documents issued"),
    "event": N_("events"),
    "group": N_("groups"),
    "item": N_("items"),
    "material": N_("printed materials"),
    "minor": N_("money"),
    "offence": N_("offences"),
    "organisation": N_("organisations"),
    "person": N_("people"),
    "place": N_("places"),
    "placement": N_("people placed"),
    "publication": N_("programmes and articles"),
    "raid": N_("raids"),
    "rate": N_("per cent"),
    "ruling": N_("rulings"),
    "usd_minor": N_("US dollars"),
    "violation": N_("breaches"),
    "visit": N_("visits"),
}
_CODE = re.compile(r"[A-Z]{2}")


class Body(LabelledEnum):
    """A body that reports figures of a year."""

    AGENCY = "agency", N_("State Agency")
    INTERIOR_MINISTRY = "interior_ministry", N_("Ministry of Internal Affairs")
    LABOUR_INSPECTORATE = "labour_inspectorate", N_("State Labour Inspectorate")
    TRADE_UNIONS = "trade_unions", N_("Federation of Trade Unions")
    FOREIGN_MINISTRY = "foreign_ministry", N_("Ministry of Foreign Affairs")
    COURTS = "courts", N_("Courts")
    REHABILITATION_CENTRE = "rehabilitation_centre", N_("Rehabilitation Centre")
    MEDIA = "media", N_("Media and awareness")
    OTHER = "other", N_("Other bodies")


class Catalogued(SQLModel, table=True):
    """One figure; or the heading of its parts, which has no unit; or one of the parts."""

    __tablename__ = "body_catalogue"
    key: str = Field(primary_key=True, max_length=60)
    part: str = Field(primary_key=True, max_length=40)
    body: str = Field(index=True, max_length=24)
    place: int
    unit: str = Field(max_length=16)
    currency: str = Field(max_length=3)
    en: str = Field(max_length=200)
    ru: str = Field(max_length=200)
    uz: str = Field(max_length=200)
    uz_cyrl: str = Field(max_length=200)
    # Until a Karakalpak text is written, the Uzbek one is shown.
    kaa: str = Field(default="", max_length=200)


class Catalogue(msgspec.Struct):
    """The whole catalogue, by key and part, in its order."""

    rows: dict[tuple[str, str], Catalogued]

    def find(self, key: str, part: str) -> Catalogued | None:
        """Return the row of a figure that can be reported, or None for a heading or an unknown
        figure."""
        key = REPEATED_SUFFIX.sub("", key)
        found = self.rows.get((key, part))
        if found is None and (part == OTHERS or is_country(part)):
            found = self.rows.get((key, COUNTRY))
        return found if found is not None and found.unit and part != COUNTRY else None

    def heading(self, key: str) -> Catalogued | None:
        return self.rows.get((REPEATED_SUFFIX.sub("", key), ""))

    def of(self, body: Body) -> list[Catalogued]:
        """Return all rows of a body."""
        return [row for row in self.rows.values() if row.body == body.value]


def labels_by_language(row: Catalogued | None) -> dict[str, str]:
    """Return the label of a figure or part by language."""
    return (
        {}
        if row is None
        else {"en": row.en, "ru": row.ru, "uz": row.uz, "uz-Cyrl": row.uz_cyrl, "kaa": row.kaa}
    )


def is_country(part: str) -> bool:
    return bool(_CODE.fullmatch(part)) and part in LOCALES[Language.EN].territories


def read_catalogue(session: Session) -> Catalogue:
    rows = session.execute(select(Catalogued).order_by(col(Catalogued.place))).scalars()
    return Catalogue({(row.key, row.part): row for row in rows})


def load(session: Session, items: Iterable[dict[str, Any]], *, by: Actor, on: datetime) -> int:
    """Load new rows and amend changed ones; loading the same again changes nothing."""
    rows = read_catalogue(session).rows
    return sum(
        _save_row(
            session, one | {"place": place}, rows.get((one["key"], one["part"])), by=by, on=on
        )
        for place, one in enumerate(items)
    )


def _save_row(
    session: Session, says: dict[str, Any], row: Catalogued | None, *, by: Actor, on: datetime
) -> bool:
    changed = tuple(
        name for name, value in says.items() if row is None or getattr(row, name) != value
    )
    if not changed:
        return False
    act = "amend" if row else "load"
    row = row or Catalogued(**says)
    row.sqlmodel_update(says)
    session.add(row)
    session.flush()
    # A part moves when another is inserted before it, which is not worth a journal entry.
    if changed != ("place",):
        journal.write(session, act, "body_figure", row.key, by=by, on=on, fields=changed)
    return True
