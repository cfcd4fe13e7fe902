"""Earlier vacancies with which one in vetting is compared, and the findings that hold for it too."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from catalog.vacancies import vetting
from catalog.vacancies.vacancies import State, Vacancy
from catalog.vacancies.vetting import Check, Verdict
from catalog.vacancies.vetting_points import DATED_POINTS, POINTS_BY_TERM, Point, affected_points

# Terms of which an earlier vacancy always has others, or that no point is about.
_NOT_COMPARED = frozenset({"external_id", "language", "classified", "opens_on", "pay_month"})
TERMS = tuple(term for term in POINTS_BY_TERM if term not in _NOT_COMPARED)
# States in which a vacancy has been approved.
_APPROVED = (State.APPROVED.value, State.PUBLISHED.value, State.PAUSED.value)


class Difference(msgspec.Struct, frozen=True):
    """A term of a vacancy in which it differs from an earlier one."""

    term: str
    before: Any
    now: Any


class Precedent(msgspec.Struct, frozen=True):
    """An earlier vacancy and its differences; `findings` hold for the new one too, by point.

    Without findings it is only compared: it was not approved, or is of another agency.
    """

    vacancy: Vacancy
    differences: list[Difference]
    findings: dict[str, Check]


def find(session: Session, row: Vacancy) -> Precedent | None:
    """Return the vacancy of the same employer with which this one is compared.

    That is the one of the same agency whose approved vetting is the latest; without one, the latest
    vacancy of the employer that is no draft.
    """
    if approved := _latest_approved(session, row):
        differences = compare(approved, row)
        found = vetting.checks(session, approved.reference)
        return Precedent(approved, differences, unaffected_findings(found, differences))
    last = _latest(session, row)
    return Precedent(last, compare(last, row), {}) if last else None


def compare(before: Vacancy, now: Vacancy) -> list[Difference]:
    """Return the terms that differ, in the order in which points depend on them."""
    values = [(term, getattr(before, term), getattr(now, term)) for term in TERMS]
    return [Difference(term, old, new) for term, old, new in values if old != new]


def unaffected_findings(
    found: Sequence[Check], differences: Sequence[Difference]
) -> dict[str, Check]:
    """Return the findings of an approved vetting that do not depend on a term that differs.

    What was true only on the day of that vetting does not hold, unless it was waived.
    """
    changed = affected_points(one.term for one in differences)
    return {
        one.point: one
        for one in found
        if one.point not in changed
        and one.verdict != Verdict.FAIL
        and (one.point not in DATED_POINTS or one.verdict == Verdict.WAIVED)
    }


def _others(row: Vacancy) -> tuple[ColumnElement[bool], ...]:
    return col(Vacancy.employer) == row.employer, col(Vacancy.reference) != row.reference


def _latest_approved(session: Session, row: Vacancy) -> Vacancy | None:
    """Return the vacancy whose current terms were approved last, with a finding on every point."""
    asked = (
        select(col(Vacancy.reference))
        .join(Check, col(Check.vacancy) == col(Vacancy.reference))
        .where(
            *_others(row),
            col(Vacancy.agency) == row.agency,
            col(Vacancy.state).in_(_APPROVED),
            col(Vacancy.open_points) == "",
        )
        .group_by(col(Vacancy.reference))
        .having(func.count() >= len(Point))
    )
    newest = asked.order_by(func.max(col(Check.at)).desc(), col(Vacancy.reference).desc())
    number = session.execute(newest.limit(1)).scalar()
    return session.get(Vacancy, number) if number else None


def _latest(session: Session, row: Vacancy) -> Vacancy | None:
    asked = select(Vacancy).where(*_others(row), col(Vacancy.state) != State.DRAFT.value)
    newest = asked.order_by(col(Vacancy.opens_on).desc(), col(Vacancy.reference).desc())
    return session.execute(newest.limit(1)).scalars().first()


def count_earlier(session: Session, row: Vacancy) -> tuple[int, int]:
    """Return how many other vacancies of the employer there are, and how many were published."""
    asked = select(func.count(), func.count(col(Vacancy.published_at))).where(
        *_others(row), col(Vacancy.state) != State.DRAFT.value
    )
    total, published = session.execute(asked).one()
    return int(total), int(published)
