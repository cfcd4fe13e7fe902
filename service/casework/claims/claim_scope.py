"""Conditions on claims by the advice that their people received.

This module is below advice in the layers, and so names its tables instead of importing them."""

from sqlalchemy import ColumnElement, column, or_, select, table
from sqlalchemy.orm import Mapped

from catalog.core.actor import Actor

# Topics of advice sessions that a protection officer must know of.
HARM = ("detention", "document_kept", "forced_labour")
_sessions = table(
    "advice_sessions", *map(column, ("reference", "citizen", "topic", "officer", "region"))
)
_origins = table("claim_origins", column("claim"), column("session"))


def in_danger(citizen: Mapped[str]) -> ColumnElement[bool]:
    """Return the SQL condition that this person had an advice session on a topic of danger."""
    return citizen.in_(select(_sessions.c.citizen).where(_sessions.c.topic.in_(HARM)))


def advised_in_region(claim: Mapped[str], citizen: Mapped[str], by: Actor) -> ColumnElement[bool]:
    """Return the SQL condition that an adviser or their region advised this claim's person.

    It also holds for the session from which the claim was made."""
    theirs = or_(_sessions.c.officer == by.account, _sessions.c.region == (by.region or by.account))
    filed = _sessions.join(_origins, _origins.c.session == _sessions.c.reference)
    advised = select(1).select_from(_sessions).where(_sessions.c.citizen == citizen, theirs)
    filed_for = select(1).select_from(filed).where(_origins.c.claim == claim, theirs)
    return or_(advised.exists(), filed_for.exists())
