"""Who is to be reminded today: of a paper or a language test that runs out, and of an offer on the day before it lapses."""

from datetime import date, timedelta
from typing import Any

import msgspec
from sqlalchemy import and_, or_, select
from sqlmodel import Session, col

from matching import notices
from matching.applications import Application, State
from matching.notices import Due
from matching.profiles import PaperRow, TongueRow

# So many days before a paper runs out, and before an offer does.
BEFORE = (30, 90)
OFFER_BEFORE = 1
Place = tuple[str, str]


class Source(msgspec.Struct, frozen=True):
    """Where something stands that comes to an end: whose, what, the last day, and what else must hold of it."""

    person: Any
    about: Any
    last: Any
    before: tuple[int, ...]
    sentence: str
    terms: tuple[Any, ...] = ()


SOURCES = (
    Source(col(PaperRow.citizen), col(PaperRow.kind), col(PaperRow.expires_on), BEFORE, notices.PAPER),
    Source(col(TongueRow.citizen), col(TongueRow.language), col(TongueRow.valid_until), BEFORE, notices.PAPER),
    Source(
        col(Application.citizen), col(Application.reference), col(Application.held_until), (OFFER_BEFORE,), notices.OFFER_ENDS,
        (col(Application.state) == State.OFFERED.value,),
    ),
)  # fmt: skip


def step(last: date, day: date, before: tuple[int, ...]) -> int | None:
    """Which reminder is due of what ends on a day, if any: a later one in place of those that were missed."""
    left = (last - day).days
    return next((days for days in before if 0 <= left <= days), None)


def due(
    session: Session, source: Source, day: date, after: Place = ("", ""), *, most: int = 500
) -> tuple[list[Due], Place | None]:
    """What ends soon behind a place in the order of people, and where to go on."""
    person, about, last = source.person, source.about, source.last
    behind = or_(person > after[0], and_(person == after[0], about > after[1]))
    asked = select(person, about, last).where(last >= day, last <= day + timedelta(days=max(source.before)))
    rows = session.execute(asked.where(behind, *source.terms).order_by(person, about).limit(most)).all()
    found = [
        Due(row[0], row[1], row[2], days, source.sentence) for row in rows if (days := step(row[2], day, source.before))
    ]
    return found, (rows[-1][0], rows[-1][1]) if rows else None
