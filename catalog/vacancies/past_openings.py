"""Vacancies that were open on a past day, with the places that were free, from the journal.

The journal names no values: places and closing date count as they are now.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.journal import Entry
from catalog.vacancies import vetting
from catalog.vacancies.vacancies import State, Vacancy
from catalog.vacancies.vetting_points import affected_points

_PUBLISHES = {"publish_as_decided"} | {
    act for act, (_, to) in vetting.STEPS.items() if to is State.PUBLISHED
}


def free_places(session: Session, agency: str, day: date, ends: datetime) -> dict[str, int]:
    """Return the free places of each vacancy of an agency that was open on a day that ends then.

    One that was full counts, without free places.
    """
    listed = select(Vacancy).where(
        col(Vacancy.agency) == agency, col(Vacancy.opens_on) <= day, col(Vacancy.closes_on) >= day
    )
    rows = {row.reference: row for row in session.execute(listed).scalars()}
    later = _entries(session, rows, ends)
    moved = [one for one, done in later.items() if any(_publishes(act) is not None for act in done)]
    earlier = _entries(session, moved, ends, before=True)
    free = {}
    for reference, row in rows.items():
        published = row.state == State.PUBLISHED
        if reference in moved:
            known = [_publishes(one) for one in earlier[reference]]
            published = next((one for one in reversed(known) if one is not None), False)
        acts = [one.act for one in later[reference]]
        taken = row.seats_taken - acts.count("take_seat") + acts.count("free_seat")
        if published:
            free[reference] = max(row.seats - taken, 0)
    return free


def _entries(
    session: Session, references: Iterable[str], ends: datetime, *, before: bool = False
) -> defaultdict[str, list[Entry]]:
    """Return the entries of these vacancies from a moment on, or those before it, in order."""
    found = defaultdict[str, list[Entry]](list)
    asked = select(Entry).where(
        col(Entry.reference).in_(list(references)),
        col(Entry.noun) == "vacancy",
        col(Entry.at) < ends if before else col(Entry.at) >= ends,
    )
    for one in session.execute(asked.order_by(col(Entry.position))).scalars():
        found[one.reference].append(one)
    return found


def _publishes(entry: Entry) -> bool | None:
    """Return whether an entry published the vacancy, or None if it left that as it was."""
    changed = entry.fields.split(",")
    if entry.act in _PUBLISHES:
        return True
    if entry.act == "amend":
        return False if affected_points(changed) else None
    return False if entry.act == "submit" or "state" in changed else None
