"""Import of placements: many contracts at once, each by the rules of a single one."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from matching.identity.persons import Citizen
from matching.placements import placements
from matching.placements.placements import NewPlacement, Placement, Recruiters


class PlacementLine(msgspec.Struct):
    """One line of a register: the contract and its person."""

    contract: NewPlacement
    person: Citizen


def sign_many(
    session: Session, lines: Sequence[PlacementLine], *, by: Actor, on: datetime, day: date
) -> list[str | Refusal]:
    """Record many contracts by placements.sign; return each one's reference or refusal.

    A refusal does not stop the others. The status of each agency on a day is queried once.
    """
    recruiters, found = Recruiters(session), list[str | Refusal]()
    for line in lines:
        try:
            row = placements.sign(
                session, line.contract, line.person, by=by, on=on, day=day, recruiters=recruiters
            )
        except Refusal as refusal:
            found.append(refusal)
        else:
            found.append(row.reference)
    return found


def existing_numbers(session: Session, contracts: Sequence[str]) -> set[str]:
    """Which of these contract numbers are recorded already, for any person."""
    asked = select(col(Placement.contract)).where(col(Placement.contract).in_(contracts))
    return set(session.execute(asked).scalars())
