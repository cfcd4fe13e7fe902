"""Return migration: why a worker came home, unpaid wages and insurances still due."""

from datetime import date, datetime

import msgspec
from sqlalchemy import update
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor, Role
from catalog.core.errors import NotAllowed, Refusal
from catalog.core.labelled_enum import LabelledEnum
from catalog.reference import countries
from catalog.reference.countries import Fact, Kind
from i18n import N_
from matching.identity import persons
from matching.journey import check_ins, departure_arrival
from matching.journey.check_ins import AnsweredBy, CheckIn
from matching.placements.placements import Placement, State

# The names of the insurances among the facts of a country.
INSURANCES = {
    "departure_guarantee": N_("Departure guarantee insurance"),
    "return_cost": N_("Insurance for the cost of returning home"),
    "wage_guarantee": N_("Wage guarantee insurance"),
    "accident": N_("Accident insurance"),
}
# What the journal names of a report that also recorded the arrival.
ARRIVAL = "arrived_on"
_REPORTED_BY = {
    Role.CITIZEN: AnsweredBy.WORKER,
    Role.LICENSING_OFFICER: AnsweredBy.OFFICER,
    Role.ATTACHE: AnsweredBy.POST,
}


class ReturnReason(LabelledEnum):
    """Why a worker came home: one of a list, and never a question about their legal status."""

    FULFILLED = "fulfilled", N_("The contract was completed")
    EMPLOYER_ENDED = "employer_ended", N_("The employer ended the contract")
    NOT_PAID = "not_paid", N_("I was not paid, or was paid less than agreed")
    CONDITIONS = "conditions", N_("Work or housing was not as promised")
    HEALTH = "health", N_("Illness or injury")
    FAMILY = "family", N_("Family")
    NO_WORK = "no_work", N_("There was no work")
    TURNED_BACK = "turned_back", N_("Turned back at the border")
    OTHER = "other", N_("Another reason")


class AlreadyRecorded(Refusal):
    slug = "told-already"
    sentence = N_("This return home has already been reported.")


class ArrivalMissing(Refusal):
    slug = "arrival-missing"
    sentence = N_(
        "Enter the date of arrival. If you did not get there, choose “Turned back at the border” below."
    )


class HasArrived(Refusal):
    slug = "has-arrived"
    sentence = N_("The arrival is recorded. Choose another reason.")


class NotAnInsurance(Refusal):
    slug = "not-an-insurance"
    sentence = N_("We do not know of any insurance with this name in that country.")


class Homecoming(SQLModel, table=True):
    """One return from one placement."""

    __tablename__ = "homecomings"
    placement: str = Field(primary_key=True, foreign_key="placements.reference", max_length=24)
    came_on: date
    because: str = Field(max_length=16)
    unpaid: bool
    # The insurances not claimed yet, by their names among the facts of the country.
    insurances: str = Field(default="", max_length=80)
    certificate: bool
    wants_work: bool
    told: str = Field(max_length=8)
    at: datetime


class ReturnInput(msgspec.Struct, forbid_unknown_fields=True):
    came_on: date
    because: ReturnReason
    unpaid: bool
    certificate: bool
    wants_work: bool
    insurances: list[str] = []
    # Of an arrival that was not recorded before.
    arrived_on: date | None = None


def for_placement(session: Session, placement: str, *, lock: bool = False) -> Homecoming | None:
    """The recorded return from this placement, if there is one."""
    return session.get(Homecoming, placement, with_for_update=lock or None)


def may_record_for_worker(by: Actor) -> bool:
    """Return whether this person records and corrects what a worker reports by telephone."""
    return by.role in _REPORTED_BY and by.role is not Role.CITIZEN


def insurances(session: Session, country: str | None, day: date) -> dict[str, Fact]:
    """The insurances of a country from which something may be due, by name."""
    if country is None:
        return {}
    known = countries.facts(session, country, day)
    return {
        fact.component: fact
        for fact in known
        if fact.kind == Kind.MONEY_RULE and fact.component in INSURANCES
    }


def record(
    session: Session,
    row: Placement,
    return_input: ReturnInput,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> Homecoming:
    """Record what a returned worker reports, by themselves or by telephone; check-ins end.

    Refuses: NotAllowed, AlreadyRecorded, ArrivalMissing, HasArrived, NotAnInsurance,
    persons.ErasedPerson, and what departure_arrival.record_return refuses.
    """
    if by.role not in _REPORTED_BY:
        raise NotAllowed
    persons.require_not_erased(session, row.citizen)
    if for_placement(session, row.reference):
        raise AlreadyRecorded
    if set(return_input.insurances) - set(insurances(session, row.country, day)):
        raise NotAnInsurance("insurances")
    came_on, arrived_on = return_input.came_on, _arrival(row, return_input)
    departure_arrival.record_return(
        session, row, came_on, arrived_on=arrived_on, by=by, on=on, day=day
    )
    session.add(kept := _row(row, return_input, by, on))
    session.execute(
        update(CheckIn).where(col(CheckIn.placement) == row.reference).values(waits_since=None)
    )
    session.flush()
    also = (ARRIVAL,) if arrived_on else ()
    journal.write(session, "tell", "homecoming", row.reference, by=by, on=on, fields=also)
    return kept


def _row(row: Placement, return_input: ReturnInput, by: Actor, on: datetime) -> Homecoming:
    return Homecoming(
        placement=row.reference,
        came_on=return_input.came_on,
        because=return_input.because.value,
        unpaid=return_input.unpaid,
        insurances=" ".join(sorted(set(return_input.insurances))),
        certificate=return_input.certificate,
        wants_work=return_input.wants_work,
        told=_REPORTED_BY[by.role].value,
        at=on,
    )


def _arrival(row: Placement, return_input: ReturnInput) -> date | None:
    """Return the day of arrival that the report adds, if it was not recorded before."""
    turned_back, arrived_on = (
        return_input.because is ReturnReason.TURNED_BACK,
        row.arrived_on or return_input.arrived_on,
    )
    if turned_back and arrived_on:
        raise HasArrived("because")
    if not turned_back and not arrived_on and row.state == State.DEPARTED:
        raise ArrivalMissing("arrived_on")
    return None if row.arrived_on else arrived_on


def remove(session: Session, row: Homecoming) -> None:
    """Remove a return that was reported by mistake; the check-ins wait for an answer again."""
    session.delete(row)
    session.flush()
    check_ins.reopen(session, row.placement)
