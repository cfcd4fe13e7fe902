"""Who was advised, and of what: for the claims of those people, which stand below advice and so
know its tables by name."""

from sqlalchemy import ColumnElement, column, or_, select, table
from sqlalchemy.orm import Mapped

from catalog.core.actor import Actor

# What is told to an adviser that a protection officer must hear of.
HARM = ("detention", "document_kept", "forced_labour")
_sessions = table(
    "advice_sessions", *map(column, ("reference", "citizen", "topic", "officer", "region"))
)
_origins = table("claim_origins", column("claim"), column("session"))


def in_danger(citizen: Mapped[str]) -> ColumnElement[bool]:
    """For the database: that this person told an adviser of danger."""
    return citizen.in_(select(_sessions.c.citizen).where(_sessions.c.topic.in_(HARM)))


def advised_in_region(claim: Mapped[str], citizen: Mapped[str], by: Actor) -> ColumnElement[bool]:
    """For the database: that this adviser, or another in the same region, advised this person or
    the caller for whom this claim was filed."""
    theirs = or_(_sessions.c.officer == by.account, _sessions.c.region == (by.region or by.account))
    filed = _sessions.join(_origins, _origins.c.session == _sessions.c.reference)
    advised = select(1).select_from(_sessions).where(_sessions.c.citizen == citizen, theirs)
    filed_for = select(1).select_from(filed).where(_origins.c.claim == claim, theirs)
    return or_(advised.exists(), filed_for.exists())
