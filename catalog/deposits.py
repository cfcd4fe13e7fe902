"""Deposits: the money an agency puts up as guarantee, without which a granted licence is not active."""

from datetime import date, datetime

import msgspec
from sqlalchemy import BigInteger
from sqlmodel import Field, Session, SQLModel

from catalog.ground import journal
from catalog.ground.fields import CurrencyCode, Line, Minor, tashkent_day
from catalog.ground.refusals import NotFound
from catalog.ground.who import Who
from catalog.licences import Licence


class Deposit(SQLModel, table=True):
    """Money an agency has put up as guarantee (amount in minor units)."""

    __tablename__ = "deposits"
    id: int | None = Field(default=None, primary_key=True)
    licence: int = Field(foreign_key="licences.id", index=True)
    bank: str = Field(max_length=120)
    amount: int = Field(sa_type=BigInteger)
    currency: str = Field(max_length=3)
    on: date


class NewDeposit(msgspec.Struct, forbid_unknown_fields=True):
    bank: Line
    amount: Minor
    currency: CurrencyCode
    complete: bool = True


def deposit(session: Session, licence: int, told: NewDeposit, *, by: Who, on: datetime) -> Deposit:
    """Records guarantee money; a complete deposit makes a granted licence active. Refuses: NotFound."""
    held = session.get(Licence, licence)
    if held is None:
        raise NotFound
    day = tashkent_day(on)
    row = Deposit(licence=licence, bank=told.bank, amount=told.amount, currency=told.currency, on=day)
    session.add(row)
    if told.complete and held.granted_on and held.activated_on is None:
        held.activated_on = day
    session.flush()
    journal.write(session, "deposit", "licence", held.agency, by=by, on=on, fields=("deposits",))
    return row
