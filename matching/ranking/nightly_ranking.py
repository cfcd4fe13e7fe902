"""Nightly rankings: the best vacancies for each person who looks for work, in batches."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, and_, delete, exists, insert, or_, select, update
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import exchange_rates, journal
from catalog.core.actor import Actor
from matching.identity.persons import Citizen
from matching.profiles.profiles import LookingFor
from matching.ranking import candidate_columns, top_matches, vacancy_columns
from matching.ranking.top_matches import MOST, Register
from matching.ranking.vacancy_columns import Columns

CHUNK: Final = 50_000


class Ranking(SQLModel, table=True):
    """One person's best vacancies on a day, as "V-1:87 V-2:85".

    One row for a person, since twenty would give a million people twenty million rows each night.
    `least` is the points of the twentieth; none if there are fewer.
    """

    __tablename__ = "rankings"
    citizen: str = Field(primary_key=True, foreign_key="citizens.reference", max_length=24)
    day: date
    least: int | None
    best: str = Field(max_length=600)


class Night(SQLModel, table=True):
    """The progress of a day's ranking: the last person done, and whether all are."""

    __tablename__ = "ranking_nights"
    day: date = Field(primary_key=True)
    reached: str = Field(default="", max_length=24)
    ranked: int = 0
    done: bool = False


PERSONAL = ("citizen", "least", "best")


class RankedBatch(msgspec.Struct, frozen=True):
    """The people ranked at once: those after one reference up to another, or to the end."""

    after: str
    last: str | None
    rows: list[dict[str, Any]]


def wants_ranking() -> ColumnElement[bool]:
    """A filter for people who accept proposals or notices, under their leading record."""
    wanted = or_(col(LookingFor.looking).is_(True), col(LookingFor.told_of).is_(True))
    return and_(wanted, is_leading_record(col(LookingFor.citizen)))


def is_leading_record(citizen: Any) -> ColumnElement[bool]:
    """A filter for the leading record of a person, or another if the leading one has no profile."""
    record, leading = aliased(Citizen), aliased(LookingFor)
    return ~exists().where(
        col(record.reference) == citizen, col(leading.citizen) == col(record.same_as)
    )


def register(session: Session, day: date) -> Register:
    """The vacancies that may be shown and the rates, read once for the whole night."""
    return top_matches.prepare(
        Columns.build(vacancy_columns.read(session, day)), exchange_rates.table(session, day)
    )


def rank_next(session: Session, known: Register, day: date) -> RankedBatch | None:
    """Rank the next people; None if nobody is left. Writes nothing."""
    night = session.get(Night, day) or Night(day=day)
    if night.done:
        return None
    people = select(col(LookingFor.citizen)).where(
        col(LookingFor.citizen) > night.reached, wants_ranking()
    )
    chosen = list(session.execute(people.order_by(col(LookingFor.citizen)).limit(CHUNK)).scalars())
    last, wanted = chosen[-1] if len(chosen) == CHUNK else None, set(chosen)
    items = [
        one
        for one in candidate_columns.read(session, _between(night.reached, last), day)
        if one[0] in wanted
    ]
    found = zip(items, top_matches.rank_people(known, items), strict=True)
    return RankedBatch(
        night.reached, last, [_row(citizen, best, day) for (citizen, *_), best in found]
    )


def _between(after: str, last: str | None) -> Callable[[Any], ColumnElement[bool]]:
    return lambda citizen: (
        (citizen > after) if last is None else (citizen > after) & (citizen <= last)
    )


def _row(citizen: str, best: list[tuple[str, int]], day: date) -> dict[str, Any]:
    listed = " ".join(f"{vacancy}:{points}" for vacancy, points in best)
    return {
        "citizen": citizen,
        "day": day,
        "least": best[-1][1] if len(best) == MOST else None,
        "best": listed,
    }


def save(session: Session, done: RankedBatch, *, by: Actor, on: datetime, day: date) -> int:
    """Save these rankings in place of earlier ones, and the progress; return how many.

    Nothing is saved if another process was faster. People erased or unsubscribed since are left
    out.
    """
    whose, asked = _between(done.after, done.last), _lock_remaining(session, done)
    rows = [row for row in done.rows if row["citizen"] in asked]
    if not _reach(session, done, len(rows), day):
        return 0
    session.execute(delete(Ranking).where(whose(col(Ranking.citizen))))
    if rows:
        session.execute(insert(Ranking).execution_options(render_nulls=True), rows)
    if done.last is None and session.get_one(Night, day, populate_existing=True).ranked:
        journal.write(session, "rank", "ranking", day.isoformat(), by=by, on=on)
    return len(rows)


def _lock_remaining(session: Session, done: RankedBatch) -> set[str]:
    """The people still to be ranked, locked so that none is erased before the rows are written."""
    people = select(col(LookingFor.citizen)).where(
        _between(done.after, done.last)(col(LookingFor.citizen)), wants_ranking()
    )
    return set(session.execute(people.with_for_update(read=True, key_share=True)).scalars())


def _reach(session: Session, done: RankedBatch, many: int, day: date) -> bool:
    if not done.after and session.get(Night, day) is None:
        session.execute(delete(Night).where(col(Night.day) < day))
        session.add(Night(day=day))
        session.flush()
    mine = update(Night).where(
        col(Night.day) == day, col(Night.reached) == done.after, col(Night.done).is_(False)
    )
    moved = mine.values(
        reached=done.last or done.after, ranked=Night.ranked + many, done=done.last is None
    )
    return bool(session.execute(moved).rowcount)  # type: ignore[attr-defined]


def list_all(session: Session, citizen: str) -> list[tuple[str, int, date]]:
    """All results of the last night for a person: vacancy, points, day.

    Whether or not the vacancies may still be shown.
    """
    row = session.get(Ranking, citizen)
    pairs = [one.rsplit(":", 1) for one in row.best.split()] if row else []
    return [(vacancy, int(points), row.day) for vacancy, points in pairs if row]


def forget(session: Session, person: str) -> None:
    """Delete the ranking of a person whose file is erased, after their profile.

    A running ranking locks the profile until its rows exist and can be deleted.
    """
    session.execute(delete(Ranking).where(col(Ranking.citizen) == person))
