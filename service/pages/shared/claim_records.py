"""The records of a claim from which its page at the desk is made, each read once."""

import msgspec
from sqlmodel import Session

from catalog.core import journal
from catalog.core.approvals import ApprovalDetails
from catalog.core.journal import Entry
from service.casework import evidence, letters
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, Line
from service.casework.evidence import Item
from service.casework.letters import Letter
from service.casework.money import money_entries
from service.casework.money.money_entries import ClaimEntries
from service.casework.workflow import (
    activities,
    assignment,
    claim_approvals,
    notes,
    state_machine,
)
from service.casework.workflow.activities import ActivityDetails
from service.casework.workflow.assignment import Assignment
from service.casework.workflow.notes import Note
from service.casework.workflow.state_machine import StepDetails
from service.casework.worklists import sampling_audit
from service.casework.worklists.sampling_audit import Audit


class ClaimRecords(msgspec.Struct, frozen=True):
    """The records of a claim: what is owed and was paid, and what was done.

    `entries` are those of the journal about its changes, `requests` those for a second person's
    approval; audits and notes come with their texts.
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
    audits: list[tuple[Audit, str]]
    notes: list[tuple[Note, str]]


def read(session: Session, claim: Claim) -> ClaimRecords:
    """Read the records of a claim."""
    number = claim.reference
    return ClaimRecords(
        claim=claim,
        lines=wage_claims.lines(session, number),
        money=money_entries.of_claim(session, number),
        requests=claim_approvals.history(session, number),
        entries=journal.changes(session, "claim", number),
        assignments=assignment.assignments(session, number),
        activities=activities.list_for_claim(session, claim),
        steps=state_machine.history(session, claim),
        letters=letters.list_for_claim(session, number),
        files=evidence.list_files(session, claim),
        audits=sampling_audit.list_for_claim(session, claim),
        notes=notes.list_for_claim(session, claim),
    )
