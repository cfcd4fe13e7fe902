"""The split of one payment among the workers of a group, exact to the minor unit."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType

import msgspec
from sqlalchemy import BigInteger, ColumnElement, func, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import approvals, journal
from catalog.core.actor import Actor
from catalog.core.approvals import Approval, ApprovalKind
from catalog.core.errors import InvalidInput, Refusal
from catalog.core.fields import reference
from i18n import N_
from service.casework.claims.wage_claims import Claim
from service.casework.groups import groups
from service.casework.groups.groups import Group, Member
from service.casework.money import payments
from service.casework.money.money_entries import Balance, Payment, balances_of, stands
from service.casework.money.payments import NewPayment
from service.casework.money.plausibility import AmountQuestion, AmountQuestioned


class NothingDue(Refusal):
    slug = "nothing-due"
    sentence = N_("No worker with an open claim in this group is owed anything in this currency.")


class SharesDiffer(Refusal):
    slug = "shares-differ"
    sentence = N_("The shares do not add up to the payment. Change one of them.")


class NotAMember(Refusal):
    slug = "not-a-member"
    sentence = N_(
        "Only workers in this group with an open claim get a share. A claim has since been "
        "closed, or a worker has left the group."
    )


class RecordOnEachClaim(Refusal):
    slug = "record-on-each-claim"
    sentence = N_(
        "This payment is not in the currency of the debt. Record each worker’s part on their own"
        " claim."
    )


class GroupPayment(SQLModel, table=True):
    """One payment received for a group, in minor units."""

    __tablename__ = "group_payments"
    reference: str = Field(default_factory=lambda: reference("P"), primary_key=True, max_length=24)
    group: str = Field(foreign_key="claim_groups.reference", index=True, max_length=24)
    amount: int = Field(sa_type=BigInteger)
    currency: str = Field(max_length=3)
    payer: str = Field(max_length=16)
    on: date
    officer: str = Field(max_length=40)
    at: datetime


class GroupShare(SQLModel, table=True):
    """A link from a payment of a claim to the group payment of which it is a share."""

    __tablename__ = "group_shares"
    payment: int | None = Field(default=None, primary_key=True, foreign_key="payments.id")
    whole: str = Field(foreign_key="group_payments.reference", index=True, max_length=24)


class Share(msgspec.Struct, frozen=True):
    """One worker's share of a payment, with what is still due to them."""

    member: Member
    due: int
    amount: int


def pro_rata(amount: int, dues: list[int]) -> list[int]:
    """Split an amount in proportion to these sums, to the minor unit.

    Units left over go to the largest remainders, among equal ones to the first. If nothing is due,
    all shares are 0."""
    whole = sum(dues)
    if whole == 0:
        return [0] * len(dues)
    parts = [divmod(amount * due, whole) for due in dues]
    left = amount - sum(part for part, _ in parts)
    first = sorted(range(len(dues)), key=lambda place: -parts[place][1])[:left]
    return [part + (place in first) for place, (part, _) in enumerate(parts)]


def propose(
    session: Session, group: Group, amount: int, currency: str, *, by: Actor
) -> list[Share]:
    """Propose shares of a payment in proportion to what is due to each open worker.

    Refuses: NothingDue."""
    theirs = [one for one in groups.members(session, group, by=by) if one.open]
    sums = balances_of(session, [one.claim.reference for one in theirs])
    dues = [
        sum(one.outstanding for one in sums[member.claim.reference] if one.currency == currency)
        for member in theirs
    ]
    if not any(dues):
        raise NothingDue("currency")
    return [Share(*one) for one in zip(theirs, dues, pro_rata(amount, dues), strict=True)]


def _require_shares(new_payment: NewPayment, shares: Mapping[str, int]) -> None:
    """Require that a payment has the currency of the debt and that its shares add up."""
    if new_payment.amount == 0:
        raise payments.NoMoney("amount")
    if new_payment.settles:
        raise RecordOnEachClaim("settles.currency")
    if sum(shares.values()) != new_payment.amount or min(shares.values(), default=0) < 0:
        raise SharesDiffer("shares")


def receive(
    session: Session,
    group: Group,
    new_payment: NewPayment,
    shares: Mapping[str, int],
    confirmed: Mapping[str, list[AmountQuestion]] = MappingProxyType({}),
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> GroupPayment:
    """Record a payment for the group in these shares by claim, each with its own frozen rate.

    All are recorded or none. `confirmed` are the questions that were answered, for each share by
    itself. Refuses: payments.NoMoney, RecordOnEachClaim, SharesDiffer, NotAMember, InvalidInput with
    all shares that are questioned, and what payments.receive refuses."""
    _require_shares(new_payment, shares)
    members = groups.members(session, group, by=by)
    theirs = {one.claim.reference: one.claim for one in members if one.open}
    if not set(shares) <= set(theirs):
        raise NotAMember("shares")
    whole = GroupPayment(
        group=group.reference,
        amount=new_payment.amount,
        currency=new_payment.currency,
        payer=new_payment.payer.value,
        on=new_payment.on,
        officer=by.account,
        at=on,
    )
    session.add(whole)
    session.flush()
    _receive_shares(session, theirs, whole, new_payment, shares, confirmed, by=by, on=on, day=day)
    session.flush()
    journal.write(session, "split", "group", group.reference, by=by, on=on, fields=("payments",))
    return whole


def _receive_shares(
    session: Session,
    claims: Mapping[str, Claim],
    whole: GroupPayment,
    new_payment: NewPayment,
    shares: Mapping[str, int],
    confirmed: Mapping[str, list[AmountQuestion]],
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> None:
    """Record each share on its claim. Refuses: InvalidInput with all that are questioned."""
    questioned: list[Refusal] = []
    for number in sorted(number for number, share in shares.items() if share):
        line = payments.line_for_group_share(session, claims[number])
        answered = [*new_payment.confirm, *confirmed.get(number, [])]
        part = msgspec.structs.replace(
            new_payment, amount=shares[number], line=line, confirm=answered
        )
        try:
            row = payments.receive(session, claims[number], part, by=by, on=on, day=day)
        except AmountQuestioned as question:
            question.field = f"share_{number}"
            questioned.append(question)
        else:
            session.add(GroupShare(payment=row.id, whole=whole.reference))
    if questioned:
        raise InvalidInput(questioned)


class Received(msgspec.Struct, frozen=True):
    """A payment received for the group, and how much of it was reversed on the claims since."""

    payment: GroupPayment
    reversed: int


def list_received(session: Session, group: Group) -> list[Received]:
    """Return the payments received for the group, oldest first."""
    asked = select(GroupPayment).where(col(GroupPayment.group) == group.reference)
    rows = session.execute(asked.order_by(col(GroupPayment.on), col(GroupPayment.at))).scalars()
    theirs = select(col(GroupPayment.reference)).where(col(GroupPayment.group) == group.reference)
    back = (
        select(col(GroupShare.whole), func.sum(col(Payment.amount)))
        .join(Payment, col(Payment.id) == col(GroupShare.payment))
        .where(col(Payment.reversal).is_not(None), col(GroupShare.whole).in_(theirs))
        .group_by(col(GroupShare.whole))
    )
    sums = {whole: int(amount) for whole, amount in session.execute(back)}
    return [Received(row, sums.get(row.reference, 0)) for row in rows]


def waiting_reversals(session: Session, claims: ColumnElement[bool]) -> dict[str, GroupPayment]:
    """Return the entries that wait to be reversed with a payment for a group, each with that.

    They are those of the claims for which a condition about payments holds."""
    shares = (
        select(col(Payment.reference), GroupPayment)
        .join(GroupShare, col(GroupShare.payment) == col(Payment.id))
        .join(GroupPayment, col(GroupPayment.reference) == col(GroupShare.whole))
        .where(claims, stands(Payment))
    )
    found = {str(entry): whole for entry, whole in session.execute(shares)}
    asked = select(Approval).where(
        col(Approval.subject).in_({one.group for one in found.values()}),
        col(Approval.asked) == ApprovalKind.GROUP_REVERSAL.value,
        approvals.is_waiting(),
    )
    rows = session.execute(asked).scalars() if found else ()
    waiting = {approvals.changes(row)["payment"] for row in rows}
    return {entry: whole for entry, whole in found.items() if whole.reference in waiting}


def total_balances(of_claims: Iterable[Iterable[Balance]]) -> list[Balance]:
    """Return the sums of several claims, each currency for itself."""
    found: dict[str, Balance] = {}
    for one in (one for rows in of_claims for one in rows):
        total = found.setdefault(one.currency, Balance(one.currency))
        for name in Balance.__struct_fields__[1:]:
            setattr(total, name, getattr(total, name) + getattr(one, name))
    return [found[currency] for currency in sorted(found)]
