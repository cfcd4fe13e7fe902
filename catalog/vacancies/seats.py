"""Seats of a vacancy: taken and freed one by one, never more than there are."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from catalog.vacancies.vacancies import Vacancy
from i18n import N_


class Full(Refusal):
    slug = "full"
    sentence = N_("All places are taken.")


def take(session: Session, vacancy: str, *, by: Actor, on: datetime) -> None:
    """Take a seat, never more than there are, even with concurrent requests. Refuses: Full."""
    free = update(Vacancy).where(
        col(Vacancy.reference) == vacancy, col(Vacancy.seats_taken) < col(Vacancy.seats)
    )
    taken = session.execute(
        free.values(seats_taken=Vacancy.seats_taken + 1, version=Vacancy.version + 1)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        raise Full
    journal.write(session, "take_seat", "vacancy", vacancy, by=by, on=on, fields=("seats_taken",))


def free(session: Session, vacancy: str, *, by: Actor, on: datetime) -> None:
    """Free a seat."""
    held = update(Vacancy).where(col(Vacancy.reference) == vacancy, col(Vacancy.seats_taken) > 0)
    session.execute(held.values(seats_taken=Vacancy.seats_taken - 1, version=Vacancy.version + 1))
    journal.write(session, "free_seat", "vacancy", vacancy, by=by, on=on, fields=("seats_taken",))
