"""The table of payees: for each claim who is paid, of which the newest row is valid."""

from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core.labelled_enum import LabelledEnum
from i18n import N_


class PayeeMethod(LabelledEnum):
    """How the money reaches the worker, or the relative they named."""

    ACCOUNT = "own_account", N_("To the worker’s own account")
    CARD = "own_card", N_("To the worker’s own card")
    DESK = "cash_at_desk", N_("Cash at the office")
    RELATIVE = "relative_of_worker", N_("To a relative, with the worker’s consent")
    HEIR = "heir", N_("To a proved heir, after the worker’s death")


class Payee(SQLModel, table=True):
    """A payee of a claim; the newest row is valid."""

    __tablename__ = "payees"
    id: int | None = Field(default=None, primary_key=True)
    claim: str = Field(foreign_key="claims.reference", index=True, max_length=24)
    way: str = Field(max_length=20)
    name: bytes | None = None
    number: bytes | None = None
    consent_on: date | None = None
    # The proved heir, after the worker's death.
    relative: str | None = Field(default=None, max_length=24)
    officer: str = Field(max_length=40)
    at: datetime


PERSONAL = ("name", "number")

_OF_CLAIM = (
    select(Payee)
    .where(col(Payee.claim) == bindparam("claim"))
    .order_by(col(Payee.id).desc())
    .limit(1)
)


def newest(session: Session, claim: str) -> Payee | None:
    """Return the payee of a claim that is valid, or None if none was recorded."""
    return session.execute(_OF_CLAIM, {"claim": claim}).scalars().first()
