"""Alerts: new vacancies that fit a person better than the last one they know.

Each is found once and stored for the person's next message.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import msgspec
import numpy as np
from sqlalchemy import ColumnElement, delete, exists, func, insert, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import exchange_rates, journal
from catalog.core.actor import Actor
from catalog.core.exchange_rates import RateTable
from catalog.licensing.agencies import Agency
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import Vacancy
from matching.profiles.profiles import LookingFor, TradeRow
from matching.ranking import batch_score, candidate_columns, nightly_ranking, vacancy_columns
from matching.ranking.batch_score import BatchScorer, Keys
from matching.ranking.candidate_columns import PersonProfiles
from matching.ranking.nightly_ranking import Ranking
from matching.ranking.score_tables import Numbers
from matching.ranking.top_matches import MOST
from matching.ranking.vacancy_columns import KIND, Columns, Kind
from matching.scoring.eligibility import Terms

LASTS = timedelta(days=60)


class Round(SQLModel, table=True):
    """A vacancy that was checked once for everybody, and the number of alerts found."""

    __tablename__ = "vacancy_rounds"
    vacancy: str = Field(primary_key=True, foreign_key="vacancies.reference", max_length=24)
    day: date
    found: int


class Alert(SQLModel, table=True):
    """A new vacancy for one person with its points; `told_on` is the day of the message about
    it."""

    __tablename__ = "vacancy_alerts"
    citizen: str = Field(primary_key=True, foreign_key="citizens.reference", max_length=24)
    vacancy: str = Field(
        primary_key=True, foreign_key="vacancies.reference", index=True, max_length=24
    )
    points: int
    found_on: date
    told_on: date | None = Field(default=None, index=True)


PERSONAL = ("citizen", "points")


class AlertBatch(msgspec.Struct, frozen=True):
    """The vacancies that were checked, and the pairs found (person, vacancy, points)."""

    looked: list[str]
    pairs: list[tuple[str, str, int]]


class Watch:
    """People of one kind of work with the points of the last vacancy they know."""

    def __init__(
        self,
        people: Sequence[PersonProfiles],
        least: Sequence[int | None],
        kind: str,
        table: RateTable,
    ) -> None:
        self.columns, self.table, self.candidate_values = (
            Columns.build(()),
            table,
            candidate_columns.values(),
        )
        numbered = candidate_columns.by_kind(
            (at, values, wished) for at, (_, values, wished) in enumerate(people)
        ).get(kind, [])
        self.persons = candidate_columns.build_columns(numbered, self.candidate_values)
        known = np.array([-1 if one is None else one for one in least], np.int32)
        self.least: Numbers = known[self.persons.owner] if numbered else known[:0]
        self.balance = BatchScorer(self.columns, table, self.candidate_values)

    def beaten(self, terms: Sequence[Terms]) -> list[tuple[int, str, int]]:
        """For each person (by number), the vacancies better than the last one they know; at most
        twenty."""
        jobs = Columns.build(terms, self.columns.values).kind(terms[0].isco08[:KIND])
        best: dict[tuple[int, str], int] = {}
        for part, weighed in batch_score.score_keys(self.balance, jobs, self.persons):
            for owner, vacancy, points in self._better(jobs, part, weighed):
                best[owner, vacancy] = max(points, best.get((owner, vacancy), 0))
        return [(owner, vacancy, points) for (owner, vacancy), points in best.items()]

    def _better(self, jobs: Kind, part: slice, weighed: Keys) -> list[tuple[int, str, int]]:
        rows, first = batch_score.best_keys(weighed, MOST)
        points = batch_score.points(first)
        better = np.argwhere((first >= 0) & (points > self.least[part][:, None]))
        owners = self.persons.owner[part]
        return [
            (int(owners[who]), jobs.reference(rows[who, at]), int(points[who, at]))
            for who, at in better.tolist()
        ]


def list_waiting_kinds(session: Session, day: date) -> list[str]:
    """The kinds of work with vacancies that were not checked yet."""
    kind = func.substr(col(Vacancy.isco08), 1, KIND)
    rows = (
        select(kind)
        .join(Agency, col(Agency.external_id) == col(Vacancy.agency))
        .where(*_new(), vacancies.may_be_shown(day))
    )
    return list(session.execute(rows.distinct().order_by(kind)).scalars())


def _new() -> tuple[ColumnElement[bool], ...]:
    return ~exists().where(col(Round.vacancy) == col(Vacancy.reference)), col(
        Vacancy.isco08
    ).is_not(None)


def find_new(session: Session, kind: str, day: date) -> AlertBatch:
    """The unchecked vacancies of a kind of work, and the people whom they fit better.

    Compared with the last vacancy of the nightly ranking. People never ranked get no alert: their
    first ranking will include the vacancies. Writes nothing.
    """
    terms = vacancy_columns.read(session, day, col(Vacancy.isco08).startswith(kind), *_new())
    trades = select(col(TradeRow.citizen)).where(col(TradeRow.isco08).startswith(kind))
    theirs = (
        col(LookingFor.citizen).in_(trades),
        nightly_ranking.is_leading_record(col(LookingFor.citizen)),
    )
    asked = select(col(LookingFor.citizen)).where(col(LookingFor.told_of).is_(True), *theirs)
    rows = select(col(Ranking.citizen), col(Ranking.least)).where(col(Ranking.citizen).in_(asked))
    least: dict[str, int | None] = {row.citizen: row.least for row in session.execute(rows)}
    people = [
        one
        for one in candidate_columns.read(session, lambda citizen: citizen.in_(asked), day)
        if one[0] in least
    ]
    looked = [one.reference for one in terms]
    if not terms or not people:
        return AlertBatch(looked, [])
    watch = Watch(
        people, [least[one[0]] for one in people], kind, exchange_rates.table(session, day)
    )
    return AlertBatch(
        looked,
        [(people[owner][0], vacancy, points) for owner, vacancy, points in watch.beaten(terms)],
    )


def save(session: Session, found: AlertBatch, *, by: Actor, on: datetime, day: date) -> int:
    """Save checked vacancies once, journal those with alerts, and return the number of alerts.

    People erased or unsubscribed since are left out.
    """
    fresh = set(found.looked) - _already_checked(session, found.looked)
    asked = _lock_subscribers(session, {citizen for citizen, *_ in found.pairs})
    pairs = [pair for pair in found.pairs if pair[0] in asked and pair[1] in fresh]
    counted = dict.fromkeys(sorted(fresh), 0)
    for _, vacancy, _ in pairs:
        counted[vacancy] += 1
    if counted:
        session.execute(
            insert(Round),
            [{"vacancy": one, "day": day, "found": many} for one, many in counted.items()],
        )
    if pairs:
        rows = [
            {"citizen": who, "vacancy": one, "points": points, "found_on": day, "told_on": None}
            for who, one, points in pairs
        ]
        session.execute(insert(Alert).execution_options(render_nulls=True), rows)
    journal.write_many(
        session, "look", "match", [one for one, many in counted.items() if many], by=by, on=on
    )
    return len(pairs)


def _already_checked(session: Session, references: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for begin in range(0, len(references), 500):
        some = col(Round.vacancy).in_(references[begin : begin + 500])
        found |= set(session.execute(select(col(Round.vacancy)).where(some)).scalars())
    return found


def _lock_subscribers(session: Session, people: set[str]) -> set[str]:
    """The people still subscribed, locked so that none is erased before the rows are written."""
    found: set[str] = set()
    listed = sorted(people)
    for begin in range(0, len(listed), 500):
        some = col(LookingFor.citizen).in_(listed[begin : begin + 500])
        rows = select(col(LookingFor.citizen)).where(some, col(LookingFor.told_of).is_(True))
        found |= set(session.execute(rows.with_for_update(read=True, key_share=True)).scalars())
    return found


def list_all(session: Session, citizen: str) -> list[Alert]:
    """All alerts of a person, whether or not the vacancies may still be shown."""
    mine = select(Alert).where(col(Alert.citizen) == citizen)
    return list(
        session.execute(mine.order_by(col(Alert.found_on).desc(), col(Alert.vacancy))).scalars()
    )


def list_shown(session: Session, citizen: str, day: date) -> list[Alert]:
    """The alerts of a person that may be shown, newest and best first."""
    rows = select(Alert).join(Vacancy, col(Vacancy.reference) == col(Alert.vacancy))
    rows = rows.join(Agency, col(Agency.external_id) == col(Vacancy.agency))
    mine = rows.where(col(Alert.citizen) == citizen, vacancies.may_be_shown(day))
    return list(
        session.execute(
            mine.order_by(col(Alert.found_on).desc(), col(Alert.points).desc())
        ).scalars()
    )


def expire(session: Session, day: date) -> None:
    """Delete alerts older than `LASTS`."""
    session.execute(delete(Alert).where(col(Alert.found_on) < day - LASTS))


def forget(session: Session, person: str) -> None:
    """Delete the alerts of a person whose file is erased, after their profile."""
    session.execute(delete(Alert).where(col(Alert.citizen) == person))
