"""What happened in a year that is over, by the deeds of the cast: sessions, claims, money,
placements, protected cases."""

from datetime import UTC, date, datetime

import msgspec
from sqlmodel import Session

from catalog.core.actor import SYSTEM, VISITOR
from matching.identity import persons
from matching.identity.persons import NewCitizen
from matching.placements import placements
from matching.placements.placements import NewPlacement
from service.casework.advice.topics import Topic
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.money import payments
from service.casework.money.money_entries import Hand
from service.casework.scope import advice_tables
from service.reporting.annual import year_closing, years
from service.reporting.annual.frozen_year import ReportYear
from service.reporting.annual.year_closing import CorrectionInput
from service.reporting.figures import report_digest
from tests.service.reporting import post
from tests.support import cast, sample_money
from tests.support.cast import ALISHERS_CLAIM, BARNO, ELYOR, IRODA, JAMSHID, TODAY

YEAR = 2025


def day(month: int, of: int = 10, year: int = YEAR) -> date:
    return date(year, month, of)


def at(one: date) -> datetime:
    return datetime(one.year, one.month, one.day, 6, tzinfo=UTC)


def place(
    session: Session, number: str, country: str = "KR", arrived: date | None = None
) -> placements.Placement:
    came = arrived or day(5)
    person = persons.record(session, NewCitizen(f"Traveller {number}"), by=VISITOR, on=at(came))
    new_placement = NewPlacement(
        "AG-STATE",
        number,
        "Hanbit Shipyard",
        date(came.year, 2, 1),
        country,
        departed_on=date(came.year, 3, 1),
        arrived_on=came,
    )
    return placements.sign(session, new_placement, person, by=SYSTEM, on=at(TODAY), day=TODAY)


def file(session: Session, on: date, country: str = "RU", name: str = "Worker") -> Claim:
    result = msgspec.structs.replace(
        ALISHERS_CLAIM,
        country=country,
        contact=NewCitizen(name),
        worked_from=date(2024, 3, 1),
        worked_to=date(2024, 8, 31),
    )
    return wage_claims.file(session, result, by=VISITOR, on=at(on), day=on).claim


def receive(
    session: Session, claim: Claim, on: date, amount: int = 100_00, hand=Hand.WORKER
) -> None:
    new_payment = sample_money.new_payment(amount, hand, on=on)
    payments.receive(session, claim, new_payment, by=ELYOR, on=at(on), day=on)


def lived(session: Session) -> dict[str, Claim]:
    """Four sessions of three matters, two claims, money in one of them, two placements, and a
    protected case."""
    first = post.log(session, day(2), by=BARNO, name="Anvar", topic=Topic.HOUSING)
    post.log(session, day(3), by=BARNO, matter=first.matter, topic=Topic.HOUSING)
    post.log(session, day(4), by=BARNO)
    post.log(session, day(6), by=ELYOR, name="Botir")
    claims = {"paid": file(session, day(3)), "kept": file(session, day(7), "KR")}
    receive(session, claims["paid"], day(9))
    post.hand_over(session, claims["paid"], day(10))
    place(session, "K-1")
    place(session, "K-2", "RU")
    session.flush()
    return claims


def world(session: Session, on: datetime) -> None:
    """The same, on a register and nobody else."""
    cast.ground(session, on=on)
    cast._register(session, on)
    lived(session)


def session_of(session: Session, on: date, **values: object) -> advice_tables.Session:
    return post.log(session, on, by=BARNO, **values)


def seen(session: Session, year: int = YEAR) -> str:
    return report_digest.fingerprint(years.count_live(session, year, TODAY).figures)


def taken(session: Session, year: int = YEAR, by=JAMSHID) -> year_closing.YearCount:
    return year_closing.count_year(session, year, by=by, day=TODAY)


def propose(session: Session, year: int = YEAR, by=JAMSHID) -> ReportYear:
    return year_closing.propose(
        session, taken(session, year, by), seen(session, year), by=by, on=at(TODAY)
    )


def close(session: Session, year: int = YEAR) -> ReportYear:
    row = propose(session, year)
    return year_closing.countersign(session, year, row.number, by=IRODA, on=at(TODAY))


def correct(
    session: Session, why: str = "A letter came late", by=JAMSHID, year: int = YEAR
) -> ReportYear:
    correction_input = CorrectionInput(why, seen(session, year))
    return year_closing.correct(
        session, taken(session, year, by), correction_input, by=by, on=at(TODAY)
    )
