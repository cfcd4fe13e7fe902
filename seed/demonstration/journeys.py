"""Invented journeys from the application to the return: contracts, visas, and one in trouble."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.fields import tashkent_day
from catalog.employers.employers import Employer
from catalog.licensing.agencies import Agency
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import Payer, Period, Vacancy
from matching.applications import applications, transitions
from matching.applications.applications import Application
from matching.contracts import contracts, signing
from matching.contracts.contracts import NewContract
from matching.identity import persons
from matching.identity.persons import Citizen
from matching.journey import check_ins, departure_arrival, pre_departure, return_migration
from matching.journey.check_ins import AnswersInput, Housing, Papers, Pay, Work
from matching.journey.pre_departure import Item, NewJourney, NewVisa, Visa
from matching.journey.return_migration import ReturnInput, ReturnReason
from matching.placements.placements import Placement
from matching.profiles.profile_edits import (
    BasicsInput,
    LanguageInput,
    PaperInput,
    PreferencesInput,
    TradeInput,
)
from matching.profiles.profiles import Paper
from matching.scoring.eligibility import Gate, Level
from seed import profile_parts
from seed.demonstration.people import CAST, WORKER, ActorsByName, Citizens
from seed.demonstration.scenario import Actions, Scenario
from seed.demonstration.schedule import Timeline, after, working_days_ago
from service import accounts
from service.casework.protection import check_in_alarms

_GOOD_ANSWERS = AnswersInput(
    Pay.AGREED, Papers.WITH_ME, Work.AGREED, Housing.GOOD, threatened=False
)
_BAD_ANSWERS = AnswersInput(Pay.NONE, Papers.KEPT, Work.OTHER, Housing.BAD, threatened=True)
# From the application to the check-in after thirty days, and the return.
_JOURNEY_TIMELINE: Timeline = (
    working_days_ago("applied", 39),
    after("signed", days=2),
    after("visa applied for", days=2),
    after("prepared", days=3),
    after("departed", days=2),
    after("arrived", days=1),
    after("asked", days=23),
    after("came home", days=3),
)
# For each journey: working days since the application, its kind, and how many events have happened.
_JOURNEYS = (
    (39, "fine", 7),
    (38, "grave", 7),
    (39, "home", 8),
    (38, "silent", 6),
    (28, "visa", 3),
    (14, "signed", 2),
    (8, "worse", 2),
)


class Journeys:
    def __init__(self, session: Session, cast: ActorsByName) -> None:
        self.session, self.cast = session, cast

    def scenarios(self) -> Iterator[Scenario]:
        for number, (back, how, many) in enumerate(_JOURNEYS):
            events = (
                working_days_ago("applied", back, time(10, 8 * number)),
                *_JOURNEY_TIMELINE[1:many],
            )
            yield Scenario(events, self._acts(number, how))
        yield Scenario(
            (working_days_ago("applied", 3), working_days_ago("contract drafted", 2)),
            self._of_alisher(),
        )

    def _acts(self, number: int, how: str) -> Actions:
        moment = yield "applied"
        new = Citizens("003").invent(Random(f"road {number}"), number)
        person = persons.record(self.session, new, by=self.cast["farida"], on=moment)
        row = self._accepted(person, moment)
        if row is None:
            return
        moment = yield "signed"
        placed = self._signed(row, moment, how)
        if placed is None or how == "signed":
            return
        moment = yield "visa applied for"
        pre_departure.apply_visa(self.session, row, NewVisa(Visa.WORK), **self._said(moment))
        if how != "visa":
            yield from self._abroad(row, placed, how)

    def _said(self, moment: datetime, by: str = "hamid") -> dict[str, Any]:
        return {"by": self.cast[by], "on": moment, "day": tashkent_day(moment)}

    def _worker(self, moment: datetime) -> dict[str, Any]:
        return {"by": WORKER, "on": moment, "day": tashkent_day(moment)}

    def _accepted(self, person: Citizen, moment: datetime) -> Application | None:
        """An accepted application for a vacancy of Hamid’s agency; None if it offers nothing that
        day."""
        result = self._said(moment)
        job = self._job(result["day"])
        if job is None:
            return None
        self._describe(person, job, moment)
        row = applications.apply(
            self.session, person, job.reference, consent=True, **self._worker(moment)
        )
        transitions.move(self.session, row, "hand_in", **self._worker(moment))
        transitions.move(self.session, row, "find_eligible", **result)
        transitions.record_checked_gates(self.session, row, list(Gate), by=result["by"], on=moment)
        transitions.offer(self.session, row, **result)
        return transitions.move(self.session, row, "take_offer", **self._worker(moment))

    def _job(self, day: date) -> Vacancy | None:
        own = (col(Vacancy.agency) == self.cast["hamid"].agency, vacancies.may_be_shown(day))
        asked = select(Vacancy).join(Agency).where(*own, col(Vacancy.isco08).is_not(None))
        ordered = asked.order_by(col(Vacancy.country) != "KR", col(Vacancy.external_id))
        found: Vacancy | None = self.session.execute(ordered.limit(1)).scalar()
        return found

    def _describe(self, person: Citizen, job: Vacancy, moment: datetime) -> None:
        """Fill a profile that meets the requirements of this vacancy."""
        day, oldest = tashkent_day(moment), min(job.age_max or 45, 35)
        wanted = [pair for pair in job.language_required.split(",") if ":" in pair]
        tongues = [LanguageInput(pair.split(":")[0], Level.B2, None) for pair in wanted[:1]]
        parts = (
            BasicsInput(date(day.year - max(job.age_min or 18, oldest - 8), 3, 8)),
            PreferencesInput(looking=True, told_of=True),
            [TradeInput(str(job.isco08), max(job.experience_years or 0, 3), True)],
            *([tongues] if tongues else ()),
            [PaperInput(Paper.PASSPORT, None, date(day.year + 9, 6, 1))],
        )
        profile_parts.save(self.session, person, *parts, by=WORKER, on=moment)

    def _contract(self, row: Application, number: str, **values: object) -> NewContract:
        job = self.session.get_one(Vacancy, row.vacancy)
        payers = {
            name: Payer(value) if (value := getattr(job, name)) else None
            for name in ("housing", "meals", "travel", "insurance")
        }
        same = "country currency city isco08 hours_per_week worker_fee contract_months".split()
        facts: dict[str, Any] = {name: getattr(job, name) for name in same} | {
            "number": number,
            "employer": self.session.get_one(Employer, job.employer).name,
            "wage": job.wage_min,
            "period": Period(job.period),
            "languages": "en,uz",
        }
        return NewContract(**facts | payers | values)

    def _signed(self, row: Application, moment: datetime, how: str) -> Placement | None:
        """Draft, accept and sign the contract.

        With “worse”, it has another city and no meals, and waits for the worker.
        """
        worse = {"city": "Namuna City", "meals": Payer.WORKER} if how == "worse" else {}
        result = self._contract(row, f"NAMUNA/{row.reference[-4:]}", **worse)
        contract = contracts.draft(self.session, row, result, **self._said(moment))
        if how == "worse":
            return None
        signing.accept(self.session, row, set(), seen=contract.version, **self._worker(moment))
        return signing.sign(self.session, row, tashkent_day(moment), **self._said(moment))

    def _abroad(self, row: Application, placed: Placement, how: str) -> Actions:
        moment = yield "prepared"
        result = self._said(moment)
        pre_departure.grant_visa(self.session, row, result["day"] + timedelta(days=900), **result)
        pre_departure.plan(
            self.session, row, NewJourney(moment + timedelta(days=2), "TAS – ICN"), **result
        )
        pre_departure.tick(self.session, row, set(Item), family=True, by=WORKER, on=moment)
        pre_departure.tick(self.session, row, set(Item), by=result["by"], on=moment)
        pre_departure.prepare(self.session, row, **result)
        moment = yield "departed"
        departure_arrival.depart_applicant(
            self.session, row, tashkent_day(moment), **self._said(moment)
        )
        moment = yield "arrived"
        departure_arrival.arrive(self.session, placed, tashkent_day(moment), **self._worker(moment))
        if how != "silent":
            yield from self._asked(placed, how)

    def _asked(self, placed: Placement, how: str) -> Actions:
        """Answer the check-in after thirty days; one worker returns soon after, unpaid."""
        moment = yield "asked"
        row = self.session.get_one(check_ins.CheckIn, (placed.reference, check_ins.DAYS[0]))
        answers = _BAD_ANSWERS if how == "grave" else _GOOD_ANSWERS
        check_in_alarms.answer(self.session, row, answers, **self._worker(moment))
        if how == "home":
            moment = yield "came home"
            day, why = tashkent_day(moment), ReturnReason.NOT_PAID
            return_input = ReturnInput(day, why, unpaid=True, certificate=False, wants_work=True)
            return_migration.record(self.session, placed, return_input, **self._worker(moment))

    def _of_alisher(self) -> Actions:
        """Give Alisher a contract to read in which city and meals differ from the vacancy."""
        moment = yield "applied"
        person = self.session.get_one(Citizen, accounts.find(self.session, CAST[0].email).citizen)
        row = self._accepted(person, moment)
        if row is not None:
            moment = yield "contract drafted"
            self._signed(row, moment, "worse")
