"""The filtered list of advice sessions within the actor's scope, newest first."""

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta
from sqlalchemy import ColumnElement, select
from sqlmodel import Session as Db
from sqlmodel import col

from catalog.core.actor import Actor
from catalog.core.fields import CountryCode, Region
from service.accounts import Account
from service.casework.advice import advice_sessions
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.casework.scope import advice_tables
from service.casework.scope.advice_tables import Session
from service.input.listing import YesNo

ME = "me"


class Filter(msgspec.Struct, frozen=True):
    """The filter of the list, as in the query string; an omitted field does not filter."""

    topic: Topic | None = None
    day_from: date | None = None
    day_until: date | None = None
    country: CountryCode | None = None
    channel: Channel | None = None
    outcome: Outcome | None = None
    level: Level | None = None
    officer: Annotated[str, Meta(max_length=40)] = ""
    region: Region | None = None
    # Void sessions are left out of the list, or shown alone.
    void: YesNo = YesNo.NO


def terms(asked: Filter, by: Actor) -> list[ColumnElement[bool]]:
    """Return the SQL conditions for the filtered sessions within the actor's scope."""
    days = [col(Session.day) >= asked.day_from] if asked.day_from else []
    days += [col(Session.day) <= asked.day_until] if asked.day_until else []
    values = {
        name: getattr(asked, name)
        for name in ("topic", "country", "channel", "outcome", "level", "region")
    }
    same = [col(getattr(Session, name)) == str(value) for name, value in values.items() if value]
    officer = by.account if asked.officer == ME else asked.officer
    counted = advice_tables.counts()
    return [
        advice_sessions.within(by, one_by_one=bool(asked.topic or asked.country or officer)),
        ~counted if asked.void is YesNo.YES else counted,
        *days,
        *same,
        *([col(Session.officer) == officer] if officer else []),
    ]


def officers(db: Db, *, by: Actor) -> list[Account]:
    """Return the officers of the sessions within the actor's scope, by name."""
    held = select(1).where(col(Session.officer) == col(Account.reference))
    # Asked of each account, since far fewer officers than sessions are read so; PostgreSQL never
    # turns a query with an offset into a join.
    held = held.where(advice_sessions.within(by, one_by_one=True)).correlate(Account).offset(0)
    asked = select(Account).where(held.exists())
    return list(db.execute(asked.order_by(col(Account.name), col(Account.reference))).scalars())
