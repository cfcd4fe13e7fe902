"""Measures about a country: a notice to its posts, a notice to citizens, a pause of new vacancies.

Two officers decide each because of an early warning. It is in force from its first day to its last,
or until two officers end it. Published vacancies stay as they are.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Annotated

import msgspec
from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import fields, journal, staff_notices
from catalog.core.actor import Actor, Role
from catalog.core.errors import NotAllowed, Refusal, require_found
from catalog.core.fields import YEAR, CountryCode, Line, reference, tashkent_day
from catalog.core.labelled_enum import LabelledEnum
from catalog.core.staff_notices import NoticeKind
from catalog.reference.countries import Country
from catalog.reference.posts import Post
from i18n import N_
from i18n.scripts import to_cyrillic

MAX_TEXT = 600
# What a notice to citizens is written in; without Karakalpak, its readers get Uzbek.
NEEDED_TEXTS = ("uz", "ru", "en")
TEXTS = (*NEEDED_TEXTS, "kaa")


class MeasureKind(LabelledEnum):
    POST = "post", N_("Notice to our missions there")
    NOTICE = "notice", N_("Notice to people who want to work there")
    PAUSE = "pause", N_("Pause of new vacancies")


class CountryPaused(Refusal):
    """`day` is the last day of the pause."""

    slug = "country-paused"
    sentence = N_(
        "New vacancies for this country are paused up to and including %(day)s. Reason: %(reason)s."
    )


class MeasureOver(Refusal):
    slug = "measure-over"
    sentence = N_("This measure has already ended.")


class TextMissing(Refusal):
    slug = "text-missing"
    sentence = N_("Write the notice in Uzbek, Russian and English.")


class NotOnPage(Refusal):
    slug = "measure-not-on-page"
    sentence = N_("Only a notice to people can also be on the page of the country.")


class UzbekMissing(Refusal):
    slug = "uzbek-missing"
    sentence = N_("Write the text in Uzbek too: it is shown wherever another language is empty.")


class Measure(SQLModel, table=True):
    """One measure with both officers and both days; `until` is its last day as decided.

    `alert` is the early warning because of which it was taken. Missions, agencies and vetting
    officers read `reason` and, if there are any, its texts; citizens the texts of a notice, also
    on the page of the country if `on_page`. A measure that was ended is not in force from
    `ended_on` on.
    """

    __tablename__ = "country_measures"
    reference: str = Field(default_factory=lambda: reference("Z"), primary_key=True, max_length=24)
    country: str = Field(foreign_key="countries.code", index=True, max_length=2)
    alert: str = Field(foreign_key="alerts.reference", index=True, max_length=24)
    kind: str = Field(max_length=8)
    reason: str = Field(max_length=200)
    en: str = Field(default="", max_length=MAX_TEXT)
    ru: str = Field(default="", max_length=MAX_TEXT)
    uz: str = Field(default="", max_length=MAX_TEXT)
    uz_cyrl: str = Field(default="", max_length=MAX_TEXT)
    kaa: str = Field(default="", max_length=MAX_TEXT)
    on_page: bool = False
    starts_on: date
    until: date
    proposed_by: str = Field(max_length=40)
    confirmed_by: str = Field(max_length=40)
    ended_on: date | None = None
    end_reason: str = Field(default="", max_length=200)
    end_proposed_by: str | None = Field(default=None, max_length=40)
    end_confirmed_by: str | None = Field(default=None, max_length=40)

    def is_in_force(self, day: date) -> bool:
        last = self.ended_on is None or day < self.ended_on
        return self.starts_on <= day <= self.until and last


class MeasureAnswer(SQLModel, table=True):
    """What a post answered to a notice to the posts of a country."""

    __tablename__ = "measure_answers"
    id: int | None = Field(default=None, primary_key=True)
    measure: str = Field(foreign_key="country_measures.reference", index=True, max_length=24)
    post: str = Field(foreign_key="posts.code", max_length=24)
    finding: str = Field(max_length=MAX_TEXT)
    officer: str = Field(max_length=40)
    at: datetime


class NewMeasure(msgspec.Struct, forbid_unknown_fields=True):
    """A measure as an officer proposes it; only a notice to citizens must have texts."""

    kind: MeasureKind
    reason: Line
    until: date
    uz: Annotated[str, msgspec.Meta(max_length=MAX_TEXT)] = ""
    ru: Annotated[str, msgspec.Meta(max_length=MAX_TEXT)] = ""
    en: Annotated[str, msgspec.Meta(max_length=MAX_TEXT)] = ""
    kaa: Annotated[str, msgspec.Meta(max_length=MAX_TEXT)] = ""
    on_page: bool = False


class AnswerInput(msgspec.Struct, forbid_unknown_fields=True):
    """What an officer of a post found out about the matter of a notice."""

    answer: Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_TEXT)]


def require_sound(new: NewMeasure, day: date) -> None:
    """Require a last day within a year, and the texts that readers of each language need.

    Refuses: fields.AlreadyOver, fields.TooFarAhead, NotOnPage, TextMissing, UzbekMissing.
    """
    if new.until < day:
        raise fields.AlreadyOver("until")
    fields.require_within(day, new.until, day + YEAR, "until")
    if new.on_page and new.kind is not MeasureKind.NOTICE:
        raise NotOnPage("on_page")
    if new.kind is MeasureKind.NOTICE:
        for name in NEEDED_TEXTS:
            if not getattr(new, name).strip():
                raise TextMissing(name)
    elif not new.uz.strip() and any(getattr(new, name).strip() for name in TEXTS):
        raise UzbekMissing("uz")


def start(
    session: Session,
    country: CountryCode,
    alert: str,
    new: NewMeasure,
    *,
    proposed_by: str,
    by: Actor,
    on: datetime,
) -> Measure:
    """Start a measure that two officers decided; a pause replaces the one in force.

    Refuses: what require_sound refuses.
    """
    day = tashkent_day(on)
    require_sound(new, day)
    if new.kind is MeasureKind.PAUSE:
        for row in _hold_pauses(session, day, country):
            _end(session, row, new.reason, proposed_by=proposed_by, by=by, on=on)
    texts = {name: getattr(new, name) for name in TEXTS}
    row = Measure(
        country=country,
        alert=alert,
        kind=new.kind.value,
        reason=new.reason,
        **texts,
        uz_cyrl=to_cyrillic(new.uz),
        on_page=new.on_page,
        starts_on=day,
        until=new.until,
        proposed_by=proposed_by,
        confirmed_by=by.account,
    )
    session.add(row)
    session.flush()
    kind = (row.kind,)
    journal.write(session, "start_measure", "measure", row.reference, by=by, on=on, fields=kind)
    # The public pages of the country change with it.
    journal.write(session, "start_measure", "country", country, by=by, on=on, fields=kind)
    return row


def _hold_pauses(session: Session, day: date, country: str) -> list[Measure]:
    """The pauses in force; of two officers at once the second waits, and sees that of the first."""
    here = select(col(Country.code)).where(col(Country.code) == country)
    session.execute(here.with_for_update(key_share=True))
    return list_in_force(session, day, MeasureKind.PAUSE, country)


def end(
    session: Session, number: str, reason: str, *, proposed_by: str, by: Actor, on: datetime
) -> Measure:
    """End a measure from today on, as two officers decided. Refuses: NotFound, MeasureOver."""
    row = require_found(session.get(Measure, number, with_for_update=True))
    require_in_force(row, tashkent_day(on))
    _end(session, row, reason, proposed_by=proposed_by, by=by, on=on)
    return row


def _end(
    session: Session, row: Measure, reason: str, *, proposed_by: str, by: Actor, on: datetime
) -> None:
    row.ended_on, row.end_reason = tashkent_day(on), reason
    row.end_proposed_by, row.end_confirmed_by = proposed_by, by.account
    session.flush()
    kind = (row.kind,)
    journal.write(session, "end_measure", "measure", row.reference, by=by, on=on, fields=kind)
    journal.write(session, "end_measure", "country", row.country, by=by, on=on, fields=kind)


def require_in_force(row: Measure, day: date) -> None:
    """Require that a measure is in force on this day. Refuses: MeasureOver."""
    if not row.is_in_force(day):
        raise MeasureOver


def answer(
    session: Session, row: Measure, new: AnswerInput, *, by: Actor, on: datetime
) -> MeasureAnswer:
    """Answer a notice to the posts of a country, as an officer of one of them.

    The two officers who decided on the notice are notified.
    Refuses: NotAllowed, MeasureOver."""
    posts = _notified_posts(session, row, by)
    if not posts:
        raise NotAllowed
    require_in_force(row, tashkent_day(on))
    found = MeasureAnswer(
        measure=row.reference, post=posts[0], finding=new.answer, officer=by.account, at=on
    )
    session.add(found)
    session.flush()
    about = ("measure", row.reference)
    journal.write(session, "answer", *about, by=by, on=on)
    officers = (row.proposed_by, row.confirmed_by)
    staff_notices.notify(session, officers, NoticeKind.MEASURE_ANSWERED, *about, by=by, on=on)
    return found


def may_answer(session: Session, row: Measure, *, by: Actor) -> bool:
    """Return whether a measure is a notice to posts of which one is the actor's own."""
    return bool(_notified_posts(session, row, by))


def _notified_posts(session: Session, row: Measure, by: Actor) -> list[str]:
    """Return the actor's posts to which a measure is a notice; there are none for other kinds."""
    if row.kind != MeasureKind.POST or not by.posts:
        return []
    mine = col(Post.country) == row.country, col(Post.code).in_(sorted(by.posts))
    asked = select(col(Post.code)).where(*mine).order_by(col(Post.code))
    return list(session.execute(asked).scalars())


def answers(session: Session, rows: Collection[Measure]) -> dict[str, list[MeasureAnswer]]:
    """Return the answers to each of these measures, oldest first."""
    found: dict[str, list[MeasureAnswer]] = {row.reference: [] for row in rows}
    asked = select(MeasureAnswer).where(col(MeasureAnswer.measure).in_(sorted(found)))
    order = col(MeasureAnswer.at), col(MeasureAnswer.id)
    for one in session.execute(asked.order_by(*order)).scalars():
        found[one.measure].append(one)
    return found


def in_force(day: date) -> ColumnElement[bool]:
    """A filter for the measures in force on a day."""
    ended = col(Measure.ended_on)
    return and_(
        col(Measure.starts_on) <= day, col(Measure.until) >= day, or_(ended.is_(None), ended > day)
    )


def list_in_force(
    session: Session, day: date, kind: MeasureKind, country: str | None = None
) -> list[Measure]:
    """The measures of a kind that are in force on a day, in one country or in all."""
    asked = select(Measure).where(in_force(day), col(Measure.kind) == kind.value)
    if country is not None:
        asked = asked.where(col(Measure.country) == country)
    order = (col(Measure.country), col(Measure.starts_on), col(Measure.reference))
    return list(session.execute(asked.order_by(*order)).scalars())


def notices_by_country(session: Session, day: date) -> dict[str, list[Measure]]:
    """The notices to citizens that are in force on a day, by country.

    They are copies, which outlive the session."""
    found: dict[str, list[Measure]] = {}
    for row in list_in_force(session, day, MeasureKind.NOTICE):
        found.setdefault(row.country, []).append(Measure(**row.model_dump()))
    return found


def list_about(session: Session, alert: str, country: str, day: date) -> list[Measure]:
    """The measures of an early warning, and those of others that are in force in the country."""
    others = and_(col(Measure.country) == country, in_force(day))
    asked = select(Measure).where(or_(col(Measure.alert) == alert, others))
    order = (col(Measure.starts_on), col(Measure.reference))
    return list(session.execute(asked.order_by(*order)).scalars())


def list_for_posts(session: Session, day: date, *, by: Actor) -> list[Measure]:
    """The notices to posts that are in force for the countries of the actor's own posts."""
    if not by.posts:
        return []
    asked = select(Measure).where(
        in_force(day), col(Measure.kind) == MeasureKind.POST.value, within(by)
    )
    return list(session.execute(asked.order_by(col(Measure.starts_on))).scalars())


def within(by: Actor) -> ColumnElement[bool]:
    """A filter for the measures that this person may read; an attaché those of their country."""
    if by.role is not Role.ATTACHE:
        return true()
    countries = select(col(Post.country)).where(col(Post.code).in_(sorted(by.posts)))
    return col(Measure.country).in_(countries)


def get(session: Session, number: str, *, by: Actor, hold: bool = False) -> Measure:
    """A measure that this person may read; `hold` locks it. Refuses: NotFound."""
    asked = select(Measure).where(col(Measure.reference) == number, within(by))
    asked = asked.with_for_update() if hold else asked
    row: Measure = require_found(session.execute(asked).scalars().first())
    return row


def pauses(session: Session, countries: Collection[str], day: date) -> dict[str, Measure]:
    """The pauses of new vacancies that are in force on a day, by country."""
    asked = select(Measure).where(
        in_force(day),
        col(Measure.kind) == MeasureKind.PAUSE.value,
        col(Measure.country).in_(sorted(countries)),
    )
    return {row.country: row for row in session.execute(asked).scalars()}


def require_open(
    session: Session, countries: Collection[str], day: date, field: str | None = "country"
) -> None:
    """Require that none of these countries is closed to new vacancies. Refuses: CountryPaused."""
    for row in pauses(session, countries, day).values():
        raise country_paused(row, field)


def country_paused(row: Measure, field: str | None = "country") -> CountryPaused:
    return CountryPaused(field, day=row.until, reason=row.reason.rstrip("."))
