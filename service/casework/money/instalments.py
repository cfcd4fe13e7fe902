"""Instalments of a settlement: amounts with due dates, and which are late."""

from collections import defaultdict
from datetime import date, datetime
from itertools import groupby

import msgspec
from sqlalchemy import BigInteger, bindparam, delete, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import fields, journal
from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from catalog.core.fields import CurrencyCode, Minor
from i18n import N_
from service.casework.claims.wage_claims import Claim
from service.casework.money import money_entries, payments
from service.casework.money.money_entries import Balance, balances_of


class NothingAgreed(Refusal):
    slug = "nothing-agreed"
    sentence = N_("Record the amount agreed in this currency first.")


class NotTheAgreedSum(Refusal):
    slug = "not-the-agreed-sum"
    sentence = N_("The instalments do not add up to the agreed amount.")


class Instalment(SQLModel, table=True):
    """One part of the agreed sum, in minor units, and its due date."""

    __tablename__ = "instalments"
    claim: str = Field(primary_key=True, foreign_key="claims.reference", max_length=24)
    number: int = Field(primary_key=True)
    amount: int = Field(sa_type=BigInteger)
    currency: str = Field(max_length=3)
    due: date = Field(index=True)


_OF_CLAIMS = (
    select(Instalment)
    .where(col(Instalment.claim).in_(bindparam("claims", expanding=True)))
    .order_by(
        col(Instalment.claim), col(Instalment.currency), col(Instalment.due), col(Instalment.number)
    )
)


class NewInstalment(msgspec.Struct, forbid_unknown_fields=True):
    amount: Minor
    currency: CurrencyCode
    due: date


class Part(msgspec.Struct, frozen=True):
    """An instalment, how much of it was received, and whether the rest is late."""

    number: int
    amount: int
    currency: str
    due: date
    came: int
    late: bool


def set_schedule(
    session: Session,
    claim: Claim,
    new_instalments: list[NewInstalment],
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> list[Instalment]:
    """Replace the instalments of the agreed sum; an empty list removes them.

    Refuses: payments.ClosedClaim, payments.NoMoney, NothingAgreed, NotTheAgreedSum,
    fields.TooLongAgo, fields.TooFarAhead."""
    payments.require_open(claim)
    agreed = {one.currency: one.agreed for one in money_entries.balances(session, claim.reference)}
    for place, one in enumerate(new_instalments):
        if one.amount == 0:
            raise payments.NoMoney(f"amount_{place + 1}")
        fields.require_within(claim.earliest, one.due, day + 3 * fields.YEAR, f"due_{place + 1}")
    _require_agreed_sums(new_instalments, agreed)
    session.execute(delete(Instalment).where(col(Instalment.claim) == claim.reference))
    in_order = sorted(new_instalments, key=lambda one: (one.currency, one.due))
    rows = [
        Instalment(claim=claim.reference, number=number, **msgspec.structs.asdict(one))
        for number, one in enumerate(in_order, start=1)
    ]
    session.add_all(rows)
    payments.bump_version(claim)
    session.flush()
    journal.write(
        session,
        "agree_instalments",
        "claim",
        claim.reference,
        by=by,
        on=on,
        fields=("instalments",),
    )
    return rows


def _require_agreed_sums(new_instalments: list[NewInstalment], agreed: dict[str, int]) -> None:
    """Require that the instalments in each currency add up to the agreed sum."""
    for currency in {one.currency for one in new_instalments}:
        if not agreed.get(currency):
            raise NothingAgreed("amount_1")
        total = sum(one.amount for one in new_instalments if one.currency == currency)
        if total != agreed[currency]:
            raise NotTheAgreedSum("amount_1")


def by_claims(session: Session, claims: list[str], day: date) -> dict[str, list[Part]]:
    """Return the instalments of these claims; money received fills the earliest first."""
    rows = list(session.execute(_OF_CLAIMS, {"claims": claims}).scalars())
    return _fill(rows, balances_of(session, sorted({row.claim for row in rows})), day)


def for_claim(session: Session, claim: str, sums: list[Balance], day: date) -> list[Part]:
    """Return the instalments of a claim with these balances."""
    rows = list(session.execute(_OF_CLAIMS, {"claims": [claim]}).scalars())
    return _fill(rows, {claim: sums}, day)[claim]


def _fill(
    rows: list[Instalment], balances: dict[str, list[Balance]], day: date
) -> dict[str, list[Part]]:
    """Return instalments by claim; money received fills the earliest first."""
    came = {(claim, one.currency): one.covered for claim, sums in balances.items() for one in sums}
    found: dict[str, list[Part]] = defaultdict(list)
    for (claim, currency), parts in groupby(rows, key=lambda row: (row.claim, row.currency)):
        found[claim] += _allocate(list(parts), came.get((claim, currency), 0), day)
    return found


def _allocate(rows: list[Instalment], came: int, day: date) -> list[Part]:
    parts = []
    for row in rows:
        here = min(row.amount, came)
        came -= here
        late = here < row.amount and row.due < day
        parts.append(Part(row.number, row.amount, row.currency, row.due, here, late))
    return parts


def late_since(session: Session, claims: list[str], day: date) -> dict[str, date]:
    """Return those of these claims with a late instalment, and since when."""
    return {
        claim: min(part.due for part in parts if part.late)
        for claim, parts in by_claims(session, claims, day).items()
        if any(part.late for part in parts)
    }
