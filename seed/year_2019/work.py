"""Placements of 2019 by country of the worksite, as contracts of the State Agency.

The report does not say how many went through private agencies: all are recorded under the only
recruiter that is not invented.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import SYSTEM
from catalog.core.errors import Refusal
from catalog.core.fields import tashkent_day
from matching.identity import persons
from matching.identity.persons import Citizen
from matching.placements import placement_import
from matching.placements.placement_import import PlacementLine
from matching.placements.placements import NewPlacement
from seed.year_2019 import people
from seed.year_2019.people import Group
from service.infra.database import Database

EMPLOYER = f"Invented employer {people.MARK}"


def load_placements(database: Database, group: Group, numbers: Sequence[int], on: datetime) -> None:
    with database.write() as session:
        known = placement_import.existing_numbers(session, [group.number(one) for one in numbers])
        fresh = [one for one in numbers if group.number(one) not in known]
        agency = people.state_agency_number(session, on=on)
        workers = _enter(session, group, fresh, on)
        lines = [
            PlacementLine(_contract(group, one, agency), who)
            for one, who in zip(fresh, workers, strict=True)
        ]
        for done in placement_import.sign_many(
            session, lines, by=SYSTEM, on=on, day=tashkent_day(on)
        ):
            if isinstance(done, Refusal):
                raise done


def _enter(session: Session, group: Group, numbers: Sequence[int], on: datetime) -> list[Citizen]:
    items = [people.invent_citizen(group.dice(one)) for one in numbers]
    entered = persons.record_many(session, items, by=SYSTEM, on=on)
    rows = session.execute(select(Citizen).where(col(Citizen.reference).in_(entered))).scalars()
    found = {row.reference: row for row in rows}
    return [found[one] for one in entered]


def _contract(group: Group, one: int, agency: str) -> NewPlacement:
    """A contract signed two months before the arrival, with departure two days before it."""
    arrival = group.moment(one)
    return NewPlacement(
        agency,
        group.number(one),
        EMPLOYER,
        people.day(arrival, -60),
        group.country,
        departed_on=people.day(arrival, -2),
        arrived_on=people.day(arrival),
        occupation_major=group.dice(one).choice("6789"),
    )
