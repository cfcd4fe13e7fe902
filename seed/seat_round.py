"""A complete quota round with any number of invented applicants, made by the service's commands."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import SYSTEM, Actor, Role
from catalog.core.fields import tashkent_day
from catalog.employers import employers
from catalog.employers.employers import NewEmployer
from catalog.vacancies import vacancies, vetting
from catalog.vacancies.vacancies import NewVacancy, Vacancy
from matching.identity import persons
from matching.identity.persons import Citizen
from matching.profiles.profile_edits import (
    BasicsInput,
    LanguageInput,
    PaperInput,
    PreferencesInput,
    TradeInput,
)
from matching.profiles.profiles import Paper
from matching.quota import entries, lottery, lottery_results, pool, rounds, seat_offers
from matching.quota.pool import PoolInput
from matching.quota.result_file import SeatsFile
from matching.quota.rounds import NewRound
from matching.ranking.pair_score import RegisterSnapshot
from matching.scoring.eligibility import Level
from seed import profile_parts, reference
from seed.year_2019 import people
from service.infra.database import Database

FIRST_OFFICER = Actor("U-NAMUNA-1", Role.LICENSING_OFFICER, "Namuna")
SECOND_OFFICER = Actor("U-NAMUNA-2", Role.LICENSING_OFFICER, "Namuna")
BATCH = 100
TRADES = ("7212", "7112", "8332", "9112", "5120", "7115", "9313", "8160", "7233", "9211")
_LEVELS = (Level.A2, Level.B1, Level.B2)


class Plan(msgspec.Struct, frozen=True):
    """The size and times of a round: opened three weeks ago, closed yesterday, published today."""

    applicants: int
    on: datetime

    @property
    def vacancies(self) -> int:
        return max(self.applicants // 50, 3)

    @property
    def opened(self) -> datetime:
        return self.on - timedelta(days=21)

    @property
    def last(self) -> date:
        return tashkent_day(self.on) - timedelta(days=1)


def load(database: Database, plan: Plan) -> Iterator[int]:
    """Create the round; yield after each transaction how many applicants it entered."""
    with database.write() as session:
        reference.load(session, by=SYSTEM, on=plan.opened)
        wanted = _jobs(session, plan)
        number = _open(session, plan, wanted)
    for begin in range(0, plan.applicants, BATCH):
        with database.write() as session:
            yield _enter(
                session, plan, number, wanted, range(begin, min(begin + BATCH, plan.applicants))
            )


def _jobs(session: Session, plan: Plan) -> list[str]:
    """Publish as many quota vacancies as needed: seats for about two applicants in three."""
    works = NewEmployer(f"Round {people.MARK}", "KR", "Busan")
    firm = employers.record(session, works, by=FIRST_OFFICER, on=plan.opened)
    dice, agency = Random(plan.applicants), people.state_agency_number(session, on=plan.opened)
    mark = f"{plan.on:%y%m%d%H%M%S}"
    handed = [
        (_job(dice, plan, f"ROUND-{mark}-{at:04}"), agency, firm.reference)
        for at in range(plan.vacancies)
    ]
    made = [
        row.reference
        for row, _ in vacancies.submit_all(session, handed, by=FIRST_OFFICER, on=plan.opened)
    ]
    for one in made:
        vetting.publish_as_decided(
            session, one, f"Invented decision {people.MARK}", by=SECOND_OFFICER, on=plan.opened
        )
    return made


def _job(dice: Random, plan: Plan, number: str) -> NewVacancy:
    trade, day = dice.choice(TRADES), tashkent_day(plan.opened)
    pay = dice.randint(24, 34) * 100_000
    seats, last = 1 + int(dice.expovariate(1 / 32)), day + timedelta(days=200)
    named = (number, f"EPS {trade} {people.MARK}", trade)
    return quota_vacancy(*named, seats, pay, dice.randint(0, 2), opens_on=day, closes_on=last)


def quota_vacancy(
    number: str, title: str, trade: str, seats: int, pay: int, experience: int, **more: Any
) -> NewVacancy:
    """A vacancy in Busan with the usual terms of a quota round, and these."""
    terms = next(reference.rows("demo/quota_vacancy.tsv")) | more
    named = {"external_id": number, "title": title, "isco08": trade, "seats": seats}
    paid = {"wage_min": pay, "wage_max": pay + 300_000, "experience_years": experience}
    return msgspec.convert(terms | named | paid, NewVacancy, strict=False)


def _open(session: Session, plan: Plan, wanted: Sequence[str]) -> str:
    first = tashkent_day(plan.opened)
    new_round = NewRound(f"Korea, EPS {plan.on:%Y-%m} {people.MARK}", "KR", first, plan.last)
    row = rounds.open_(session, new_round, by=FIRST_OFFICER, on=plan.opened, day=first)
    for vacancy in wanted:
        put = PoolInput(vacancy, session.get_one(Vacancy, vacancy).seats)
        pool.set_seats(session, row, put, by=FIRST_OFFICER, on=plan.opened)
    return row.reference


def _enter(session: Session, plan: Plan, number: str, wanted: Sequence[str], which: range) -> int:
    """Enter one batch of applicants, each with a profile and up to eight ranked vacancies."""
    dice = [Random(f"{plan.applicants} {one}") for one in which]
    result = persons.record_many(
        session, [people.invent_citizen(one) for one in dice], by=SYSTEM, on=plan.opened
    )
    found = session.execute(select(Citizen).where(col(Citizen.reference).in_(result))).scalars()
    known = {row.reference: row for row in found}
    at = plan.opened + timedelta(days=which.start * 18 // max(plan.applicants, 1))
    scales = RegisterSnapshot(session, tashkent_day(at))
    for reference_, one in zip(result, dice, strict=True):
        fill_profile(session, known[reference_], one, at)
        _rank(session, number, known[reference_], choose_vacancies(one, wanted), at, scales)
    return len(which)


def choose_vacancies(dice: Random, wanted: Sequence[str]) -> list[str]:
    """Choose vacancies at random; some are chosen far more often than others."""
    many = min(dice.randint(3, 8), len(wanted))
    chosen: dict[str, None] = {}
    while len(chosen) < many:
        chosen[wanted[int(len(wanted) * dice.random() ** 1.5)]] = None
    return list(chosen)


def fill_profile(
    session: Session, person: Citizen, dice: Random, on: datetime, trade: str = ""
) -> None:
    """Fill a profile that passes the gates of every vacancy in the round; of a trade, if given."""
    day = tashkent_day(on)
    born = date(day.year - dice.randint(19, 38), dice.randint(1, 12), dice.randint(1, 28))
    trade = trade or dice.choice(TRADES)
    practised = TradeInput(trade, dice.randint(0, 8), dice.random() < 0.4 or None)
    profile_parts.save(
        session,
        person,
        BasicsInput(born),
        PreferencesInput(housing=True),
        [practised],
        [LanguageInput("ko", dice.choice(_LEVELS), day - timedelta(days=90))],
        [PaperInput(Paper.PASSPORT, None, day + timedelta(days=3400))],
        by=SYSTEM,
        on=on,
    )


def _rank(
    session: Session,
    number: str,
    person: Citizen,
    wanted: list[str],
    on: datetime,
    scales: RegisterSnapshot,
) -> None:
    entries.enter(session, number, person, wanted, by=SYSTEM, on=on, day=scales.day, scales=scales)


def finish(database: Database, plan: Plan, number: str) -> SeatsFile:
    """Close, draw, countersign and offer; return the published file."""
    day = tashkent_day(plan.on)
    with database.write() as session:
        lottery.close(session, number, by=FIRST_OFFICER, on=plan.on, day=day)
        lottery.draw(session, number, by=FIRST_OFFICER, on=plan.on)
    with database.write() as session:
        lottery.sign(session, number, by=SECOND_OFFICER, on=plan.on)
    behind, going = "", True
    while going:
        with database.write() as session:
            behind = seat_offers.offer_seats(
                session, number, behind, by=SECOND_OFFICER, on=plan.on, day=day
            )
            going = bool(behind)
    with database.read() as session:
        return lottery_results.public_file(session, number)


def newest_round(database: Database) -> str:
    """The round that was opened last."""
    with database.read() as session:
        return rounds.list_page(session, 1)[0].reference
