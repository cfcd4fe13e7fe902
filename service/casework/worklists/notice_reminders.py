"""Morning reminders to officers: their claims that are overdue or due today, and calls to make."""

from collections.abc import Callable
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, not_, select
from sqlmodel import Session, col

from catalog.core import staff_notices
from catalog.core.actor import Role
from catalog.core.fields import tashkent_day
from catalog.core.staff_notices import NoticeKind
from service.accounts import Account
from service.casework.claims.wage_claims import Claim
from service.casework.scope import advice_tables
from service.casework.worklists import service_levels

BATCH_SIZE = 500
# The kind of record that each reminder is about.
_NOUNS = MappingProxyType(
    {
        NoticeKind.OVERDUE: "claim",
        NoticeKind.DUE_TODAY: "claim",
        NoticeKind.LATE: "claim",
        NoticeKind.CALL_DUE: "advice",
    }
)


def write_next(session: Session, *, kind: NoticeKind, after: str, on: datetime) -> tuple[int, str]:
    """Write the next reminders of a kind, for records after `after`.

    Return how many were not yet written today, and the last record, or nothing after the last."""
    rows = _QUERIES[kind](session, on, after)
    fresh = staff_notices.remind(
        session, kind, _NOUNS[kind], [(row.officer, row.reference) for row in rows], on=on
    )
    return fresh, rows[-1].reference if rows else ""


def _list_overdue(session: Session, on: datetime, after: str) -> list[Row[tuple[str, str]]]:
    clocks = service_levels.clock_context(session, on)
    return _claims(session, after, service_levels.overdue_term(clocks))


def _list_due_today(session: Session, on: datetime, after: str) -> list[Row[tuple[str, str]]]:
    clocks = service_levels.clock_context(session, on)
    return _claims(session, after, service_levels.due_today_term(clocks))


def _list_late(session: Session, on: datetime, after: str) -> list[Row[tuple[str, str]]]:
    """Return claims that are late by a service level alone: their next action is not yet due."""
    clocks = service_levels.clock_context(session, on)
    due = service_levels.overdue_term(clocks), service_levels.due_today_term(clocks)
    return _claims(session, after, service_levels.late_term(clocks), *(not_(one) for one in due))


def _claims(
    session: Session, after: str, *terms: ColumnElement[bool]
) -> list[Row[tuple[str, str]]]:
    number = col(Claim.reference)
    officer: Any = col(Claim.owner).label("officer")
    asked: Any = select(officer, number).where(number > after, *terms)
    theirs = asked.join(Account, col(Account.reference) == col(Claim.owner)).where(_works())
    return list(session.execute(theirs.order_by(number).limit(BATCH_SIZE)).all())


def _list_calls(session: Session, on: datetime, after: str) -> list[Row[tuple[str, str]]]:
    """Return the sessions with a call due, each with the officer who held it."""
    held, number = advice_tables.Session, col(advice_tables.Session.reference)
    due = col(held.follow_up_on) <= tashkent_day(on), advice_tables.counts()
    officer: Any = col(held.officer).label("officer")
    asked: Any = select(officer, number).where(number > after, *due)
    theirs = asked.join(Account, col(Account.reference) == col(held.officer)).where(_works())
    return list(session.execute(theirs.order_by(number).limit(BATCH_SIZE)).all())


def _works() -> ColumnElement[bool]:
    staff = col(Account.role) != Role.CITIZEN.value
    return and_(staff, col(Account.disabled_at).is_(None))


_QUERIES: MappingProxyType[
    NoticeKind, Callable[[Session, datetime, str], list[Row[tuple[str, str]]]]
] = MappingProxyType(
    {
        NoticeKind.OVERDUE: _list_overdue,
        NoticeKind.DUE_TODAY: _list_due_today,
        NoticeKind.LATE: _list_late,
        NoticeKind.CALL_DUE: _list_calls,
    }
)
KINDS = tuple(_QUERIES)
