"""The journey of a person who was offered the welder's job, up to the step a test needs.

It is made by the service's own commands.
"""

from datetime import date, datetime, timedelta

import msgspec
from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.core.fields import tashkent_day
from catalog.vacancies.vacancies import Payer, Period
from matching.applications.applications import Application
from matching.contracts import contracts, signing
from matching.contracts.contracts import Contract, NewContract
from matching.journey import departure_arrival, pre_departure
from matching.journey.check_ins import AnswersInput, Housing, Papers, Pay, Work
from matching.journey.pre_departure import Item, NewJourney, NewVisa, Visa
from matching.placements.placements import Placement
from tests.support.cast import HAMID
from tests.support.sample_applications import WORKER

# Term for term the same as the cast's vacancy.
SAME = NewContract(
    "XB-7/2026",
    "Hanbit Shipyard",
    "KR",
    2_900_000,
    "KRW",
    Period.MONTH,
    "ko,uz",
    "Ulsan",
    "7212",
    40,
    Payer.EMPLOYER,
    Payer.EMPLOYER,
    Payer.EMPLOYER,
    contract_months=36,
)
GOOD = AnswersInput(Pay.AGREED, Papers.WITH_ME, Work.AGREED, Housing.GOOD, threatened=False)
GRAVE = AnswersInput(Pay.NONE, Papers.KEPT, Work.OTHER, Housing.BAD, threatened=True)


def drafted(
    session: Session, row: Application, *, on: datetime, by: Actor = HAMID, **values: object
) -> Contract:
    """Draft the contract, with these values changed."""
    new = msgspec.structs.replace(SAME, **values)
    return contracts.draft(session, row, new, by=by, on=on, day=tashkent_day(on))


def signed(
    session: Session, row: Application, *, on: datetime, by: Actor = HAMID, **values: object
) -> Placement:
    """Draft the contract, accept all its worse terms, and sign it."""
    day = tashkent_day(on)
    contract = drafted(session, row, on=on, by=by, **values)
    worse = {term.name for term in contracts.terms(session, row, contract, day)}
    signing.accept(session, row, worse, seen=contract.version, by=WORKER, on=on, day=day)
    return signing.sign(session, row, day, by=by, on=on, day=day)


def ready(
    session: Session, row: Application, *, on: datetime, by: Actor = HAMID, prepared: bool = True
) -> Application:
    """Complete visa, ticket and checklist.

    The recruiter's final confirmation can be left out.
    """
    values = {"by": by, "on": on, "day": tashkent_day(on)}
    pre_departure.apply_visa(session, row, NewVisa(Visa.WORK), **values)
    pre_departure.grant_visa(session, row, values["day"] + timedelta(days=900), **values)
    pre_departure.plan(session, row, NewJourney(on + timedelta(days=3), "TAS ICN HY511"), **values)
    pre_departure.tick(session, row, set(Item), family=True, by=WORKER, on=on)
    pre_departure.tick(session, row, set(Item), by=by, on=on)
    return pre_departure.prepare(session, row, **values) if prepared else row


def arrived(
    session: Session, row: Application, *, on: datetime, by: Actor = HAMID, came: date | None = None
) -> Placement:
    """Record the departure, and the arrival as reported by the worker."""
    day = tashkent_day(on)
    placed = departure_arrival.depart_applicant(session, row, day, by=by, on=on, day=day)
    departure_arrival.arrive(session, placed, came or day, by=WORKER, on=on, day=day)
    return placed
