"""Reversals that a second person approved: of one entry of a claim, or of a payment for a group.

The payment for a group has one request and one decision. Each of its entries is then reversed as if
it had been requested alone, under an approval of its own with the names of the same two persons.
"""

from datetime import date, datetime

import msgspec
from sqlalchemy import func, select
from sqlmodel import Session, col

from catalog.core import approvals, journal
from catalog.core.actor import SYSTEM, Actor
from catalog.core.approvals import Approval, ApprovalDetails, ApprovalKind, Subject
from catalog.core.errors import Refusal, require_found
from catalog.core.fields import Prose, tashkent_day
from i18n import N_
from matching.identity.persons import Citizen, ErasedPerson
from service.accounts import approval_requests
from service.approvals.request_handler import Card, Fact, FactLabel, RequestHandler, TitlePart
from service.casework import letters
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.groups.groups import Group
from service.casework.groups.payment_split import GroupPayment, GroupShare
from service.casework.letters.letter_request import Kind as LetterKind
from service.casework.money import allocation
from service.casework.money.money_entries import Payment, stands
from service.casework.workflow import reversals
from service.casework.workflow.reversals import AlreadyReversed
from service.casework.worklists.group_actions import ClaimsElsewhere, PreviewChanged

_NOUN = "group"
_KIND = ApprovalKind.GROUP_REVERSAL


class MoneyTaken(Refusal):
    slug = "money-taken"
    sentence = N_(
        "Some of this money was already paid out, taken as a fee or recorded as undelivered. Have "
        "that entry reversed on the worker’s claim first; then the payment can be reversed for "
        "all workers together."
    )


class GroupEntry(msgspec.Struct, frozen=True):
    """The entry of one worker: reversed with the payment, or why it is left out or in the way."""

    payment: Payment
    claim: Claim
    name: str
    refusal: Refusal | None


class GroupReversal(msgspec.Struct, frozen=True):
    """A payment for a group with its entries; `elsewhere`: some stand on claims out of scope."""

    payment: GroupPayment
    entries: list[GroupEntry]
    elsewhere: bool

    @property
    def included(self) -> list[GroupEntry]:
        """The entries that are reversed."""
        return [one for one in self.entries if one.refusal is None]

    @property
    def obstacle(self) -> Refusal | None:
        """Why the payment cannot be reversed now, if it cannot."""
        if self.elsewhere:
            return ClaimsElsewhere()
        if any(isinstance(one.refusal, MoneyTaken) for one in self.entries):
            return MoneyTaken()
        return None if self.included else AlreadyReversed()

    @property
    def stated(self) -> dict[str, str]:
        """The claim and the amount of each entry that is reversed."""
        return {
            one.payment.reference: f"{one.claim.reference} {one.payment.amount}"
            for one in self.included
        }


def reverse(
    session: Session, claim: Claim, approval: Approval, *, by: Actor, on: datetime, day: date
) -> None:
    """Reverse an entry of a claim as approved, and declare the receipts of the claim void.

    Refuses: NotFound, reversals.AlreadyReversed."""
    reversals.carry_out(session, claim, approval, by=by, on=on, day=day)
    (reason,) = [one.reason for one in approvals.details(session, [(approval, claim.citizen)])]
    for letter in letters.list_for_claim(session, claim.reference):
        if letter.kind == LetterKind.RECEIPT and letter.voided_at is None:
            letters.void(session, letter.number, reason, by=by, on=on)


def preview(session: Session, group: Group, number: str, *, by: Actor) -> GroupReversal:
    """Return a payment for a group with what would become of each entry within the actor's scope.

    Refuses: NotFound."""
    payment = session.get(GroupPayment, number)
    if payment is not None and payment.group != group.reference:
        payment = None
    payment = require_found(payment)
    shares = (
        select(Payment, Claim, Citizen)
        .join(GroupShare, col(GroupShare.payment) == col(Payment.id))
        .join(Claim, col(Claim.reference) == col(Payment.claim))
        .join(Citizen, col(Citizen.reference) == col(Claim.citizen))
        .where(col(GroupShare.whole) == number)
        .order_by(col(Citizen.name_key), col(Claim.reference))
    )
    entries = [
        GroupEntry(row, claim, person.name or "", _find_refusal(session, row, person))
        for row, claim, person in session.execute(shares.where(wage_claims.within(by)))
    ]
    # Those that are left out or in the way come first.
    entries.sort(key=lambda one: one.refusal is None)
    standing = select(func.count()).select_from(shares.where(stands(Payment)).subquery())
    shown = sum(not one.payment.reversal for one in entries)
    return GroupReversal(payment, entries, session.execute(standing).scalar() != shown)


def _find_refusal(session: Session, row: Payment, person: Citizen) -> Refusal | None:
    """Return why an entry is left out or is in the way of the reversal, if it is."""
    if row.reversal:
        return AlreadyReversed()
    if allocation.entries_paid_from(session, row):
        return MoneyTaken()
    return ErasedPerson() if person.erased_at else None


def request_group_reversal(
    session: Session,
    group: Group,
    number: str,
    reason: Prose,
    *,
    seen: str,
    by: Actor,
    on: datetime,
) -> Approval:
    """Request a second person's approval to reverse a payment for a group; until then it stands.

    `seen` is the digest of the entries that were shown. Refuses: NotFound, ClaimsElsewhere,
    MoneyTaken, AlreadyReversed, PreviewChanged, approvals.AlreadyRequested."""
    session.get(GroupPayment, number, with_for_update=True)
    reversal = preview(session, group, number, by=by)
    if obstacle := reversal.obstacle:
        raise obstacle
    terms = approvals.digest(reversal.stated)
    if seen != terms:
        raise PreviewChanged
    subject, changes = Subject(_NOUN, group.reference), _changes(reversal.payment)
    approvals.require_not_waiting(session, _KIND, subject, changes)
    return approval_requests.request(
        session, _KIND, subject, reason, terms=terms, changes=changes, by=by, on=on
    )


def _changes(payment: GroupPayment) -> dict[str, str]:
    return {
        "payment": payment.reference,
        "amount": str(payment.amount),
        "currency": payment.currency,
    }


def _carry_out(session: Session, row: Approval, *, by: Actor, on: datetime) -> None:
    """Reverse all entries of the payment as approved, if they are still those of the request.

    Refuses: ClaimsElsewhere, MoneyTaken, AlreadyReversed, approvals.RecordChanged."""
    group, number = session.get_one(Group, row.subject), approvals.changes(row)["payment"]
    _hold_claims(session, number)
    reversal = preview(session, group, number, by=by)
    if obstacle := reversal.obstacle:
        raise obstacle
    approvals.require_unchanged(row, reversal.stated)
    for one in reversal.included:
        claim = one.claim
        subject = Subject("claim", claim.reference, claim.citizen)
        own = approvals.copy_decision(
            session, row, ApprovalKind.REVERSAL, subject, one.payment.reference, by=by, on=on
        )
        reverse(session, claim, own, by=by, on=on, day=tashkent_day(on))
    journal.write(session, "reverse", _NOUN, group.reference, by=by, on=on, fields=("payments",))


def _hold_claims(session: Session, number: str) -> None:
    """Lock the claims of a payment, so that no entry is added to one while it is reversed."""
    claims = (
        select(Claim)
        .join(Payment, col(Payment.claim) == col(Claim.reference))
        .join(GroupShare, col(GroupShare.payment) == col(Payment.id))
        .where(col(GroupShare.whole) == number)
        .order_by(col(Claim.reference))
    )
    held = claims.with_for_update(of=Claim)
    session.execute(held, execution_options={"populate_existing": True}).all()


def _card(session: Session, one: ApprovalDetails) -> Card:
    group = session.get_one(Group, one.subject)
    # Whoever decides can open all claims.
    reversal = preview(session, group, one.changes["payment"], by=SYSTEM)
    number, currency = reversal.payment.reference, reversal.payment.currency
    total = sum(entry.payment.amount for entry in reversal.included)
    facts = [
        Fact(FactLabel.RECEIVED, amount=reversal.payment.amount, currency=currency),
        Fact(FactLabel.ENTRIES, str(len(reversal.included))),
        Fact(FactLabel.REVERSED, amount=total, currency=currency),
    ]
    link = f"/desk/groups/{group.reference}/received/{number}/reversal"
    return Card((TitlePart(group.employer),), link, facts)


HANDLER = RequestHandler(_NOUN, _carry_out, _card)
