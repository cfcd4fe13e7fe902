"""Delisting of unused vacancies and silent employers, a week after notice to officers."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import Refusal, require_found
from catalog.core.fields import TASHKENT, tashkent_day
from catalog.core.journal import Entry
from catalog.core.labelled_enum import LabelledEnum
from catalog.employers.employers import Employer
from catalog.licensing import legal_rules
from catalog.vacancies import vacancies, vetting
from catalog.vacancies.vacancies import State, Vacancy
from i18n import N_


class InactivityRule(LabelledEnum):
    """The rule of law.tsv by which a vacancy is delisted."""

    DEMAND = "idle_demand", N_("No places taken")
    EMPLOYER = "stale_employer", N_("No news from the employer")


# The days between the notice and the delisting; without a row of law, a week.
NOTICE, WEEK = "idle_notice", 7
# Acts that show that a vacancy is still in use.
_ALIVE = ("take_seat", "publish", "publish_as_decided", "submit", "amend", "keep_open", "verify")
_REASON = {
    InactivityRule.DEMAND: "No place was taken for a long time",
    InactivityRule.EMPLOYER: "Nothing was heard of the employer",
}


class NothingNoticed(Refusal):
    slug = "nothing-noticed"
    sentence = N_("This notice no longer exists.")


class IdleNotice(SQLModel, table=True):
    """A notice that a vacancy will be delisted: when it was given, when it acts and what came of
    it.

    It is dropped if there was activity in between.
    """

    __tablename__ = "idle_notices"
    id: int | None = Field(default=None, primary_key=True)
    vacancy: str = Field(foreign_key="vacancies.reference", index=True, max_length=24)
    why: str = Field(max_length=16)
    noticed_on: date
    acts_on: date
    quiet_since: date
    done_on: date | None = None
    dropped_on: date | None = None
    version: int = 0  # of the vacancy when it was paused: a later version means a person changed it


def create_notices(
    session: Session,
    why: InactivityRule,
    *,
    after: str = "",
    by: Actor,
    on: datetime,
    most: int = 500,
) -> tuple[int, str]:
    """Notify officers of vacancies that will be delisted, once each, in batches.

    Returns how many, and the last vacancy read ("" when all were). Safe to interrupt and repeat.
    """
    day = tashkent_day(on)
    week = timedelta(days=legal_rules.days(session, NOTICE, day) or WEEK)
    days = legal_rules.days(session, why.value, day)
    if not days:
        return 0, ""
    before = day - timedelta(days=days) + week
    rows = _published(session, why, before, day, after, most)
    heard = _last_activity(session, rows, why)
    quiet = {row.reference: heard[row.reference] for row in rows if heard[row.reference] < before}
    for number, since in quiet.items():
        idle_notice = IdleNotice(
            vacancy=number, why=why.value, noticed_on=day, acts_on=day + week, quiet_since=since
        )
        session.add(idle_notice)
    session.flush()
    for number in quiet:
        journal.write(session, "notice_idle", "idle", number, by=by, on=on)
    return len(quiet), rows[-1].reference if len(rows) == most else ""


def _open_notice() -> ColumnElement[bool]:
    return col(IdleNotice.done_on).is_(None) & col(IdleNotice.dropped_on).is_(None)


def _published(
    session: Session, why: InactivityRule, before: date, day: date, after: str, most: int
) -> list[Vacancy]:
    """Vacancies with free seats, not over, published before a day and without a notice yet.

    In the order of their references.
    """
    result = select(col(IdleNotice.vacancy)).where(_open_notice())
    asked = select(Vacancy).join(Employer, col(Employer.reference) == col(Vacancy.employer))
    asked = asked.where(
        col(Vacancy.state) == State.PUBLISHED.value, col(Vacancy.seats_taken) < col(Vacancy.seats)
    )
    asked = asked.where(
        col(Vacancy.reference).not_in(result), col(Vacancy.published_at) < _moment(before)
    )
    if why is InactivityRule.EMPLOYER:
        asked = asked.where(
            or_(col(Employer.verified_at).is_(None), col(Employer.verified_at) < _moment(before))
        )
    asked = (
        asked.where(col(Vacancy.reference) > after, col(Vacancy.closes_on) >= day)
        .order_by(col(Vacancy.reference))
        .limit(most)
    )
    return list(session.execute(asked).scalars())


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), TASHKENT).astimezone(UTC)


def _last_activity(
    session: Session, rows: Sequence[Vacancy], why: InactivityRule
) -> dict[str, date]:
    """The last day of activity of each vacancy; for employers, of all their vacancies and the
    firm."""
    names = {row.reference: [row.reference] for row in rows}
    if why is InactivityRule.EMPLOYER:
        firms = {row.employer for row in rows}
        others: dict[str, list[str]] = {firm: [firm] for firm in firms}
        asked = select(col(Vacancy.employer), col(Vacancy.reference)).where(
            col(Vacancy.employer).in_(firms)
        )
        for firm, number in session.execute(asked):
            others[firm].append(number)
        names = {row.reference: others[row.employer] for row in rows}
    wanted = sorted({one for some in names.values() for one in some})
    last: dict[str, date] = {}
    for start in range(0, len(wanted), 500):
        acts = select(col(Entry.reference), func.max(col(Entry.at))).where(
            col(Entry.reference).in_(wanted[start : start + 500]), col(Entry.act).in_(_ALIVE)
        )
        last |= {
            number: tashkent_day(at)
            for number, at in session.execute(acts.group_by(col(Entry.reference)))
        }
    begun = {
        row.reference: tashkent_day(row.published_at) if row.published_at else date.min
        for row in rows
    }
    return {
        number: max(begun[number], *(last.get(one, date.min) for one in some))
        for number, some in names.items()
    }


def delist_inactive(
    session: Session, *, after: int = 0, by: Actor, on: datetime, most: int = 200
) -> tuple[int, int, int]:
    """Delist vacancies that are still inactive on their day and drop notices of active ones.

    Returns how many of each, and the last notice read (0 when all were). Safe to interrupt and
    repeat.
    """
    asked = (
        select(IdleNotice)
        .where(_open_notice(), col(IdleNotice.id) > after)
        .order_by(col(IdleNotice.id))
        .limit(most)
    )
    notices = list(session.execute(asked.with_for_update()).scalars())
    day, done, dropped = tashkent_day(on), 0, 0
    asked_for = {one.vacancy for one in notices}
    rows = {
        row.reference: row
        for row in session.execute(
            select(Vacancy).where(col(Vacancy.reference).in_(asked_for)).with_for_update()
        ).scalars()
    }
    heard = {
        why: _last_activity(session, [rows[one.vacancy] for one in notices if one.why == why], why)
        for why in InactivityRule
    }
    for one in notices:
        row, last = rows[one.vacancy], heard[InactivityRule(one.why)][one.vacancy]
        if row.state != State.PUBLISHED or last > one.quiet_since:
            one.dropped_on, dropped = day, dropped + 1
        elif one.acts_on <= day:
            _take_off(session, one, row, by=by, on=on)
            done += 1
    session.flush()
    for gone in (one.vacancy for one in notices if one.dropped_on):
        journal.write(session, "drop_notice", "idle", gone, by=by, on=on)
    return done, dropped, (notices[-1].id or 0) if len(notices) == most else 0


def _take_off(session: Session, one: IdleNotice, row: Vacancy, *, by: Actor, on: datetime) -> None:
    why = InactivityRule(one.why)
    vacancies.pause(session, row.reference, reason=_REASON[why], by=by, on=on)
    if why is InactivityRule.EMPLOYER:
        session.get_one(Employer, row.employer).switched_off_on = tashkent_day(on)
    session.flush()
    one.done_on, one.version = tashkent_day(on), row.version


def keep_open(session: Session, number: int, *, by: Actor, on: datetime) -> IdleNotice:
    """Drop a notice because an officer confirmed the demand: its days begin again.

    Refuses: NotFound, NothingNoticed.
    """
    row = require_found(session.get(IdleNotice, number, with_for_update=True))
    if row.done_on or row.dropped_on:
        raise NothingNoticed
    row.dropped_on = tashkent_day(on)
    session.flush()
    journal.write(session, "keep_open", "vacancy", row.vacancy, by=by, on=on, fields=("idle",))
    return row


def verify(session: Session, employer: str, *, by: Actor, on: datetime) -> list[Vacancy]:
    """Record that the employer was reached; publish again what was paused for its silence.

    A vacancy changed since it was paused stays paused. Refuses: NotFound, blacklist.FirmBarred.
    """
    firm = require_found(session.get(Employer, employer, with_for_update=True))
    firm.verified_at, firm.switched_off_on = on, None
    paused = select(IdleNotice, Vacancy).where(
        col(Vacancy.reference) == col(IdleNotice.vacancy),
        col(Vacancy.employer) == employer,
        col(Vacancy.state) == State.PAUSED.value,
        col(IdleNotice.version) == col(Vacancy.version),
        col(IdleNotice.why) == InactivityRule.EMPLOYER.value,
        col(IdleNotice.done_on).is_not(None),
    )
    rows = [row for _, row in session.execute(paused.order_by(col(Vacancy.reference)))]
    for row in rows:
        vetting.step(session, row.reference, "publish", by=by, on=on)
    session.flush()
    journal.write(session, "verify", "employer", employer, by=by, on=on, fields=("verified_at",))
    return rows


def upcoming(session: Session, first: int, most: int) -> list[tuple[IdleNotice, Vacancy, Employer]]:
    """The vacancies that will be delisted, nearest day first."""
    asked = (
        _with_vacancies()
        .where(_open_notice())
        .order_by(col(IdleNotice.acts_on), col(IdleNotice.id))
    )
    return [(one, row, firm) for one, row, firm in session.execute(asked.offset(first).limit(most))]


def list_delisted(
    session: Session, *, most: int = 100
) -> list[tuple[IdleNotice, Vacancy, Employer]]:
    """The delisted vacancies that are still paused, newest first."""
    asked = _with_vacancies().where(
        col(IdleNotice.done_on).is_not(None), col(Vacancy.state) == State.PAUSED.value
    )
    asked = asked.where(col(IdleNotice.version) == col(Vacancy.version))
    asked = asked.order_by(col(IdleNotice.done_on).desc(), col(IdleNotice.id).desc()).limit(most)
    return [(one, row, firm) for one, row, firm in session.execute(asked)]


def _with_vacancies() -> Select[IdleNotice, Vacancy, Employer]:
    return (
        select(IdleNotice, Vacancy, Employer)
        .join(Vacancy, col(Vacancy.reference) == col(IdleNotice.vacancy))
        .join(Employer, col(Employer.reference) == col(Vacancy.employer))
    )


def count_upcoming(session: Session) -> int:
    """How many vacancies will be delisted."""
    return (
        session.execute(select(func.count()).select_from(IdleNotice).where(_open_notice())).scalar()
        or 0
    )
