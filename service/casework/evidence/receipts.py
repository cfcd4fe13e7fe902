"""Receipts of a worker's costs for going abroad: their own files, which they may delete."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from catalog.core import journal
from catalog.core.actor import Actor
from matching.journey.costs import PaidCost
from service.casework import evidence
from service.casework.evidence import Evidence


def count_by_cost(session: Session, paid: list[PaidCost]) -> dict[str, int]:
    """Return the number of files of each of these costs."""
    asked = select(col(Evidence.cost), func.count()).where(
        col(Evidence.cost).in_([one.reference for one in paid])
    )
    return {
        cost: many for cost, many in session.execute(asked.group_by(col(Evidence.cost))) if cost
    }


def delete_files(
    session: Session, cost: PaidCost, number: int | None = None, *, by: Actor, on: datetime
) -> list[str]:
    """Delete one file of a cost, or all of them; return their places.

    The caller deletes them from disk after the commit. A missing file is no error. Refuses:
    NotFound for a cost that was struck out."""
    evidence.lock(session, cost)
    theirs = select(Evidence).where(col(Evidence.cost) == cost.reference)
    rows = (
        session.execute(theirs if number is None else theirs.where(col(Evidence.number) == number))
        .scalars()
        .all()
    )
    gone = [(row.reference, row.place) for row in rows]
    session.execute(delete(Evidence).where(col(Evidence.reference).in_([one for one, _ in gone])))
    journal.write_many(session, "drop", "evidence", [one for one, _ in gone], by=by, on=on)
    return [place for _, place in gone]
