"""Erasure of a person: nothing that identifies them can be read, and statistics stay correct.

What remains: references, dates, amounts, the employer of a claim, and sex, age band and region,
which the year's figures need and which name nobody. The journal stores only references, as
before."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlmodel import Session, col

from catalog.core import approvals, corrections, journal, vault
from catalog.core.actor import Actor
from catalog.core.approvals import Approval
from matching.applications import applications, notices, transitions
from matching.identity import counted_persons, name_index
from matching.identity.persons import Citizen
from matching.journey import pre_departure
from matching.journey.costs import PaidCost
from matching.profiles import profiles
from matching.ranking import alerts, nightly_ranking
from matching.search import saved_searches
from service.accounts import Account, Key, phone_login
from service.accounts.invitations import Invitation
from service.accounts.login_sessions import SignIn
from service.accounts.number_changes import NumberChange
from service.accounts.phone_login import Code
from service.accounts.second_factor import RecoveryCode
from service.casework import evidence, letters, wage_diary
from service.casework.claims.wage_claims import Claim
from service.casework.complaints import complaints
from service.casework.complaints.complaints import Complaint
from service.casework.evidence import Evidence
from service.casework.evidence import State as Kept
from service.casework.groups.groups import Membership
from service.casework.incidents import incidents, insurance
from service.casework.letters import Letter
from service.casework.letters.letter_workers import LetterWorker
from service.casework.money.payee_table import Payee
from service.casework.protection import referral_links, referrals
from service.casework.protection.referrals import Act
from service.casework.protection.screenings import Screening
from service.casework.scope import advice_tables
from service.casework.workflow.activities import ClaimAct
from service.casework.workflow.notes import Note
from service.casework.workflow.representatives import Representative
from service.casework.workflow.state_machine import Step
from service.casework.workflow.transfers import Transfer
from service.casework.worklists.sampling_audit import Audit
from service.infra import drafts
from service.infra.idempotency import Once
from service.privacy import access_log, sent_messages
from service.privacy.erasure_records import Erasure, Hold, records

# Rows that belong to an account and are useless without it.
_ACCOUNT_TABLES = (SignIn, RecoveryCode, Invitation, Key)


def erase(session: Session, citizen: str, *, by: Actor, on: datetime) -> list[str]:
    """Erase a person: this record and all records of the same person; return their references.

    A repeated call changes nothing more. The caller checks first whether the person may be erased
    (erasure_requests.require_erasable). Refuses: NotFound."""
    rows = _locked(session, citizen)
    for row in rows:
        erase_record(session, row, by=by, on=on)
    return [row.reference for row in rows]


def _locked(session: Session, citizen: str) -> list[Citizen]:
    """Return the person's current records, locked against merging in the meantime."""
    first = records(session, citizen)[0]
    session.refresh(first, with_for_update=True)
    return records(session, first.reference)


def erase_record(session: Session, row: Citizen, *, by: Actor, on: datetime) -> None:
    """Erase one record of a person, its cases and its account."""
    _forget_messages(session, row)
    _forget_answers(session, row)
    _forget_cases(session, row, on)
    _forget_advice(session, row)
    _forget_referrals(session, row, on)
    _forget_complaints(session, row, on)
    _forget_account(session, row, on)
    _withdraw_applications(session, row, by, on)
    for item in (
        profiles,
        pre_departure,
        wage_diary,
        nightly_ranking,
        alerts,
        saved_searches,
        notices,
    ):
        item.forget(session, row.reference)
    # The figure of persons who may be counted twice stays as it was.
    row.similar_to = row.reference if counted_persons.is_possible_duplicate(session, row) else None
    for name in (
        "phone",
        "phone_blind",
        "passport",
        "passport_blind",
        "pinfl",
        "pinfl_blind",
        "birth_blind",
    ):
        setattr(row, name, None)
    row.name = row.name_key = ""
    row.birth_year = row.died_on = row.death_recorded_at = None
    name_index.rewrite(session, row.reference, "")
    row.erased_at = row.erased_at or on
    vault.destroy(session, row.reference)
    _settle_requests(session, row, by.account, on)
    session.flush()
    journal.write(session, "erase", "citizen", row.reference, by=by, on=on)


def _withdraw_applications(session: Session, row: Citizen, by: Actor, on: datetime) -> None:
    """Withdraw the person's applications, so that their places go to others.

    Consent is withdrawn too, so that nobody sees who applied."""
    transitions.withdraw_all(session, row, by=by, on=on)
    for one in applications.list_for_person(session, row):
        one.consent = False


def _forget_messages(session: Session, row: Citizen) -> None:
    telephones = sent_messages.numbers(session, [row])
    drafts.forget_person(session, row.reference, telephones)
    for message in sent_messages.list_to_numbers(session, telephones):
        vault.destroy(session, message.reference)
        session.delete(message)
    marks = [phone_login.mark(one) for one in telephones]
    session.execute(delete(Code).where(col(Code.number).in_(marks)))


def _forget_answers(session: Session, row: Citizen) -> None:
    """Delete stored idempotent responses that name the person's records.

    They may repeat what the person submitted."""
    cases = [case.reference for case in referrals.list_for_record(session, row.reference)]
    named = {number.encode() for number in [*access_log.references(session, [row]), *cases]}
    for key, answer in session.execute(select(col(Once.key), col(Once.answer))).all():
        if any(number in answer for number in named):
            session.execute(delete(Once).where(col(Once.key) == key))


# The texts of a claim by table; each table names its claim.
_CLAIM_TEXTS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (Note, ("text",)),
    (Letter, ("void_reason",)),
    (LetterWorker, ("cells",)),
    (ClaimAct, ("words", "next_action")),
    (Transfer, ("reason", "answer")),
    (Step, ("reason", "next_action")),
    (Representative, ("name", "phone", "document")),
    (Payee, ("name", "number")),
    (Membership, ("why",)),
    (Approval, ("reason", "answer")),
    (Audit, ("words",)),
)


def _forget_cases(session: Session, row: Citizen, on: datetime) -> None:
    """Clear texts, which can no longer be decrypted, and the secrets for following claims."""
    claims = select(col(Claim.reference)).where(col(Claim.citizen) == row.reference)
    corrections.forget(session, [row.reference])
    values: dict[str, None] = dict.fromkeys(("story", "next_action"))
    session.execute(
        update(Claim).where(col(Claim.citizen) == row.reference).values(secret_hash="", **values)
    )
    for table, names in _CLAIM_TEXTS:
        cleared = update(table).where(col(table.claim).in_(claims))
        session.execute(cleared.values(dict.fromkeys(names)))
    letters.forget(session, row.reference)
    speakers = update(Representative).where(col(Representative.claim).in_(claims))
    session.execute(speakers.values(secret_hash=""))
    gone = {"name": None, "sha256": None, "state": Kept.ERASED.value}
    costs = select(col(PaidCost.reference)).where(col(PaidCost.citizen) == row.reference)
    documents = evidence.of_persons([row.reference])
    # Why somebody asked to download one may name the person, and older ones have no key of theirs.
    asked = select(col(Evidence.reference)).where(documents)
    requests = update(Approval).where(col(Approval.subject).in_(asked))
    session.execute(requests.values(reason=None, answer=None))
    # An answer to a request that still waits would make a new key for the person.
    waiting = update(Approval).where(col(Approval.owner) == row.reference, approvals.is_waiting())
    session.execute(waiting.values(lapsed_at=on))
    theirs = or_(col(Evidence.claim).in_(claims), col(Evidence.cost).in_(costs), documents)
    session.execute(update(Evidence).where(theirs).values(**gone))
    session.execute(update(Hold).where(col(Hold.citizen) == row.reference).values(reason=None))
    session.execute(delete(NumberChange).where(col(NumberChange.citizen) == row.reference))
    incidents.forget(session, row.reference)
    insurance.forget(session, row.reference)


def _forget_advice(session: Session, row: Citizen) -> None:
    """Clear the notes of advice sessions and destroy the keys of their matters."""
    matters = select(col(advice_tables.Matter.reference)).where(
        col(advice_tables.Matter.citizen) == row.reference
    )
    talks = or_(
        col(advice_tables.Session.citizen) == row.reference,
        col(advice_tables.Session.matter).in_(matters),
    )
    session.execute(update(advice_tables.Session).where(talks).values(note=None))
    corrections.forget(session, session.execute(matters).scalars())
    for matter in list(session.execute(matters).scalars()):
        vault.destroy(session, matter)


def _forget_referrals(session: Session, row: Citizen, on: datetime) -> None:
    """Destroy the keys of protected cases and clear their texts; cases are still counted."""
    for case in referrals.list_for_record(session, row.reference):
        vault.destroy(session, case.reference)
        referral_links.forget(session, case.reference, on)
        case.person = case.origin = case.consent_reason = case.reach = None
        session.execute(update(Act).where(col(Act.referral) == case.reference).values(text=None))
        session.execute(
            update(Screening).where(col(Screening.referral) == case.reference).values(answers=None)
        )


def _forget_complaints(session: Session, row: Citizen, on: datetime) -> None:
    """Clear the texts of complaints and answers, and close open complaints.

    Confirmed complaints still count."""
    mine = col(Complaint.citizen) == row.reference
    session.execute(update(Complaint).where(mine).values(words=None, answer=None))
    open_ = col(Complaint.state).in_(
        [complaints.State.RECEIVED, complaints.State.ACKNOWLEDGED, complaints.State.ANSWERED]
    )
    session.execute(
        update(Complaint)
        .where(mine, open_)
        .values(state=complaints.State.CLOSED.value, settled_at=on)
    )


def _forget_account(session: Session, row: Citizen, on: datetime) -> None:
    """Clear and disable the account; it stays as a reference for the journal."""
    mine = select(Account).where(col(Account.citizen) == row.reference)
    for account in list(session.execute(mine).scalars()):
        for table in _ACCOUNT_TABLES:
            session.execute(delete(table).where(table.account == account.reference))
        for name in ("email", "phone_blind", "citizen", "password", "second"):
            setattr(account, name, None)
        account.name, account.disabled_at = "", account.disabled_at or on
        vault.destroy(session, account.reference)


def _settle_requests(session: Session, row: Citizen, account: str, on: datetime) -> None:
    mine = col(Erasure.citizen) == row.reference
    session.execute(update(Erasure).where(mine).values(reason=None, answer=None))
    waiting = update(Erasure).where(mine, col(Erasure.decided_at).is_(None))
    session.execute(waiting.values(done=True, decided_by=account, decided_at=on))
