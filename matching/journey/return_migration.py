"""Homecomings: what is asked of somebody who came back: why, what was not paid, which insurances are still theirs."""

from datetime import date, datetime
from enum import StrEnum

import msgspec
from sqlalchemy import update
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Role, Who
from catalog.core.errors import NotAllowed, Refusal
from catalog.reference import countries
from catalog.reference.countries import Fact, Kind
from i18n import N_
from matching.identity import persons
from matching.journey import departure_arrival
from matching.journey.check_ins import CheckIn, Told
from matching.placements.placements import Placement

# Under these names the insurances of a country stand among its facts.
INSURANCES = ("departure_guarantee", "return_cost", "wage_guarantee", "accident")
_TOLD = {Role.CITIZEN: Told.WORKER, Role.LICENSING_OFFICER: Told.OFFICER, Role.ATTACHE: Told.POST}


class Because(StrEnum):
    """Why somebody came home: one of a list, and never a question about their papers."""

    FULFILLED = "fulfilled"
    EMPLOYER_ENDED = "employer_ended"
    NOT_PAID = "not_paid"
    CONDITIONS = "conditions"
    HEALTH = "health"
    FAMILY = "family"
    NO_WORK = "no_work"
    OTHER = "other"


class ToldAlready(Refusal):
    slug = "told-already"
    sentence = N_("This return was told already.")


class NotAnInsurance(Refusal):
    slug = "not-an-insurance"
    sentence = N_("We know no insurance of this name in that country.")


class Homecoming(SQLModel, table=True):
    """One return from one placement."""

    __tablename__ = "homecomings"
    placement: str = Field(primary_key=True, foreign_key="placements.reference", max_length=24)
    came_on: date
    because: str = Field(max_length=16)
    unpaid: bool
    # The insurances that were not claimed yet, by their names among the facts of the country.
    insurances: str = Field(default="", max_length=80)
    certificate: bool
    wants_work: bool
    told: str = Field(max_length=8)
    at: datetime


class Return(msgspec.Struct, forbid_unknown_fields=True):
    came_on: date
    because: Because
    unpaid: bool
    certificate: bool
    wants_work: bool
    insurances: list[str] = []


def of(session: Session, placement: str) -> Homecoming | None:
    """What was told of the return from this placement, if it was."""
    return session.get(Homecoming, placement)


def insurances(session: Session, country: str | None, day: date) -> dict[str, Fact]:
    """The insurances of a country out of which something may be due, by their names."""
    if country is None:
        return {}
    known = countries.facts(session, country, day)
    return {fact.component: fact for fact in known if fact.kind == Kind.MONEY_RULE and fact.component in INSURANCES}


def tell(session: Session, row: Placement, told: Return, *, by: Who, on: datetime, day: date) -> Homecoming:
    """Keeps what somebody who came home said, by themselves or by telephone; nothing is asked abroad any more.
    Refuses: NotAllowed, ToldAlready, NotAnInsurance, citizens.ErasedPerson, and what
    road.come_home refuses."""
    if by.role not in _TOLD:
        raise NotAllowed
    persons.require_kept(session, row.citizen)
    if of(session, row.reference):
        raise ToldAlready
    if set(told.insurances) - set(insurances(session, row.country, day)):
        raise NotAnInsurance("insurances")
    departure_arrival.come_home(session, row, told.came_on, by=by, on=on, day=day)
    kept = Homecoming(
        placement=row.reference, came_on=told.came_on, because=told.because.value, unpaid=told.unpaid,
        insurances=" ".join(sorted(set(told.insurances))), certificate=told.certificate, wants_work=told.wants_work,
        told=_TOLD[by.role].value, at=on,
    )  # fmt: skip
    session.add(kept)
    session.execute(update(CheckIn).where(col(CheckIn.placement) == row.reference).values(waits_since=None))
    session.flush()
    journal.write(session, "tell", "homecoming", row.reference, by=by, on=on)
    return kept
