"""Other records with the telephone of a worker who died, since one may be of the same worker."""

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import Actor
from matching.identity import deaths, persons
from matching.identity.persons import Citizen
from service.accounts import Account
from service.casework import people_access
from service.casework.scope.incident_tables import Incident, IncidentKind

# The most records with one number that are shown.
SHOWN = 20


class SharedNumber(msgspec.Struct, frozen=True):
    """The visible records of others with the worker's number, and whether there are more.

    `worker` is their leading record. `is_taken` is whether a worker whose death was taken back
    lost their sign-in to an account that has the number now."""

    worker: Citizen
    records: list[Citizen]
    has_more: bool
    is_taken: bool


def find(session: Session, row: Incident, *, by: Actor) -> SharedNumber | None:
    """Return who else has the number of the worker of a death, or None."""
    person = session.get_one(Citizen, row.citizen)
    if row.kind != IncidentKind.DEATH or person.erased_at:
        return None
    own = persons.same_person(person)
    marks = select(col(Citizen.phone_blind)).where(
        col(Citizen.reference).in_(own), col(Citizen.phone_blind).is_not(None)
    )
    asked = select(Citizen).where(
        col(Citizen.phone_blind).in_(marks),
        col(Citizen.reference).not_in(own),
        col(Citizen.erased_at).is_(None),
    )
    ordered = asked.order_by(col(Citizen.recorded_at), col(Citizen.reference)).limit(SHOWN)
    others = list(session.execute(ordered).scalars())
    if not others:
        return None
    seen = people_access.visible_records(session, others, by=by)
    leads = [people_access.get_leading_record(session, one, by=by) or one for one in seen]
    return SharedNumber(
        worker=people_access.get_leading_record(session, person, by=by) or person,
        records=list({one.reference: one for one in leads}.values()),
        has_more=len(seen) < len(others),
        is_taken=_is_taken(session, person, [one.reference for one in others]),
    )


def _is_taken(session: Session, person: Citizen, others: list[str]) -> bool:
    if deaths.day_of_death(session, person.reference):
        return False
    number = col(Account.phone_blind)
    lost = select(1).where(col(Account.citizen).in_(persons.same_person(person)), number.is_(None))
    has = select(1).where(col(Account.citizen).in_(others), number.is_not(None))
    return all(session.execute(one.limit(1)).first() for one in (lost, has))
