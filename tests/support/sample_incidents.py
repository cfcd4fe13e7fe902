"""Incidents for tests: the death of the worker of a claim, with a widow who claims as an heir."""

from datetime import datetime
from typing import Any

import msgspec
from sqlmodel import Session

from catalog.core.actor import Actor
from matching.identity.persons import Citizen
from service.casework.claims.wage_claims import Claim
from service.casework.incidents import death_confirmation, incidents, procedure, relatives
from service.casework.incidents.death_confirmation import ConfirmationInput
from service.casework.incidents.incidents import NewIncident
from service.casework.incidents.procedure import ProcedureStep, StepInput
from service.casework.incidents.relatives import NewRelative
from service.casework.money import payments
from service.casework.money.money_entries import Hand, PayOut
from service.casework.scope.incident_tables import (
    Incident,
    IncidentKind,
    Kinship,
    Proof,
    Relative,
)
from tests.support import sample_money
from tests.support.cast import CHINORA, ELYOR, TODAY

WIDOW = NewRelative("Zqwidow Invented", Kinship.SPOUSE, "", True, Proof.INHERITANCE, "Zq 77")


def recorded(
    session: Session, citizen: str, kind: IncidentKind = IncidentKind.DEATH, *, on: datetime
) -> Incident:
    """Return an incident in Russia, recorded by the attaché in Moscow."""
    person = session.get_one(Citizen, citizen)
    new = NewIncident(kind, "RU", "Zqfall from a roof", employer="Severny Dvor")
    return incidents.record(session, person, new, by=ELYOR, on=on, day=TODAY)


def died(session: Session, citizen: str, *, on: datetime) -> Incident:
    """Return the incident of a death that is confirmed."""
    row = recorded(session, citizen, on=on)
    confirm(session, row, by=ELYOR, on=on)
    return row


def confirm(session: Session, row: Incident, *, by: Actor, on: datetime) -> None:
    """Confirm a death whose document another officer entered."""
    paper, other = ConfirmationInput(TODAY, "Zqpaper 5"), CHINORA if by == ELYOR else ELYOR
    death_confirmation.enter(session, row, paper, by=other, on=on, day=TODAY)
    seen = death_confirmation.entry_version(row)
    death_confirmation.confirm(session, row, seen, by=by, on=on, day=TODAY)


def paid(session: Session, row: Incident, claim: Claim, *, on: datetime) -> PayOut:
    """Return a pay-out to the only heir, after which the step for the money is taken."""
    act: Any = {"by": ELYOR, "on": on, "day": TODAY}
    payments.receive(session, claim, sample_money.new_payment(100, Hand.HELD), **act)
    out = payments.pay_out(session, claim, sample_money.new_pay_out(100), **act)
    procedure.record(session, row, StepInput(ProcedureStep.MONEY, TODAY), **act)
    return out


def incident_of(session: Session, relative: Relative) -> Incident:
    return session.get_one(Incident, relative.incident)


def heir(session: Session, row: Incident, *, on: datetime, **facts: Any) -> Relative:
    """Return a relative whose right was proved by another officer."""
    new_relative = msgspec.structs.replace(WIDOW, **facts)
    relative = relatives.add(session, row, new_relative, by=ELYOR, on=on)
    relatives.prove(session, row, relative.reference, by=CHINORA, on=on, day=TODAY)
    return relative
