"""Contracts for work abroad for tests, signed by the service's own commands."""

from datetime import date, datetime

import msgspec
from sqlmodel import Session

from catalog.core.actor import SYSTEM, Actor
from matching.identity.persons import Citizen
from matching.placements import placements
from matching.placements.placements import NewPlacement, Placement
from tests.support import cast

MOSCOW = NewPlacement(
    "AG-VALID", "XB-1/2026", "Severny Dvor Stroy", date(2026, 9, 1), "RU", "Moscow"
)
ULSAN = NewPlacement("AG-STATE", "EPS-7", "Hanbit Shipyard", date(2026, 8, 3), "KR", "Ulsan")


def placed(
    session: Session,
    new_placement: NewPlacement = MOSCOW,
    *,
    of: str,
    on: datetime,
    by: Actor = SYSTEM,
    **changed: object,
) -> Placement:
    """Sign a contract of this person, with these values changed."""
    person = session.get_one(Citizen, of)
    new_placement = msgspec.structs.replace(new_placement, **changed)
    return placements.sign(session, new_placement, person, by=by, on=on, day=cast.TODAY)


def sent_abroad(session: Session, person: str, on: datetime) -> str:
    """Sign a person's contract in Moscow and return its reference."""
    return placed(session, of=person, on=on).reference
