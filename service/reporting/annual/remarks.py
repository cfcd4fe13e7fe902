"""Remarks of statisticians on a report, shown apart from calculated figures."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated

import msgspec
from sqlalchemy import Text, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor, Role
from catalog.core.errors import NotAllowed, NotFound, Refusal, require_found
from catalog.core.fields import TooLong, reference
from i18n import N_, Language
from i18n.scripts import to_cyrillic
from service.reporting.figures import months
from service.reporting.monthly import post_return

MAX_LENGTH = 1_000
TEXT_LANGUAGES = ("en", "ru", "uz")
# The whole report; other remarks have the name of a check or a figure.
REPORT = "report"
_NAME = re.compile(r"[a-z0-9_]+(\.[A-Za-z0-9_]+)*(/[A-Za-z_]+)?(@20[0-9]{2})?")


class EmptyRemark(Refusal):
    slug = "remark-without-words"
    sentence = N_("Enter the note in at least one language.")


class RemarkWithoutSubject(Refusal):
    slug = "remark-on-nothing"
    sentence = N_("Choose what the note is about.")


class OtherRemarkSubject(Refusal):
    slug = "remark-on-another"
    sentence = N_(
        "A note can be corrected only by another note about the same subject in the same year."
    )


class RemarkAlreadyCorrected(Refusal):
    slug = "remark-corrected"
    sentence = N_("This note has already been corrected. Correct the latest one.")


class Remark(SQLModel, table=True):
    """One remark on a year, with its author and time.

    `corrects` is the older remark that it replaces.
    """

    __tablename__ = "report_remarks"
    reference: str = Field(default_factory=lambda: reference("Y"), primary_key=True, max_length=24)
    year: int = Field(index=True)
    about: str = Field(max_length=80)
    en: str = Field(default="", sa_type=Text)
    ru: str = Field(default="", sa_type=Text)
    uz: str = Field(default="", sa_type=Text)
    author: str = Field(max_length=40)
    day: date
    at: datetime
    corrects: str | None = Field(
        default=None, foreign_key="report_remarks.reference", unique=True, max_length=24
    )


class NewRemark(msgspec.Struct):
    """A remark on a figure, a check or the whole report, in one language or more."""

    about: Annotated[str, msgspec.Meta(max_length=80)]
    en: Annotated[str, msgspec.Meta(max_length=8_000)] = ""
    ru: Annotated[str, msgspec.Meta(max_length=8_000)] = ""
    uz: Annotated[str, msgspec.Meta(max_length=8_000)] = ""
    corrects: str = ""


class PublicRemark(msgspec.Struct, frozen=True):
    """A remark as it is published."""

    reference: str
    about: str
    en: str
    ru: str
    uz: str
    day: date


def add_remark(
    session: Session, year: int, new_remark: NewRemark, *, by: Actor, on: datetime, day: date
) -> Remark:
    """Add a remark; a correction is a new remark, and the old one is kept.

    Refuses: NotAllowed, NotFound, RemarkWithoutSubject, EmptyRemark, fields.TooLong,
    post_return.IdentifyingText, OtherRemarkSubject, RemarkAlreadyCorrected.
    """
    if by.role is not Role.STATISTICIAN:
        raise NotAllowed
    if not months.FIRST_YEAR <= year <= day.year:
        raise NotFound
    _check(new_remark)
    older = _require_correctable(session, year, new_remark) if new_remark.corrects else None
    row = Remark(
        year=year,
        about=new_remark.about,
        en=new_remark.en.strip(),
        ru=new_remark.ru.strip(),
        uz=new_remark.uz.strip(),
        author=by.account,
        day=day,
        at=on,
        corrects=older,
    )
    session.add(row)
    session.flush()
    written = tuple(name for name in ("corrects", *TEXT_LANGUAGES) if getattr(row, name))
    journal.write(session, "remark", "remark", row.reference, by=by, on=on, fields=written)
    return row


def _check(new_remark: NewRemark) -> None:
    if not _NAME.fullmatch(new_remark.about):
        raise RemarkWithoutSubject("about")
    if not any(getattr(new_remark, name).strip() for name in TEXT_LANGUAGES):
        raise EmptyRemark(TEXT_LANGUAGES[0])
    for name in TEXT_LANGUAGES:
        if len(getattr(new_remark, name)) > MAX_LENGTH:
            raise TooLong(name, most=MAX_LENGTH)
        if post_return.identifies_person(getattr(new_remark, name)):
            raise post_return.IdentifyingText(name)


def _require_correctable(session: Session, year: int, new_remark: NewRemark) -> str:
    """Return the remark to correct, locked so that a second correction is refused."""
    older = require_found(session.get(Remark, new_remark.corrects, with_for_update=True))
    if (older.year, older.about) != (year, new_remark.about):
        raise OtherRemarkSubject
    if session.execute(
        select(col(Remark.reference)).where(col(Remark.corrects) == older.reference)
    ).first():
        raise RemarkAlreadyCorrected
    return older.reference


def list_for_year(session: Session, year: int) -> list[Remark]:
    """Return all remarks on a year, oldest first."""
    asked = select(Remark).where(col(Remark.year) == year)
    return list(session.execute(asked.order_by(col(Remark.at), col(Remark.reference))).scalars())


def without_corrected(rows: list[Remark]) -> list[Remark]:
    """Return the remarks that were not corrected."""
    corrected = {row.corrects for row in rows}
    return [row for row in rows if row.reference not in corrected]


def text_in_language(lang: Language, row: Remark | PublicRemark) -> tuple[str, str]:
    """Return a remark in the reader's language, or else in its own, with the language."""
    if row.uz and lang in (Language.UZ, Language.UZ_CYRL, Language.KAA):
        return (
            (to_cyrillic(row.uz), lang.value)
            if lang is Language.UZ_CYRL
            else (row.uz, Language.UZ.value)
        )
    order = sorted(TEXT_LANGUAGES, key=lambda name: name != lang.value)
    return next((text, name) for name in order if (text := getattr(row, name)))


def list_public(session: Session, year: int) -> list[PublicRemark]:
    """Return the current remarks for the public; their authors are shown only at the desk."""
    return [
        PublicRemark(row.reference, row.about, row.en, row.ru, row.uz, row.day)
        for row in without_corrected(list_for_year(session, year))
    ]


def to_dicts(lang: Language, public_remarks: Iterable[PublicRemark]) -> list[dict[str, str]]:
    """Return remarks as the API and documents show them."""
    return [
        {
            "key": one.reference,
            "about": one.about,
            "text": text_in_language(lang, one)[0],
            "day": one.day.isoformat(),
        }
        for one in public_remarks
    ]
