"""Entries in a round: one person under an anonymous code, with their ranked vacancies."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Index,
    Select,
    UniqueConstraint,
    and_,
    delete,
    false,
    func,
    or_,
    select,
    update,
)
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor, Role
from catalog.core.errors import InvalidInput, NotAllowed, Refusal, require_found
from catalog.core.fields import Versioned, reference
from i18n import N_
from matching.applications import applications
from matching.applications.applications import GateShut, NoTradeYet
from matching.identity import persons
from matching.identity.persons import Citizen
from matching.profiles import profiles
from matching.quota import deferred_acceptance, rounds
from matching.quota.rounds import RoundVacancy, SeatRound, State
from matching.ranking.pair_score import RegisterSnapshot

MOST = 15


class EntryClosed(Refusal):
    slug = "not-now"
    sentence = N_("You cannot enter this round today. It is open from %(first)s to %(last)s.")


class NothingRanked(Refusal):
    slug = "nothing-ranked"
    sentence = N_("Choose at least one vacancy.")


class RankedTwice(Refusal):
    slug = "ranked-twice"
    sentence = N_("This vacancy is in your list twice.")


class NotInRound(Refusal):
    slug = "not-in-round"
    sentence = N_("This vacancy is not in the round.")


class TooManyChoices(Refusal):
    slug = "too-many-choices"
    sentence = N_("You can rank up to %(most)s vacancies.")


class DrawInProgress(Refusal):
    slug = "drawing-now"
    sentence = N_("The result is being worked out. Come back when it is published.")


class Entry(Versioned, SQLModel, table=True):
    """One person's entry in one round.

    `complete_on` is the day since when it has had these vacancies and points; an entry that was
    left takes no part from draw `left_before` on.
    """

    __tablename__ = "round_entries"
    __table_args__ = (UniqueConstraint("round", "citizen", name="uq_round_entries_once"),)
    code: str = Field(default_factory=lambda: reference("E", 10), primary_key=True, max_length=24)
    round: str = Field(foreign_key="seat_rounds.reference", index=True, max_length=24)
    citizen: str = Field(foreign_key="citizens.reference", index=True, max_length=24)
    version: int = 1
    complete_on: date
    entered_at: datetime
    left_at: datetime | None = None
    left_before: int | None = None


class Choice(SQLModel, table=True):
    """A vacancy in an entry's list, and the points that count there."""

    __tablename__ = "round_choices"
    __table_args__ = (
        UniqueConstraint("code", "vacancy", name="uq_round_choices_once"),
        Index("ix_round_choices_vacancy", "vacancy", "points"),
    )
    code: str = Field(foreign_key="round_entries.code", primary_key=True, max_length=24)
    rank: int = Field(primary_key=True)
    vacancy: str = Field(foreign_key="vacancies.reference", max_length=24)
    points: int


PERSONAL = ("citizen",)


def enter(
    session: Session,
    number: str,
    person: Citizen,
    wanted: Sequence[str],
    *,
    by: Actor,
    on: datetime,
    day: date,
    scales: RegisterSnapshot | None = None,
) -> Entry:
    """Rank vacancies, most wanted first; the list can be changed until the round closes.

    Refuses: NotAllowed, NotFound, EntryClosed, persons.ErasedPerson, NothingRanked, RankedTwice,
    TooManyChoices, NotInRound, applications.GateShut, applications.NoTradeYet.
    """
    if by.role not in (Role.CITIZEN, Role.LICENSING_OFFICER, Role.SYSTEM):
        raise NotAllowed
    row = rounds.lock_round(session, number, alone=False)
    if row.state != State.OPEN or not row.opens_on <= day <= row.closes_on:
        raise EntryClosed(first=row.opens_on.isoformat(), last=row.closes_on.isoformat())
    persons.require_not_erased(session, person.reference)
    _require_list(session, row, wanted)
    points = _points_by_vacancy(scales or RegisterSnapshot(session, day), person, wanted)
    entry = _save_entry(session, row, person, points, on, day)
    session.execute(delete(Choice).where(col(Choice.code) == entry.code))
    session.add_all(
        Choice(code=entry.code, rank=at, vacancy=one, points=points[one])
        for at, one in enumerate(wanted, 1)
    )
    mine = (
        col(RoundVacancy.round) == number,
        col(RoundVacancy.vacancy).in_(wanted),
        col(RoundVacancy.ranked).is_(False),
    )
    session.execute(update(RoundVacancy).where(*mine).values(ranked=True))
    session.flush()
    journal.write(session, "rank", "entry", entry.code, by=by, on=on, fields=("choices",))
    return entry


def _require_list(session: Session, row: SeatRound, wanted: Sequence[str]) -> None:
    if not wanted:
        raise NothingRanked("choice_1")
    if len(wanted) > MOST:
        raise TooManyChoices("choice_1", most=MOST)
    known = set(
        session.execute(
            select(col(RoundVacancy.vacancy)).where(col(RoundVacancy.round) == row.reference)
        ).scalars()
    )
    wrong: list[Refusal] = [
        NotInRound(f"choice_{at}") for at, one in enumerate(wanted, 1) if one not in known
    ]
    wrong += [
        RankedTwice(f"choice_{at}") for at, one in enumerate(wanted, 1) if one in wanted[: at - 1]
    ]
    if wrong:
        raise InvalidInput(wrong)


def _points_by_vacancy(
    scales: RegisterSnapshot, person: Citizen, wanted: Sequence[str]
) -> dict[str, int]:
    """The points of the best score for each vacancy; a failed gate is refused on its choice."""
    result = profiles.scoring_profiles(scales.session, person.reference, scales.day)
    if not result:
        raise NoTradeYet("choice_1")
    best = {vacancy: scales.sheets(result, vacancy)[0] for vacancy in wanted}
    wrong = [
        GateShut(f"choice_{at}", gate=gate.value)
        for at, vacancy in enumerate(wanted, 1)
        for gate in applications.failed_gates(best[vacancy])
    ]
    if wrong:
        raise InvalidInput([*wrong])
    return {vacancy: sheet.points for vacancy, sheet in best.items()}


def _save_entry(
    session: Session,
    row: SeatRound,
    person: Citizen,
    points: dict[str, int],
    on: datetime,
    day: date,
) -> Entry:
    """Create or update the person's entry.

    Another order keeps its day; with a new vacancy or more points it is complete today.
    """
    entry = of_person(session, row.reference, person)
    if entry is None:
        entry = Entry(round=row.reference, citizen=person.reference, complete_on=day, entered_at=on)
        session.add(entry)
        session.flush()
        return entry
    known = {one.vacancy: one.points for one in choices(session, entry.code)}
    if entry.left_at or any(worth > known.get(vacancy, -1) for vacancy, worth in points.items()):
        entry.complete_on = day
    entry.left_at = entry.left_before = None
    entry.version += 1
    session.flush()
    return entry


def of_person(session: Session, number: str, person: Citizen) -> Entry | None:
    """A person's entry in a round, under any of their records."""
    mine = col(Entry.citizen).in_(persons.same_person(person))
    found: Entry | None = session.execute(
        select(Entry)
        .where(col(Entry.round) == number, mine)
        .order_by(col(Entry.entered_at), col(Entry.code))
    ).scalar()
    return found


def get_own(session: Session, number: str, person: Citizen | None) -> Entry:
    """The person's own entry; another's is not found. Refuses: NotFound."""
    return require_found(of_person(session, number, person) if person else None)


def list_for_person(session: Session, person: Citizen) -> list[Entry]:
    """All entries of a person, newest first."""
    mine = select(Entry).where(col(Entry.citizen).in_(persons.same_person(person)))
    return list(
        session.execute(mine.order_by(col(Entry.entered_at).desc(), col(Entry.code))).scalars()
    )


def choices(session: Session, code: str) -> list[Choice]:
    rows = select(Choice).where(col(Choice.code) == code).order_by(col(Choice.rank))
    return list(session.execute(rows).scalars())


def taking_part(number: str, draw: int = 1) -> ColumnElement[bool]:
    """A filter for the entries of a round that had not been left before a draw."""
    there = or_(col(Entry.left_before).is_(None), col(Entry.left_before) > draw)
    return and_(col(Entry.round) == number, there)


def count_by_round(session: Session, numbers: Sequence[str]) -> dict[str, int]:
    """How many entries each round has, without those that were left."""
    mine = col(Entry.round).in_(numbers) if numbers else false()
    asked = (
        select(col(Entry.round), func.count())
        .where(mine, col(Entry.left_at).is_(None))
        .group_by(col(Entry.round))
    )
    return {str(number): int(many) for number, many in session.execute(asked)}


def count_by_vacancy(session: Session, number: str) -> dict[str, int]:
    """How many entries want each vacancy of a round, without those that were left."""
    there = (col(Entry.round) == number, col(Entry.left_at).is_(None))
    asked = (
        select(col(Choice.vacancy), func.count())
        .join(Entry, col(Entry.code) == col(Choice.code))
        .where(*there)
    )
    return {
        str(vacancy): int(many)
        for vacancy, many in session.execute(asked.group_by(col(Choice.vacancy)))
    }


class Place(msgspec.Struct, frozen=True):
    """A rank for one vacancy: how many are before, how many equal, and how many want it at all."""

    before: int
    alike: int
    of: int


def place(session: Session, entry: Entry, choice: Choice, seed: str = "") -> Place:
    """The rank of an entry for a choice: by points, then by day.

    Equal entries are ordered by lottery once the seed is given. Entries that were left do not
    count.
    """
    equal = col(Choice.points) == choice.points
    first = or_(
        col(Choice.points) > choice.points, and_(equal, col(Entry.complete_on) < entry.complete_on)
    )
    same = and_(equal, col(Entry.complete_on) == entry.complete_on, col(Entry.code) != entry.code)
    want = (
        col(Choice.vacancy) == choice.vacancy,
        col(Entry.round) == entry.round,
        col(Entry.left_at).is_(None),
    )
    counts: Any = select(*(func.count().filter(term) for term in (first, same)), func.count())
    before, alike, of_all = session.execute(_of_choices(counts, *want)).one()
    if not (seed and alike):
        return Place(int(before), int(alike), int(of_all))
    mine = deferred_acceptance.ticket(seed, entry.code)
    codes = session.execute(_of_choices(select(col(Entry.code)), *want, same)).scalars()
    return Place(
        int(before) + sum(deferred_acceptance.ticket(seed, one) < mine for one in codes),
        0,
        int(of_all),
    )


def _of_choices(asked: Select[Any], *terms: ColumnElement[bool]) -> Select[Any]:
    return asked.select_from(Choice).join(Entry, col(Entry.code) == col(Choice.code)).where(*terms)
