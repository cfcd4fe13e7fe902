"""Failed searches of a week, from which the lexicon learns names.

A search is counted under a keyed hash. Its words are stored only when a third network has sent them
in one week: a name or a number typed by one person is never readable.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import UniqueConstraint, delete, func, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import vault
from catalog.core.fields import tashkent_day
from i18n.scripts import tokens
from matching.search.query import NEARLY, ParsedQuery

SHOWN: Final = 3  # networks that must have sent it before its words are stored
MOST: Final = 5_000  # different searches stored for one week
RETENTION: Final = timedelta(weeks=12)
_NEAR: Final = 0.7  # a name with a lower score is only similar to what was typed
_LONGEST: Final = 60
_MARK: Final = 64  # letters of a hash


class FailureReason(StrEnum):
    """No occupation name matches, or the occupation is known and has no vacancy."""

    UNKNOWN = "unknown"
    EMPTY = "empty"


class Miss(SQLModel, table=True):
    """One failed search of one week and how often it was made.

    Its words are stored once `SHOWN` networks have sent it, until then the hashes of these
    networks.
    """

    __tablename__ = "search_misses"
    __table_args__ = (UniqueConstraint("week", "mark"),)
    id: int | None = Field(default=None, primary_key=True)
    week: date = Field(index=True)
    mark: str = Field(max_length=_MARK)
    why: str = Field(max_length=8)
    words: str = Field(default="", max_length=_LONGEST)
    language: str = Field(max_length=8)
    networks: str = Field(default="", max_length=_MARK * SHOWN)
    times: int = 1


def week_of(day: date) -> date:
    """The Monday of a week."""
    return day - timedelta(days=day.weekday())


def failure_reason(
    understood: ParsedQuery, total: int, jobs: Mapping[str, int]
) -> FailureReason | None:
    """Why a search failed, if it did.

    `jobs` is the number of open vacancies for each unit group, regardless of filters.
    """
    if understood.unknown:
        return FailureReason.UNKNOWN
    if understood.browse or not understood.words:
        return None
    if understood.called and understood.called[0].score >= _NEAR:
        meant = [
            one.isco08
            for one in understood.called
            if one.score >= NEARLY * understood.called[0].score
        ]
        return None if any(jobs.get(code) for code in meant) else FailureReason.EMPTY
    # Without any name it was found by words of titles alone, which match what was typed.
    return None if total and not understood.called else FailureReason.UNKNOWN


def mark_of(typed: str) -> str:
    return vault.blind("search", " ".join(sorted(tokens(typed))))


def note(
    session: Session,
    typed: str,
    reason: FailureReason,
    language: str,
    network: str,
    *,
    on: datetime,
) -> None:
    """Count a failed search; the page's language is a first guess at that of its words."""
    mark, week = mark_of(typed), week_of(tashkent_day(on))
    asked = select(Miss).where(col(Miss.week) == week, col(Miss.mark) == mark).with_for_update()
    row = session.execute(asked).scalar_one_or_none()
    if row is None and _count_rows(session, week) >= MOST:
        return
    if row is None:
        session.add(row := Miss(week=week, mark=mark, why=reason.value, language=language, times=0))
    row.times, row.why = row.times + 1, reason.value
    sent = vault.blind("search network", f"{week} {network}")
    if not row.words and sent not in row.networks:
        row.networks += sent
        if len(row.networks) == _MARK * SHOWN:
            row.words, row.language, row.networks = _plain(typed), language, ""
    session.flush()


def _count_rows(session: Session, week: date) -> int:
    return (
        session.execute(
            select(func.count()).select_from(Miss).where(col(Miss.week) == week)
        ).scalar()
        or 0
    )


def _plain(typed: str) -> str:
    """The words as typed, without digits, so that no phone or passport number is stored."""
    words = (word.strip('.,;:!?"«»“”()') for word in typed.lower().split())
    return " ".join(word for word in words if word and not any(map(str.isdigit, word)))[
        :_LONGEST
    ].strip()


def weeks(session: Session) -> list[date]:
    """The weeks with searches that can be shown, latest first."""
    asked = (
        select(col(Miss.week))
        .where(col(Miss.words) != "")
        .distinct()
        .order_by(col(Miss.week).desc())
    )
    return list(session.execute(asked).scalars())


def of_week(session: Session, week: date, reason: FailureReason, limit: int = 50) -> Sequence[Miss]:
    """The failed searches of a week, most frequent first."""
    asked = select(Miss).where(
        col(Miss.week) == week, col(Miss.why) == reason.value, col(Miss.words) != ""
    )
    return (
        session.execute(asked.order_by(col(Miss.times).desc(), col(Miss.words)).limit(limit))
        .scalars()
        .all()
    )


def forget(session: Session, today: date) -> int:
    """Delete searches older than twelve weeks, and rare ones of past weeks; return how many."""
    week = week_of(today)
    rare = (col(Miss.week) < week) & (col(Miss.words) == "")
    gone = session.execute(delete(Miss).where((col(Miss.week) < week - RETENTION) | rare))
    return int(gone.rowcount)  # type: ignore[attr-defined]
