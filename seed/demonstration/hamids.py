"""The desk of the agency that Hamid acts for: candidates, a vacancy that came back, complaints, a signed return, contests."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from catalog import bids, contests, deposits, offered, vetting, working_days
from catalog.bids import Asked, Result
from catalog.contests import Criterion, NewContest
from catalog.deposits import NewDeposit
from catalog.ground.fields import TASHKENT, tashkent_day
from catalog.ground.who import Role, Who
from catalog.licences import Licence
from catalog.offered import OwnVacancy
from catalog.points import Point
from catalog.vacancies import Payer, Period, State, Vacancy
from catalog.vetting import Finding, Verdict
from matching import applicants, applications, citizens, describing, stages
from matching.applicants import Told
from matching.applications import Why
from matching.citizens import Citizen
from matching.describing import Basics, Tongue, Trade, Wishes
from matching.gates import Level
from seed.demonstration import recruiters
from seed.demonstration.lives import Days, Life
from seed.demonstration.people import Acting, Citizens
from service.casework import answering, complaints, promises
from service.casework.answering import Answer
from service.casework.complaints import NewComplaint, Topic
from service.reporting import handed_in, months, seals
from service.reporting.signed import Signing

AGENCY = "AG-N01"
CANDIDATES = 14
_WORKER = Who("U-NAMUNA", Role.CITIZEN, "Namuna")
# Topic, how many days ago, whether the words are shown, and what became of it.
_COMPLAINTS = (
    (Topic.FEE_ASKED, 30, True, "confirmed", "Mendan ikki million soʻm olishdi, kvitansiya berishmadi (namuna)."),
    (Topic.OTHER_JOB, 12, True, "answered", "Payvandchi deyishgan edi, yuk tashish ekan (namuna)."),
    (Topic.DOCUMENTS_KEPT, 4, False, "", "Diplomimni qaytarib berishmayapti (namuna)."),
    (Topic.RUDE, 1, True, "", "Telefonda qoʻpol gapirishdi (namuna)."),
)


def lives(session: Session, cast: Acting, days: Days) -> Iterator[Life]:
    # Dice of its own, so that everything else in the demonstration falls as it fell.
    own = Days(days.on, Random("hamids"))
    people = Citizens(own.dice)
    yield _guaranteed(session, cast, own)
    yield _applied(session, cast, own, people)
    yield _returned(session, cast, own)
    for told in _COMPLAINTS:
        yield _complained(session, cast, own, people, *told)
    yield _signed(session, cast, own)
    yield _decided(session, cast, own)
    yield _announced(session, cast, own)


def _guaranteed(session: Session, cast: Acting, days: Days) -> Life:
    """Its guarantee, as the law asks for it (seed/law.tsv)."""
    yield (moment := days.at_work(200))
    held = select(col(Licence.id)).where(col(Licence.agency) == AGENCY).order_by(col(Licence.id))
    told = NewDeposit("Namuna bank", recruiters.DEPOSIT, "UZS")
    deposits.deposit(session, int(session.execute(held).scalars().first() or 0), told, by=cast["madina"], on=moment)


def _person(session: Session, people: Citizens, number: int, by: Who, on: datetime) -> Citizen:
    told = people.invent()
    told.phone = f"+998 00 004 00 {number:02}"
    return citizens.record(session, told, by=by, on=on)


def _applied(session: Session, cast: Acting, days: Days, people: Citizens) -> Life:
    """They apply for one of its vacancies; some are looked at, one is refused, one is asked to an interview."""
    yield (moment := days.at_work(9))
    row = _open(session, tashkent_day(moment))
    hamid = cast["hamid"]
    for number in range(CANDIDATES if row else 0):
        yield (moment := moment + timedelta(minutes=40))
        told = _one(session, people, row, number, days, moment) if row else None
        if told is None or number > 6:
            continue
        yield (moment := moment + timedelta(minutes=20))
        day = tashkent_day(moment)
        applicants.take(session, told, "find_eligible", Told(), by=hamid, on=moment, day=day)
        if number == 1:
            applicants.take(session, told, "reject", Told(why=Why.ANOTHER_WAS_BETTER), by=hamid, on=moment, day=day)
        if number in (2, 3):
            applicants.take(session, told, "shortlist", Told(), by=hamid, on=moment, day=day)
        if number == 3:
            at = datetime.combine(days.day(6), time(10), TASHKENT)
            applicants.take(session, told, "invite", Told(at=at), by=hamid, on=moment, day=day)


def _open(session: Session, day: date) -> Vacancy | None:
    """One of its vacancies that people can see for weeks to come."""
    mine = (
        col(Vacancy.agency) == AGENCY,
        col(Vacancy.state) == State.PUBLISHED.value,
        col(Vacancy.isco08).is_not(None),
    )
    days_ = (col(Vacancy.opens_on) <= day, col(Vacancy.closes_on) >= day + timedelta(days=20))
    free = col(Vacancy.seats_taken) < col(Vacancy.seats)
    ages = col(Vacancy.age_max).is_(None)
    found: Vacancy | None = (
        session.execute(select(Vacancy).where(*mine, *days_, free, ages).order_by(col(Vacancy.reference)))
        .scalars()
        .first()
    )
    return found


def _one(
    session: Session, people: Citizens, row: Vacancy, number: int, days: Days, on: datetime
) -> applications.Application | None:
    person, day = _person(session, people, number, _WORKER, on), tashkent_day(on)
    said: dict[str, Any] = {"by": _WORKER, "on": on, "day": day}
    born = date(day.year - 22 - number, 3, 1 + number)
    describing.describe(session, person, Basics(born), **said)
    describing.describe(session, person, Wishes(looking=True), **said)
    describing.list_(
        session, person, Trade, [Trade(row.isco08 or "9112", number % 7, True if number % 3 else None)], **said
    )
    language, _, level = (row.language_required or "ru:A1").split(",")[0].partition(":")
    describing.list_(session, person, Tongue, [Tongue(language, Level(level or "A1"))], **said)
    if not applications.weighed(session, person.reference, row.reference, day)[0].open:
        return None
    told = applications.apply(session, person, row.reference, consent=number % 2 == 0, **said)
    stages.move(session, told, "hand_in", **said)
    return told


def _returned(session: Session, cast: Acting, days: Days) -> Life:
    """A vacancy that came back with two remarks, which nobody has answered yet."""
    yield (moment := days.at_work(6))
    told = OwnVacancy(
        external_id="HM-1", title="Payvandchi (namuna)", language="uz", country="KR", city="Ulsan", isco08="7212", seats=8,
        wage_min=3_200_000, wage_max=3_600_000, currency="KRW", period=Period.MONTH, hours_per_week=40, housing=Payer.EMPLOYER,
        language_required="ko:A2", experience_years=2, contract_months=36, opens_on=days.day(3), closes_on=days.day(90),
        employer="Hanbit Shipyard (namuna)", description="Kema korpusini payvandlash.",
    )  # fmt: skip
    row = offered.submit(session, told, by=cast["hamid"], on=moment, day=tashkent_day(moment))
    yield (moment := moment + timedelta(hours=20))
    vetting.step(session, row.reference, "take_up", by=cast["farida"], on=moment)
    for point, words in (
        (Point.DEMAND_LETTER, "Talabnoma boshqa korxona nomidan (namuna)"), (Point.COSTS, "Chipta puli kim hisobidan?"),
    ):  # fmt: skip
        yield (moment := moment + timedelta(minutes=25))
        vetting.check(session, row.reference, Finding(point, Verdict.FAIL, words), by=cast["farida"], on=moment)
    vetting.step(
        session, row.reference, "return", reason="Ikki band boʻyicha javob kerak", by=cast["farida"], on=moment
    )


def _complained(
    session: Session,
    cast: Acting,
    days: Days,
    people: Citizens,
    topic: Topic,
    ago: int,
    shown: bool,
    end: str,
    words: str,
) -> Life:
    yield (moment := days.on - timedelta(days=ago))
    person = _person(session, people, 50 + ago, _WORKER, moment)
    row = complaints.complain(session, NewComplaint(AGENCY, topic, words, shown, False), person, by=_WORKER, on=moment)
    if not end:
        return
    yield (moment := moment + timedelta(hours=30))
    answering.acknowledge(session, row, by=cast["hamid"], on=moment)
    yield (moment := moment + timedelta(days=3))
    answering.answer(
        session, row, Answer("Koʻrib chiqdik, sizga qoʻngʻiroq qilamiz (namuna)."), by=cast["hamid"], on=moment
    )
    if end != "confirmed":
        return
    for officer in ("farida", "madina"):
        yield (moment := moment + timedelta(days=4))
        if officer == "farida":
            promise = promises.standing(session, tashkent_day(moment))
            answering.escalate(session, row, promise, by=_WORKER, on=moment)
        answering.uphold(session, row, by=cast[officer], on=moment)


def _signed(session: Session, cast: Acting, days: Days) -> Life:
    """The return of the month before the last; that of the last one waits for its signature."""
    month = months.of(days.today).before.before
    yield (moment := datetime.combine(month.last + timedelta(days=3), time(11), TASHKENT))
    day = tashkent_day(moment)
    seen = seals.fingerprint(handed_in.counted(session, AGENCY, month, day))
    handed_in.sign(session, month, Signing(seen=seen), by=cast["hamid"], on=moment, day=day)
    yield (moment := moment + timedelta(days=1))
    handed_in.take(session, AGENCY, month, 0, by=cast["madina"], on=moment)


def _contest(
    session: Session, cast: Acting, moment: datetime, title: str, opens_on: date, seats: int
) -> contests.Contest:
    told = NewContest(title, "KR", "7212", seats, opens_on)
    weights = {Criterion.NO_FEE: 40, Criterion.FEW_COMPLAINTS: 30, Criterion.STILL_AT_WORK: 30}
    return contests.announce(session, told, weights, by=cast["farida"], on=moment, day=tashkent_day(moment))


def _decided(session: Session, cast: Acting, days: Days) -> Life:
    yield (moment := days.at_work(40))
    opens_on = working_days.calendar(session).after(tashkent_day(moment), contests.NOTICE + 1)
    row = _contest(session, cast, moment, "Payvandchilar uchun kvota (namuna)", opens_on, 40)
    yield (moment := moment + timedelta(hours=30))
    bids.enter(session, row, Asked(25), by=cast["hamid"], on=moment, day=tashkent_day(moment))
    for officer in ("farida", "madina"):
        yield (moment := datetime.combine(opens_on, time(10 if officer == "farida" else 11), TASHKENT))
        bids.open_entries(session, row, by=cast[officer], on=moment)
    yield (moment := moment + timedelta(hours=3))
    result = {AGENCY: Result(72, 20, "Ishchidan pul olmaydi; bitta shikoyat tasdiqlangan (namuna)")}
    bids.decide(session, row, result, by=cast["madina"], on=moment)


def _announced(session: Session, cast: Acting, days: Days) -> Life:
    yield (moment := days.at_work(2))
    opens_on = working_days.calendar(session).after(days.today, contests.NOTICE + 3)
    _contest(session, cast, moment, "Bahorgi kvota: payvandchilar (namuna)", opens_on, 60)
