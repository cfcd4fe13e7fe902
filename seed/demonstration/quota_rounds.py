"""Two invented quota rounds for Korea: one published and refilled once, one open today."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import SYSTEM
from catalog.core.fields import tashkent_day
from catalog.employers import employers
from catalog.employers.employers import NewEmployer
from catalog.vacancies import vacancies, vetting
from catalog.vacancies.vacancies import NewVacancy
from matching.identity import persons
from matching.quota import entries, lottery, pool, rounds, seat_offers
from matching.quota.lottery_results import Seat
from matching.quota.pool import PoolInput
from matching.quota.rounds import NewRound, SeatRound
from matching.ranking.pair_score import RegisterSnapshot
from seed import seat_round
from seed.demonstration import recruiters
from seed.demonstration.people import WORKER, ActorsByName, Citizens
from seed.demonstration.scenario import Actions, Scenario
from seed.demonstration.schedule import Days, working_days_ago
from seed.year_2019.people import MARK

_Job = tuple[str, str, int]
# Unit group, title and seats, for a published round and for an open one.
CLOSED_ROUND: tuple[_Job, ...] = (
    ("7212", "Welder, EPS", 14),
    ("8160", "Food processing, EPS", 12),
    ("9313", "Building work, EPS", 8),
    ("7233", "Fitter, EPS", 6),
)
OPEN_ROUND: tuple[_Job, ...] = (
    ("7212", "Welder, spring, EPS", 10),
    ("8160", "Food processing, spring, EPS", 8),
    ("7233", "Fitter, spring, EPS", 6),
)
ENTERED, SO_FAR = 60, 18


def _quota_vacancy(job: _Job, day: date) -> NewVacancy:
    trade, title, seats = job
    dice = Random(title)
    pay = dice.randint(24, 34) * 100_000
    named = (f"NAMUNA-EPS-{title}", title, trade)
    more: dict[str, Any] = {"meals": "employer", "insurance": "employer", "worker_fee": 0}
    more |= {"opens_on": day, "closes_on": day + timedelta(days=150)}
    return seat_round.quota_vacancy(*named, seats, pay, dice.randint(0, 2), **more)


class Rounds:
    def __init__(self, session: Session, cast: ActorsByName, days: Days) -> None:
        self.session, self.cast, self.days, self.people = session, cast, days, Citizens("002")
        # The terms of the vacancies by day of entry, cached because reading them for each person is
        # slow.
        self.scales: dict[date, RegisterSnapshot] = {}
        self.state = next(row["id"] for row in recruiters.rows() if row["status"] == "state")

    def scenarios(self) -> Iterator[Scenario]:
        entered = [
            working_days_ago("entered", 18 - number * 12 // ENTERED, time(9, 30))
            for number in range(ENTERED)
        ]
        then = [
            working_days_ago(name, 5 - place, time(11))
            for place, name in enumerate(("drawn", "signed", "two leave", "refilled", "signed"))
        ]
        yield Scenario((working_days_ago("opened", 20), *entered, *then), self._told())
        so_far = [
            working_days_ago("entered", 5 - number * 4 // SO_FAR, time(9, 30))
            for number in range(SO_FAR)
        ]
        yield Scenario((working_days_ago("opened", 6), *so_far), self._open())

    def _told(self) -> Actions:
        moment = yield "opened"
        row = self._opened("EPS, autumn", CLOSED_ROUND, moment, self.days.working_day(6))
        for number in range(ENTERED):
            moment = yield "entered"
            self._enter(row, number, moment)
        moment = yield "drawn"
        lottery.close(
            self.session, row.reference, by=self.cast["farida"], on=moment, day=tashkent_day(moment)
        )
        lottery.draw(self.session, row.reference, by=self.cast["farida"], on=moment)
        moment = yield "signed"
        self._signed(row, moment)
        yield from self._refilled(row)

    def _refilled(self, row: SeatRound) -> Actions:
        """Let two winners leave and draw their seats again."""
        moment = yield "two leave"
        won = select(col(Seat.code)).where(col(Seat.round) == row.reference)
        for code in list(self.session.execute(won.order_by(col(Seat.code)).limit(2)).scalars()):
            entry = self.session.get_one(entries.Entry, code)
            seat_offers.leave(self.session, entry, by=WORKER, on=moment, day=tashkent_day(moment))
        moment = yield "refilled"
        lottery.refill(
            self.session, row.reference, by=self.cast["farida"], on=moment, day=tashkent_day(moment)
        )
        moment = yield "signed"
        self._signed(row, moment)

    def _signed(self, row: SeatRound, on: datetime) -> None:
        lottery.sign(self.session, row.reference, by=self.cast["madina"], on=on)
        seat_offers.offer_seats(
            self.session, row.reference, by=self.cast["madina"], on=on, day=tashkent_day(on)
        )

    def _open(self) -> Actions:
        moment = yield "opened"
        row = self._opened("EPS, spring", OPEN_ROUND, moment, self.days.day(21))
        for number in range(SO_FAR):
            moment = yield "entered"
            self._enter(row, ENTERED + number, moment)

    def _opened(self, title: str, jobs: tuple[_Job, ...], on: datetime, last: date) -> SeatRound:
        new_round = NewRound(f"Korea: {title} {MARK}", "KR", tashkent_day(on), last)
        row = rounds.open_(
            self.session, new_round, by=self.cast["farida"], on=on, day=tashkent_day(on)
        )
        for job in jobs:
            put = PoolInput(self._published(job, on), job[2])
            pool.set_seats(self.session, row, put, by=self.cast["farida"], on=on)
        return row

    def _published(self, job: _Job, on: datetime) -> str:
        farida, works = self.cast["farida"], NewEmployer(f"Namuna Works {MARK}", "KR", "Busan")
        firm = employers.record(self.session, works, by=farida, on=on).reference
        new = _quota_vacancy(job, tashkent_day(on))
        row, _ = vacancies.submit(
            self.session, new, agency=self.state, employer=firm, by=farida, on=on
        )
        vetting.publish_as_decided(
            self.session, row.reference, f"Invented {MARK}", by=self.cast["madina"], on=on
        )
        return row.reference

    def _enter(self, row: SeatRound, number: int, on: datetime) -> None:
        """Enter a new person of one of the trades, who ranks at least two vacancies."""
        dice, day = Random(f"entry {number}"), tashkent_day(on)
        person = persons.record(self.session, self.people.invent(dice, number), by=SYSTEM, on=on)
        wanted = [vacancy.reference for _, vacancy in rounds.places(self.session, row.reference)]
        seat_round.fill_profile(self.session, person, dice, on, dice.choice(CLOSED_ROUND)[0])
        chosen = dice.sample(wanted, dice.randint(2, len(wanted)))
        if day not in self.scales:
            self.scales[day] = RegisterSnapshot(self.session, day)
        scales = self.scales[day]
        entries.enter(
            self.session, row.reference, person, chosen, by=WORKER, on=on, day=day, scales=scales
        )
