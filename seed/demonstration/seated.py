"""Two invented rounds of quota places in Korea: one whose result is told and was refilled once, and one that is open today."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog import employers, vacancies, vetting
from catalog.employers import NewEmployer
from catalog.ground.fields import tashkent_day
from catalog.ground.who import SYSTEM, Role, Who
from catalog.vacancies import NewVacancy, Payer, Period
from matching import citizens, draws, entries, handing, pool, profiles, rounds
from matching.citizens import Citizen
from matching.drawn import Seat
from matching.pool import Put
from matching.rounds import NewRound, SeatRound
from seed import seat_round
from seed.demonstration import recruiters
from seed.demonstration.lives import Days, Life
from seed.demonstration.people import CAST, Acting, Citizens
from seed.year_2019.people import MARK
from service import accounts

_Job = tuple[str, str, int]
_WORKER = Who("U-NAMUNA", Role.CITIZEN, "Namuna")
# Trade, title, places; of a round that is told and of one that is open.
TOLD: tuple[_Job, ...] = (
    ("7212", "Welder, EPS", 14), ("8160", "Food processing, EPS", 12), ("9313", "Building work, EPS", 8),
    ("7233", "Fitter, EPS", 6),
)  # fmt: skip
OPEN: tuple[_Job, ...] = (
    ("7212", "Welder, spring, EPS", 10), ("8160", "Food processing, spring, EPS", 8), ("7233", "Fitter, spring, EPS", 6),
)  # fmt: skip
ENTERED, SO_FAR = 60, 18


class Rounds:
    """They have dice of their own, so that everything else in the demonstration falls as it fell."""

    def __init__(self, session: Session, cast: Acting, days: Days) -> None:
        self.session, self.cast, self.dice = session, cast, Random("rounds")
        self.days, self.people = Days(days.on, self.dice), Citizens(self.dice)
        self.state = next(row["id"] for row in recruiters.rows() if row["status"] == "state")

    def lives(self) -> Iterator[Life]:
        yield self._told()
        yield self._open()

    def _told(self) -> Life:
        yield (moment := self.days.at_work(30))
        row = self._opened("EPS, autumn", TOLD, moment, self.days.day(-9))
        for number in range(ENTERED):
            yield (moment := self.days.at_work(28 - number * 18 // ENTERED, moment))
            self._enter(row, number, moment)
        yield (moment := self.days.at_work(6, moment))
        draws.close(self.session, row.reference, by=self.cast["farida"], on=moment, day=tashkent_day(moment))
        draws.draw(self.session, row.reference, by=self.cast["farida"], on=moment)
        yield (moment := self.days.at_work(4, moment))
        self._signed(row, moment)
        yield (moment := self.days.at_work(3, moment))
        yield from self._refilled(row, moment)

    def _refilled(self, row: SeatRound, moment: datetime) -> Life:
        """Two give their places back, which are drawn again."""
        won = select(col(Seat.code)).where(col(Seat.round) == row.reference).order_by(col(Seat.code)).limit(2)
        for code in list(self.session.execute(won).scalars()):
            entry = self.session.get_one(entries.Entry, code)
            handing.leave(self.session, entry, by=_WORKER, on=moment, day=tashkent_day(moment))
        yield (moment := self.days.at_work(2, moment))
        draws.refill(self.session, row.reference, by=self.cast["farida"], on=moment, day=tashkent_day(moment))
        yield (moment := self.days.at_work(1, moment))
        self._signed(row, moment)

    def _signed(self, row: SeatRound, on: datetime) -> None:
        draws.sign(self.session, row.reference, by=self.cast["madina"], on=on)
        handing.hand_out(self.session, row.reference, by=self.cast["madina"], on=on, day=tashkent_day(on))

    def _open(self) -> Life:
        yield (moment := self.days.at_work(8))
        row = self._opened("EPS, spring", OPEN, moment, self.days.day(21))
        for number in range(SO_FAR):
            yield (moment := self.days.at_work(6 - number * 5 // SO_FAR, moment))
            self._enter(row, ENTERED + number, moment)
        alisher = self.session.get_one(Citizen, accounts.find(self.session, CAST[0].email).citizen)
        if profiles.of(self.session, alisher.reference) is None:
            seat_round.describe(self.session, alisher, self.dice, moment, "7212")

    def _opened(self, title: str, jobs: tuple[_Job, ...], on: datetime, last: date) -> SeatRound:
        told = NewRound(f"Korea: {title} {MARK}", "KR", tashkent_day(on), last)
        row = rounds.open_(self.session, told, by=self.cast["farida"], on=on, day=tashkent_day(on))
        for job in jobs:
            put = Put(self._published(job, on), job[2])
            pool.put(self.session, row, put, by=self.cast["farida"], on=on)
        return row

    def _published(self, job: _Job, on: datetime) -> str:
        trade, title, seats = job
        firm = employers.record(
            self.session, NewEmployer(f"Namuna Works {MARK}", "KR", "Busan"), by=self.cast["farida"], on=on
        )
        pay, day = self.dice.randint(24, 34) * 100_000, tashkent_day(on)
        told = NewVacancy(
            f"NAMUNA-EPS-{title}", title, "en", "KR", seats, pay, pay + 300_000, "KRW", Period.MONTH, day,
            day + timedelta(days=150), city="Busan", isco08=trade, hours_per_week=40, housing=Payer.EMPLOYER,
            meals=Payer.EMPLOYER, insurance=Payer.EMPLOYER, worker_fee=0, language_required="ko:A2", age_min=18, age_max=39,
            experience_years=self.dice.randint(0, 2), contract_months=36, quota=True,
        )  # fmt: skip
        by = self.cast["farida"]
        row, _ = vacancies.submit(self.session, told, agency=self.state, employer=firm.reference, by=by, on=on)
        vetting.publish_as_decided(self.session, row.reference, f"Invented {MARK}", by=self.cast["madina"], on=on)
        return row.reference

    def _enter(self, row: SeatRound, number: int, on: datetime) -> None:
        """Somebody new, of one of the trades, who ranks two vacancies or more."""
        told = msgspec.structs.replace(self.people.invent(), phone=f"+998 00 002 {number // 100:02} {number % 100:02}")
        person = citizens.record(self.session, told, by=SYSTEM, on=on)
        wanted = [vacancy.reference for _, vacancy in rounds.places(self.session, row.reference)]
        seat_round.describe(self.session, person, self.dice, on, self.dice.choice(TOLD)[0])
        chosen = self.dice.sample(wanted, self.dice.randint(2, len(wanted)))
        day = tashkent_day(on)
        entries.enter(self.session, row.reference, person, chosen, by=_WORKER, on=on, day=day)
