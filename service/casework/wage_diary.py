"""Wage diaries: a worker records days worked and money received, and may claim what is missing."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from sqlalchemy import BigInteger, ColumnElement, bindparam, delete, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import fields, journal
from catalog.core.actor import Actor
from catalog.core.errors import Refusal, require_found
from catalog.core.fields import CountryCode, CurrencyCode, Line, Minor, Town, reference
from catalog.core.labelled_enum import LabelledEnum
from catalog.reference import countries
from i18n import N_
from matching.identity import deaths, persons
from matching.identity.persons import Citizen
from service.casework.claims import normal_hours, own_claims, wage_claims
from service.casework.claims.components import Component
from service.casework.claims.normal_hours import HoursRule
from service.casework.claims.own_claims import Work
from service.casework.claims.wage_claims import Claim, FiledClaim, NewLine

MAX_DIARIES = 20
_DAY = 24 * 60


class PayPeriod(LabelledEnum):
    """The period for which the pay is agreed."""

    HOUR = "hour", N_("an hour")
    DAY = "day", N_("a day")
    MONTH = "month", N_("a month")


class TooLongADay(Refusal):
    slug = "too-long-a-day"
    sentence = N_("You cannot enter more than 24 hours for one day.")


class NotHours(Refusal):
    slug = "not-hours"
    sentence = N_("Enter the hours in digits, for example 9, 9.5 or 9:30.")


class NothingNoted(Refusal):
    slug = "nothing-noted"
    sentence = N_("Enter the hours that you worked or what you were paid.")


class NothingMissing(Refusal):
    slug = "nothing-missing"
    sentence = N_(
        "According to this diary, you are not owed any wages. An adviser can go through it "
        "with you."
    )


class DayInClaim(Refusal):
    slug = "day-in-claim"
    sentence = N_(
        "This day was recorded before you filed the claim, so it stays as it was. If it is wrong, "
        "tell the officer who works on your claim."
    )


class TooManyDiaries(Refusal):
    slug = "too-many-diaries"
    sentence = N_("You cannot add any more diaries. Ask an adviser.")


class Diary(SQLModel, table=True):
    """One job in a worker's diary.

    The agreed pay is in minor units for an hour, a day, or a month of `days_a_month` days."""

    __tablename__ = "diaries"
    reference: str = Field(default_factory=lambda: reference("D"), primary_key=True, max_length=24)
    citizen: str = Field(foreign_key="citizens.reference", index=True, max_length=24)
    employer: str = Field(max_length=200)
    country: str = Field(foreign_key="countries.code", max_length=2)
    city: str = Field(default="", max_length=120)
    wage: int = Field(sa_type=BigInteger)
    currency: str = Field(max_length=3)
    period: str = Field(max_length=8)
    days_a_month: int = 26
    claim: str | None = Field(
        default=None, foreign_key="claims.reference", index=True, max_length=24
    )
    opened_at: datetime


class DiaryDay(SQLModel, table=True):
    """The work of one day, in minutes, and when it was noted."""

    __tablename__ = "diary_days"
    diary: str = Field(primary_key=True, foreign_key="diaries.reference", max_length=24)
    day: date = Field(primary_key=True)
    minutes: int
    noted_at: datetime | None = None


class DiaryPay(SQLModel, table=True):
    """The pay received on one day, in minor units of the diary’s currency."""

    __tablename__ = "diary_pays"
    diary: str = Field(primary_key=True, foreign_key="diaries.reference", max_length=24)
    day: date = Field(primary_key=True)
    amount: int = Field(sa_type=BigInteger)
    noted_at: datetime | None = None


PERSONAL = ("citizen", "employer")


class NewDiary(msgspec.Struct, forbid_unknown_fields=True):
    employer: Line
    country: CountryCode
    wage: Minor
    currency: CurrencyCode
    period: PayPeriod = PayPeriod.MONTH
    city: Town = ""
    days_a_month: Annotated[int, Meta(ge=1, le=31)] = 26


class DiaryTotals(msgspec.Struct, frozen=True):
    """The totals of a diary: days and minutes worked, and sums earned and paid in minor units."""

    days: int
    minutes: int
    earned: int
    paid: int

    @property
    def missing(self) -> int:
        return max(self.earned - self.paid, 0)


class UnclaimedDays(msgspec.Struct, frozen=True):
    """Days of work noted since the claim was filed, with the sum that the claim does not include.

    With it, the line of wages with this number would claim `total`, for work from `first` to `last`.
    """

    days: int
    amount: int
    line: int
    total: int
    first: date
    last: date


class ClaimDiary(msgspec.Struct, frozen=True):
    """The diary that a claim was made from, with its days, oldest first: minutes and pay.

    `later` are the minutes and the pay noted since the claim was filed, by day. `overtime` are the
    minutes beyond the normal hours of the country, where those are official or confirmed."""

    row: Diary
    days: list[tuple[date, int, int]]
    sum: DiaryTotals
    later: dict[date, tuple[int, int]] = {}
    rule: HoursRule | None = None
    overtime: int = 0

    @property
    def paid_later(self) -> int:
        """The pay that the worker noted since the claim was filed, in minor units."""
        return sum(paid for _, paid in self.later.values())

    def at_filing(self) -> "ClaimDiary":
        """Return the diary as it was when the claim was filed, on which the claimed sum rests."""
        noted = []
        for day, minutes, paid in self.days:
            minutes_since, paid_since = self.later.get(day, (0, 0))
            if minutes > minutes_since or paid > paid_since:
                noted.append((day, minutes - minutes_since, paid - paid_since))
        beyond = normal_hours.overtime(noted, self.rule) if self.rule else 0
        return ClaimDiary(self.row, noted, totals(self.row, noted), {}, self.rule, beyond)

    def unclaimed(self, lines: Sequence[wage_claims.Line]) -> UnclaimedDays | None:
        """Return the days noted since the claim was filed, if its wages are less than is missing."""
        worked = [day for day, (minutes, _) in self.later.items() if minutes]
        pay = Component.BASE_PAY, self.row.currency
        wages = [one for one in lines if (one.component, one.currency) == pay]
        more = self.sum.missing - sum(one.claimed for one in wages)
        if not worked or not wages or more <= 0:
            return None
        line, all_days = wages[0], [day for day, minutes, _ in self.days if minutes]
        return UnclaimedDays(
            days=len(worked),
            amount=more,
            line=line.number,
            total=line.claimed + more,
            first=min(all_days),
            last=max(all_days),
        )


def create(
    session: Session, person: Citizen, new_diary: NewDiary, *, by: Actor, on: datetime
) -> Diary:
    """Open a diary. Refuses: persons.ErasedPerson, countries.NotACountry, TooManyDiaries."""
    persons.require_not_erased(session, person.reference)
    countries.require(session, new_diary.country)
    if len(list_own(session, person)) >= MAX_DIARIES:
        raise TooManyDiaries
    row = Diary(citizen=person.reference, opened_at=on, **msgspec.to_builtins(new_diary))
    session.add(row)
    session.flush()
    journal.write(session, "open_diary", "diary", row.reference, by=by, on=on)
    return row


def list_own(session: Session, person: Citizen) -> list[Diary]:
    """Return a person's own diaries, newest first."""
    mine = select(Diary).where(_owned_by(person))
    return list(
        session.execute(mine.order_by(col(Diary.opened_at).desc(), col(Diary.reference))).scalars()
    )


def get_own(session: Session, number: str, person: Citizen) -> Diary:
    """Return one of a person's own diaries. Refuses: NotFound."""
    mine = select(Diary).where(col(Diary.reference) == number, _owned_by(person))
    row: Diary = require_found(session.execute(mine).scalar())
    return row


def _owned_by(person: Citizen) -> ColumnElement[bool]:
    return col(Diary.citizen).in_(persons.same_person(person))


def record_day(
    session: Session,
    row: Diary,
    day: date,
    *,
    minutes: int | None,
    paid: int | None,
    by: Actor,
    on: datetime,
    today: date,
) -> None:
    """Record work and pay of a day in place of earlier values; 0 deletes the value.

    The diary goes on after its claim was filed; what was noted before then stays as it was.
    Refuses: NothingNoted, TooLongADay, DayInClaim, fields.TooLongAgo, fields.InTheFuture."""
    session.refresh(row, with_for_update=True)
    require_recent(day, today)
    require_minutes(minutes)
    changed = False
    for table, name, value in ((DiaryDay, "minutes", minutes), (DiaryPay, "amount", paid)):
        if value is not None:
            known = session.get(table, (row.reference, day))
            changed = changed or bool(known or value)
            _require_after_claim(session, row, known)
            if known is not None:
                session.delete(known)
                session.flush()
            new = table(diary=row.reference, day=day, noted_at=on, **{name: value})
            session.add_all([new] if value else [])
    if not changed:
        raise NothingNoted("hours")
    session.flush()
    journal.write(session, "note_day", "diary", row.reference, by=by, on=on)


def require_recent(day: date, today: date) -> None:
    """Refuses: fields.TooLongAgo, fields.InTheFuture."""
    if day > today:
        raise fields.InTheFuture("day")
    fields.require_within(today - 5 * fields.YEAR, day, today, "day")


def require_minutes(minutes: int | None) -> None:
    """Refuses: TooLongADay, where they are more than a day has."""
    if minutes is not None and not 0 <= minutes <= _DAY:
        raise TooLongADay("hours")


def _require_after_claim(session: Session, row: Diary, known: Any) -> None:
    """Require that what is replaced was noted after the claim of the diary was filed."""
    if row.claim is None or known is None:
        return
    filed_at = session.get_one(Claim, row.claim).filed_at
    if known.noted_at is None or known.noted_at <= filed_at:
        raise DayInClaim("day")


def _require_unclaimed(session: Session, row: Diary) -> None:
    """Lock the diary and require that it has no claim, also from a concurrent request."""
    session.refresh(row, with_for_update=True)
    own_claims.require_unclaimed(row.claim)


def days(session: Session, row: Diary) -> list[tuple[date, int, int]]:
    """Return every recorded day, newest first: minutes worked and minor units paid."""
    worked = {one.day: one.minutes for one in _rows(session, DiaryDay, row)}
    paid = {one.day: one.amount for one in _rows(session, DiaryPay, row)}
    return [
        (day, worked.get(day, 0), paid.get(day, 0))
        for day in sorted({*worked, *paid}, reverse=True)
    ]


def _rows(session: Session, table: Any, row: Diary) -> Sequence[Any]:
    return session.execute(select(table).where(table.diary == row.reference)).scalars().all()


def totals(row: Diary, noted: list[tuple[date, int, int]]) -> DiaryTotals:
    """Return the totals of these days.

    With monthly pay, each day earns its part of the month's working days, never more than the
    month’s pay in all."""
    worked = [(day, minutes) for day, minutes, _ in noted if minutes]
    minutes = sum(one for _, one in worked)
    return DiaryTotals(
        len(worked), minutes, _earned(row, worked, minutes), sum(paid for *_, paid in noted)
    )


def _earned(row: Diary, worked: list[tuple[date, int]], minutes: int) -> int:
    if row.period == PayPeriod.HOUR:
        return row.wage * minutes // 60
    if row.period == PayPeriod.DAY:
        return row.wage * len(worked)
    months: dict[tuple[int, int], int] = {}
    for day, _ in worked:
        months[day.year, day.month] = months.get((day.year, day.month), 0) + 1
    most = row.days_a_month
    return sum(row.wage * min(many, most) // most for many in months.values())


def file_claim(
    session: Session, row: Diary, person: Citizen, *, by: Actor, on: datetime, day: date
) -> FiledClaim:
    """File a wage claim for what is missing by a diary.

    Refuses: deaths.AskAnOfficer, own_claims.ClaimedBefore, NothingMissing and what
    wage_claims.file refuses."""
    deaths.require_living(session, person.reference, by)
    _require_unclaimed(session, row)
    noted = days(session, row)
    worked = [one for one, minutes, _ in noted if minutes]
    missing = totals(row, noted).missing
    if not missing or not worked:
        raise NothingMissing
    work = Work(row.employer, row.country, row.city, min(worked), max(worked))
    lines = [NewLine(Component.BASE_PAY, missing, row.currency)]
    filed = own_claims.file(session, person, work, lines, by=by, on=on, day=day)
    row.claim = filed.claim.reference
    session.flush()
    journal.write(session, "claim_diary", "diary", row.reference, by=by, on=on, fields=("claim",))
    return filed


_OF_CLAIM = select(Diary).where(
    col(Diary.claim) == bindparam("claim"), col(Diary.citizen) == bindparam("citizen")
)


def for_claim(session: Session, claim: Claim) -> ClaimDiary | None:
    """Return the diary that a claim was made from, if any. The caller may read the claim.

    A claim that was moved to another person has none: the diary stays with whoever kept it.
    """
    mine = {"claim": claim.reference, "citizen": claim.citizen}
    row: Diary | None = session.execute(_OF_CLAIM, mine).scalar()
    if row is None:
        return None
    noted = days(session, row)[::-1]
    rule = normal_hours.find_rule(session, row.country, fields.tashkent_day(claim.filed_at))
    later = _noted_since(session, row, claim.filed_at)
    beyond = normal_hours.overtime(noted, rule) if rule else 0
    return ClaimDiary(row, noted, totals(row, noted), later, rule, beyond)


def _noted_since(session: Session, row: Diary, filed_at: datetime) -> dict[date, tuple[int, int]]:
    """Return the minutes and the pay that were noted since a moment, by day."""
    worked, paid = (
        {
            one.day: getattr(one, name)
            for one in _rows(session, table, row)
            if one.noted_at and one.noted_at > filed_at
        }
        for table, name in ((DiaryDay, "minutes"), (DiaryPay, "amount"))
    )
    return {day: (worked.get(day, 0), paid.get(day, 0)) for day in {*worked, *paid}}


def forget(session: Session, person: str) -> None:
    """Delete a person's diaries on erasure; a claim made from one remains."""
    mine = select(col(Diary.reference)).where(col(Diary.citizen) == person)
    for table in (DiaryDay, DiaryPay):
        session.execute(delete(table).where(col(table.diary).in_(mine)))
    session.execute(delete(Diary).where(col(Diary.citizen) == person))
