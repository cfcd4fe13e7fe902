"""The pool of a round: its quota vacancies with their seats, each in one round only."""

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import fields, journal
from catalog.core.actor import Actor
from catalog.core.errors import NotFound, Refusal, require_found
from catalog.core.fields import Count
from catalog.vacancies.vacancies import State, Vacancy
from i18n import N_
from matching.quota.rounds import RoundVacancy, SeatRound, require_open, require_runner

# The time after a round in which its seats are drawn, signed and offered.
MIN_OFFER_TIME = timedelta(days=14)


class NotByQuota(Refusal):
    slug = "not-by-quota"
    sentence = N_("Only vacancies with quota places can be added to a round.")


class InAnotherRound(Refusal):
    slug = "in-another-round"
    sentence = N_("The places in this vacancy are in another round: %(round)s.")


class TooManySeats(Refusal):
    slug = "too-many-seats"
    sentence = N_("Free places left in this vacancy: %(free)s.")


class VacancyElsewhere(Refusal):
    slug = "vacancy-elsewhere"
    sentence = N_("This vacancy is not in the country that the round is for.")


class RankedAlready(Refusal):
    slug = "ranked-already"
    sentence = N_("People have already ranked this vacancy, so it stays in the round.")


class PoolInput(msgspec.Struct, forbid_unknown_fields=True):
    """A vacancy with the number of its seats that the round gives."""

    vacancy: fields.Code
    seats: Count


def set_seats(
    session: Session, row: SeatRound, pool_input: PoolInput, *, by: Actor, on: datetime
) -> RoundVacancy:
    """Put seats of a quota vacancy into an open round, or change their number.

    Refuses: NotAllowed, RoundNotOpen, NotFound, NotByQuota, VacancyElsewhere, InAnotherRound,
    TooManySeats, fields.AlreadyOver.
    """
    require_runner(by)
    require_open(row)
    free = _require_fits(session, row, pool_input)
    if not 0 < pool_input.seats <= free:
        raise TooManySeats("seats", free=free)
    place: RoundVacancy | None = session.get(RoundVacancy, (row.reference, pool_input.vacancy))
    if place is None:
        place = RoundVacancy(
            round=row.reference, vacancy=pool_input.vacancy, seats=pool_input.seats
        )
        session.add(place)
    place.seats = pool_input.seats
    session.flush()
    journal.write(
        session,
        "put_seats",
        "seat_round",
        row.reference,
        by=by,
        on=on,
        fields=(pool_input.vacancy,),
    )
    return place


def _require_fits(session: Session, row: SeatRound, pool_input: PoolInput) -> int:
    """How many seats of a vacancy are free for this round."""
    vacancy = session.get(Vacancy, pool_input.vacancy, with_for_update=True, populate_existing=True)
    if vacancy is None or vacancy.state != State.PUBLISHED:
        raise NotFound("vacancy")
    if not vacancy.quota:
        raise NotByQuota("vacancy")
    if vacancy.country != row.country:
        raise VacancyElsewhere("vacancy")
    # Seats are offered after the round, when the vacancy must still be open.
    if vacancy.closes_on < row.closes_on + MIN_OFFER_TIME:
        raise fields.AlreadyOver("vacancy")
    other = select(col(RoundVacancy.round)).where(
        col(RoundVacancy.vacancy) == pool_input.vacancy, col(RoundVacancy.round) != row.reference
    )
    if found := session.execute(other).scalars().first():
        raise InAnotherRound("vacancy", round=found)
    return max(vacancy.seats - vacancy.seats_taken, 0)


def remove_vacancy(
    session: Session, row: SeatRound, vacancy: str, *, by: Actor, on: datetime
) -> None:
    """Take a vacancy out of an open round, unless somebody has ranked it.

    Refuses: NotAllowed, RoundNotOpen, NotFound, RankedAlready.
    """
    require_runner(by)
    require_open(row)
    place = require_found(session.get(RoundVacancy, (row.reference, vacancy)))
    if place.ranked:
        raise RankedAlready
    session.delete(place)
    session.flush()
    journal.write(
        session, "drop_seats", "seat_round", row.reference, by=by, on=on, fields=(vacancy,)
    )


def candidates(session: Session, row: SeatRound, most: int = 200) -> list[Vacancy]:
    """The published quota vacancies of the round's country with free seats and in no round."""
    taken = select(col(RoundVacancy.vacancy))
    asked = select(Vacancy).where(
        col(Vacancy.quota).is_(True),
        col(Vacancy.country) == row.country,
        col(Vacancy.state) == State.PUBLISHED.value,
        col(Vacancy.closes_on) >= row.closes_on + MIN_OFFER_TIME,
        col(Vacancy.seats_taken) < col(Vacancy.seats),
        col(Vacancy.reference).not_in(taken),
    )
    return list(
        session.execute(
            asked.order_by(col(Vacancy.title), col(Vacancy.reference)).limit(most)
        ).scalars()
    )
