"""Reminders due today: documents and language tests that expire, and offers on their last day but
one."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import msgspec
from sqlalchemy import select, union_all
from sqlmodel import Session, col

from matching.applications import notices
from matching.applications.applications import Application, State
from matching.applications.notices import DueNotice
from matching.profiles.profiles import PaperRow, TongueRow

# How many days before a document expires, and before an offer does.
DAYS_BEFORE = (30, 90)
OFFER_BEFORE = 1


class Source(msgspec.Struct, frozen=True):
    """Where expiring items are stored: the columns of person, item and last day, and further
    conditions."""

    person: Any
    about: Any
    last: Any
    before: tuple[int, ...]
    sentence: str
    terms: tuple[Any, ...] = ()


# Documents and language tests together: they share a sentence, and so one message.
_ENDS = union_all(
    select(
        col(PaperRow.citizen),
        col(PaperRow.kind).label("about"),
        col(PaperRow.expires_on).label("last"),
    ),
    select(col(TongueRow.citizen), col(TongueRow.language), col(TongueRow.valid_until)),
).subquery()
PAPERS = Source(_ENDS.c.citizen, _ENDS.c.about, _ENDS.c.last, DAYS_BEFORE, notices.NEWS)
OFFERS = Source(
    col(Application.citizen),
    col(Application.reference),
    col(Application.held_until),
    (OFFER_BEFORE,),
    notices.OFFER_ENDS,
    (col(Application.state) == State.OFFERED.value,),
)


def due_reminder(last: date, day: date, before: tuple[int, ...]) -> int | None:
    """The reminder due today for a last day, in days before it; later ones replace missed ones."""
    left = (last - day).days
    return next((days for days in before if 0 <= left <= days), None)


def _soon(source: Source, day: date) -> tuple[Any, ...]:
    return (
        source.last >= day,
        source.last <= day + timedelta(days=max(source.before)),
        *source.terms,
    )


def list_waiting(
    session: Session, source: Source, day: date, after: str = "", *, most: int = 500
) -> list[str]:
    """The next people for whom something ends soon, in the order of their references."""
    rows = select(source.person).where(*_soon(source, day), source.person > after)
    return list(session.execute(rows.distinct().order_by(source.person).limit(most)).scalars())


def due_notices(
    session: Session, source: Source, day: date, people: Sequence[str]
) -> list[DueNotice]:
    """The reminders due for these people, grouped by person."""
    person, about = source.person, source.about
    asked = select(person, about, source.last).where(*_soon(source, day), person.in_(people))
    return [
        DueNotice(row[0], row[1], row[2], days, source.sentence)
        for row in session.execute(asked.order_by(person, about))
        if (days := due_reminder(row[2], day, source.before)) is not None
    ]
