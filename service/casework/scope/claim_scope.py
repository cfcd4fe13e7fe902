"""Conditions on claims by the advice that their people received."""

from sqlalchemy import ColumnElement, exists, or_
from sqlalchemy.orm import Mapped
from sqlmodel import col

from catalog.core.actor import Actor
from matching.identity.persons import AgeBand, Citizen
from service.casework.scope.advice_tables import Origin, Session, counts

# Topics of advice sessions that a protection officer must know of.
HARM = ("detention", "document_kept", "forced_labour")


def in_danger(citizen: Mapped[str]) -> ColumnElement[bool]:
    """Return the SQL condition that this person had an advice session on a topic of danger."""
    asked = exists().where(col(Session.citizen) == citizen, col(Session.topic).in_(HARM), counts())
    return asked.correlate_except(Session)


def under_18(claim: Mapped[str], citizen: Mapped[str]) -> ColumnElement[bool]:
    """Return the SQL condition that a claim's person is under 18.

    It holds by their record, by an advice session with them, and by the session from which the
    claim was made."""
    young = col(Session.age_band) == AgeBand.UNDER_18.value
    recorded = exists().where(
        col(Citizen.reference) == citizen, col(Citizen.age_band) == AgeBand.UNDER_18.value
    )
    advised = exists().where(col(Session.citizen) == citizen, young, counts())
    made = col(Origin.session) == col(Session.reference), col(Origin.claim) == claim
    filed_for = exists().where(*made, young, counts())
    return or_(
        recorded.correlate_except(Citizen),
        advised.correlate_except(Session),
        filed_for.correlate_except(Origin, Session),
    )


def advised_in_region(claim: Mapped[str], citizen: Mapped[str], by: Actor) -> ColumnElement[bool]:
    """Return the SQL condition that an adviser or their region advised this claim's person.

    It also holds for the session from which the claim was made."""
    theirs = or_(
        col(Session.officer) == by.account, col(Session.region) == (by.region or by.account)
    )
    made = col(Origin.session) == col(Session.reference), col(Origin.claim) == claim
    advised = exists().where(col(Session.citizen) == citizen, theirs, counts())
    filed_for = exists().where(*made, theirs)
    return or_(advised.correlate_except(Session), filed_for.correlate_except(Origin, Session))
