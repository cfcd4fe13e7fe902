"""The wage claims of a person, for their personal export."""

from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.approvals import ApprovalKind
from catalog.core.fields import tashkent_day
from service.casework import letters as written
from service.casework.advice import (
    claim_from_session,
)
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.groups import groups
from service.casework.groups.groups import Membership
from service.casework.letters import Letter, group_letters, letter_workers
from service.casework.money import failed_payouts, instalments, money_entries, payees
from service.casework.money.money_entries import Entry
from service.casework.workflow import (
    activities,
    assignment,
    claim_approvals,
    claim_closing,
    claim_facts,
    notes,
    representatives,
    reversals,
    shown_actions,
    state_machine,
    transfers,
    withdrawals,
)
from service.casework.workflow.representatives import RepresentativeDetails
from service.casework.worklists import claim_reminders, sampling_audit, service_levels
from service.privacy import (
    claim_schema,
)
from service.privacy.export_conversion import (
    Exported,
    convert,
    convert_all,
    corrections_of,
    evidence_records,
)

_HIDDEN_REQUESTS = (ApprovalKind.PRESSURE, ApprovalKind.WITHDRAWAL, ApprovalKind.PERSON)


def claim_records(session: Session, own: list[str], day: date) -> list[claim_schema.ClaimRecord]:
    asked = select(Claim).where(col(Claim.citizen).in_(own)).order_by(col(Claim.filed_at).desc())
    return [_claim(session, row, day) for row in list(session.execute(asked).scalars())]


def _claim(session: Session, row: Claim, day: date) -> claim_schema.ClaimRecord:
    number, since = row.reference, withdrawals.shown_since(session, row)
    moved = claim_facts.moved_at(session, number)
    return convert(
        claim_schema.ClaimRecord,
        row,
        state=ClaimState.CLOSED.value if since else row.state,
        came_from=None if moved else claim_from_session.session_of(session, number),
        story=wage_claims.story(session, row),
        notes=_own_notes(session, row, moved, since),
        next_action="" if since else _next_action(session, row),
        lines=convert_all(claim_schema.LineRecord, wage_claims.lines(session, number)),
        balances=money_entries.balances(session, number),
        steps=convert_all(claim_schema.StepRecord, state_machine.shown_history(session, row)),
        acts=_activities(session, row, since),
        payments=_entries(session, number, money_entries.Payment, claim_schema.PaymentRecord),
        pay_outs=_entries(session, number, money_entries.PayOut, claim_schema.PayOutRecord),
        instalments=instalments.by_claims(session, [number], day)[number],
        deductions=_entries(session, number, money_entries.Deduction, claim_schema.DeductionRecord),
        undelivered=_undelivered(session, number),
        representatives=_representatives(session, row, moved, day),
        payee=payees.destination(session, row),
        group=_group(session, row),
        closing_reason=claim_closing.shown_reason(row.closing_reason) or "",
        due=tashkent_day(since) if since else service_levels.due_for_worker(session, row),
        approvals=_approvals(session, number, moved, since),
        transfers=_transfers(session, row, since),
        audits=_audits(session, row, since),
        reminders=_reminders(session, number),
        given_on=_before([one.at for one in assignment.assignments(session, number)], since),
        letters=_letters(session, number, moved, since),
        evidence=evidence_records(session, row),
        corrections=_corrections(session, number, since),
        notes_of_officers=_count_other_notes(session, row, since),
    )


def _own_notes(
    session: Session, row: Claim, moved: datetime | None, until: datetime | None
) -> list[claim_schema.NoteRecord]:
    """Return what this person added, not one to whom the claim belonged before.

    After a withdrawal only what was added before: whoever made the person withdraw may read this."""
    return [
        claim_schema.NoteRecord(note.at, text)
        for note, text in notes.list_by_worker(session, row)
        if _before(_after([note.at], moved), until)
    ]


def _count_other_notes(session: Session, row: Claim, until: datetime | None) -> int:
    own = {note.id for note, _ in notes.list_by_worker(session, row)}
    found = [note.at for note, _ in notes.list_for_claim(session, row) if note.id not in own]
    return len(_before(found, until))


def _next_action(session: Session, row: Claim) -> str:
    return shown_actions.for_worker(wage_claims.next_action(session, row), row.state)


def _undelivered(session: Session, claim: str) -> list[claim_schema.UndeliveredRecord]:
    """Return money that did not reach the worker, of money delivered in parts each part."""
    days = reversals.days(session, claim)
    rows = money_entries.list_all(session, money_entries.Undelivered, claim)
    amounts = failed_payouts.amounts(rows)
    return [
        convert(
            claim_schema.UndeliveredRecord,
            row,
            amount=amounts[row.id],
            reversed_on=days.get(row.reversal or ""),
        )
        for row in rows
        if amounts[row.id]
    ]


def _entries(
    session: Session, claim: str, table: type[Entry], kind: type[Exported]
) -> list[Exported]:
    """Return the entries of a kind, each with the day on which it was reversed, if it was."""
    days = reversals.days(session, claim)
    return [
        convert(kind, row, reversed_on=days.get(row.reversal or ""))
        for row in money_entries.list_all(session, table, claim)
    ]


def _representatives(
    session: Session, row: Claim, moved: datetime | None, day: date
) -> list[RepresentativeDetails]:
    """Return the representatives of this person, not of one to whom the claim belonged before."""
    found = representatives.list_for_claim(session, row, day)
    return [one for one in found if _after([one.at], moved)]


def _corrections(
    session: Session, number: str, until: datetime | None
) -> list[claim_schema.CorrectionRecord]:
    found = corrections_of(session, claim_facts.NOUN, number)
    return [one for one in found if _before([one.at], until)]


def _reminders(session: Session, number: str) -> list[claim_schema.ReminderRecord]:
    return convert_all(claim_schema.ReminderRecord, claim_reminders.list_for_claim(session, number))


def _before(moments: list[datetime], until: datetime | None) -> list[datetime]:
    """Return the moments until a withdrawal: what was done later is not shown to the person."""
    return [one for one in moments if until is None or one <= until]


def _after(moments: list[datetime], moved: datetime | None) -> list[datetime]:
    """Return the moments since the claim belongs to this person."""
    return [one for one in moments if moved is None or one > moved]


def _audits(session: Session, row: Claim, until: datetime | None) -> list[claim_schema.AuditRecord]:
    found = sampling_audit.list_for_claim(session, row)
    return [convert(claim_schema.AuditRecord, one) for one, _ in found if _before([one.at], until)]


def _transfers(
    session: Session, row: Claim, until: datetime | None
) -> list[claim_schema.TransferRecord]:
    found = transfers.list_for_claim(session, row)
    shown = [one for one in found if _before([one.offered_at], until)]
    return convert_all(claim_schema.TransferRecord, shown)


def _activities(
    session: Session, row: Claim, until: datetime | None
) -> list[claim_schema.ActivityRecord]:
    """Return the activities; of a claim that the person withdrew only those before that.

    An officer tells the person of later ones where they can talk undisturbed."""
    rows = activities.list_for_claim(session, row)
    shown = [one for one in rows if until is None or one.at <= until]
    return convert_all(claim_schema.ActivityRecord, shown)


def _approvals(
    session: Session, number: str, moved: datetime | None, until: datetime | None
) -> list[claim_schema.ApprovalRecord]:
    """Return the decisions of second officers, except on withdrawals and what follows them.

    An officer tells the person of those where they can talk undisturbed. A request to move the claim
    from another person is about that person too, and is left out."""
    return [
        convert(claim_schema.ApprovalRecord, one)
        for one in claim_approvals.history(session, number)
        if one.asked not in _HIDDEN_REQUESTS and _before(_after([one.asked_at], moved), until)
    ]


def _letters(
    session: Session, claim: str, moved: datetime | None, until: datetime | None
) -> list[claim_schema.LetterRecord]:
    return [
        convert(
            claim_schema.LetterRecord,
            row,
            words=_words(session, row, claim),
            void_reason=written.void_reason(session, row) if row.claim == claim else "",
        )
        for row in _rows(session, claim)
        if _before(_after([row.at], moved), until)
    ]


def _rows(session: Session, claim: str) -> list[Letter]:
    """Return the letters of a claim, and those for its group that name its worker."""
    own = written.list_for_claim(session, claim)
    named = group_letters.list_naming(session, claim)
    return own + [row for row in named if row.claim != claim]


def _words(session: Session, row: Letter, claim: str) -> str:
    """Return the text of a letter; of one for a group, the row of this worker alone."""
    mine = letter_workers.own_row(session, row.number, session.get_one(Claim, claim))
    return "\n".join(filter(None, (written.plain_text(session, row), mine)))


def _group(session: Session, claim: Claim) -> claim_schema.GroupRecord | None:
    row = session.get(Membership, claim.reference)
    return (
        convert(claim_schema.GroupRecord, row, why=groups.leaving_reason(session, claim, row))
        if row
        else None
    )
