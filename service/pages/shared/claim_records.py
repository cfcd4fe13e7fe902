"""The records of a claim from which its page at the desk is made, each read once."""

import msgspec
from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from catalog.core.approvals import ApprovalDetails
from catalog.core.journal import Entry
from service.casework import evidence, letters, wage_diary
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, Line
from service.casework.evidence import Item
from service.casework.letters import Letter
from service.casework.wage_diary import ClaimDiary
from service.casework.workflow import (
    activities,
    assignment,
    claim_approvals,
    ledger,
    notes,
    state_machine,
)
from service.casework.workflow.activities import ActivityDetails
from service.casework.workflow.assignment import Assignment
from service.casework.workflow.ledger import ClaimEntries
from service.casework.workflow.notes import Note
from service.casework.workflow.state_machine import StepDetails
from service.casework.worklists import sampling_audit
from service.casework.worklists.sampling_audit import Audit
from service.privacy import access_log


class ClaimRecords(msgspec.Struct, frozen=True):
    """The records of a claim: what is owed and was paid, and what was done.

    `entries` are those of the journal, without who read it, `requests` those for a second person's
    approval; audits and notes come with their texts, `diary` is the one that the claim was made from.
    """

    claim: Claim
    lines: list[Line]
    money: ClaimEntries
    requests: list[ApprovalDetails]
    entries: list[Entry]
    assignments: list[Assignment]
    activities: list[ActivityDetails]
    steps: list[StepDetails]
    letters: list[Letter]
    files: list[Item]
    diary: ClaimDiary | None
    audits: list[tuple[Audit, str]]
    notes: list[tuple[Note, str]]


# A claim is read far more often than it is changed.
_ENTRIES = (
    select(Entry)
    .where(
        col(Entry.noun) == "claim",
        col(Entry.reference) == bindparam("claim"),
        col(Entry.act).not_in(access_log.ACTS),
    )
    .order_by(col(Entry.position))
)


def read(session: Session, claim: Claim) -> ClaimRecords:
    """Read the records of a claim."""
    number = claim.reference
    return ClaimRecords(
        claim=claim,
        lines=wage_claims.lines(session, number),
        money=ledger.read(session, number),
        requests=claim_approvals.history(session, number),
        entries=list(session.execute(_ENTRIES, {"claim": number}).scalars()),
        assignments=assignment.assignments(session, number),
        activities=activities.list_for_claim(session, claim),
        steps=state_machine.history(session, claim),
        letters=letters.list_for_claim(session, number),
        files=evidence.list_files(session, claim),
        diary=wage_diary.for_claim(session, claim),
        audits=sampling_audit.list_for_claim(session, claim),
        notes=notes.list_for_claim(session, claim),
    )
