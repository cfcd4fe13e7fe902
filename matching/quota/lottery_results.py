"""The results of a round as rows, and the published file made from them, the same at any time."""

from datetime import date, datetime

import msgspec
from sqlalchemy import ColumnElement, func, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core.errors import NotFound
from catalog.core.labelled_enum import LabelledEnum
from i18n import N_
from matching.quota import deferred_acceptance, entries, result_file, rounds
from matching.quota.deferred_acceptance import RULE
from matching.quota.entries import Choice, Entry
from matching.quota.result_file import SeatsEntry, SeatsFile, SeatsVacancy
from matching.quota.rounds import RoundVacancy, SeatRound


class NotOfferedReason(LabelledEnum):
    """Why a seat won could not be offered."""

    GATE_SHUT = "gate_shut", N_("No longer meets the conditions of the vacancy")
    HOLDS_ANOTHER = "holds_another", N_("Has another offer")
    ERASED = "erased", N_("The person’s file was erased")


class Draw(SQLModel, table=True):
    """One draw of a round, the counts of its audit, and the hash of its file."""

    __tablename__ = "round_draws"
    round: str = Field(foreign_key="seat_rounds.reference", primary_key=True, max_length=24)
    number: int = Field(primary_key=True)
    rule: str = Field(max_length=40)
    rule_version: int
    applicants: int
    seats: int
    placed: int
    blocking: int
    overfull: int
    unasked: int
    sha256: str = Field(max_length=64)
    drawn_by: str = Field(max_length=40)
    drawn_at: datetime
    signed_by: str | None = Field(default=None, max_length=40)
    signed_at: datetime | None = None


class Seat(SQLModel, table=True):
    """The seat of one code and its draw, with its application or the reason why there is none."""

    __tablename__ = "round_seats"
    code: str = Field(foreign_key="round_entries.code", primary_key=True, max_length=24)
    round: str = Field(foreign_key="seat_rounds.reference", index=True, max_length=24)
    draw: int
    vacancy: str = Field(foreign_key="vacancies.reference", index=True, max_length=24)
    application: str | None = Field(
        default=None, foreign_key="applications.reference", index=True, max_length=24
    )
    given_at: datetime | None = None
    lost: str | None = Field(default=None, max_length=16)


def file_of(session: Session, row: SeatRound, number: int) -> SeatsFile:
    """The file of a draw, made from the records; it is the same at any time."""
    entered = _entered(session, row, number)
    offered = _offered(session, row, number, entered)
    seats, applicants = (
        {one.vacancy: one.seats for one in offered},
        result_file.taking_part(entered),
    )
    won = {one.code: one.result for one in entered if one.result is not None}
    lowest = deferred_acceptance.lowest(applicants, won)
    result = tuple(msgspec.structs.replace(one, lowest=lowest.get(one.vacancy)) for one in offered)
    audit = deferred_acceptance.audit(seats, applicants, row.seed, won)
    return result_file.with_hash(
        SeatsFile(
            result_file.FORMAT,
            row.reference,
            row.title,
            row.country,
            number,
            row.opens_on,
            row.closes_on,
            RULE,
            row.points_rule,
            row.commitment,
            row.seed,
            result,
            tuple(entered),
            audit,
        )
    )


def _entered(session: Session, row: SeatRound, number: int) -> list[SeatsEntry]:
    """Everybody who was in the round when it was first drawn, by code."""
    codes = select(col(Entry.code)).where(entries.taking_part(row.reference))
    wanted: dict[str, list[tuple[str, int]]] = {}
    asked = select(col(Choice.code), col(Choice.vacancy), col(Choice.points)).where(
        col(Choice.code).in_(codes)
    )
    for code, vacancy, points in session.execute(
        asked.order_by(col(Choice.code), col(Choice.rank))
    ):
        wanted.setdefault(code, []).append((vacancy, points))
    seat = (col(Seat.code) == col(Entry.code)) & (col(Seat.draw) <= number)
    rows = (
        select(
            col(Entry.code),
            col(Entry.complete_on),
            col(Entry.left_before),
            col(Seat.vacancy),
            col(Seat.draw),
        )
        .outerjoin(Seat, seat)
        .where(entries.taking_part(row.reference))
        .order_by(col(Entry.code))
    )
    return [
        _entry(
            code,
            day,
            tuple(wanted.get(code, ())),
            left is not None and left <= number,
            vacancy,
            drawn,
            number,
        )
        for code, day, left, vacancy, drawn in session.execute(rows)
    ]


def _entry(
    code: str,
    day: date,
    wanted: tuple[tuple[str, int], ...],
    left: bool,
    vacancy: str | None,
    drawn: int | None,
    number: int,
) -> SeatsEntry:
    earlier = drawn is not None and drawn < number
    holds = vacancy if earlier and not left else None
    return SeatsEntry(code, day, wanted, None if earlier or left else vacancy, holds, left)


def _offered(
    session: Session, row: SeatRound, number: int, entered: list[SeatsEntry]
) -> list[SeatsVacancy]:
    held: dict[str, int] = {}
    for one in entered:
        if one.holds is not None:
            held[one.holds] = held.get(one.holds, 0) + 1
    asked = (
        select(RoundVacancy)
        .where(col(RoundVacancy.round) == row.reference)
        .order_by(col(RoundVacancy.vacancy))
    )
    return [
        _place(one, held.get(one.vacancy, 0), number) for one in session.execute(asked).scalars()
    ]


def _place(place: RoundVacancy, held: int, number: int) -> SeatsVacancy:
    ended = place.ended_before is not None and place.ended_before <= number
    return SeatsVacancy(place.vacancy, 0 if ended else max(place.seats - held, 0), held, None)


def list_draws(session: Session, number: str, *, given: bool = True) -> list[Draw]:
    """The draws of a round, first one first; unless `given` is false, only countersigned ones."""
    mine = select(Draw).where(col(Draw.round) == number)
    rows = mine.where(col(Draw.signed_at).is_not(None)) if given else mine
    return list(session.execute(rows.order_by(col(Draw.number))).scalars())


def _signed(number: str) -> ColumnElement[bool]:
    """A filter for the published seats of a round."""
    result = select(col(Draw.number)).where(
        col(Draw.round) == number, col(Draw.signed_at).is_not(None)
    )
    return (col(Seat.round) == number) & col(Seat.draw).in_(result)


def seat_of(session: Session, entry: Entry) -> Seat | None:
    """The seat of an entry, once it is published."""
    found: Seat | None = session.execute(
        select(Seat).where(col(Seat.code) == entry.code, _signed(entry.round))
    ).scalar()
    return found


class SeatSummary(msgspec.Struct, frozen=True):
    """One vacancy: how many hold a seat now, and the fewest points that won one in any draw."""

    seats: int
    lowest: int


def seat_summaries(session: Session, number: str) -> dict[str, SeatSummary]:
    """The summary of each vacancy of a round, as far as it is published."""
    choice = (col(Choice.code) == col(Seat.code)) & (col(Choice.vacancy) == col(Seat.vacancy))
    held = func.count().filter(col(Entry.left_at).is_(None))
    asked = select(col(Seat.vacancy), held, func.min(col(Choice.points))).join(Choice, choice)
    asked = asked.join(Entry, col(Entry.code) == col(Seat.code))
    rows = session.execute(asked.where(_signed(number)).group_by(col(Seat.vacancy)))
    return {str(vacancy): SeatSummary(int(many), int(lowest)) for vacancy, many, lowest in rows}


def public_file(session: Session, number: str, draw_number: int | None = None) -> SeatsFile:
    """The file of a countersigned draw, by default the last one. Refuses: NotFound."""
    values = {one.number: one for one in list_draws(session, number)}
    wanted = draw_number if draw_number is not None else max(values, default=0)
    if wanted not in values:
        raise NotFound
    return file_of(session, rounds.get(session, number), wanted)
