"""At least one row for each list of the desk."""

from sqlmodel import Session

from tests.service.casework import crews
from tests.service.casework.complained import complained


def fill(session: Session, clock) -> None:
    crews.enter(session, clock, crews.worker("Anvar"))
    complained(session, clock())
    complained(session, clock()).state = "escalated"
    session.flush()
