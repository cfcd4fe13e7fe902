"""Schema and records of incidents in a personal export: death, injury or detention abroad."""

from datetime import date, datetime

import msgspec
from sqlmodel import Session

from service.casework.evidence.owners import Record, RecordKind
from service.casework.incidents import incident_costs, incidents, insurance, procedure, relatives
from service.casework.scope.incident_tables import Incident
from service.privacy.claim_schema import CorrectionRecord, EvidenceRecord
from service.privacy.export_conversion import convert, convert_all, corrections_of, evidence_records


class IncidentStepRecord(msgspec.Struct):
    """A step of the procedure that was taken, or was not needed; notes are between officers."""

    step: str
    status: str
    day: date


class RelativeRecord(msgspec.Struct):
    """A relative recorded for an incident, and when an officer told them.

    `share` is the share of an heir as a fraction, if it is known."""

    name: str
    phone: str
    kinship: str
    claims_as_heir: bool
    share: str | None
    notified_on: date | None


class IncidentCostRecord(msgspec.Struct):
    """A cost of an incident, in minor units."""

    purpose: str
    amount: int
    currency: str
    payer: str
    paid_on: date | None


class PolicyRecord(msgspec.Struct):
    """An insurance policy, and what became of the claim on it."""

    insurer: str
    policy_number: str
    amount: int | None
    currency: str | None
    filed_on: date | None
    answer: str
    answered_on: date | None


class IncidentRecord(msgspec.Struct):
    """An incident with its procedure, relatives, costs and policies; nothing withdrawn."""

    reference: str
    kind: str
    country: str
    post: str | None
    employer: str
    happened_on: date | None
    recorded_at: datetime
    story: str
    whereabouts: str
    informant: str
    closed_on: date | None
    outcome: str
    steps: list[IncidentStepRecord]
    relatives: list[RelativeRecord]
    costs: list[IncidentCostRecord]
    policies: list[PolicyRecord]
    corrections: list[CorrectionRecord]
    documents: list[EvidenceRecord]


def incident_records(session: Session, own: list[str]) -> list[IncidentRecord]:
    """Return the incidents of these records of a person, newest first."""
    return [_incident(session, row) for row in incidents.list_for_persons(session, own)]


def _incident(session: Session, row: Incident) -> IncidentRecord:
    steps = [one.entry for one in procedure.plan(session, row) if one.entry]
    family = relatives.list_for_incident(session, row)
    policies = incidents.list_parts(session, row, insurance.InsurancePolicy)
    numbers = insurance.numbers(session, row, policies)
    return convert(
        IncidentRecord,
        row,
        **{name: incidents.text(session, row, name) for name in incidents.TEXTS},
        steps=convert_all(IncidentStepRecord, steps),
        relatives=[
            convert(RelativeRecord, one.row, name=one.name, phone=one.phone)
            for one in family
            if one.row.withdrawn_at is None
        ],
        costs=convert_all(
            IncidentCostRecord,
            [
                one
                for one in incidents.list_parts(session, row, incident_costs.IncidentCost)
                if one.withdrawn_at is None
            ],
        ),
        policies=[
            convert(PolicyRecord, one, policy_number=numbers[one.id])
            for one in policies
            if one.withdrawn_at is None
        ],
        corrections=corrections_of(session, incidents.NOUN, row.reference),
        documents=evidence_records(
            session, Record(RecordKind.INCIDENT, row.reference, row.citizen)
        ),
    )
