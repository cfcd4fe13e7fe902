"""Contracts for work abroad for tests, signed through the deeds."""

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
    """The contract of this person, with what is changed in it."""
    person = session.get_one(Citizen, of)
    new_placement = msgspec.structs.replace(new_placement, **changed)
    return placements.sign(session, new_placement, person, by=by, on=on, day=cast.TODAY)


def sent_abroad(session: Session, person: str, on: datetime) -> str:
    """The number of somebody's contract in Moscow."""
    return placed(session, of=person, on=on).reference
