"""Deaths: whether a person has died, as an officer confirmed by a document.

The day is on each record joined when it was confirmed, and holds for all records of theirs."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, or_, select
from sqlmodel import Session, col

from catalog.core.actor import Actor, Role
from catalog.core.errors import Refusal
from i18n import N_
from matching.identity import persons
from matching.identity.persons import Citizen


class PersonDied(Refusal):
    slug = "person-died"
    sentence = N_("This person has died. This can no longer be done for them.")


class AskAnOfficer(Refusal):
    slug = "ask-an-officer"
    sentence = N_("We cannot do this here now. Please write to us, and an officer will answer you.")


def is_living(person: Any) -> ColumnElement[bool]:
    """A condition that no record of the person in this column has a day of death."""
    # Of the table, not of the class: an alias of a class would set up every class at the import.
    table: Any = Citizen.__table__  # type: ignore[attr-defined]
    own, dead = table.alias(), table.alias()
    lead = func.coalesce(own.c.same_as, own.c.reference)
    # Those who died are few and are read once; an equation would read them for each person.
    died = select(func.coalesce(dead.c.same_as, dead.c.reference))
    is_dead = lead.in_(died.where(dead.c.died_on.is_not(None)))
    return ~select(1).where(own.c.reference == person, is_dead).correlate_except(own).exists()


_LEAD = (
    select(persons.leading_reference())
    .where(col(Citizen.reference) == bindparam("person"))
    .scalar_subquery()
)
# As persons.same_person: an equation with the leading record of each would read all who died.
_OWN = or_(col(Citizen.reference) == _LEAD, col(Citizen.same_as) == _LEAD)
_DAY = select(func.max(col(Citizen.died_on))).where(_OWN)
_STATE = select(func.max(col(Citizen.died_on)), func.max(col(Citizen.death_recorded_at))).where(
    _OWN
)


def day_of_death(session: Session, person: str) -> date | None:
    """Return the day on which a person died, on whichever record of theirs it is; None if alive."""
    day: date | None = session.execute(_DAY, {"person": person}).scalar()
    return day


def state_of(session: Session, person: str) -> tuple[date | None, datetime | None]:
    """Return the day on which a person died, and since when a death of theirs is recorded that
    nobody has confirmed."""
    day, recorded_at = session.execute(_STATE, {"person": person}).one()
    return day, recorded_at


def days_of_death(session: Session, people: Collection[str]) -> dict[str, date]:
    """Return the days of death of those of these persons who have died."""
    asked = select(col(Citizen.reference), persons.leading_reference())
    rows = session.execute(asked.where(col(Citizen.reference).in_(people)))
    leads = {row[0]: row[1] for row in rows}
    lead, known = persons.leading_reference(), set(leads.values())
    died = select(lead, func.max(col(Citizen.died_on))).where(
        or_(col(Citizen.reference).in_(known), col(Citizen.same_as).in_(known)),
        col(Citizen.died_on).is_not(None),
    )
    days = {row[0]: row[1] for row in session.execute(died.group_by(lead))}
    return {one: days[own] for one, own in leads.items() if own in days}


def list_dead(session: Session, people: Collection[str]) -> set[str]:
    """Return those of these persons who have died, in one query."""
    asked = select(col(Citizen.reference)).where(
        col(Citizen.reference).in_(people), ~is_living(col(Citizen.reference))
    )
    return set(session.execute(asked).scalars())


def require_living(session: Session, person: str, by: Actor) -> None:
    """Require that no death of this person is recorded.

    Refuses: PersonDied; on the person’s own side AskAnOfficer, since the family is told of a death
    by a person and never by a page."""
    if not day_of_death(session, person):
        return
    if by.role in (Role.CITIZEN, Role.VISITOR):
        raise AskAnOfficer
    raise PersonDied
