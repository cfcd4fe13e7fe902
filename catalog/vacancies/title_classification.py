"""Vacancies without a unit group, which an officer classifies by their title."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlmodel import Session, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import EditConflict, NotFound, Refusal
from catalog.reference.occupations import Occupation
from catalog.vacancies.vacancies import State, Vacancy
from i18n import N_

# The states in which the unit group still matters.
_STATES = (
    State.SUBMITTED,
    State.RETURNED,
    State.VETTING,
    State.POST_CHECK,
    State.APPROVED,
    State.PUBLISHED,
    State.PAUSED,
)


class NotAUnitGroup(Refusal):
    slug = "not-a-unit-group"
    sentence = N_("There is no unit group with this number.")


def unclassified() -> ColumnElement[bool]:
    """A filter for live vacancies without a unit group."""
    return and_(
        col(Vacancy.state).in_([state.value for state in _STATES]), col(Vacancy.isco08).is_(None)
    )


def list_unclassified(
    session: Session, within: ColumnElement[bool], first: int, most: int
) -> list[Vacancy]:
    """The vacancies without a unit group, newest first."""
    asked = (
        select(Vacancy)
        .where(unclassified(), within)
        .order_by(col(Vacancy.opens_on).desc(), col(Vacancy.reference))
    )
    return list(session.execute(asked.offset(first).limit(most)).scalars())


def count_unclassified(session: Session, within: ColumnElement[bool]) -> int:
    return (
        session.execute(
            select(func.count()).select_from(Vacancy).where(unclassified(), within)
        ).scalar()
        or 0
    )


def classify(session: Session, vacancy: str, isco08: str, *, by: Actor, on: datetime) -> Vacancy:
    """Set the unit group of a vacancy that has none; its vetting does not change.

    Refuses: NotFound, EditConflict, NotAUnitGroup.
    """
    # Concurrent officers wait for each other here, so that the second sees the first one's choice.
    row = session.get(Vacancy, vacancy, with_for_update=True)
    if row is None or row.state not in _STATES:
        raise NotFound
    if row.isco08 is not None:
        raise EditConflict
    group = session.get(Occupation, isco08)
    if group is None or group.level != 4:
        raise NotAUnitGroup("isco08")
    row.isco08, row.classified = isco08, False
    session.flush()
    journal.write(session, "classify", "vacancy", vacancy, by=by, on=on, fields=("isco08",))
    return row
