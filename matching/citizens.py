"""Citizens: the person behind an advice session, a claim or an application, told apart from the cases themselves."""

import re
from datetime import datetime
from enum import StrEnum

import msgspec
from sqlmodel import Field, Session, SQLModel

from catalog.ground import journal, vault
from catalog.ground.fields import Line, Region, Tongue, reference
from catalog.ground.refusals import Refusal
from catalog.ground.who import Who
from i18n import N_
from i18n.scripts import fold


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"
    NOT_STATED = "not_stated"


class AgeBand(StrEnum):
    UNDER_18 = "under_18"
    FROM_18 = "18_29"
    FROM_30 = "30_44"
    FROM_45 = "45_plus"
    NOT_STATED = "not_stated"


class NotAPhone(Refusal):
    sentence = N_("Write a phone number with its country code, for example +998 90 123 45 67.")


class Citizen(SQLModel, table=True):
    """A person. The name stays readable within its scope so that officers find it; the phone is sealed."""

    __tablename__ = "citizens"
    reference: str = Field(default_factory=lambda: reference("C"), primary_key=True, max_length=24)
    name: str = Field(max_length=200)
    name_key: str = Field(index=True, max_length=200)
    phone: bytes | None = None
    phone_blind: str | None = Field(default=None, index=True, max_length=64)
    language: str = Field(default="uz", max_length=8)
    sex: str = Field(default=Sex.NOT_STATED.value, max_length=12)
    age_band: str = Field(default=AgeBand.NOT_STATED.value, max_length=12)
    region: str = Field(default="not_stated", max_length=12)
    recorded_at: datetime


PERSONAL = ("name", "name_key", "phone", "phone_blind", "sex", "age_band", "region")


class NewCitizen(msgspec.Struct, forbid_unknown_fields=True):
    name: Line
    phone: str = ""
    language: Tongue = "uz"
    sex: Sex = Sex.NOT_STATED
    age_band: AgeBand = AgeBand.NOT_STATED
    region: Region = "not_stated"


def international(phone: str) -> str:
    """A phone number as dialled from abroad; nine digits alone are an Uzbek number. Refuses: NotAPhone."""
    digits = re.sub(r"[\s().\-–]", "", phone)
    digits = "+" + digits[2:] if digits.startswith("00") else digits
    if re.fullmatch(r"[0-9]{9}", digits):
        digits = "+998" + digits
    if re.fullmatch(r"[0-9]{10,15}", digits):
        digits = "+" + digits
    if not re.fullmatch(r"\+[1-9][0-9]{7,14}", digits):
        raise NotAPhone("phone")
    return digits


def record(session: Session, citizen: NewCitizen, *, by: Who, on: datetime) -> Citizen:
    """Enters a person. Refuses: NotAPhone."""
    phone = international(citizen.phone) if citizen.phone else ""
    row = Citizen(
        name=citizen.name, name_key=fold(citizen.name)[:200], language=citizen.language, sex=citizen.sex.value,
        age_band=citizen.age_band.value, region=citizen.region, recorded_at=on,
    )  # fmt: skip
    row.phone = vault.seal(session, row.reference, "citizens.phone", phone)
    row.phone_blind = vault.blind("phone", phone) if phone else None
    session.add(row)
    session.flush()
    journal.write(session, "record", "citizen", row.reference, by=by, on=on)
    return row


def phone(session: Session, citizen: Citizen) -> str:
    """The person's number, for those who may call them."""
    return vault.unseal(session, citizen.reference, "citizens.phone", citizen.phone)
