"""Rounds of quota seats: their vacancies, the days of ranking and the commitment to the seed.

The seed of the lottery is fixed when a round opens: it is derived from a key of the service,
disclosed to nobody, stored nowhere, and its hash is published at once. So nobody can choose a
favourable seed when the entries are known.
"""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

import msgspec
from sqlalchemy import CheckConstraint, ColumnElement, func, select, true
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import fields, journal, vault
from catalog.core.actor import Actor, Role
from catalog.core.errors import NotAllowed, Refusal, require_found
from catalog.core.fields import CountryCode, Line, Versioned, reference
from catalog.core.labelled_enum import LabelledEnum
from catalog.reference import countries
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import Vacancy, WrongDates
from i18n import N_
from matching.scoring import score

PAGE = 50
RUNNERS = (Role.LICENSING_OFFICER, Role.SUPERVISOR, Role.SYSTEM)


class State(LabelledEnum):
    OPEN = "open", N_("Open")
    CLOSED = "closed", N_("Closed, draw not run yet")
    DRAWN = "drawn", N_("Being checked")
    PUBLISHED = "published", N_("Result published")


class RoundNotOpen(Refusal):
    slug = "round-not-open"
    sentence = N_("This round is no longer open.")


class SeatRound(Versioned, SQLModel, table=True):
    """One round.

    The seed is empty until the first draw; `draws` counts them, including refills.
    """

    __tablename__ = "seat_rounds"
    reference: str = Field(
        default_factory=lambda: reference("S", 6), primary_key=True, max_length=24
    )
    title: str = Field(max_length=200)
    country: str = Field(foreign_key="countries.code", index=True, max_length=2)
    state: str = Field(default=State.OPEN.value, index=True, max_length=12)
    version: int = 1
    opens_on: date
    closes_on: date
    points_rule: str = Field(max_length=20)
    commitment: str = Field(max_length=64)
    seed: str = Field(default="", max_length=64)
    draws: int = 0
    opened_by: str = Field(max_length=40)
    opened_at: datetime
    closed_at: datetime | None = None


class RoundVacancy(SQLModel, table=True):
    """A vacancy in a round and the number of its seats; it may have ended before a draw."""

    __tablename__ = "round_vacancies"
    __table_args__ = (CheckConstraint("seats > 0", name="seats_there"),)
    round: str = Field(foreign_key="seat_rounds.reference", primary_key=True, max_length=24)
    vacancy: str = Field(
        foreign_key="vacancies.reference", primary_key=True, index=True, max_length=24
    )
    seats: int
    ranked: bool = False
    ended_before: int | None = None


class NewRound(msgspec.Struct, forbid_unknown_fields=True):
    title: Line
    country: CountryCode
    opens_on: date
    closes_on: date


def require_runner(by: Actor) -> None:
    """Check that the caller may run rounds. Refuses: NotAllowed."""
    if by.role not in RUNNERS:
        raise NotAllowed


def open_(
    session: Session, new_round: NewRound, *, by: Actor, on: datetime, day: date
) -> SeatRound:
    """Open a round and publish the hash of its seed.

    Refuses: NotAllowed, WrongDates, countries.NotACountry, fields.AlreadyOver, fields.TooFarAhead.
    """
    require_runner(by)
    countries.require(session, new_round.country)
    if new_round.closes_on < new_round.opens_on:
        raise WrongDates("closes_on")
    fields.require_ahead(new_round.closes_on, day, "closes_on")
    own = reference("S", 6)
    row = SeatRound(
        reference=own,
        **msgspec.structs.asdict(new_round),
        points_rule=score.RULE,
        commitment=commitment(seed_of(own)),
        opened_by=by.account,
        opened_at=on,
    )
    session.add(row)
    session.flush()
    journal.write(session, "open_round", "seat_round", row.reference, by=by, on=on)
    return row


def seed_of(number: str) -> str:
    """The seed of a round before it is published: only this service can compute it."""
    return vault.blind("seats", number)


def commitment(seed: str) -> str:
    return hashlib.sha256(seed.encode()).hexdigest()


def require_open(row: SeatRound) -> None:
    """Check that the round is open. Refuses: RoundNotOpen."""
    if row.state != State.OPEN:
        raise RoundNotOpen


def get(session: Session, number: str) -> SeatRound:
    """A round by its reference; rounds are public. Refuses: NotFound."""
    return require_found(session.get(SeatRound, number))


def lock_round(session: Session, number: str, *, alone: bool = True) -> SeatRound:
    """Lock a round to change or enter it, so that it cannot close meanwhile. Refuses: NotFound."""
    asked = (
        select(SeatRound).where(col(SeatRound.reference) == number).with_for_update(read=not alone)
    )
    row: SeatRound = require_found(session.execute(asked).scalar())
    return row


def takes_entries(today: date) -> ColumnElement[bool]:
    """A filter for the rounds in which people rank vacancies today."""
    days = (col(SeatRound.opens_on) <= today) & (col(SeatRound.closes_on) >= today)
    return (col(SeatRound.state) == State.OPEN.value) & days


def list_page(session: Session, number: int, *terms: ColumnElement[bool]) -> list[SeatRound]:
    """One page of the rounds, newest first."""
    rows = (
        select(SeatRound)
        .where(*(terms or (true(),)))
        .order_by(col(SeatRound.opens_on).desc(), col(SeatRound.reference))
    )
    return list(session.execute(rows.limit(PAGE).offset((number - 1) * PAGE)).scalars())


def count(session: Session) -> int:
    return session.execute(select(func.count()).select_from(SeatRound)).scalar() or 0


def places(session: Session, number: str) -> list[tuple[RoundVacancy, Vacancy]]:
    """The vacancies of a round with their seats, in a fixed order."""
    asked = select(RoundVacancy, Vacancy).join(
        Vacancy, col(Vacancy.reference) == col(RoundVacancy.vacancy)
    )
    mine = asked.where(col(RoundVacancy.round) == number).order_by(
        col(Vacancy.title), col(Vacancy.reference)
    )
    return [(place, vacancy) for place, vacancy in session.execute(mine)]


class Size(msgspec.Struct, frozen=True):
    """The numbers of vacancies and seats in a round."""

    vacancies: int = 0
    seats: int = 0


def sizes(session: Session, numbers: Sequence[str]) -> dict[str, Size]:
    """The size of each of these rounds that has any vacancy."""
    asked = select(col(RoundVacancy.round), func.count(), func.sum(col(RoundVacancy.seats)))
    mine = asked.where(col(RoundVacancy.round).in_(numbers)).group_by(col(RoundVacancy.round))
    return {
        str(number): Size(int(many), int(seats)) for number, many, seats in session.execute(mine)
    }


def has_ended(vacancy: Vacancy, today: date) -> bool:
    """Whether nobody can be sent to a vacancy any more."""
    return vacancy.state != vacancies.State.PUBLISHED or vacancy.closes_on < today
