"""Costs of an incident: what was paid or must be paid, by whom, in which currency."""

from datetime import date, datetime

import msgspec
from sqlalchemy import BigInteger
from sqlmodel import Field, Session, SQLModel

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from catalog.core.fields import CurrencyCode, Minor
from catalog.core.labelled_enum import LabelledEnum
from i18n import N_
from service.casework.incidents import incidents, procedure
from service.casework.scope.incident_tables import Incident


class CostPurpose(LabelledEnum):
    BODY = "body", N_("Transport of the body")
    TICKET = "ticket", N_("Ticket home")
    TREATMENT = "treatment", N_("Treatment")
    LAWYER = "lawyer", N_("Lawyer")
    BURIAL = "burial", N_("Burial")
    DOCUMENTS = "documents", N_("Documents and translation")
    OTHER = "other", N_("Another cost")


class CostPayer(LabelledEnum):
    NOT_SETTLED = "not_settled", N_("Not settled yet")
    EMPLOYER = "employer", N_("Employer")
    INSURER = "insurer", N_("Insurer")
    STATE = "state", N_("State budget or fund")
    MISSION = "mission", N_("Mission abroad")
    FAMILY = "family", N_("Family")


class NoCost(Refusal):
    slug = "no-cost"
    sentence = N_("Enter an amount above zero.")


class WithoutPayer(Refusal):
    slug = "without-payer"
    sentence = N_("Choose who paid, or leave the date of payment empty.")


class IncidentCost(SQLModel, table=True):
    """One cost in minor units, with who pays it and when it was paid."""

    __tablename__ = "incident_costs"
    id: int | None = Field(default=None, primary_key=True)
    incident: str = Field(foreign_key="incidents.reference", index=True, max_length=24)
    purpose: str = Field(max_length=12)
    amount: int = Field(sa_type=BigInteger)
    currency: str = Field(max_length=3)
    payer: str = Field(max_length=12)
    paid_on: date | None = None
    officer: str = Field(max_length=40)
    at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = Field(default=None, max_length=40)


class NewCost(msgspec.Struct, forbid_unknown_fields=True):
    purpose: CostPurpose
    amount: Minor
    currency: CurrencyCode
    payer: CostPayer = CostPayer.NOT_SETTLED
    paid_on: date | None = None


class Settlement(msgspec.Struct, forbid_unknown_fields=True):
    """Who pays a cost that was not settled, and since when it is paid."""

    cost: int
    payer: CostPayer
    paid_on: date | None = None


class CostTotal(msgspec.Struct, frozen=True):
    """The sum of the costs of one payer in one currency, in minor units."""

    payer: str
    currency: str
    amount: int


def add(
    session: Session, row: Incident, new_cost: NewCost, *, by: Actor, on: datetime, day: date
) -> IncidentCost:
    """Record a cost.

    Refuses: procedure.IncidentClosed, NoCost, WithoutPayer, procedure.BeforeTheEvent,
    fields.InTheFuture."""
    procedure.require_open(row)
    if not new_cost.amount:
        raise NoCost("amount")
    _require_paid(row, new_cost.payer, new_cost.paid_on, day)
    cost = IncidentCost(
        incident=row.reference,
        purpose=new_cost.purpose.value,
        amount=new_cost.amount,
        currency=new_cost.currency,
        payer=new_cost.payer.value,
        paid_on=new_cost.paid_on,
        officer=by.account,
        at=on,
    )
    session.add(cost)
    _write(session, row, "add_cost", by=by, on=on)
    return cost


def _require_paid(row: Incident, payer: CostPayer, paid_on: date | None, day: date) -> None:
    if paid_on and payer is CostPayer.NOT_SETTLED:
        raise WithoutPayer("payer")
    if paid_on:
        procedure.require_past(paid_on, day, "paid_on")
        procedure.require_after(row, paid_on, "paid_on")


def _write(session: Session, row: Incident, act: str, *, by: Actor, on: datetime) -> None:
    session.flush()
    journal.write(session, act, incidents.NOUN, row.reference, by=by, on=on, fields=("cost",))


def settle(
    session: Session, row: Incident, settlement: Settlement, *, by: Actor, on: datetime, day: date
) -> None:
    """Record who pays a cost and when it was paid.

    Refuses: NotFound, procedure.IncidentClosed, WithoutPayer, procedure.BeforeTheEvent,
    fields.InTheFuture."""
    procedure.require_open(row)
    _require_paid(row, settlement.payer, settlement.paid_on, day)
    cost = incidents.find_part(session, row, IncidentCost, settlement.cost)
    cost.payer, cost.paid_on = settlement.payer.value, settlement.paid_on
    _write(session, row, "settle_cost", by=by, on=on)


def withdraw(session: Session, row: Incident, number: int, *, by: Actor, on: datetime) -> None:
    """Withdraw a cost recorded by mistake. Refuses: NotFound, procedure.IncidentClosed."""
    procedure.require_open(row)
    cost = incidents.find_part(session, row, IncidentCost, number)
    cost.withdrawn_at, cost.withdrawn_by = on, by.account
    _write(session, row, "withdraw_cost", by=by, on=on)


def totals(rows: list[IncidentCost]) -> list[CostTotal]:
    """Return the sums of these costs by payer and currency, without those withdrawn."""
    sums: dict[tuple[str, str], int] = {}
    for one in rows:
        if one.withdrawn_at is None:
            sums[one.payer, one.currency] = sums.get((one.payer, one.currency), 0) + one.amount
    return [
        CostTotal(payer, currency, amount) for (payer, currency), amount in sorted(sums.items())
    ]
