"""Registers of placements: many contracts taken over at once, each by the rules of a single one."""

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
    """One line of a register: the contract, and whose it is."""

    told: NewPlacement
    person: Citizen


def sign_many(
    session: Session, lines: Sequence[PlacementLine], *, by: Actor, on: datetime, day: date
) -> list[str | Refusal]:
    """Records many contracts by placements.sign, which asks once how each agency stood on a day;
    says the reference of each, or why it was refused, which stops no other."""
    recruiters, found = Recruiters(session), list[str | Refusal]()
    for line in lines:
        try:
            row = placements.sign(
                session, line.told, line.person, by=by, on=on, day=day, recruiters=recruiters
            )
        except Refusal as refusal:
            found.append(refusal)
        else:
            found.append(row.reference)
    return found


def existing_numbers(session: Session, contracts: Sequence[str]) -> set[str]:
    """Which of these numbers of contracts stand in the register already, whoever's they are."""
    asked = select(col(Placement.contract)).where(col(Placement.contract).in_(contracts))
    return set(session.execute(asked).scalars())
