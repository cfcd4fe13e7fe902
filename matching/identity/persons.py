"""Persons: one record for each human being, separate from their cases."""

from bisect import bisect
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Index,
    Select,
    bindparam,
    func,
    insert,
    or_,
    select,
    text,
)
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, vault
from catalog.core.actor import Actor, Role
from catalog.core.errors import Refusal
from catalog.core.fields import LanguageCode, Line, Region, Year, reference, tashkent_day
from catalog.core.labelled_enum import LabelledEnum
from i18n import N_
from i18n.scripts import fold
from matching.identity import document_numbers, name_index
from matching.identity.telephones import international_number


class Sex(LabelledEnum):
    FEMALE = "female", N_("Woman")
    MALE = "male", N_("Man")
    NOT_STATED = "not_stated", N_("Not stated")


class AgeBand(LabelledEnum):
    UNDER_18 = "under_18", N_("Under 18")
    FROM_18 = "18_29", N_("18 to 29")
    FROM_30 = "30_44", N_("30 to 44")
    FROM_45 = "45_plus", N_("45 and older")
    NOT_STATED = "not_stated", N_("Not stated")


class NoPassportYet(Refusal):
    slug = "no-passport-yet"
    sentence = N_("The year of birth is stored with the passport details. Enter those first.")


class ErasedPerson(Refusal):
    slug = "erased-person"
    sentence = N_("This person’s file has been erased. Nothing can be added to it.")


class UnderAge(Refusal):
    slug = "under-age"
    sentence = N_(
        "This person is recorded as under 18, and nobody under 18 is sent to work abroad. If "
        "the record is wrong, first enter the passport and the year of birth."
    )


class NotBornYet(Refusal):
    slug = "not-born-yet"
    sentence = N_("This year of birth is in the future.")


# Few records belong to another one. An index of all would be left unused, since on average each of
# its values has very many rows.
_HAS_LEAD, _HAS_LINK = text("same_as IS NOT NULL"), text("linked_to IS NOT NULL")
_DIED = text("died_on IS NOT NULL")


class Citizen(SQLModel, table=True):
    """A person.

    The name is readable within its scope so that officers find it; phone, passport and PINFL are
    sealed.
    """

    __tablename__ = "citizens"
    __table_args__ = (
        Index("ix_citizens_born", "birth_year", "region"),
        Index("ix_citizens_same_as", "same_as", sqlite_where=_HAS_LEAD, postgresql_where=_HAS_LEAD),
        Index(
            "ix_citizens_linked_to",
            "linked_to",
            sqlite_where=_HAS_LINK,
            postgresql_where=_HAS_LINK,
        ),
        Index("ix_citizens_died", "died_on", sqlite_where=_DIED, postgresql_where=_DIED),
    )
    reference: str = Field(default_factory=lambda: reference("C"), primary_key=True, max_length=24)
    name: str = Field(max_length=200)
    name_key: str = Field(index=True, max_length=200)
    phone: bytes | None = None
    phone_blind: str | None = Field(default=None, index=True, max_length=64)
    passport: bytes | None = None
    passport_blind: str | None = Field(default=None, index=True, max_length=64)
    pinfl: bytes | None = None
    pinfl_blind: str | None = Field(default=None, index=True, max_length=64)
    # Passport and year of birth in one blind index: with both a person finds what waits for them.
    birth_blind: str | None = Field(default=None, index=True, max_length=64)
    language: str = Field(default="uz", max_length=8)
    sex: str = Field(default=Sex.NOT_STATED.value, max_length=12)
    age_band: str = Field(default=AgeBand.NOT_STATED.value, max_length=12)
    region: str = Field(default="not_stated", max_length=12)
    birth_year: int | None = None
    recorded_at: datetime
    # Who recorded them: until there is a case, no other member of staff sees them.
    recorded_by: str = Field(default="", index=True, max_length=40)
    # The record of the same person; both records stay, and the finding can be reversed.
    same_as: str | None = Field(default=None, foreign_key="citizens.reference", max_length=24)
    # The record that the service found to be of the same person, without proof: for officers and
    # figures alone, it opens nothing. The other one is only likely, and nobody has decided.
    linked_to: str | None = Field(default=None, max_length=24)
    similar_to: str | None = Field(default=None, index=True, max_length=24)
    erased_at: datetime | None = None
    # The day of a death that an officer confirmed by a document (matching.identity.deaths).
    died_on: date | None = None
    # Since when a death is recorded that no second officer has confirmed.
    death_recorded_at: datetime | None = None


PERSONAL = (
    *("name", "name_key", "phone", "phone_blind", "passport", "passport_blind"),
    *("pinfl", "pinfl_blind", "birth_blind"),
    *("sex", "age_band", "region", "birth_year", "died_on", "death_recorded_at"),
)


class NewCitizen(msgspec.Struct, forbid_unknown_fields=True):
    name: Line
    phone: str = ""
    language: LanguageCode = "uz"
    sex: Sex = Sex.NOT_STATED
    age_band: AgeBand = AgeBand.NOT_STATED
    region: Region = "not_stated"
    birth_year: Year | None = None


class PersonLinks(msgspec.Struct, frozen=True):
    """The record that a new one is linked to without proof, or else the one it is only like."""

    linked_to: str | None = None
    similar_to: str | None = None


def record(
    session: Session,
    citizen: NewCitizen,
    *,
    by: Actor,
    on: datetime,
    person_links: PersonLinks | None = None,
) -> Citizen:
    """Record a person; known_persons.record does it for those who may be known.

    Refuses: NotAPhone, NotBornYet."""
    session.add(row := Citizen(**_columns(session, citizen, by, on, person_links)))
    session.flush()
    name_index.write(session, [(row.reference, row.name)])
    journal.write(session, "record", "citizen", row.reference, by=by, on=on)
    return row


def record_many(
    session: Session,
    new_citizens: Sequence[NewCitizen],
    *,
    by: Actor,
    on: datetime,
    person_links: Sequence[PersonLinks] | None = None,
) -> list[str]:
    """Record many people by the same rules; return their references in the same order.

    Refuses: NotAPhone.
    """
    for number in filter(None, (one.phone for one in new_citizens)):
        international_number(number)
    known = person_links or [PersonLinks()] * len(new_citizens)
    rows = [
        _columns(session, one, by, on, as_) for one, as_ in zip(new_citizens, known, strict=True)
    ]
    numbers = [row["reference"] for row in rows]
    if rows:
        session.flush()
        session.execute(insert(Citizen).execution_options(render_nulls=True), rows)
        name_index.write(session, [(row["reference"], row["name"]) for row in rows])
        journal.write_many(session, "record", "citizen", numbers, by=by, on=on)
    return numbers


def _columns(
    session: Session,
    new_citizen: NewCitizen,
    by: Actor,
    on: datetime,
    person_links: PersonLinks | None,
) -> dict[str, Any]:
    """The columns of a new person.

    References have ten letters: with eight, one import of 200,000 in fifty would have two equal
    ones.
    """
    phone, own = (
        international_number(new_citizen.phone) if new_citizen.phone else "",
        reference("C", 10),
    )
    return {
        "reference": own,
        "name": new_citizen.name,
        "name_key": fold(new_citizen.name)[:200],
        "language": new_citizen.language,
        "sex": new_citizen.sex.value,
        "age_band": known_age(new_citizen.age_band.value, new_citizen.birth_year, on),
        "region": new_citizen.region,
        "birth_year": new_citizen.birth_year,
        **msgspec.structs.asdict(person_links or PersonLinks()),
        "recorded_at": on,
        "recorded_by": "" if by.role is Role.VISITOR else by.account,
        "phone": vault.seal(session, own, "citizens.phone", phone),
        "phone_blind": vault.blind("phone", phone) if phone else None,
    }


def phone_exists(session: Session, number: str) -> bool:
    """Whether anybody is recorded under this number (in international format)."""
    found = (
        select(col(Citizen.reference))
        .where(col(Citizen.phone_blind) == vault.blind("phone", number))
        .limit(1)
    )
    return session.execute(found).first() is not None


def set_phone(session: Session, row: Citizen, number: str) -> None:
    """Store a number (in international format) sealed, with its blind index."""
    row.phone = vault.seal(session, row.reference, "citizens.phone", number)
    row.phone_blind = vault.blind("phone", number) if number else None


def rename(session: Session, row: Citizen, name: str, language: str) -> None:
    """Change the name, its search keys and the language."""
    row.name, row.name_key, row.language = name, fold(name)[:200], language
    name_index.rewrite(session, row.reference, name)


class DocumentsInput(msgspec.Struct, forbid_unknown_fields=True):
    """What an officer copies from a passport; omitted values do not change."""

    passport: str = ""
    pinfl: str = ""
    birth_year: Year | None = None


def set_documents(
    session: Session, row: Citizen, documents_input: DocumentsInput, *, by: Actor, on: datetime
) -> None:
    """Store passport and PINFL sealed, with the blind indexes that find the same person.

    Refuses: NotAPassport, NotAPinfl, NoPassportYet.
    """
    numbers = {
        name: read(typed)
        for name, typed, read in (
            ("passport", documents_input.passport, document_numbers.passport_number),
            ("pinfl", documents_input.pinfl, document_numbers.pinfl_number),
        )
        if typed
    }
    for name, number in numbers.items():
        setattr(row, name, vault.seal(session, row.reference, f"citizens.{name}", number))
        setattr(row, f"{name}_blind", vault.blind(name, number))
    fields = (
        *numbers,
        *_set_birth_year(session, row, documents_input, numbers.get("passport", ""), on),
    )
    session.flush()
    journal.write(session, "documents", "citizen", row.reference, by=by, on=on, fields=fields)


def _set_birth_year(
    session: Session, row: Citizen, documents_input: DocumentsInput, passport: str, on: datetime
) -> tuple[str, ...]:
    """Store the year of birth; a new passport requires it again. Refuses: NoPassportYet."""
    if documents_input.birth_year is None:
        row.birth_blind = None if passport else row.birth_blind
        return ()
    passport = passport or unseal_value(session, row, "passport")
    if not passport:
        raise NoPassportYet("birth_year")
    row.birth_blind = document_numbers.birth_mark(passport, documents_input.birth_year)
    row.age_band = known_age(row.age_band, documents_input.birth_year, on)
    row.birth_year = documents_input.birth_year
    return ("birth_year",)


def known_age(age_band: str, birth_year: int | None, on: datetime) -> str:
    """Return the age band that follows from the year of birth, if it is known.

    Where a birthday of this year decides, what was stated stays if it may be true; whoever may be
    under 18 keeps it in any case. Refuses: NotBornYet."""
    if birth_year is None:
        return age_band
    oldest = tashkent_day(on).year - birth_year
    if oldest < 0:
        raise NotBornYet("birth_year")
    bands = [list(AgeBand)[bisect((18, 30, 45), age)].value for age in (oldest - 1, oldest)]
    return age_band if oldest == 18 or age_band in bands else bands[1]


def require_not_erased(session: Session, number: str) -> None:
    """Check that a person is not erased, so that nothing new is written. Refuses: ErasedPerson."""
    row = session.get(Citizen, number)
    if row is not None and row.erased_at:
        raise ErasedPerson


def require_adult(age_band: str, field: str = "age_band") -> None:
    """Check that an age band is not below 18. Refuses: UnderAge."""
    if age_band == AgeBand.UNDER_18:
        raise UnderAge(field)


SEALED = ("phone", "passport", "pinfl")


def unseal_value(session: Session, row: Citizen, name: str) -> str:
    """Decrypt one sealed value of a person ("phone", "passport", "pinfl"); the caller checks
    access."""
    return vault.unseal(session, row.reference, f"citizens.{name}", getattr(row, name))


def phone(session: Session, citizen: Citizen) -> str:
    """The person's phone number; the caller checks access."""
    return unseal_value(session, citizen, "phone")


_NAMES = select(col(Citizen.reference), col(Citizen.name)).where(
    col(Citizen.reference).in_(bindparam("people", expanding=True))
)


def names(session: Session, people: Iterable[str]) -> dict[str, str]:
    """Return the names of these people by reference; erased people have none."""
    rows = session.execute(_NAMES, {"people": sorted(set(people))})
    return {str(number): str(name) for number, name in rows}


def mask_number(value: str) -> str:
    """A number with only its end shown, so that two people can confirm that they mean the same
    one."""
    return "•" * max(len(value) - 3, 0) + value[-3:] if value else ""


def leading_reference() -> ColumnElement[str]:
    """An expression for the leading record of a citizen whose duplicates were joined."""
    return func.coalesce(col(Citizen.same_as), col(Citizen.reference))


def same_person(row: Citizen) -> Select[str]:
    """A query for all records of the person that this record belongs to."""
    lead = row.same_as or row.reference
    return select(col(Citizen.reference)).where(
        or_(col(Citizen.reference) == lead, col(Citizen.same_as) == lead)
    )
