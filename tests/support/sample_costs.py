"""What a worker paid for going abroad, and the receipts that prove it."""

from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from catalog.core import vault
from matching.identity.persons import Citizen
from matching.journey import costs
from matching.journey.costs import PaidCost
from service.casework import evidence
from service.casework.evidence import (
    Evidence,
    InspectionResult,
    NewFile,
    State,
    evidence_files,
    owners,
)
from tests.support import cast, sample_files


def visa(session: Session, person: str, on: datetime) -> PaidCost:
    new_payment = costs.NewPayment(
        costs.Cost.VISA, 60_00, "USD", cast.TODAY, costs.Recipient.STATE, paper=True
    )
    job, row = cast.named(session, "published").reference, session.get_one(Citizen, person)
    return costs.note(session, row, job, new_payment, by=cast.ALISHER, on=on, day=cast.TODAY)


def receipted(session: Session, home: Path, person: str, on: datetime) -> PaidCost:
    """Record a visa with its receipt."""
    cost = visa(session, person, on)
    shown(
        session,
        home,
        evidence.register(session, cost, NewFile("visa.pdf", 1), by=cast.ALISHER, on=on).reference,
        on,
    )
    return cost


def shown(session: Session, home: Path, number: str, on: datetime) -> None:
    """Store a file of two pages, shown as pictures and downloadable to those with the right."""
    row, place = session.get_one(Evidence, number), evidence_files.new_place()
    owner = evidence.owner_of(session, row)
    evidence_files.write(
        home, place, vault.key_of(session, owners.key_owner(owner)), sample_files.pdf()
    )
    settled = InspectionResult(
        State.CLEAN, media="application/pdf", place=place, kept=len(sample_files.pdf()), pages=2
    )
    evidence.record_result(session, number, settled, row.place, by=cast.ALISHER, on=on)
