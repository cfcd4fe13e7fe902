"""Conditions for closing a claim: balanced amounts, or a reason why they are not."""

from sqlalchemy import or_, select
from sqlmodel import Session, col

from catalog.core.actor import Actor
from catalog.core.approvals import ApprovalKind
from catalog.core.errors import NotFound, Refusal
from catalog.core.labelled_enum import LabelledEnum
from i18n import N_
from matching.identity import persons
from matching.identity.persons import Citizen
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.money import money_entries
from service.casework.money.money_entries import Balance, Payer, Payment, stands
from service.casework.workflow import claim_approvals


class ClosingReason(LabelledEnum):
    PAID_IN_FULL = "paid_in_full", N_("Paid in full")
    PAID_BELOW_VERIFIED = (
        "paid_below_verified",
        N_("Paid under a settlement for less than the documented amount"),
    )
    PAID_BY_GUARANTEE = "paid_by_guarantee", N_("Paid by a guarantor, fund or insurer")
    UNENFORCEABLE = "unenforceable", N_("The judgment cannot be enforced")
    EMPLOYER_UNTRACEABLE = (
        "employer_untraceable",
        N_("The employer is insolvent or cannot be found"),
    )
    NO_EVIDENCE = "no_evidence", N_("There is no evidence")
    TIME_BARRED = "time_barred", N_("The time limit has passed")
    OUTSIDE_COMPETENCE = "outside_competence", N_("Another organisation is responsible")
    WITHDRAWN_FREELY = "withdrawn_freely", N_("Withdrawn by the worker")
    WITHDRAWN_UNDER_PRESSURE = "withdrawn_under_pressure", N_("Claim withdrawn under pressure")
    UNREACHABLE = "unreachable", N_("The worker cannot be reached")
    DUPLICATE = "duplicate", N_("The same claim has already been recorded")
    SETTLED_DIRECTLY = "settled_directly", N_("Settled between worker and employer")
    UNFOUNDED = "unfounded", N_("Nothing is owed")


# A person who follows a claim may be forced to show it to the employer: a withdrawal and its kind
# are not shown there.
_HIDDEN_REASONS = frozenset(
    {ClosingReason.WITHDRAWN_FREELY, ClosingReason.WITHDRAWN_UNDER_PRESSURE}
)

# Reasons that need neither a payment nor a second person; so they are explained.
_UNCHECKED = frozenset({ClosingReason.OUTSIDE_COMPETENCE, ClosingReason.SETTLED_DIRECTLY})

# The states in which the amounts of a claim must balance, or a reason say why they do not.
_ENDINGS = (
    ClaimState.PAID_IN_FULL,
    ClaimState.CLOSED,
    ClaimState.DECLINED,
    ClaimState.SETTLED_AWAITING_PAYMENT,
)


def shown_reason(reason: str) -> ClosingReason | None:
    """Return the reason for closing shown to those who follow the claim; officers see all."""
    return ClosingReason(reason) if reason and reason not in _HIDDEN_REASONS else None


# Those who pay in place of an employer.
_GUARANTORS = (Payer.INSURER.value, Payer.AGENCY_GUARANTEE.value, Payer.STATE_FUND.value)


class ReasonNeeded(Refusal):
    slug = "reason-needed"
    sentence = N_("Choose the reason for closing.")


class ExplanationNeeded(Refusal):
    slug = "closing-explanation-needed"
    sentence = N_(
        "Explain in a few words why the claim is closed. Nobody else has to approve this reason."
    )


class NotPaidYet(Refusal):
    slug = "not-paid-yet"
    sentence = N_(
        "The payments do not add up to what is owed. Record all payments, and the agreed amount "
        "of each line."
    )


class StillHeld(Refusal):
    slug = "still-held"
    sentence = N_(
        "Money is still held for this worker. Pay it out, or record that it could not be paid."
    )


class NoGuarantorPayment(Refusal):
    slug = "nobody-stood-in"
    sentence = N_(
        "No payment from an insurer, a fund or an agency’s deposit is recorded for this claim."
    )


class MoneyReceived(Refusal):
    slug = "money-on-it"
    sentence = N_(
        "Money has been received for this claim, so it is not just a duplicate. Choose "
        "another reason."
    )


class DuplicateOfWhich(Refusal):
    slug = "duplicate-of-which"
    sentence = N_("Enter the reference of the other claim.")


class DuplicateOfItself(Refusal):
    slug = "duplicate-of-itself"
    sentence = N_("This is the reference of this claim. Enter that of the other one.")


def other_claim(
    session: Session, claim: Claim, reason: ClosingReason | None, number: str | None, *, by: Actor
) -> str | None:
    """Return the reference of the claim of which this one is a duplicate, if it is one.

    Officers may name a claim of the same worker that they cannot open; they learn only that it
    exists. Refuses: DuplicateOfItself, NotFound."""
    if reason is not ClosingReason.DUPLICATE or not number:
        return None
    same = persons.same_person(session.get_one(Citizen, claim.citizen))
    asked = select(col(Claim.reference)).where(
        col(Claim.reference) == number.strip().upper(),
        or_(wage_claims.within(by), col(Claim.citizen).in_(same)),
    )
    other: str | None = session.execute(asked).scalar()
    if other is None:
        raise NotFound("duplicate_of")
    if other == claim.reference:
        raise DuplicateOfItself("duplicate_of")
    return other


def require(
    session: Session,
    claim: Claim,
    to: str,
    reason: ClosingReason | None,
    explanation: str,
    *,
    judged: bool,
) -> None:
    """Require that a claim may come to this state for this reason, explained in the officer's own
    words where nobody checks it; `judged` is whether a court has decided on it.

    Refuses: ReasonNeeded, ExplanationNeeded, NotPaidYet, NoGuarantorPayment, MoneyReceived,
    StillHeld, claim_approvals.ApprovalNeeded."""
    if to == ClaimState.CLOSED and reason is None:
        raise ReasonNeeded("closing_reason")
    if to == ClaimState.CLOSED and reason in _UNCHECKED and not explanation.strip():
        raise ExplanationNeeded("reason")
    if to not in _ENDINGS:
        return
    sums = money_entries.balances(session, claim.reference)
    if to == ClaimState.CLOSED and reason is not None:
        require_amounts(session, claim, sums, reason)
    elif to == ClaimState.PAID_IN_FULL:
        _require_paid(sums)
    _require_second(session, claim, to, reason, judged)


def require_amounts(
    session: Session, claim: Claim, sums: list[Balance], reason: ClosingReason
) -> None:
    """Require that the amounts of a claim allow closing it for this reason.

    Refuses: NotPaidYet, NoGuarantorPayment, MoneyReceived, StillHeld."""
    if reason is ClosingReason.PAID_IN_FULL:
        _require_paid(sums)
    if reason is ClosingReason.PAID_BELOW_VERIFIED:
        _require_agreed(sums)
    if reason is ClosingReason.PAID_BY_GUARANTEE and not _guaranteed(session, claim):
        raise NoGuarantorPayment("closing_reason")
    if reason is ClosingReason.DUPLICATE and any(one.received for one in sums):
        raise MoneyReceived("closing_reason")
    # For every reason, money received must be paid out, deducted as a listed fee, or listed as
    # undelivered.
    if any(one.held for one in sums):
        raise StillHeld("to")


def _require_paid(sums: list[Balance]) -> None:
    """Require full payment; a claim for which nothing was paid out is not paid in full."""
    if any(one.settled < one.due for one in sums) or not any(one.in_hand for one in sums):
        raise NotPaidYet("to")


def _require_agreed(sums: list[Balance]) -> None:
    if any(one.settled < one.agreed for one in sums) or not any(one.in_hand for one in sums):
        raise NotPaidYet("to")


def _guaranteed(session: Session, claim: Claim) -> bool:
    theirs = select(1).where(
        col(Payment.claim) == claim.reference,
        col(Payment.payer).in_(_GUARANTORS),
        stands(Payment),
    )
    return session.execute(theirs.limit(1)).first() is not None


def _require_second(
    session: Session, claim: Claim, to: str, reason: ClosingReason | None, judged: bool
) -> None:
    """Require the approval that a step or a reason needs; a declined claim was approved before.

    Refuses: claim_approvals.ApprovalNeeded."""
    needed = (
        claim_approvals.BY_REASON.get(reason or "")
        if to == ClaimState.CLOSED
        else claim_approvals.BY_STEP.get(to)
    )
    if (
        to == ClaimState.CLOSED
        and claim.state == ClaimState.DECLINED
        and needed in (ApprovalKind.DECLINE, ApprovalKind.WRITE_OFF)
    ):
        needed = None
    paid = to == ClaimState.PAID_IN_FULL or (
        reason is ClosingReason.PAID_IN_FULL and claim.state != ClaimState.PAID_IN_FULL
    )
    settled = to == ClaimState.SETTLED_AWAITING_PAYMENT or (paid and not judged)
    if settled and _below_documents(session, claim):
        needed = ApprovalKind.BELOW_VERIFIED
    if needed:
        claim_approvals.require(session, claim, needed)


def _below_documents(session: Session, claim: Claim) -> bool:
    """Return whether less was agreed for a line than its documents prove."""
    return any(
        one.agreed is not None and one.agreed < (one.documented or 0)
        for one in wage_claims.lines(session, claim.reference)
    )
