"""Another person for a claim: requested by one officer and done when a second one approves.

All texts and files of the claim are then encrypted with the key of the other person. Letters and
representatives, which name the former person, are no longer valid and are not shown to the other
one; the payee is removed, and the secret code opens nothing. The history keeps the former person, so
that the files of both show who opened the claim.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import delete, select
from sqlmodel import Session, SQLModel, col

from catalog.core import approvals, corrections, journal, vault
from catalog.core.actor import Actor
from catalog.core.approvals import Approval
from catalog.core.corrections import Change, Correction, Subject
from catalog.core.errors import NotFound, Refusal
from catalog.core.fields import Prose
from i18n import N_
from matching.identity import persons
from matching.identity.persons import Citizen
from service.casework import letters, people_access
from service.casework.claims.wage_claims import Claim
from service.casework.evidence import Evidence, file_encryption
from service.casework.groups.groups import Membership
from service.casework.letters import Letter, group_letters
from service.casework.letters.letter_workers import LetterWorker
from service.casework.money import payments
from service.casework.money.payee_table import Payee
from service.casework.protection import minors
from service.casework.workflow import claim_approvals, withdrawals
from service.casework.workflow.activities import ClaimAct
from service.casework.workflow.claim_facts import NOUN, PERSON
from service.casework.workflow.notes import Note
from service.casework.workflow.representatives import Representative
from service.casework.workflow.state_machine import Step
from service.casework.workflow.transfers import Transfer
from service.casework.worklists.sampling_audit import Audit

# The texts of a claim that are encrypted with the key of its person: table, column and place.
SEALED: tuple[tuple[type[SQLModel], str, str], ...] = (
    (Claim, "story", "claims.story"),
    (Claim, "next_action", "claims.next_action"),
    (Approval, "reason", "approvals.reason"),
    (Approval, "answer", "approvals.answer"),
    (Audit, "words", "audits.words"),
    (ClaimAct, "words", "claim_acts.words"),
    (ClaimAct, "next_action", "claim_acts.next_action"),
    (Evidence, "name", "evidence.name"),
    (Letter, "told", "letters.told"),
    (Letter, "void_reason", "letters.void_reason"),
    (LetterWorker, "cells", "letter_workers.cells"),
    (Membership, "why", "claim_group_members.why"),
    (Note, "text", "claims.note"),
    (Representative, "name", "representatives.name"),
    (Representative, "phone", "representatives.phone"),
    (Representative, "document", "representatives.document"),
    (Step, "reason", "claim_steps.reason"),
    (Step, "next_action", "claim_steps.next_action"),
    (Transfer, "reason", "claim_transfers.reason"),
    (Transfer, "answer", "claim_transfers.answer"),
)


class SamePersonAlready(Refusal):
    slug = "same-person-already"
    sentence = N_("The claim already belongs to this person.")


class NoSuchPerson(Refusal):
    slug = "no-such-person"
    sentence = N_("There is no person with this reference among the records you can open.")


class OtherPersonInput(msgspec.Struct, forbid_unknown_fields=True):
    """The reference of the person to whom a claim belongs, and why it was with another one."""

    citizen: str
    reason: Prose


def request(
    session: Session, claim: Claim, other: OtherPersonInput, *, by: Actor, on: datetime
) -> Approval:
    """Request that a claim be moved to another person within the actor's scope.

    Refuses: withdrawals.WithdrawalOpen, NoSuchPerson, SamePersonAlready, persons.ErasedPerson,
    approvals.AlreadyRequested."""
    withdrawals.require_not_withdrawn(session, claim, "citizen")
    person = _find(session, other.citizen.strip().upper(), by)
    current = session.get_one(Citizen, claim.citizen)
    if (person.same_as or person.reference) == (current.same_as or current.reference):
        raise SamePersonAlready("citizen")
    if person.erased_at:
        raise persons.ErasedPerson("citizen")
    return claim_approvals.request_person(
        session, claim, person.reference, other.reason, by=by, on=on
    )


def _find(session: Session, citizen: str, by: Actor) -> Citizen:
    """Return the person, if within the actor's scope. Refuses: NoSuchPerson."""
    try:
        return people_access.get(session, citizen, by=by)
    except NotFound as reason:
        raise NoSuchPerson("citizen") from reason


def carry_out(
    session: Session,
    claim: Claim,
    approval: Approval,
    *,
    home: Path,
    by: Actor,
    on: datetime,
    day: date,
) -> None:
    """Move a claim to another person as approved; `home` holds the evidence files.

    Refuses: withdrawals.WithdrawalOpen, persons.ErasedPerson."""
    former, person = _hold(session, claim, approval)
    (reason,) = [one.reason for one in approvals.details(session, [(approval, former)])]
    for letter in group_letters.list_naming(session, claim.reference):
        # The reason speaks of one person: the others of the group may not read it.
        if letter.voided_at is None:
            letters.void(session, letter.number, "", by=by, on=on)
    for letter in letters.list_for_claim(session, claim.reference):
        if letter.voided_at is None:
            letters.void(session, letter.number, reason, by=by, on=on)
    _withdraw_representatives(session, claim, by=by, on=on)
    session.execute(delete(Payee).where(col(Payee.claim) == claim.reference))
    corrections.record(
        session,
        Subject(NOUN, claim.reference, former),
        [Change(PERSON, former, person)],
        reason,
        by=by,
        on=on,
    )
    file_encryption.reencrypt(session, home, claim, former, person)
    _reencrypt_texts(session, claim, former, person)
    claim.citizen, claim.secret_hash = person, ""
    payments.bump_version(claim)
    session.flush()
    journal.write(session, "move_person", NOUN, claim.reference, by=by, on=on)
    minors.refer(session, claim.reference, by=by, on=on, day=day)


def _hold(session: Session, claim: Claim, approval: Approval) -> tuple[str, str]:
    """Lock the claim, its person and the other one, and return the references of both persons.

    Whoever is writing a text for the former person is waited for (wage_claims.hold_person)."""
    session.refresh(claim, with_for_update=True)
    withdrawals.require_not_withdrawn(session, claim)
    former, person = claim.citizen, approval.terms
    for number in sorted((former, person)):
        session.get(Citizen, number, with_for_update=True, populate_existing=True)
    persons.require_not_erased(session, former)
    persons.require_not_erased(session, person)
    return former, person


def _withdraw_representatives(session: Session, claim: Claim, *, by: Actor, on: datetime) -> None:
    active = select(Representative).where(
        col(Representative.claim) == claim.reference, col(Representative.withdrawn_at).is_(None)
    )
    for row in session.execute(active).scalars():
        row.withdrawn_at, row.withdrawn_by, row.secret_hash = on, by.account, ""


def _reencrypt_texts(session: Session, claim: Claim, former: str, person: str) -> None:
    """Encrypt all texts of a claim with the key of another person."""
    for table, column, place in SEALED:
        key: Any = Claim.reference if table is Claim else table.claim  # type: ignore[attr-defined]
        for row in session.execute(select(table).where(col(key) == claim.reference)).scalars():
            if place != "letters.told" or letters.text_owner(session, row) == former:
                setattr(row, column, _sealed(session, former, person, place, getattr(row, column)))
    # The corrections that moved the claim stay with the person whom it left.
    facts = select(Correction).where(
        col(Correction.subject) == NOUN,
        col(Correction.reference) == claim.reference,
        col(Correction.field) != PERSON,
    )
    for row in session.execute(facts).scalars():
        for column in ("before", "after", "reason"):
            place = f"corrections.{column}"
            setattr(row, column, _sealed(session, row.owner, person, place, getattr(row, column)))
        row.owner = person
    session.flush()


def _sealed(
    session: Session, former: str, person: str, place: str, sealed: bytes | None
) -> bytes | None:
    if sealed is None:
        return None
    return vault.seal(session, person, place, vault.unseal(session, former, place, sealed))
