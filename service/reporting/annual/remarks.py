"""What a statistician remarks on a report: words, labels and what is left unsaid, shown apart from what was calculated."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated

import msgspec
from sqlalchemy import Text, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Role, Who
from catalog.core.errors import NotAllowed, NotFound, Refusal
from catalog.core.fields import TooLong, reference
from i18n import N_, Language
from i18n.scripts import to_cyrillic
from service.reporting.figures import months
from service.reporting.monthly import post_return

MOST = 1_000
TEXTS = ("en", "ru", "uz")
# The whole report; or the name of a check or a figure.
REPORT = "report"
_NAME = re.compile(r"[a-z0-9_]+(\.[A-Za-z0-9_]+)*(/[A-Za-z_]+)?(@20[0-9]{2})?")


class RemarkWithoutWords(Refusal):
    slug = "remark-without-words"
    sentence = N_("Write the remark in at least one language.")


class RemarkOnNothing(Refusal):
    slug = "remark-on-nothing"
    sentence = N_("Choose what the remark is about.")


class RemarkOnAnother(Refusal):
    slug = "remark-on-another"
    sentence = N_("A remark is corrected by one about the same thing in the same year.")


class RemarkCorrected(Refusal):
    slug = "remark-corrected"
    sentence = N_("This remark was corrected before. Correct the newest one.")


class Remark(SQLModel, table=True):
    """What was remarked on a year by whom and when; corrects: an older remark in whose place it stands."""

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
    corrects: str | None = Field(default=None, foreign_key="report_remarks.reference", unique=True, max_length=24)


class NewRemark(msgspec.Struct):
    """About a figure, a check, or the whole report; in one language or more."""

    about: Annotated[str, msgspec.Meta(max_length=80)]
    en: Annotated[str, msgspec.Meta(max_length=8_000)] = ""
    ru: Annotated[str, msgspec.Meta(max_length=8_000)] = ""
    uz: Annotated[str, msgspec.Meta(max_length=8_000)] = ""
    corrects: str = ""


class Said(msgspec.Struct, frozen=True):
    """A remark as it leaves the house."""

    reference: str
    about: str
    en: str
    ru: str
    uz: str
    day: date


def remark(session: Session, year: int, told: NewRemark, *, by: Who, on: datetime, day: date) -> Remark:
    """Writes a remark down; a correction is a new remark, and the old one stays to be read.
    Refuses: NotAllowed, NotFound, RemarkOnNothing, RemarkWithoutWords, fields.TooLong, signed.TellsOfSomebody,
    RemarkOnAnother, RemarkCorrected."""
    if by.role is not Role.STATISTICIAN:
        raise NotAllowed
    if not months.FIRST_YEAR <= year <= day.year:
        raise NotFound
    _check(told)
    older = _corrected(session, year, told) if told.corrects else None
    row = Remark(
        year=year, about=told.about, en=told.en.strip(), ru=told.ru.strip(), uz=told.uz.strip(), author=by.account, day=day,
        at=on, corrects=older,
    )  # fmt: skip
    session.add(row)
    session.flush()
    written = tuple(name for name in ("corrects", *TEXTS) if getattr(row, name))
    journal.write(session, "remark", "remark", row.reference, by=by, on=on, fields=written)
    return row


def _check(told: NewRemark) -> None:
    if not _NAME.fullmatch(told.about):
        raise RemarkOnNothing("about")
    if not any(getattr(told, name).strip() for name in TEXTS):
        raise RemarkWithoutWords(TEXTS[0])
    for name in TEXTS:
        if len(getattr(told, name)) > MOST:
            raise TooLong(name, most=MOST)
        if post_return.tells(getattr(told, name)):
            raise post_return.TellsOfSomebody(name)


def _corrected(session: Session, year: int, told: NewRemark) -> str:
    """Two corrections of one remark wait for each other here, and the second is refused."""
    older = session.get(Remark, told.corrects, with_for_update=True)
    if older is None:
        raise NotFound
    if (older.year, older.about) != (year, told.about):
        raise RemarkOnAnother
    if session.execute(select(col(Remark.reference)).where(col(Remark.corrects) == older.reference)).first():
        raise RemarkCorrected
    return older.reference


def of(session: Session, year: int) -> list[Remark]:
    """All remarks on a year, the oldest first."""
    asked = select(Remark).where(col(Remark.year) == year)
    return list(session.execute(asked.order_by(col(Remark.at), col(Remark.reference))).scalars())


def standing(rows: list[Remark]) -> list[Remark]:
    """Those that nobody corrected."""
    corrected = {row.corrects for row in rows}
    return [row for row in rows if row.reference not in corrected]


def said(lang: Language, row: Remark | Said) -> tuple[str, str]:
    """A remark in the reader's language, or else in the one it was written in, and which language that is."""
    if row.uz and lang in (Language.UZ, Language.UZ_CYRL, Language.KAA):
        return (to_cyrillic(row.uz), lang.value) if lang is Language.UZ_CYRL else (row.uz, Language.UZ.value)
    order = sorted(TEXTS, key=lambda name: name != lang.value)
    return next((text, name) for name in order if (text := getattr(row, name)))


def public(session: Session, year: int) -> list[Said]:
    """The remarks that stand, for anybody to read. Who wrote them is told at the desk alone."""
    return [Said(row.reference, row.about, row.en, row.ru, row.uz, row.day) for row in standing(of(session, year))]


def listed(lang: Language, told: Iterable[Said]) -> list[dict[str, str]]:
    """Remarks as programs and documents tell them."""
    return [
        {"key": one.reference, "about": one.about, "text": said(lang, one)[0], "day": one.day.isoformat()}
        for one in told
    ]
