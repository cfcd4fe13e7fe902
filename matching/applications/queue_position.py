"""An applicant's place among those who wait for the same vacancy, by points alone."""

from typing import Any

import msgspec
from sqlalchemy import func, select
from sqlmodel import Session, col

from matching.applications.applications import UNDER_REVIEW, Application, State

# With fewer, a place would reveal something about others.
MIN_APPLICANTS = 10


class Place(msgspec.Struct, frozen=True):
    """The best place of an application by its points, among how many, and with how many ties."""

    place: int
    among: int
    ties: int


def for_application(session: Session, row: Application) -> Place | None:
    """The place of an application under review, if at least ten are.

    The points are those of the day of applying.
    """
    if State(row.state) not in UNDER_REVIEW or row.points is None:
        return None
    waits: tuple[Any, ...] = (
        col(Application.vacancy) == row.vacancy,
        col(Application.state).in_([one.value for one in UNDER_REVIEW]),
    )
    better, same = col(Application.points) > row.points, col(Application.points) == row.points
    asked = select(func.count(), func.count().filter(better), func.count().filter(same)).where(
        *waits
    )
    among, ahead, level = session.execute(asked).one()
    return Place(ahead + 1, among, level - 1) if among >= MIN_APPLICANTS else None
