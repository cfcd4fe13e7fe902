"""A small crew of invented workers, entered as a group by the attaché in Moscow."""

from datetime import date

from sqlmodel import Session

from matching.identity.persons import NewCitizen
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import NewClaim, NewLine
from service.casework.groups import groups
from service.casework.groups.groups import Group, Member, NewGroup
from tests.support.cast import ELYOR, TODAY

CREW = NewGroup("Severny Dvor Stroy", "RU", date(2026, 3, 1), date(2026, 8, 31), "Moscow")
NUMBER = "G-CREW"


def worker(name: str, amount: int = 100, **values: object) -> NewClaim:
    facts = {
        "employer": CREW.employer,
        "country": CREW.country,
        "worked_from": CREW.worked_from,
    } | values
    lines = [NewLine(Component.BASE_PAY, amount, "RUB")]
    return NewClaim(worked_to=CREW.worked_to, lines=lines, contact=NewCitizen(name), **facts)  # type: ignore[arg-type]


def enter(session: Session, clock, *workers: NewClaim, by=ELYOR) -> Group:
    return groups.create(session, CREW, list(workers), by=by, on=clock(), day=TODAY, number=NUMBER)


def crew(session: Session, group: Group, by=ELYOR) -> dict[str, Member]:
    """The members by their names."""
    return {one.name: one for one in groups.members(session, group, by=by)}
