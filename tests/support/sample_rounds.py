"""A round of quota places for tests: vacancies, workers, and a stage."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from catalog.core.fields import tashkent_day
from catalog.employers import employers
from catalog.vacancies import vacancies, vetting
from matching.identity.persons import Citizen
from matching.quota import entries, lottery, lottery_results, pool, rounds, seat_offers
from matching.quota.entries import Entry
from matching.quota.pool import PoolInput
from matching.quota.rounds import NewRound, SeatRound
from tests.support import cast, sample_applications
from tests.support.cast import FARIDA, GULNORA


def job(session: Session, name: str, *, on: datetime, seats: int = 5, **values: object) -> str:
    """Publish a welder's vacancy whose places are given by quota."""
    firm = employers.record(session, cast.HANBIT, by=FARIDA, on=on)
    new = cast.vacancy(name, quota=True, seats=seats, title=f"Welder {name}", **values)
    row, _ = vacancies.submit(
        session, new, agency="AG-STATE", employer=firm.reference, by=FARIDA, on=on
    )
    vetting.publish_as_decided(session, row.reference, "Invented decision 2", by=GULNORA, on=on)
    return row.reference


def opened(session: Session, places: dict[str, int], *, on: datetime, days: int = 7) -> SeatRound:
    """Open a round today, with these seats of these vacancies."""
    today = tashkent_day(on)
    new_round = NewRound("Welders to Korea, winter", "KR", today, today + timedelta(days=days))
    row = rounds.open_(session, new_round, by=FARIDA, on=on, day=today)
    for vacancy, seats in places.items():
        pool.set_seats(session, row, PoolInput(vacancy, seats), by=FARIDA, on=on)
    return row


def free_seats(session: Session, row: SeatRound) -> int:
    """Return how many seats the next draw would give."""
    return sum(one.seats for one in lottery_results.file_of(session, row, row.draws + 1).vacancies)


def entered(
    session: Session,
    row: SeatRound,
    wanted: Sequence[str],
    *,
    on: datetime,
    name: str = "Worker Invented",
    years: int = 4,
) -> Entry:
    """Enter a new person, with so many years in the trade, who ranks these vacancies."""
    person = sample_applications.worker(session, on=on, name=name, years=years)
    return enter(session, row, person, wanted, on=on)


def enter(
    session: Session, row: SeatRound, person: Citizen, wanted: Sequence[str], *, on: datetime
) -> Entry:
    arguments = {"by": sample_applications.WORKER, "on": on, "day": tashkent_day(on)}
    return entries.enter(session, row.reference, person, wanted, **arguments)


def after(row: SeatRound) -> date:
    """Return the day on which a round can be closed."""
    return row.closes_on + timedelta(days=1)


def drawn(session: Session, row: SeatRound, *, on: datetime) -> None:
    lottery.close(session, row.reference, by=FARIDA, on=on, day=after(row))
    lottery.draw(session, row.reference, by=FARIDA, on=on)


def draw_and_offer(session: Session, row: SeatRound, *, on: datetime) -> None:
    """Draw the round, countersign it and make the offers."""
    drawn(session, row, on=on)
    lottery.sign(session, row.reference, by=GULNORA, on=on)
    seat_offers.offer_seats(session, row.reference, by=GULNORA, on=on, day=after(row))


def rows(session: Session, table: type[Any]) -> list[Any]:
    """Return all rows of a table, by their key."""
    return list(session.execute(select(table).order_by(*table.__table__.primary_key)).scalars())


def published(session: Session, number: str, *, on: datetime) -> str:
    """Publish a round that this person has entered."""
    person = session.get_one(Citizen, number)
    sample_applications.described(session, person, on=on)
    vacancy = job(session, "J-ROUND", on=on)
    row = opened(session, {vacancy: 1}, on=on)
    enter(session, row, person, [vacancy], on=on)
    draw_and_offer(session, row, on=on)
    return row.reference
