"""The desk of Hamid's agency: candidates, a returned vacancy, complaints, a return, contests."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.contests import bids, contests
from catalog.contests.bids import BidInput, ResultInput
from catalog.contests.contests import Criterion, NewContest
from catalog.core.actor import Actor
from catalog.core.fields import TASHKENT, tashkent_day
from catalog.licensing import deposits, working_days
from catalog.licensing.deposits import NewDeposit
from catalog.licensing.licences import Licence
from catalog.vacancies import agency_vacancies, vetting
from catalog.vacancies.agency_vacancies import VacancyInput
from catalog.vacancies.vacancies import State, Vacancy
from catalog.vacancies.vetting import CheckInput, Verdict
from catalog.vacancies.vetting_points import Point
from matching.applications import applications, transitions
from matching.applications.applications import RejectionReason
from matching.identity import persons
from matching.identity.persons import Citizen
from matching.profiles.profile_edits import BasicsInput, LanguageInput, PreferencesInput, TradeInput
from matching.recruiting import applicant_view
from matching.recruiting.applicant_view import StepInput
from matching.scoring.eligibility import Level
from seed import profile_parts, reference
from seed.demonstration import recruiters
from seed.demonstration.people import WORKER, ActorsByName, Citizens
from seed.demonstration.scenario import Actions, Scenario
from seed.demonstration.schedule import (
    Days,
    Timeline,
    after,
    on_date,
    working_days_ago,
    working_days_in,
)
from seed.reference import Row
from service.casework.complaints import complaint_deadlines, complaint_decisions, complaints
from service.casework.complaints.complaint_decisions import AnswerInput
from service.casework.complaints.complaints import NewComplaint, Topic
from service.reporting.figures import months, report_digest
from service.reporting.monthly import agency_return
from service.reporting.monthly.post_return import SigningInput

AGENCY = "AG-N01"
CANDIDATES, LOOKED_AT = 14, 7
_APPLICATION_TIMELINE: Timeline = (
    working_days_ago("applied", 7),
    after("looked at", minutes=20),
    *(
        event
        for _ in range(1, LOOKED_AT)
        for event in (after("applied", minutes=40), after("looked at", minutes=20))
    ),
    *(after("applied", minutes=40) for _ in range(LOOKED_AT, CANDIDATES)),
)
_VACANCY_TIMELINE: Timeline = (
    working_days_ago("submitted", 4),
    after("taken up", days=1),
    after("checked", minutes=25),
    after("checked", minutes=25),
)
_COMPLAINT_TIMELINE: Timeline = (
    after("acknowledged", days=1),
    after("answered", days=2),
    after("upheld", days=4),
    after("upheld", days=4),
)
_CONTEST_TIMELINE: Timeline = (
    working_days_ago("announced", 30),
    after("entered", days=1),
    after("opened", days=contests.NOTICE),
    after("opened", hours=1),
    after("decided", hours=3),
)


def scenarios(session: Session, cast: ActorsByName, days: Days) -> Iterator[Scenario]:
    yield Scenario(
        (working_days_ago("deposit paid in", working_days_in(200)),), _pay_guarantee(session, cast)
    )
    yield Scenario(_APPLICATION_TIMELINE, _receive_applications(session, cast, days))
    yield Scenario(_VACANCY_TIMELINE, _return_vacancy(session, cast, days))
    for row in reference.rows("demo/complaints.tsv"):
        events = (
            working_days_ago("complained", working_days_in(int(row["ago"])), time(13)),
            *_COMPLAINT_TIMELINE[: {"answered": 2, "confirmed": 4}.get(row["end"], 0)],
        )
        yield Scenario(events, _file_complaint(session, cast, row))
    yield Scenario(
        (on_date("signed", _signing_day), after("taken", days=1)), _sign_return(session, cast, days)
    )
    yield Scenario(_CONTEST_TIMELINE, _decide_contest(session, cast))
    yield Scenario(
        (working_days_ago("announced", 2, time(12)),), _announce_open_contest(session, cast, days)
    )


def _signing_day(today: date) -> date:
    """A day shortly after the month before the last one is over."""
    return months.month_of_day(today).before.before.last + timedelta(days=3)


def _pay_guarantee(session: Session, cast: ActorsByName) -> Actions:
    """Record the agency's deposit as the law requires it (seed/law.tsv)."""
    moment = yield "deposit paid in"
    held = select(col(Licence.id)).where(col(Licence.agency) == AGENCY).order_by(col(Licence.id))
    new_deposit = NewDeposit("Namuna bank", recruiters.DEPOSIT, "UZS")
    licence = int(session.execute(held).scalars().first() or 0)
    deposits.deposit(session, licence, new_deposit, by=cast["madina"], on=moment)


def _person(session: Session, number: int, by: Actor, on: datetime) -> Citizen:
    result = Citizens("004").invent(Random(f"candidate {number}"), number)
    return persons.record(session, result, by=by, on=on)


def _receive_applications(session: Session, cast: ActorsByName, days: Days) -> Actions:
    """Record applications for one vacancy: some are reviewed, one rejected, one invited to an
    interview."""
    hamid = cast["hamid"]
    for number in range(CANDIDATES):
        moment = yield "applied"
        row = _open(session, tashkent_day(moment))
        result = _apply(session, row, number, moment) if row else None
        if number >= LOOKED_AT:
            continue
        moment = yield "looked at"
        if result is None:
            continue
        steps = {"find_eligible": StepInput()}
        if number == 1:
            steps["reject"] = StepInput(why=RejectionReason.ANOTHER_WAS_BETTER)
        if number in (2, 3):
            steps["shortlist"] = StepInput()
        if number == 3:
            at = datetime.combine(days.next_working_day(4), time(10), TASHKENT)
            steps["invite"] = StepInput(at=at)
        for step, given in steps.items():
            day = tashkent_day(moment)
            applicant_view.take_step(session, result, step, given, by=hamid, on=moment, day=day)


def _open(session: Session, day: date) -> Vacancy | None:
    """A vacancy of the agency that is open for weeks to come."""
    mine = (
        col(Vacancy.agency) == AGENCY,
        col(Vacancy.state) == State.PUBLISHED.value,
        col(Vacancy.isco08).is_not(None),
    )
    days_ = (col(Vacancy.opens_on) <= day, col(Vacancy.closes_on) >= day + timedelta(days=20))
    free = col(Vacancy.seats_taken) < col(Vacancy.seats)
    ages = col(Vacancy.age_max).is_(None)
    asked = select(Vacancy).where(*mine, *days_, free, ages).order_by(col(Vacancy.reference))
    found: Vacancy | None = session.execute(asked).scalars().first()
    return found


def _apply(
    session: Session, row: Vacancy, number: int, on: datetime
) -> applications.Application | None:
    person, day = _person(session, number, WORKER, on), tashkent_day(on)
    arguments: dict[str, Any] = {"by": WORKER, "on": on, "day": day}
    born = date(day.year - 22 - number, 3, 1 + number)
    trade = TradeInput(row.isco08 or "9112", number % 7, True if number % 3 else None)
    language, _, level = (row.language_required or "ru:A1").split(",")[0].partition(":")
    spoken = LanguageInput(language, Level(level or "A1"))
    parts = (BasicsInput(born), PreferencesInput(looking=True), [trade], [spoken])
    profile_parts.save(session, person, *parts, by=WORKER, on=on)
    if not applications.score_breakdowns(session, person.reference, row.reference, day)[0].open:
        return None
    result = applications.apply(
        session, person, row.reference, consent=number % 2 == 0, **arguments
    )
    transitions.move(session, result, "hand_in", **arguments)
    return result


def _welding_job(days: Days) -> VacancyInput:
    (row,) = reference.rows("demo/returned_vacancy.tsv")
    dates = {"opens_on": days.day(3), "closes_on": days.day(90)}
    return msgspec.convert({**row, **dates}, VacancyInput, strict=False)


def _return_vacancy(session: Session, cast: ActorsByName, days: Days) -> Actions:
    """Return a vacancy with two remarks that are not answered yet."""
    moment = yield "submitted"
    row = agency_vacancies.submit(
        session, _welding_job(days), by=cast["hamid"], on=moment, day=tashkent_day(moment)
    )
    moment = yield "taken up"
    vetting.step(session, row.reference, "take_up", by=cast["farida"], on=moment)
    for point, words in (
        (Point.DEMAND_LETTER, "Talabnoma boshqa korxona nomidan (namuna)"),
        (Point.COSTS, "Chipta puli kim hisobidan?"),
    ):
        moment = yield "checked"
        failed = CheckInput(point, Verdict.FAIL, words)
        vetting.check(session, row.reference, failed, by=cast["farida"], on=moment)
    why = "Ikki band boʻyicha javob kerak"
    vetting.step(session, row.reference, "return", reason=why, by=cast["farida"], on=moment)


def _file_complaint(session: Session, cast: ActorsByName, given: Row) -> Actions:
    moment = yield "complained"
    person = _person(session, 50 + int(given["ago"]), WORKER, moment)
    shown = given["shown"] == "1"
    new_complaint = NewComplaint(AGENCY, Topic(given["topic"]), given["words"], shown, False)
    row = complaints.file_complaint(session, new_complaint, person, by=WORKER, on=moment)
    moment = yield "acknowledged"
    complaint_decisions.acknowledge(session, row, by=cast["hamid"], on=moment)
    moment = yield "answered"
    answer = AnswerInput("Koʻrib chiqdik, sizga qoʻngʻiroq qilamiz (namuna).")
    complaint_decisions.answer(session, row, answer, by=cast["hamid"], on=moment)
    for officer in ("farida", "madina"):
        moment = yield "upheld"
        if officer == "farida":
            promise = complaint_deadlines.in_force(session, tashkent_day(moment))
            complaint_decisions.escalate(session, row, promise, by=WORKER, on=moment)
        complaint_decisions.uphold(session, row, by=cast[officer], on=moment)


def _sign_return(session: Session, cast: ActorsByName, days: Days) -> Actions:
    """Sign the return of the month before the last; that of the last one waits for its
    signature."""
    month = months.month_of_day(days.today).before.before
    moment = yield "signed"
    day = tashkent_day(moment)
    seen = report_digest.fingerprint(agency_return.count_figures(session, AGENCY, month, day))
    agency_return.sign(
        session, month, SigningInput(seen=seen), by=cast["hamid"], on=moment, day=day
    )
    moment = yield "taken"
    agency_return.accept(session, AGENCY, month, 0, by=cast["madina"], on=moment)


def _contest(
    session: Session, cast: ActorsByName, moment: datetime, title: str, opens_on: date, seats: int
) -> contests.Contest:
    new_contest = NewContest(title, "KR", "7212", seats, opens_on)
    weights = {Criterion.NO_FEE: 40, Criterion.FEW_COMPLAINTS: 30, Criterion.STILL_AT_WORK: 30}
    return contests.announce(
        session, new_contest, weights, by=cast["farida"], on=moment, day=tashkent_day(moment)
    )


def _decide_contest(session: Session, cast: ActorsByName) -> Actions:
    moment = yield "announced"
    opens_on = working_days.calendar(session).after(tashkent_day(moment), contests.NOTICE + 1)
    row = _contest(session, cast, moment, "Payvandchilar uchun kvota (namuna)", opens_on, 40)
    moment = yield "entered"
    bids.enter(session, row, BidInput(25), by=cast["hamid"], on=moment, day=tashkent_day(moment))
    for officer in ("farida", "madina"):
        moment = yield "opened"
        bids.open_entries(session, row, by=cast[officer], on=moment)
    moment = yield "decided"
    result = {
        AGENCY: ResultInput(72, 20, "Ishchidan pul olmaydi; bitta shikoyat tasdiqlangan (namuna)")
    }
    bids.decide(session, row, result, by=cast["madina"], on=moment)


def _announce_open_contest(session: Session, cast: ActorsByName, days: Days) -> Actions:
    moment = yield "announced"
    opens_on = working_days.calendar(session).after(days.today, contests.NOTICE + 3)
    _contest(session, cast, moment, "Bahorgi kvota: payvandchilar (namuna)", opens_on, 60)
