"""Money entries of a claim and its balances: payments, pay-outs, deductions, undelivered money."""

from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar

import msgspec
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Subquery,
    bindparam,
    case,
    func,
    literal,
    select,
    union_all,
)
from sqlmodel import Field, Session, SQLModel, col

from catalog.core.fields import reference
from catalog.core.labelled_enum import LabelledEnum
from i18n import N_
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import Line

T = TypeVar("T", bound="Entry")


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
    HELD = "held", N_("Held by the Agency")


class Fee(LabelledEnum):
    """The fees that may be deducted from held money, each listed and shown to the worker."""

    BANK = "bank_fee", N_("Bank fee")
    COURT = "court_fee", N_("Court fee")
    TAX = "tax", N_("Tax")
    OTHER = "other_fee", N_("Something else")


class NonDeliveryReason(LabelledEnum):
    """Why held money did not reach its worker."""

    FAILED = "payout_failed", N_("The money was returned")
    NOT_FOUND = "worker_not_found", N_("The recipient cannot be found")


class Purpose(LabelledEnum):
    """What money was received for; each is counted in a figure of its own."""

    WAGES = "wages", N_("Wages")
    FEES = "fees", N_("Recruitment fees returned")
    DEPOSITS = "deposits", N_("Deposits returned")
    BENEFITS = "benefits", N_("Insurance and other benefits")


# Every other component counts as wages: pay for work, leave and dismissal, with its interest.
_PURPOSES = {
    Component.FEE_REFUND: Purpose.FEES,
    Component.DEPOSIT: Purpose.DEPOSITS,
    Component.INJURY: Purpose.BENEFITS,
    Component.INSURANCE: Purpose.BENEFITS,
    Component.TRAVEL_HOME: Purpose.BENEFITS,
    Component.TAX_SOCIAL: Purpose.BENEFITS,
}


def purpose_of(component: str) -> Purpose:
    """Return the purpose under which money for a component of a claim is counted."""
    return _PURPOSES.get(Component(component), Purpose.WAGES)


class Basis(LabelledEnum):
    """How the part of the debt settled by a payment in another currency was determined."""

    AGREED = "agreed", N_("Agreed by worker and payer")
    RATE = "rate", N_("At the exchange rate of the day")


class Entry(SQLModel):
    """What all entries have: a reference, an amount, and the part of the debt that it settles.

    Amounts are minor units. `settles` is in `settles_currency`, which is the currency of the debt.
    Its amounts are never changed; `reversal` is the reference of its reversal, if any."""

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(
        default_factory=lambda: reference("E"), index=True, unique=True, max_length=24
    )
    claim: str = Field(foreign_key="claims.reference", index=True, max_length=24)
    amount: int = Field(sa_type=BigInteger)
    currency: str = Field(max_length=3)
    settles: int = Field(sa_type=BigInteger)
    settles_currency: str = Field(max_length=3)
    officer: str = Field(max_length=40)
    at: datetime
    reversal: str | None = Field(default=None, index=True, max_length=24)


class Reversal(SQLModel, table=True):
    """The reversal of `entry`, as `officer` requested, and of those that depend on it."""

    __tablename__ = "reversals"
    reference: str = Field(default_factory=lambda: reference("E"), primary_key=True, max_length=24)
    claim: str = Field(foreign_key="claims.reference", index=True, max_length=24)
    entry: str = Field(unique=True, max_length=24)
    approval: str = Field(unique=True, max_length=24)
    on: date
    officer: str = Field(max_length=40)
    approved_by: str = Field(max_length=40)
    at: datetime


class Allocation(SQLModel, table=True):
    """The units of a held payment, from `first` up to `end`, that an outgoing entry took."""

    __tablename__ = "allocations"
    id: int | None = Field(default=None, primary_key=True)
    entry: str = Field(index=True, max_length=24)
    payment: int = Field(foreign_key="payments.id", index=True)
    first: int = Field(sa_type=BigInteger)
    end: int = Field(sa_type=BigInteger)


class Payment(Entry, table=True):
    """Money received for a claim.

    `usd` and `uzs` are its value at the frozen rate, empty where none was known. `line` is the
    line of the claim for which it was paid, `office` the post responsible when it was recorded, or
    empty for the claims desk."""

    __tablename__ = "payments"
    payer: str = Field(max_length=16)
    method: str = Field(max_length=8)
    hand: str = Field(max_length=8)
    on: date = Field(index=True)
    usd: int | None = Field(default=None, sa_type=BigInteger)
    uzs: int | None = Field(default=None, sa_type=BigInteger)
    rate_on: date | None = None
    rate_source: str = Field(default="", max_length=120)
    basis: str = Field(default="", max_length=8)
    line: int | None = None
    purpose: str = Field(default=Purpose.WAGES.value, max_length=12)
    office: str = Field(default="", max_length=24)


class PayOut(Entry, table=True):
    """Held money paid out to the worker or an heir, with the payer's or the bank's receipt number."""

    __tablename__ = "pay_outs"
    on: date
    method: str = Field(default="", max_length=8)
    receipt: str = Field(default="", max_length=60)
    heir: str | None = Field(default=None, foreign_key="relatives.reference", max_length=24)


class Deduction(Entry, table=True):
    """A fee or tax taken from held money before it reached the worker."""

    __tablename__ = "deductions"
    fee: str = Field(max_length=16)
    on: date


class Undelivered(Entry, table=True):
    """Held money that did not reach its worker, since a day and for a reason.

    `discovery` is how we found out, `receipt` the number of the notice. `pay_out` was returned,
    `delivered_by` paid it or a part later; this is a rest of `rest_of`."""

    __tablename__ = "undelivered"
    pay_out: int | None = Field(default=None, foreign_key="pay_outs.id", index=True)
    hurdle: str = Field(max_length=20)
    since: date
    discovery: str = Field(default="", max_length=16)
    receipt: str = Field(default="", max_length=60)
    delivered_on: date | None = None
    delivered_by: int | None = Field(default=None, foreign_key="pay_outs.id")
    rest_of: int | None = Field(default=None, foreign_key="undelivered.id", index=True)


class Recovered(msgspec.Struct, frozen=True):
    """The share of each sum that the worker has received, as an exact fraction.

    It is None where that sum is not known."""

    claimed: Fraction | None
    documented: Fraction | None
    agreed: Fraction | None


class Balance(msgspec.Struct):
    """The balance of one currency, in minor units.

    Received, paid out, deducted and undelivered are money of this currency. Claimed, documented,
    agreed and due are debt in this currency, whatever it was paid in: `covered` is the part for
    which money was received, `in_hand` the part that the worker has, `fees` the part that went on
    listed fees."""

    currency: str
    claimed: int = 0
    documented: int = 0
    agreed: int = 0
    received: int = 0
    paid_out: int = 0
    due: int = 0
    deducted: int = 0
    undelivered: int = 0
    covered: int = 0
    in_hand: int = 0
    fees: int = 0

    @property
    def held(self) -> int:
        """What the Agency holds for the worker and may pay out today."""
        return self.received - self.paid_out - self.deducted - self.undelivered

    @property
    def outstanding(self) -> int:
        """What is still owed in this currency, whatever the rest was paid in."""
        return max(self.due - self.covered, 0)

    @property
    def rates(self) -> Recovered:
        """The share of each sum that the worker has received; never added across currencies."""
        of = (self.claimed, self.documented, self.agreed)
        return Recovered(*(Fraction(self.in_hand, one) if one else None for one in of))

    @property
    def settled(self) -> int:
        """The part of the debt that was paid to the worker or spent on listed fees."""
        return self.in_hand + self.fees


def due(line: Line) -> int:
    """Return what is owed on a line: the agreed sum, else the documented, else the claimed.

    An agreed sum of 0 counts as agreed."""
    return next(one for one in (line.agreed, line.documented, line.claimed) if one is not None)


def balances(session: Session, claim: str) -> list[Balance]:
    """Return the balances of a claim, one per currency."""
    return balances_of(session, [claim])[claim]


def balances_of(session: Session, claims: list[str]) -> dict[str, list[Balance]]:
    """Return the balances of several claims, with as many queries as for one."""
    if not claims:
        return {}
    lines = session.execute(select(Line).where(col(Line.claim).in_(claims))).scalars()
    return add_up(session, claims, lines)


def add_up(session: Session, claims: list[str], lines: Iterable[Line]) -> dict[str, list[Balance]]:
    """Return the balances of several claims, of which these are the lines."""
    sums: dict[str, dict[str, Balance]] = {claim: {} for claim in claims}

    def of(claim: str, currency: str) -> Balance:
        return sums[claim].setdefault(currency, Balance(currency))

    for line in lines:
        one = of(line.claim, line.currency)
        one.claimed, one.due = one.claimed + line.claimed, one.due + due(line)
        one.documented, one.agreed = (
            one.documented + (line.documented or 0),
            one.agreed + (line.agreed or 0),
        )
    for claim, currency, debt, effect, settled, amount in session.execute(
        _query_sums(), {"claims": claims}
    ):
        _add(effect, int(amount), of(claim, currency), int(settled), of(claim, debt))
    return {
        claim: sorted(rows.values(), key=lambda one: one.currency) for claim, rows in sums.items()
    }


# The tables of entries, each with what the effect of an entry on the balances depends on.
_MOVES: tuple[tuple[type[Entry], Any], ...] = (
    (Payment, col(Payment.hand)),
    (PayOut, literal("paid out")),
    (Deduction, literal("deducted")),
    (
        Undelivered,
        case((col(Undelivered.pay_out).is_not(None), "back"), else_="kept")
        + case((col(Undelivered.delivered_on).is_(None), "-waits"), else_="-delivered"),
    ),
)


def _add(effect: str, amount: int, money: Balance, settled: int, debt: Balance) -> None:
    """Add entries to the balance of their money and to that of the debt that they settle."""
    if effect in (Hand.WORKER, Hand.HELD):
        money.received, debt.covered = money.received + amount, debt.covered + settled
    if effect in (Hand.WORKER, "paid out"):
        money.paid_out, debt.in_hand = money.paid_out + amount, debt.in_hand + settled
    if effect == "deducted":
        money.deducted, debt.fees = money.deducted + amount, debt.fees + settled
    if effect.startswith("back"):
        money.paid_out, debt.in_hand = money.paid_out - amount, debt.in_hand - settled
    if effect.endswith("waits"):
        money.undelivered += amount


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


def stands(table: type[Entry]) -> ColumnElement[bool]:
    """Return the condition for entries that were not reversed."""
    return col(table.reversal).is_(None)


def _part(table: type[Entry], sign: int) -> Any:
    claim, currency, amount = (getattr(table, name) for name in ("claim", "currency", "amount"))
    columns = (claim.label("claim"), currency.label("currency"), (amount * sign).label("amount"))
    return select(*columns).where(stands(table))


@cache
def _query_sums() -> Any:
    """Return the query for the totals of all tables of entries, for the claims of a parameter.

    Each row is claim, currency, currency of the debt, effect, settled sum, and sum."""
    entries = union_all(
        *(
            select(
                col(table.claim),
                col(table.currency),
                col(table.settles_currency),
                effect.label("effect"),
                col(table.settles),
                col(table.amount),
            ).where(stands(table))
            for table, effect in _MOVES
        )
    ).subquery()
    claim, currency, debt, effect, settled, amount = entries.c
    by = (claim, currency, debt, effect)
    theirs = claim.in_(bindparam("claims", expanding=True))
    return select(*by, func.sum(settled), func.sum(amount)).where(theirs).group_by(*by)


_OF_CLAIM: dict[type[Entry], Any] = {
    table: select(table).where(col(table.claim) == bindparam("claim")).order_by(col(table.id))
    for table, _ in _MOVES
}


def list_all(session: Session, table: type[T], claim: str) -> list[T]:
    """Return all entries of a kind of a claim, reversed ones too, in the order of recording."""
    return list(session.execute(_OF_CLAIM[table], {"claim": claim}).scalars())


def current(rows: list[T]) -> list[T]:
    """Return those of these entries that were not reversed."""
    return [row for row in rows if row.reversal is None]


def list_current(session: Session, table: type[T], claim: str) -> list[T]:
    """Return the entries of a kind of a claim that were not reversed, in order of recording."""
    return current(list_all(session, table, claim))
