"""Contracts for work abroad for tests, signed by the service's own commands."""

from datetime import date, datetime

import msgspec
from sqlmodel import Session

from catalog.core.actor import SYSTEM, Actor
from catalog.core.fields import tashkent_day
from matching.identity.persons import Citizen
from matching.journey import check_ins, return_migration
from matching.journey.return_migration import ReturnInput, ReturnReason
from matching.placements import placements
from matching.placements.placements import NewPlacement, Placement
from tests.support import cast
from tests.support.sample_applications import WORKER, worker

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


def arrived_today(
    session: Session, person: str, *, on: datetime, where: NewPlacement = ULSAN
) -> Placement:
    """Place a person who leaves and arrives today, and plan their check-ins."""
    day = tashkent_day(on)
    one = placed(session, where, of=person, on=on, departed_on=day, arrived_on=day)
    check_ins.plan(session, one, by=WORKER, on=on, day=day)
    return one


def sent_abroad(session: Session, person: str, on: datetime) -> str:
    """Sign a person's contract in Moscow and return its reference."""
    return placed(session, of=person, on=on).reference


def returned(session: Session, *, on: datetime) -> Placement:
    """Place a worker in Moscow who comes home today and is still owed money."""
    day, person = tashkent_day(on), worker(session, on=on).reference
    one = placed(session, of=person, on=on, departed_on=day, arrived_on=day)
    told = ReturnInput(day, ReturnReason.NOT_PAID, unpaid=True, certificate=False, wants_work=True)
    return_migration.record(session, one, told, by=WORKER, on=on, day=day)
    return one
