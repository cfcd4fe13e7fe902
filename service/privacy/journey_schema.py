"""Schema of an application's later stages in a personal export: contract, departure, return."""

from datetime import date, datetime
from typing import Any

import msgspec
from sqlmodel import Session

from matching.applications.applications import Application
from matching.contracts import contracts
from matching.journey import check_ins, pre_departure, return_migration


class ContractRecord(msgspec.Struct):
    """The contract, with money in minor units.

    `worse` names the less favourable terms that the person accepted by name."""

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


class PreDepartureRecord(msgspec.Struct):
    """The preparations before departure; `family` says whether the family may be informed."""

    visa: str | None
    visa_applied_on: date | None
    visa_until: date | None
    visa_refused_on: date | None
    done: str
    family: bool | None
    leaves_at: datetime | None
    route: str


class CheckInRecord(msgspec.Struct):
    """One check-in after arrival."""

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


class ReturnRecord(msgspec.Struct):
    """The person's statement on their return."""

    came_on: date
    because: str
    unpaid: bool
    insurances: str
    certificate: bool
    wants_work: bool
    told: str
    at: datetime


def _convert(kind: Any, row: Any) -> Any:
    return kind(**{name: getattr(row, name) for name in kind.__struct_fields__}) if row else None


def contract_for(session: Session, row: Application) -> ContractRecord | None:
    contract_record: ContractRecord | None = _convert(
        ContractRecord, contracts.for_application(session, row)
    )
    return contract_record


def pre_departure_for(session: Session, row: Application) -> PreDepartureRecord | None:
    pre_departure_record: PreDepartureRecord | None = _convert(
        PreDepartureRecord, pre_departure.for_application(session, row)
    )
    return pre_departure_record


def check_ins_for(session: Session, placement: str) -> list[CheckInRecord]:
    return [
        _convert(CheckInRecord, one) for one in check_ins.list_for_placements(session, [placement])
    ]


def return_for(session: Session, placement: str) -> ReturnRecord | None:
    return_record: ReturnRecord | None = _convert(
        ReturnRecord, return_migration.for_placement(session, placement)
    )
    return return_record
