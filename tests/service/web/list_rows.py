"""At least one row for each list of the desk."""

from sqlmodel import Session

from tests.service.casework import crews


def fill(session: Session, clock) -> None:
    crews.enter(session, clock, crews.worker("Anvar"))
    session.flush()
