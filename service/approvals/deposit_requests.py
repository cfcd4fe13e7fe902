"""Money taken out of an agency's deposit, and movements reversed: requested by one officer, approved
by another."""

from datetime import datetime

import msgspec
from sqlmodel import Session

from catalog.core import approvals
from catalog.core.actor import Actor
from catalog.core.approvals import Approval, ApprovalDetails, ApprovalKind, Subject
from catalog.core.errors import NotFound, Refusal
from catalog.core.fields import Prose
from catalog.licensing import deposits
from catalog.licensing.agencies import Agency
from catalog.licensing.deposits import Deposit, Movement, NewWithdrawal
from catalog.licensing.licences import Licence
from i18n import N_
from service.accounts import approval_requests
from service.approvals.request_handler import Card, Fact, FactLabel, RequestHandler, TitlePart
from service.casework.claims.wage_claims import Claim
from service.casework.employers import agency_scorecard


class ClaimNeeded(Refusal):
    slug = "claim-needed"
    sentence = N_("Enter the wage claim for which this money is paid out.")


def request_withdrawal(
    session: Session, licence: int, new_withdrawal: NewWithdrawal, *, by: Actor, on: datetime
) -> Approval:
    """Request that money be taken out of a deposit; money paid out to workers names its claim.

    The caller checks the claim. Refuses: ClaimNeeded, approvals.AlreadyRequested, NotFound,
    deposits.AmountNotPositive, deposits.MoreThanDeposited."""
    if new_withdrawal.movement is Movement.DRAWN and not new_withdrawal.claim:
        raise ClaimNeeded("claim")
    held = deposits.require_withdrawable(session, licence, new_withdrawal)
    found = msgspec.to_builtins(new_withdrawal) | {"licence": licence}
    changes = {name: str(value) for name, value in found.items() if value is not None}
    subject = Subject("licence", held.agency)
    approvals.require_not_waiting(session, ApprovalKind.DEPOSIT, subject, changes, field="amount")
    return approval_requests.request(
        session, ApprovalKind.DEPOSIT, subject, "", changes=changes, by=by, on=on
    )


def _withdraw(session: Session, row: Approval, *, by: Actor, on: datetime) -> None:
    changes = approvals.changes(row)
    licence = int(changes.pop("licence"))
    new_withdrawal = msgspec.convert(changes, NewWithdrawal, strict=False)
    deposits.withdraw(session, licence, new_withdrawal, by=by, on=on)


def _card(session: Session, one: ApprovalDetails) -> Card:
    changes = one.changes
    currency = changes["currency"]
    held = deposits.balances(session, [one.subject])[one.subject][currency]
    facts = [
        Fact(FactLabel.MOVEMENT, changes["movement"], "movement"),
        Fact(FactLabel.AMOUNT, amount=int(changes["amount"]), currency=currency),
        Fact(FactLabel.BALANCE, amount=held, currency=currency),
        Fact(FactLabel.BANK, changes["bank"]),
        Fact(FactLabel.NUMBER, changes["number"]),
    ]
    if claim := session.get(Claim, changes.get("claim", "")):
        facts += [
            Fact(FactLabel.CLAIM, claim.reference),
            Fact(FactLabel.EMPLOYER, claim.employer),
            Fact(FactLabel.STATE, claim.state, "claim"),
            Fact(
                FactLabel.PLACED,
                str(agency_scorecard.has_placed(session, one.subject, claim)).lower(),
                "yes_no",
            ),
        ]
    name = session.get_one(Agency, one.subject).name
    return Card((TitlePart(name),), f"/desk/licences/{one.subject}#deposit", facts)


def request_reversal(
    session: Session, agency: str, number: int, reason: Prose, *, by: Actor, on: datetime
) -> Approval:
    """Request that a movement of an agency's deposit be reversed.

    Refuses: approvals.AlreadyRequested, NotFound, deposits.AlreadyReversed,
    deposits.MoreThanDeposited."""
    row = deposits.require_reversible(session, number)
    if session.get_one(Licence, row.licence).agency != agency:
        raise NotFound
    kind, subject = ApprovalKind.DEPOSIT_REVERSAL, Subject("licence", agency)
    changes = {name: str(value) for name, value in _facts(row).items() if value}
    approvals.require_not_waiting(session, kind, subject, changes, field="movement")
    return approval_requests.request(session, kind, subject, reason, changes=changes, by=by, on=on)


def _facts(row: Deposit) -> dict[str, object]:
    return {
        "deposit": row.id,
        "movement": row.movement or Movement.PUT_UP.value,
        "amount": row.amount,
        "currency": row.currency,
        "bank": row.bank,
        "number": row.number or "–",
        "claim": row.claim,
    }


def _reverse(session: Session, row: Approval, *, by: Actor, on: datetime) -> None:
    number = int(approvals.changes(row)["deposit"])
    deposits.reverse(session, number, row.reference, by=by, on=on)


WITHDRAWAL = RequestHandler("licence", _withdraw, _card)
REVERSAL = RequestHandler("licence", _reverse, _card)
