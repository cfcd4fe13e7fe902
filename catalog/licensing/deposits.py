"""Deposits: the guarantee money of agencies, withdrawals, and whether it covers what the law
needs."""

from collections import defaultdict
from datetime import date, datetime

import msgspec
from sqlalchemy import BigInteger, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import Conflict, Refusal, require_found
from catalog.core.fields import Code, CurrencyCode, Line, Minor, tashkent_day
from catalog.core.labelled_enum import LabelledEnum
from catalog.licensing import legal_rules
from catalog.licensing.legal_rules import Unit
from catalog.licensing.licences import Licence
from catalog.reference.countries import Mark
from i18n import N_


class Movement(LabelledEnum):
    """The kind of movement: paid in or topped up, paid out to workers, returned to the agency."""

    PUT_UP = "put_up", N_("paid in or topped up")
    DRAWN = "drawn", N_("paid out to workers")
    GIVEN_BACK = "given_back", N_("returned to the agency")


class MoreThanDeposited(Refusal):
    slug = "more-than-deposited"
    sentence = N_("Less than this is deposited in this currency.")


class AlreadyReversed(Conflict):
    slug = "deposit-already-reversed"
    sentence = N_("This transaction has already been reversed.")


class AmountNotPositive(Refusal):
    slug = "nothing-moved"
    sentence = N_("Enter an amount greater than zero.")


class Deposit(SQLModel, table=True):
    """Money paid into a deposit or out of it (minor units); a row without a movement was paid
    in."""

    __tablename__ = "deposits"
    id: int | None = Field(default=None, primary_key=True)
    licence: int = Field(foreign_key="licences.id", index=True)
    bank: str = Field(max_length=120)
    amount: int = Field(sa_type=BigInteger)
    currency: str = Field(max_length=3)
    on: date
    movement: str | None = Field(default=None, max_length=12)
    number: str | None = Field(default=None, max_length=60)
    claim: str | None = Field(default=None, max_length=24)  # the wage claim for which it was drawn
    # The approved request by which it was reversed; a reversed row counts nowhere.
    reversal: str | None = Field(default=None, max_length=24)


class NewDeposit(msgspec.Struct, forbid_unknown_fields=True):
    bank: Line
    amount: Minor
    currency: CurrencyCode
    complete: bool = True
    number: str = ""


class NewWithdrawal(msgspec.Struct, forbid_unknown_fields=True):
    """Money that left the deposit, with the number of the decision or payment.

    The caller checks the claim.
    """

    movement: Movement
    amount: Minor
    currency: CurrencyCode
    bank: Line
    number: Line
    claim: Code | None = None


class Cover(msgspec.Struct, frozen=True):
    """The deposit that the law requires and the deposit that exists, in minor units of one
    currency.

    Without a rule the required sum is unknown.
    """

    stands: int
    currency: str
    needed: int | None = None
    value: int = 0
    unit: str = ""
    mark: str = ""
    source: str = ""

    @property
    def below(self) -> bool:
        return self.needed is not None and self.stands < self.needed

    @property
    def missing(self) -> int:
        return max((self.needed or 0) - self.stands, 0)


def deposit(
    session: Session, licence: int, new_deposit: NewDeposit, *, by: Actor, on: datetime
) -> Deposit:
    """Record money paid in; a complete deposit activates a granted licence.

    Refuses: NotFound, AmountNotPositive.
    """
    held = _lock_licence(session, licence, new_deposit.amount)
    day = tashkent_day(on)
    row = Deposit(
        licence=licence,
        bank=new_deposit.bank,
        amount=new_deposit.amount,
        currency=new_deposit.currency,
        on=day,
        number=new_deposit.number,
        movement=Movement.PUT_UP.value,
    )
    session.add(row)
    if new_deposit.complete and held.granted_on and held.activated_on is None:
        held.activated_on = day
    session.flush()
    journal.write(session, "deposit", "licence", held.agency, by=by, on=on, fields=("deposits",))
    return row


def withdraw(
    session: Session, licence: int, new_withdrawal: NewWithdrawal, *, by: Actor, on: datetime
) -> Deposit:
    """Record money that left the deposit, never more than it holds.

    Refuses: NotFound, AmountNotPositive, MoreThanDeposited.
    """
    held = require_withdrawable(session, licence, new_withdrawal)
    row = Deposit(
        licence=licence,
        on=tashkent_day(on),
        **msgspec.structs.asdict(new_withdrawal) | {"movement": new_withdrawal.movement},
    )
    session.add(row)
    session.flush()
    journal.write(
        session, "draw_deposit", "licence", held.agency, by=by, on=on, fields=("deposits",)
    )
    if new_withdrawal.claim:
        journal.write(
            session,
            "draw_deposit",
            "claim",
            new_withdrawal.claim,
            by=by,
            on=on,
            fields=("deposits",),
        )
    return row


def require_withdrawable(session: Session, licence: int, new_withdrawal: NewWithdrawal) -> Licence:
    """Require that the deposit holds this amount, and return its licence, locked.

    Refuses: NotFound, AmountNotPositive, MoreThanDeposited."""
    held = _lock_licence(session, licence, new_withdrawal.amount)
    balance = balances(session, [held.agency])[held.agency][new_withdrawal.currency]
    if new_withdrawal.movement is Movement.PUT_UP or new_withdrawal.amount > balance:
        raise MoreThanDeposited("amount")
    return held


def require_reversible(session: Session, number: int) -> Deposit:
    """Return a movement that can be reversed; money paid in only while the deposit holds it.

    Refuses: NotFound, AlreadyReversed, MoreThanDeposited."""
    row = require_found(session.get(Deposit, number))
    held = _lock_licence(session, row.licence, row.amount)
    if row.reversal:
        raise AlreadyReversed("movement")
    paid_in = row.movement in (None, Movement.PUT_UP)
    if paid_in and row.amount > balances(session, [held.agency])[held.agency][row.currency]:
        raise MoreThanDeposited("movement")
    return row


def reverse(session: Session, number: int, reversal: str, *, by: Actor, on: datetime) -> None:
    """Reverse a movement as approved by the request `reversal`.

    A licence that this money activated is not active any more, unless enough is left. Refuses: what
    require_reversible refuses."""
    row = require_reversible(session, number)
    row.reversal = reversal
    session.flush()
    held = session.get_one(Licence, row.licence)
    cover = covers(session, [held.agency], tashkent_day(on))[held.agency]
    if held.activated_on == row.on and (cover.below or cover.stands <= 0):
        held.activated_on = None
        session.flush()
    journal.write(session, "reverse", "licence", held.agency, by=by, on=on, fields=("deposits",))


def _lock_licence(session: Session, licence: int, amount: int) -> Licence:
    """The licence, locked until the transaction ends, so that two withdrawals cannot take the same
    money."""
    held = require_found(session.get(Licence, licence, with_for_update=True))
    if amount <= 0:
        raise AmountNotPositive("amount")
    return held


def movements(session: Session, agency: str) -> list[Deposit]:
    """All movements of an agency's deposit, newest first, reversed ones too."""
    asked = (
        select(Deposit)
        .join(Licence, col(Licence.id) == col(Deposit.licence))
        .where(col(Licence.agency) == agency)
    )
    return list(
        session.execute(asked.order_by(col(Deposit.on).desc(), col(Deposit.id).desc())).scalars()
    )


def balances(session: Session, agencies: list[str]) -> dict[str, dict[str, int]]:
    """The balance of each agency's deposit by currency, over all its licences."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    items = (col(Licence.agency), col(Deposit.currency), col(Deposit.amount), col(Deposit.movement))
    asked = (
        select(*items)
        .join(Licence, col(Licence.id) == col(Deposit.licence))
        .where(col(Deposit.reversal).is_(None))
    )
    for start in range(0, len(agencies), 500):
        for agency, currency, amount, movement in session.execute(
            asked.where(col(Licence.agency).in_(agencies[start : start + 500]))
        ):
            found[agency][currency] += amount if movement in (None, Movement.PUT_UP) else -amount
    return found


def required_cover(session: Session, day: date) -> Cover:
    """The deposit that the law requires on a day, as a cover with no money in it.

    In soum if it is stated in base calculation amounts whose value on that day is known. Without a
    row of law, no requirement is known.
    """
    row = legal_rules.in_force(session, "agency_deposit", day, Unit.BCA) or legal_rules.in_force(
        session, "agency_deposit", day
    )
    if row is None:
        return Cover(0, "UZS")
    if row.unit != Unit.BCA:
        return Cover(0, row.currency, row.value, row.value, row.unit, row.mark, row.source)
    worth = legal_rules.in_force(session, "base_calculation_amount", day)
    if worth is None:
        return Cover(0, "UZS", None, row.value, row.unit, row.mark, row.source)
    mark = next(mark.value for mark in Mark if mark in (row.mark, worth.mark))
    return Cover(0, worth.currency, row.value * worth.value, row.value, row.unit, mark, row.source)


def covers(session: Session, agencies: list[str], day: date) -> dict[str, Cover]:
    """The required and the existing deposit of each agency; money in another currency does not
    count."""
    wanted, stand = required_cover(session, day), balances(session, agencies)
    return {
        one: msgspec.structs.replace(wanted, stands=stand[one][wanted.currency]) for one in agencies
    }
