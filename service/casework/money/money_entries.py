"""Money entries of a claim and its balances.

Entries are payments, pay-outs, deductions and undelivered money."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Subquery, func, select, union_all
from sqlmodel import Field, Session, SQLModel, col

from catalog.core.labelled_enum import LabelledEnum
from i18n import N_
from service.casework.claims.wage_claims import Line


class Payer(LabelledEnum):
    EMPLOYER = "employer", N_("The employer")
    BAILIFF = "bailiff", N_("The court bailiff")
    INSURER = "insurer", N_("The insurer")
    AGENCY_GUARANTEE = "agency_guarantee", N_("The agency’s deposit")
    STATE_FUND = "state_fund", N_("A state fund")
    OTHER = "other", N_("Somebody else")


class Method(LabelledEnum):
    BANK = "bank", N_("Bank transfer")
    CASH = "cash", N_("Cash")
    POSTAL = "postal", N_("Postal order")
    CARD = "card", N_("Transfer to a card")


class Hand(LabelledEnum):
    """Where the money went: to the worker, or to the account where the Agency holds it for them."""

    WORKER = "worker", N_("To the worker")
    HELD = "held", N_("Held by the Agency for the worker")


class Fee(LabelledEnum):
    """The fees that may be deducted from held money, each listed and shown to the worker."""

    BANK = "bank_fee", N_("Bank fee")
    COURT = "court_fee", N_("Court fee")
    TAX = "tax", N_("Tax")
    OTHER = "other_fee", N_("Something else")


class NonDeliveryReason(LabelledEnum):
    """Why held money did not reach its worker."""

    FAILED = "payout_failed", N_("The money was returned")
    NOT_FOUND = "worker_not_found", N_("The worker cannot be found")


class Payment(SQLModel, table=True):
    """Money received for a claim, in minor units.

    `usd` and `uzs` are its value at the frozen rate, empty where none was known."""

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
    """Held money paid out to the worker."""

    __tablename__ = "pay_outs"
    id: int | None = Field(default=None, primary_key=True)
    claim: str = Field(foreign_key="claims.reference", index=True, max_length=24)
    amount: int = Field(sa_type=BigInteger)
    currency: str = Field(max_length=3)
    on: date
    officer: str = Field(max_length=40)
    at: datetime


class Deduction(SQLModel, table=True):
    """A fee or tax taken from held money before it reached the worker.

    All deductions are listed here."""

    __tablename__ = "deductions"
    id: int | None = Field(default=None, primary_key=True)
    claim: str = Field(foreign_key="claims.reference", index=True, max_length=24)
    fee: str = Field(max_length=16)
    amount: int = Field(sa_type=BigInteger)
    currency: str = Field(max_length=3)
    on: date
    officer: str = Field(max_length=40)
    at: datetime


class Undelivered(SQLModel, table=True):
    """Held money that did not reach its worker, since a day and for a reason.

    `pay_out` is the pay-out that was returned, if any."""

    __tablename__ = "undelivered"
    id: int | None = Field(default=None, primary_key=True)
    claim: str = Field(foreign_key="claims.reference", index=True, max_length=24)
    pay_out: int | None = Field(default=None, foreign_key="pay_outs.id", unique=True)
    amount: int = Field(sa_type=BigInteger)
    currency: str = Field(max_length=3)
    hurdle: str = Field(max_length=20)
    since: date
    officer: str = Field(max_length=40)
    at: datetime
    delivered_on: date | None = None


class Recovered(msgspec.Struct, frozen=True):
    """The share of each sum that the worker has received, as an exact fraction.

    It is None where that sum is not known."""

    claimed: Fraction | None
    documented: Fraction | None
    agreed: Fraction | None


class Balance(msgspec.Struct):
    """The balance of one currency, in minor units.

    It has the five amounts, `due` against which full payment is measured, and what was deducted or
    could not be delivered."""

    currency: str
    claimed: int = 0
    documented: int = 0
    agreed: int = 0
    received: int = 0
    paid_out: int = 0
    due: int = 0
    deducted: int = 0
    undelivered: int = 0

    @property
    def held(self) -> int:
        """What the Agency holds for the worker and may pay out today."""
        return self.received - self.paid_out - self.deducted - self.undelivered

    @property
    def rates(self) -> Recovered:
        """The share of each sum that the worker has received; never added across currencies."""
        of = (self.claimed, self.documented, self.agreed)
        return Recovered(*(Fraction(self.paid_out, one) if one else None for one in of))

    @property
    def settled(self) -> int:
        """What is off the debt and no longer held: paid out, or deducted as a listed fee."""
        return self.paid_out + self.deducted


def due(line: Line) -> int:
    """Return what is owed on a line: the agreed sum, else the documented, else the claimed.

    An agreed sum of 0 counts as agreed."""
    return next(one for one in (line.agreed, line.documented, line.claimed) if one is not None)


def balances(session: Session, claim: str) -> list[Balance]:
    """Return the balances of a claim, one per currency."""
    return balances_of(session, [claim])[claim]


def balances_of(session: Session, claims: list[str]) -> dict[str, list[Balance]]:
    """Return the balances of several claims, with as many queries as for one."""
    sums: dict[str, dict[str, Balance]] = {claim: {} for claim in claims}

    def of(claim: str, currency: str) -> Balance:
        return sums[claim].setdefault(currency, Balance(currency))

    for line in session.execute(select(Line).where(col(Line.claim).in_(claims))).scalars():
        one = of(line.claim, line.currency)
        one.claimed, one.due = one.claimed + line.claimed, one.due + due(line)
        one.documented, one.agreed = (
            one.documented + (line.documented or 0),
            one.agreed + (line.agreed or 0),
        )
    for claim, currency, hand, amount in _sums(session, Payment, claims, col(Payment.hand)):
        of(claim, currency).received += amount
        of(claim, currency).paid_out += amount if hand == Hand.WORKER else 0
    for claim, currency, _, amount in _sums(session, PayOut, claims, col(PayOut.currency)):
        of(claim, currency).paid_out += amount
    for claim, currency, _, amount in _sums(session, Deduction, claims, col(Deduction.currency)):
        of(claim, currency).deducted += amount
    returned, waits = col(Undelivered.pay_out).is_not(None), col(Undelivered.delivered_on).is_(None)
    for claim, currency, came_back, amount in _sums(session, Undelivered, claims, returned):
        of(claim, currency).paid_out -= amount if came_back else 0
    for claim, currency, open_, amount in _sums(session, Undelivered, claims, waits):
        of(claim, currency).undelivered += amount if open_ else 0
    return {
        claim: sorted(rows.values(), key=lambda one: one.currency) for claim, rows in sums.items()
    }


def held_sums() -> Subquery:
    """Return the subquery of positive held sums by claim and currency, equal to Balance.held."""
    came_back, waits = (
        col(Undelivered.pay_out).is_not(None),
        col(Undelivered.delivered_on).is_(None),
    )
    parts = (
        _part(Payment, 1).where(col(Payment.hand) == Hand.HELD.value),
        _part(PayOut, -1),
        _part(Deduction, -1),
        _part(Undelivered, 1).where(came_back),
        _part(Undelivered, -1).where(waits),
    )
    moved = union_all(*parts).subquery()
    by, total = (moved.c.claim, moved.c.currency), func.sum(moved.c.amount)
    return select(*by, total.label("amount")).group_by(*by).having(total > 0).subquery()


def _part(table: type, sign: int) -> Any:
    claim, currency, amount = (getattr(table, name) for name in ("claim", "currency", "amount"))
    return select(claim.label("claim"), currency.label("currency"), (amount * sign).label("amount"))


def _sums(
    session: Session, table: type, claims: list[str], part: object
) -> list[tuple[str, str, object, int]]:
    """Return the totals of a table by claim, currency and one more column."""
    by = (col(table.claim), col(table.currency), part)  # type: ignore[attr-defined]
    asked = select(*by, func.sum(col(table.amount))).where(by[0].in_(claims)).group_by(*by)  # type: ignore
    return [
        (claim, currency, one, int(amount))
        for claim, currency, one, amount in session.execute(asked)
    ]


def pay_outs(session: Session, claim: str) -> list[PayOut]:
    """Return the pay-outs of a claim, oldest first."""
    asked = select(PayOut).where(col(PayOut.claim) == claim).order_by(col(PayOut.id))
    return list(session.execute(asked).scalars())


def deductions(session: Session, claim: str) -> list[Deduction]:
    """Return the deductions of a claim, oldest first."""
    asked = select(Deduction).where(col(Deduction.claim) == claim).order_by(col(Deduction.id))
    return list(session.execute(asked).scalars())


def undelivered(session: Session, claim: str) -> list[Undelivered]:
    """Return the undelivered money of a claim, delivered later or not, oldest first."""
    asked = select(Undelivered).where(col(Undelivered.claim) == claim).order_by(col(Undelivered.id))
    return list(session.execute(asked).scalars())
