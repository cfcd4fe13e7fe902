"""Invented ways to work abroad, from the application to the return: contracts to read, visas awaited, one who is in trouble."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog import vacancies
from catalog.agencies import Agency
from catalog.employers import Employer
from catalog.ground.fields import tashkent_day
from catalog.ground.who import Role, Who
from catalog.vacancies import Payer, Period, Vacancy
from matching import (
    applications,
    checkins,
    citizens,
    contracts,
    describing,
    homecomings,
    preparing,
    road,
    signing,
    stages,
)
from matching.applications import Application
from matching.checkins import Answers, Housing, Papers, Pay, Work
from matching.citizens import Citizen
from matching.contracts import NewContract
from matching.describing import Basics, Held, Tongue, Trade, Wishes
from matching.gates import Gate, Level
from matching.homecomings import Because, Return
from matching.placements import Placement
from matching.preparing import Item, NewJourney, NewVisa, Visa
from matching.profiles import Paper
from seed.demonstration.lives import Days, Life
from seed.demonstration.people import CAST, Acting, Citizens
from service import accounts
from service.casework import troubles

_WORKER = Who("U-NAMUNA", Role.CITIZEN, "Namuna")
_FINE = Answers(Pay.AGREED, Papers.WITH_ME, Work.AGREED, Housing.GOOD, threatened=False)
_GRAVE = Answers(Pay.NONE, Papers.KEPT, Work.OTHER, Housing.BAD, threatened=True)
# How long ago each of them applied, and how far they are.
_WAYS = ((57, "fine"), (56, "grave"), (56, "home"), (55, "silent"), (40, "visa"), (20, "signed"), (12, "worse"))


class Roads:
    """They have dice of their own, so that everything else in the demonstration falls as it fell."""

    def __init__(self, session: Session, cast: Acting, days: Days) -> None:
        self.session, self.cast, self.dice = session, cast, Random("roads")
        self.days, self.people = Days(days.on, self.dice), Citizens(self.dice)

    def lives(self) -> Iterator[Life]:
        for number, (ago, how) in enumerate(_WAYS):
            yield self._life(number, ago, how)
        yield self._of_alisher()

    def _life(self, number: int, ago: int, how: str) -> Life:
        yield (moment := self.days.at_work(ago))
        new = msgspec.structs.replace(self.people.invent(), phone=f"+998 00 003 00 {number:02}")
        person = citizens.record(self.session, new, by=self.cast["farida"], on=moment)
        row = self._accepted(person, moment)
        if row is None:
            return
        yield (moment := self.days.at_work(ago - 2, moment))
        placed = self._signed(row, moment, how)
        if placed is None or how == "signed":
            return
        yield (moment := self.days.at_work(ago - 4, moment))
        preparing.apply_visa(self.session, row, NewVisa(Visa.WORK), **self._said(moment))
        if how != "visa":
            yield from self._abroad(row, placed, moment, ago - 8, how)

    def _said(self, moment: datetime, by: str = "hamid") -> dict[str, Any]:
        return {"by": self.cast[by], "on": moment, "day": tashkent_day(moment)}

    def _worker(self, moment: datetime) -> dict[str, Any]:
        return {"by": _WORKER, "on": moment, "day": tashkent_day(moment)}

    def _accepted(self, person: Citizen, moment: datetime) -> Application | None:
        """Applied for what Hamid’s agency offers on that day, and accepted; none where it offers nothing."""
        told = self._said(moment)
        job = self._job(told["day"])
        if job is None:
            return None
        self._describe(person, job, moment)
        row = applications.apply(self.session, person, job.reference, consent=True, **self._worker(moment))
        stages.move(self.session, row, "hand_in", **self._worker(moment))
        stages.move(self.session, row, "find_eligible", **told)
        stages.check(self.session, row, list(Gate), by=told["by"], on=moment)
        stages.offer(self.session, row, **told)
        return stages.move(self.session, row, "take_offer", **self._worker(moment))

    def _job(self, day: date) -> Vacancy | None:
        own = (col(Vacancy.agency) == self.cast["hamid"].agency, vacancies.may_be_shown(day))
        asked = select(Vacancy).join(Agency).where(*own, col(Vacancy.isco08).is_not(None))
        ordered = asked.order_by(col(Vacancy.country) != "KR", col(Vacancy.external_id))
        found: Vacancy | None = self.session.execute(ordered.limit(1)).scalar()
        return found

    def _describe(self, person: Citizen, job: Vacancy, moment: datetime) -> None:
        """Somebody who meets the conditions of this job."""
        said, day = self._worker(moment), tashkent_day(moment)
        oldest = min(job.age_max or 45, 35)
        describing.describe(
            self.session, person, Basics(date(day.year - max(job.age_min or 18, oldest - 8), 3, 8)), **said
        )
        describing.describe(self.session, person, Wishes(looking=True, told_of=True), **said)
        trades = [Trade(str(job.isco08), max(job.experience_years or 0, 3), True)]
        describing.list_(self.session, person, Trade, trades, **said)
        tongues = [
            Tongue(pair.split(":")[0], Level.B2, None) for pair in job.language_required.split(",") if ":" in pair
        ]
        describing.list_(self.session, person, Tongue, tongues[:1], **said)
        describing.list_(self.session, person, Held, [Held(Paper.PASSPORT, None, date(day.year + 9, 6, 1))], **said)

    def _contract(self, row: Application, number: str, **told: object) -> NewContract:
        job = self.session.get_one(Vacancy, row.vacancy)
        payers = {name: Payer(value) if (value := getattr(job, name)) else None
                  for name in ("housing", "meals", "travel", "insurance")}  # fmt: skip
        facts: dict[str, Any] = {
            "number": number, "employer": self.session.get_one(Employer, job.employer).name, "country": job.country,
            "wage": job.wage_min, "currency": job.currency, "period": Period(job.period), "languages": "en,uz",
            "city": job.city, "isco08": job.isco08, "hours_per_week": job.hours_per_week,
            "worker_fee": job.worker_fee, "contract_months": job.contract_months,
        }  # fmt: skip
        return NewContract(**facts | payers | told)

    def _signed(self, row: Application, moment: datetime, how: str) -> Placement | None:
        """The contract, accepted and signed; or one that waits for its worker, with another place and without meals."""
        worse = {"city": "Namuna City", "meals": Payer.WORKER} if how == "worse" else {}
        told = self._contract(row, f"NAMUNA/{row.reference[-4:]}", **worse)
        contract = contracts.draft(self.session, row, told, **self._said(moment))
        if how == "worse":
            return None
        signing.accept(self.session, row, set(), seen=contract.version, **self._worker(moment))
        return signing.sign(self.session, row, tashkent_day(moment), **self._said(moment))

    def _abroad(self, row: Application, placed: Placement, after: datetime, ago: int, how: str) -> Life:
        yield (moment := self.days.at_work(ago, after))
        told = self._said(moment)
        preparing.grant_visa(self.session, row, told["day"] + timedelta(days=900), **told)
        preparing.plan(self.session, row, NewJourney(moment + timedelta(days=2), "TAS – ICN"), **told)
        preparing.tick(self.session, row, set(Item), family=True, by=_WORKER, on=moment)
        preparing.tick(self.session, row, set(Item), by=told["by"], on=moment)
        preparing.prepare(self.session, row, **told)
        yield (moment := self.days.at_work(ago - 2, moment))
        road.set_out(self.session, row, tashkent_day(moment), **self._said(moment))
        yield (moment := self.days.at_work(ago - 4, moment))
        road.arrive(self.session, placed, tashkent_day(moment), **self._worker(moment))
        if how != "silent":
            yield from self._asked(placed, moment, ago - 35, how)

    def _asked(self, placed: Placement, after: datetime, ago: int, how: str) -> Life:
        """Thirty days on, a worker answers; one of them comes home soon after, and was not paid."""
        yield (moment := self.days.at_work(ago, after))
        row = self.session.get_one(checkins.CheckIn, (placed.reference, checkins.DAYS[0]))
        troubles.answer(self.session, row, _GRAVE if how == "grave" else _FINE, **self._worker(moment))
        if how == "home":
            yield (moment := self.days.at_work(max(ago - 8, 2), moment))
            told = Return(tashkent_day(moment), Because.NOT_PAID, unpaid=True, certificate=False, wants_work=True)
            homecomings.tell(self.session, placed, told, **self._worker(moment))

    def _of_alisher(self) -> Life:
        """Whoever walks as Alisher has a contract to read, in which place and meals are not as in the vacancy."""
        yield (moment := self.days.at_work(4))
        person = self.session.get_one(Citizen, accounts.find(self.session, CAST[0].email).citizen)
        row = self._accepted(person, moment)
        if row is not None:
            yield (moment := self.days.at_work(2, moment))
            self._signed(row, moment, "worse")
