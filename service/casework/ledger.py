"""The money of a claim: five amounts kept apart per currency, and payments whose exchange rate is frozen with its source."""

from datetime import date, datetime
from enum import StrEnum

import msgspec
from sqlalchemy import BigInteger, func, select
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import Field, Session, SQLModel, col

from catalog.ground import journal, rates
from catalog.ground.fields import CurrencyCode, Minor
from catalog.ground.refusals import Refusal
from catalog.ground.who import Who
from i18n import N_
from service.casework.wages import Claim, InTheFuture, Line, lines


class Payer(StrEnum):
    EMPLOYER = "employer"
    BAILIFF = "bailiff"
    INSURER = "insurer"
    AGENCY_GUARANTEE = "agency_guarantee"
    STATE_FUND = "state_fund"
    OTHER = "other"


class Method(StrEnum):
    BANK = "bank"
    CASH = "cash"
    POSTAL = "postal"
    CARD = "card"


class Hand(StrEnum):
    """Where the money went: to the worker, or to the account where the Agency holds it for them."""

    WORKER = "worker"
    HELD = "held"


class NoMoney(Refusal):
    sentence = N_("Write how much was paid.")


class MoreThanHeld(Refusal):
    sentence = N_("More is to be paid out than is held for this worker in this currency.")


class ClosedClaim(Refusal):
    sentence = N_("A closed claim is opened again before its amounts change.")


class BeforeTheWork(Refusal):
    sentence = N_("This day is before the work began.")


class UnknownLine(Refusal):
    sentence = N_("This claim has no line %(number)s.")


class Payment(SQLModel, table=True):
    """Money received for a claim, in minor units; usd and uzs are its worth by the frozen rate, empty where none was known."""

    __tablename__ = "payments"
    id: int | None = Field(default=None, primary_key=True)
    claim: str = Field(foreign_key="claims.reference", index=True, max_length=24)
    amount: int = Field(sa_type=BigInteger)
    currency: str = Field(max_length=3)
    payer: str = Field(max_length=16)
    method: str = Field(max_length=8)
    hand: str = Field(max_length=8)
    on: date = Field(index=True)
    usd: int | None = Field(default=None, sa_type=BigInteger)
    uzs: int | None = Field(default=None, sa_type=BigInteger)
    rate_on: date | None = None
    rate_source: str = Field(default="", max_length=120)
    officer: str = Field(max_length=40)
    at: datetime


class PayOut(SQLModel, table=True):
    """Held money handed to the worker."""

    __tablename__ = "pay_outs"
    id: int | None = Field(default=None, primary_key=True)
    claim: str = Field(foreign_key="claims.reference", index=True, max_length=24)
    amount: int = Field(sa_type=BigInteger)
    currency: str = Field(max_length=3)
    on: date
    officer: str = Field(max_length=40)
    at: datetime


class NewPayment(msgspec.Struct, forbid_unknown_fields=True):
    amount: Minor
    currency: CurrencyCode
    payer: Payer
    on: date
    method: Method
    hand: Hand = Hand.WORKER


class Assessed(msgspec.Struct, forbid_unknown_fields=True):
    """What one line is worth: as the papers show, and as agreed or adjudged; nothing where it is not known yet."""

    number: int
    documented: Minor | None = None
    agreed: Minor | None = None


class Balance(msgspec.Struct):
    """The five amounts of one currency, in minor units, and what closing in full is measured against."""

    currency: str
    claimed: int = 0
    documented: int = 0
    agreed: int = 0
    received: int = 0
    paid_out: int = 0
    due: int = 0


def due(line: Line) -> int:
    """What is owed on a line: the agreed sum, else the documented, else the claimed. Nothing agreed is known to be nothing."""
    return next(one for one in (line.agreed, line.documented, line.claimed) if one is not None)


def receive(session: Session, claim: Claim, told: NewPayment, *, by: Who, on: datetime, day: date) -> Payment:
    """Records a payment and freezes its rate. Refuses: ClosedClaim, NoMoney, BeforeTheWork, wages.InTheFuture."""
    _require_open(claim)
    if told.amount == 0:
        raise NoMoney("amount")
    if told.on < claim.worked_from:
        raise BeforeTheWork("on")
    if told.on > day:
        raise InTheFuture("on")
    table = rates.table(session, told.on)
    row = Payment(
        claim=claim.reference, amount=told.amount, currency=told.currency, payer=told.payer.value,
        method=told.method.value, hand=told.hand.value, on=told.on,
        usd=table.convert(told.amount, told.currency, "USD"), uzs=table.convert(told.amount, told.currency, "UZS"),
        officer=by.account, at=on,
    )  # fmt: skip
    if frozen := table.per_euro.get(told.currency):
        row.rate_on, row.rate_source = frozen.on, frozen.source
    session.add(row)
    _touch(claim)
    session.flush()
    journal.write(session, "receive", "claim", claim.reference, by=by, on=on, fields=("payments",))
    return row


def pay_out(
    session: Session, claim: Claim, amount: Minor, currency: CurrencyCode, *, by: Who, on: datetime, day: date
) -> PayOut:
    """Hands held money to the worker. Refuses: ClosedClaim, NoMoney, MoreThanHeld."""
    _require_open(claim)
    if amount == 0:
        raise NoMoney("amount")
    held = {one.currency: one.received - one.paid_out for one in balances(session, claim.reference)}
    if amount > held.get(currency, 0):
        raise MoreThanHeld("amount")
    row = PayOut(claim=claim.reference, amount=amount, currency=currency, on=day, officer=by.account, at=on)
    session.add(row)
    _touch(claim)
    session.flush()
    journal.write(session, "pay_out", "claim", claim.reference, by=by, on=on, fields=("payments",))
    return row


def _require_open(claim: Claim) -> None:
    if claim.state == "closed":
        raise ClosedClaim


def _touch(claim: Claim) -> None:
    """The claim's version moves with its money: two officers cannot record one payment twice, nor overwrite sums unseen."""
    flag_modified(claim, "due")


def balances(session: Session, claim: str) -> list[Balance]:
    """The five amounts of a claim, one row a currency."""
    sums: dict[str, Balance] = {}

    def of(currency: str) -> Balance:
        return sums.setdefault(currency, Balance(currency))

    for line in session.execute(select(Line).where(col(Line.claim) == claim)).scalars():
        of(line.currency).claimed += line.claimed
        of(line.currency).documented += line.documented or 0
        of(line.currency).agreed += line.agreed or 0
        of(line.currency).due += due(line)
    received = select(col(Payment.currency), col(Payment.hand), func.sum(col(Payment.amount)))
    for currency, hand, amount in session.execute(
        received.where(col(Payment.claim) == claim).group_by(col(Payment.currency), col(Payment.hand))
    ):
        of(currency).received += int(amount)
        of(currency).paid_out += int(amount) if hand == Hand.WORKER else 0
    out = select(col(PayOut.currency), func.sum(col(PayOut.amount))).where(col(PayOut.claim) == claim)
    for currency, amount in session.execute(out.group_by(col(PayOut.currency))):
        of(currency).paid_out += int(amount)
    return sorted(sums.values(), key=lambda one: one.currency)


def assess(session: Session, claim: Claim, told: list[Assessed], *, by: Who, on: datetime) -> list[Line]:
    """Writes down what the papers show and what was agreed, line by line. Refuses: ClosedClaim, UnknownLine."""
    _require_open(claim)
    rows = {line.number: line for line in lines(session, claim.reference)}
    for one in told:
        if one.number not in rows:
            raise UnknownLine("lines", number=one.number)
        rows[one.number].documented, rows[one.number].agreed = one.documented, one.agreed
    _touch(claim)
    session.flush()
    journal.write(session, "assess", "claim", claim.reference, by=by, on=on, fields=("documented", "agreed"))
    return list(rows.values())


def payments(session: Session, claim: str) -> list[Payment]:
    return list(
        session.execute(
            select(Payment).where(col(Payment.claim) == claim).order_by(col(Payment.on), col(Payment.id))
        ).scalars()
    )
