"""Who is to be reminded today: of a paper or a language test that runs out, and of an offer on the day before it lapses."""

from datetime import date, timedelta
from typing import Any

import msgspec
from sqlalchemy import select, union_all
from sqlmodel import Session, col

from matching import notices
from matching.applications import Application, State
from matching.notices import Due
from matching.profiles import PaperRow, TongueRow

# So many days before a paper runs out, and before an offer does.
BEFORE = (30, 90)
OFFER_BEFORE = 1


class Source(msgspec.Struct, frozen=True):
    """Where something stands that comes to an end: whose, what, the last day, and what else must hold of it."""

    person: Any
    about: Any
    last: Any
    before: tuple[int, ...]
    sentence: str
    terms: tuple[Any, ...] = ()


# Papers and tests of languages together: they are told in the same words, and so in one message.
_ENDS = union_all(
    select(col(PaperRow.citizen), col(PaperRow.kind).label("about"), col(PaperRow.expires_on).label("last")),
    select(col(TongueRow.citizen), col(TongueRow.language), col(TongueRow.valid_until)),
).subquery()
SOURCES = (
    Source(_ENDS.c.citizen, _ENDS.c.about, _ENDS.c.last, BEFORE, notices.PAPER),
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
    session: Session, source: Source, day: date, after: str = "", *, most: int = 500
) -> tuple[list[Due], str | None]:
    """What ends soon for some people behind a reference, all of one person together, and behind whom to go on."""
    person, about, last = source.person, source.about, source.last
    soon = (last >= day, last <= day + timedelta(days=max(source.before)), *source.terms)
    first = select(person).where(*soon, person > after).distinct().order_by(person).limit(most)
    people = list(session.execute(first).scalars())
    rows = session.execute(select(person, about, last).where(*soon, person.in_(people)).order_by(person, about)).all()
    found = [
        Due(row[0], row[1], row[2], days, source.sentence) for row in rows if (days := step(row[2], day, source.before))
    ]
    return found, people[-1] if people else None
