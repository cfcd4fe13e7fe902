"""The insurance policies on which a claim asks for a benefit, each with its event and documents."""

from datetime import date

import msgspec
from sqlalchemy import or_, select
from sqlmodel import Session, col

from catalog.core.actor import Actor
from service.casework import evidence
from service.casework.claims.wage_claims import Claim
from service.casework.evidence import file_versions
from service.casework.evidence.owners import Owner, Record, RecordKind
from service.casework.incidents import insurance
from service.casework.incidents.incident_claims import IncidentClaim
from service.casework.incidents.incidents import IncidentOutcome
from service.casework.incidents.insurance import InsurancePolicy
from service.casework.scope import incident_tables
from service.casework.scope.incident_tables import Incident


class Enclosure(msgspec.Struct, frozen=True):
    """A document on record of the incident or the claim: its kind, and the name of its file."""

    kind: str
    name: str


class Policy(msgspec.Struct, frozen=True):
    """A policy on the worker: its number if recorded, the sum insured if stated, and the event.

    `happened_on` is the day of the event, if known, `documents` are those that can be enclosed."""

    id: int
    incident: str
    insurer: str
    number: str
    amount: int | None
    currency: str | None
    event: str
    happened_on: date | None
    documents: list[Enclosure] = []

    @property
    def name(self) -> str:
        return " · ".join(filter(None, [self.insurer, self.number]))


def list_for_claim(session: Session, claim: Claim, *, by: Actor) -> list[Policy]:
    """Return the policies of a claim whose incidents are within the actor's scope.

    They are those that name the claim, then those of the incident from which it was filed."""
    origin = select(col(IncidentClaim.incident)).where(col(IncidentClaim.claim) == claim.reference)
    names, no_claim = (
        col(InsurancePolicy.claim) == claim.reference,
        col(InsurancePolicy.claim).is_(None),
    )
    asked = (
        select(InsurancePolicy, Incident)
        .join(Incident, col(Incident.reference) == col(InsurancePolicy.incident))
        .where(
            or_(names, no_claim & col(InsurancePolicy.incident).in_(origin)),
            col(InsurancePolicy.withdrawn_at).is_(None),
            col(Incident.outcome) != IncidentOutcome.MISTAKE.value,
            incident_tables.within(by),
        )
        .order_by(no_claim, col(InsurancePolicy.id))
    )
    return [_policy(session, claim, *row) for row in session.execute(asked).all()]


def _policy(session: Session, claim: Claim, row: InsurancePolicy, incident: Incident) -> Policy:
    return Policy(
        id=row.id or 0,
        incident=incident.reference,
        insurer=row.insurer,
        number=insurance.numbers(session, incident, [row])[row.id],
        amount=row.amount,
        currency=row.currency,
        event=incident.kind,
        happened_on=incident.happened_on,
        documents=_documents(session, claim, incident),
    )


def _documents(session: Session, claim: Claim, incident: Incident) -> list[Enclosure]:
    """Return the newest versions of the documents of the incident, then of the claim."""
    owners: tuple[Owner, ...] = (
        Record(RecordKind.INCIDENT, incident.reference, incident.citizen),
        claim,
    )
    return [
        Enclosure(one.newest.kind, one.newest.name)
        for owner in owners
        for one in file_versions.documents(evidence.list_files(session, owner))
        if one.newest.is_stored
    ]
