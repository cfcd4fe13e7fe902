"""Profiles: trades, languages, documents and preferences of a person who looks for work."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, delete, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core.fields import Versioned
from catalog.core.labelled_enum import LabelledEnum
from i18n import N_
from matching.identity.persons import AgeBand, Citizen
from matching.scoring.eligibility import Level, Profile


class Education(LabelledEnum):
    SCHOOL = "school", N_("School")
    VOCATIONAL = "vocational", N_("College or vocational school")
    HIGHER = "higher", N_("Higher education")


class Paper(LabelledEnum):
    """A document shown at a border, to a doctor or to an employer; its number is not stored
    here."""

    PASSPORT = "passport", N_("Passport for travel abroad")
    HEALTH = "health", N_("Health certificate")
    CRIMINAL_RECORD = "criminal_record", N_("Criminal record certificate")
    DRIVING = "driving", N_("Driving licence")
    TRADE = "trade", N_("Diploma or trade certificate")


class Hour(LabelledEnum):
    """When a person can be called."""

    MORNING = "morning", N_("In the morning, from 8:00 to 12:00")
    DAYTIME = "daytime", N_("During the day, from 12:00 to 18:00")
    EVENING = "evening", N_("In the evening, from 18:00 to 21:00")


class LookingFor(Versioned, SQLModel, table=True):
    """What one person states about themselves and their preferences; wage in minor units a
    month."""

    __tablename__ = "profiles"
    citizen: str = Field(primary_key=True, foreign_key="citizens.reference", max_length=24)
    version: int = 1
    born_on: date | None = None
    education: str | None = Field(default=None, max_length=12)
    driving: str = Field(default="", max_length=20)
    countries: str = Field(default="", max_length=60)
    wage: int | None = Field(default=None, sa_type=BigInteger)
    currency: str | None = Field(default=None, max_length=3)
    housing: bool | None = None
    available_from: date | None = None
    hour: str | None = Field(default=None, max_length=12)
    # Consent that officers may propose vacancies to them, and the wish to be notified of new ones.
    looking: bool = Field(default=False, index=True)
    told_of: bool = False
    changed_at: datetime


class TradeRow(SQLModel, table=True):
    __tablename__ = "profile_trades"
    citizen: str = Field(primary_key=True, foreign_key="citizens.reference", max_length=24)
    isco08: str = Field(primary_key=True, foreign_key="occupations.code", index=True, max_length=4)
    years: int
    certificate: bool | None = None


class TongueRow(SQLModel, table=True):
    __tablename__ = "profile_tongues"
    citizen: str = Field(primary_key=True, foreign_key="citizens.reference", max_length=24)
    language: str = Field(primary_key=True, max_length=2)
    level: str | None = Field(default=None, max_length=2)
    tested_on: date | None = None
    valid_until: date | None = None


class PaperRow(SQLModel, table=True):
    __tablename__ = "profile_papers"
    citizen: str = Field(primary_key=True, foreign_key="citizens.reference", max_length=24)
    kind: str = Field(primary_key=True, max_length=16)
    issued_on: date | None = None
    expires_on: date | None = None


PERSONAL = (
    "citizen",
    "born_on",
    "education",
    "driving",
    "countries",
    "wage",
    "currency",
    "housing",
    "available_from",
    "hour",
    "isco08",
    "years",
    "certificate",
    "language",
    "level",
    "tested_on",
    "valid_until",
    "kind",
    "issued_on",
    "expires_on",
)
LISTS: dict[str, type[Any]] = {"trades": TradeRow, "tongues": TongueRow, "papers": PaperRow}
TABLES: tuple[type[Any], ...] = (LookingFor, *LISTS.values())
_FACTS = [
    col(getattr(LookingFor, name))
    for name in ("citizen", "born_on", "wage", "currency", "housing", "available_from")
]
# A condition on the column that holds a person's reference.
PersonCondition = Callable[[Any], ColumnElement[bool]]


def for_person(session: Session, person: str) -> LookingFor | None:
    """The profile of this person, if it was begun."""
    return session.get(LookingFor, person)


def rows(session: Session, table: type[Any], person: str) -> list[Any]:
    """This person's trades, languages or documents, in a fixed order."""
    key = next(name for name in ("isco08", "language", "kind") if hasattr(table, name))
    asked = select(table).where(table.citizen == person).order_by(getattr(table, key))
    return list(session.execute(asked).scalars())


def age(born: date, day: date) -> int:
    """The age in whole years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


# The age below which a person is counted in each band.
_BANDS = ((18, AgeBand.UNDER_18), (30, AgeBand.FROM_18), (45, AgeBand.FROM_30))


def band(session: Session, person: Citizen, day: date) -> str:
    """The age band of a person: by the stated date of birth, else as recorded."""
    profile = for_person(session, person.reference)
    if profile is None or profile.born_on is None:
        return person.age_band
    return band_of(profile.born_on, day)


def band_of(born: date, day: date) -> str:
    """The age band that follows from a date of birth."""
    years = age(born, day)
    return next((one for below, one in _BANDS if years < below), AgeBand.FROM_45).value


def scoring_profiles(session: Session, person: str, day: date) -> list[Profile]:
    """A person's profiles for scoring, one for each trade and language; none without a trade."""
    return scoring_profiles_by_person(session, [person], day)[person]


def scoring_profiles_by_person(
    session: Session, people: Sequence[str], day: date
) -> dict[str, list[Profile]]:
    """The profiles for scoring of many people, by their references."""
    found: dict[str, list[Profile]] = {one: [] for one in people}
    for start in range(0, len(people), 500):
        part = people[start : start + 500]
        found |= scoring_profiles_where(session, lambda citizen, part=part: citizen.in_(part), day)  # type: ignore[misc]
    return found


def scoring_profiles_where(
    session: Session, whose: PersonCondition, day: date
) -> dict[str, list[Profile]]:
    """The profiles for scoring of all people with a trade who meet a condition on their reference.

    In the order of their references.
    """
    trades, tongues, papers = (rows_by_person(session, table, whose) for table in LISTS.values())
    found = {}
    for row in session.execute(
        select(*_FACTS).where(whose(col(LookingFor.citizen))).order_by(col(LookingFor.citizen))
    ):
        if own := trades.get(row.citizen):
            until = {paper.kind: paper.expires_on for paper in papers.get(row.citizen, ())}
            spoken = [_language_fields(one, day) for one in tongues.get(row.citizen, ())] or [{}]
            found[row.citizen] = _profiles(own, spoken, _preference_fields(row, until, day))
    return found


def rows_by_person(
    session: Session, table: type[Any], whose: PersonCondition
) -> dict[str, list[Any]]:
    """The rows of a list by person, each in a fixed order, of those who meet a condition."""
    found: dict[str, list[Any]] = {}
    for row in session.execute(
        select(*table.__table__.c)
        .where(whose(table.citizen))
        .order_by(*table.__table__.primary_key)
    ):
        found.setdefault(row.citizen, []).append(row)
    return found


def _preference_fields(row: Any, until: dict[str, date | None], day: date) -> dict[str, Any]:
    return {
        "age": age(row.born_on, day) if row.born_on else None,
        "wage": row.wage,
        "currency": row.currency,
        "housing": row.housing or None,
        "available_from": row.available_from,
        "passport_until": until.get(Paper.PASSPORT),
        "health_until": until.get(Paper.HEALTH),
    }


def _profiles(
    trades: list[Any], spoken: list[dict[str, Any]], wished: dict[str, Any]
) -> list[Profile]:
    return [
        Profile(one.isco08, one.years, certificate=one.certificate, **language, **wished)
        for one in trades
        for language in spoken
    ]


def _language_fields(row: Any, day: date) -> dict[str, Any]:
    """The language and level for scoring; an expired test proves no level."""
    over = row.valid_until is not None and row.valid_until < day
    return {"language": row.language, "level": Level(row.level) if row.level and not over else None}


def forget(session: Session, person: str) -> None:
    """Delete the profile of a person whose file is erased."""
    for table in TABLES:
        session.execute(delete(table).where(col(table.citizen) == person))
