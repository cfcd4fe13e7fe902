"""The check-ins that posts and officers see: unanswered ones and answers, trouble first."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlmodel import Session, col

from catalog.core.actor import Actor
from matching.journey import check_ins
from matching.journey.check_ins import CheckIn
from matching.placements.placements import Placement

# How long after its day the post calls.
SILENT = timedelta(days=7)
PAGE = 50


def _unanswered(today: date, by: Actor) -> ColumnElement[bool]:
    """A filter for check-ins not answered a week after their day."""
    return and_(
        check_ins.within(by), check_ins.is_due(today), col(CheckIn.due_on) <= today - SILENT
    )


def list_unanswered(
    session: Session, today: date, *, by: Actor, limit: int = PAGE, offset: int = 0
) -> list[tuple[CheckIn, Placement]]:
    """The unanswered check-ins, longest waiting first, for the post to call the workers."""
    asked = select(CheckIn, Placement).join(
        Placement, col(Placement.reference) == col(CheckIn.placement)
    )
    first = asked.where(_unanswered(today, by)).order_by(
        col(CheckIn.due_on), col(CheckIn.placement)
    )
    return [(one, placed) for one, placed in session.execute(first.limit(limit).offset(offset))]


def count_unanswered(session: Session, today: date, *, by: Actor) -> int:
    """How many check-ins within this scope are unanswered."""
    asked = (
        select(func.count())
        .select_from(CheckIn)
        .join(Placement, col(Placement.reference) == col(CheckIn.placement))
    )
    return session.execute(asked.where(_unanswered(today, by))).scalar() or 0


def listed(today: date, by: Actor) -> ColumnElement[bool]:
    """A filter, with placements joined, for check-ins within this scope that are due or answered."""
    there = or_(col(CheckIn.answered_at).is_not(None), check_ins.is_due(today))
    return and_(check_ins.within(by), there)
