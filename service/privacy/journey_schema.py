"""The road of an application as its person is told it: the contract, the way out, the check-ins and the return."""

from datetime import date, datetime
from typing import Any

import msgspec
from sqlmodel import Session

from matching.applications.applications import Application
from matching.contracts import contracts
from matching.journey import check_ins, pre_departure, return_migration


class Agreed(msgspec.Struct):
    """The contract; worse names what the person accepted by name, money is in minor units."""

    state: str
    number: str
    employer: str
    country: str
    city: str
    isco08: str | None
    wage: int
    currency: str
    period: str
    hours_per_week: int | None
    housing: str | None
    meals: str | None
    travel: str | None
    insurance: str | None
    worker_fee: int | None
    contract_months: int | None
    insured_months: int | None
    languages: str
    worse: str
    drafted_at: datetime
    accepted_at: datetime | None
    countersigned_at: datetime | None
    signed_on: date | None


class Prepared(msgspec.Struct):
    """What was done before leaving; family, whether the family may be told."""

    visa: str | None
    visa_applied_on: date | None
    visa_until: date | None
    visa_refused_on: date | None
    done: str
    family: bool | None
    leaves_at: datetime | None
    route: str


class Answered(msgspec.Struct):
    """One asking after arrival."""

    day: int
    due_on: date
    asked_at: datetime | None
    answered_at: datetime | None
    told: str | None
    pay: str | None
    papers: str | None
    work: str | None
    housing: str | None
    threatened: bool | None
    wants_call: bool | None


class CameHome(msgspec.Struct):
    """What was told of the return."""

    came_on: date
    because: str
    unpaid: bool
    insurances: str
    certificate: bool
    wants_work: bool
    told: str
    at: datetime


def _as(kind: Any, row: Any) -> Any:
    return kind(**{name: getattr(row, name) for name in kind.__struct_fields__}) if row else None


def agreed(session: Session, row: Application) -> Agreed | None:
    told: Agreed | None = _as(Agreed, contracts.of(session, row))
    return told


def prepared(session: Session, row: Application) -> Prepared | None:
    told: Prepared | None = _as(Prepared, pre_departure.of(session, row))
    return told


def answered(session: Session, placement: str) -> list[Answered]:
    return [_as(Answered, one) for one in check_ins.of(session, [placement])]


def came_home(session: Session, placement: str) -> CameHome | None:
    told: CameHome | None = _as(CameHome, return_migration.of(session, placement))
    return told
