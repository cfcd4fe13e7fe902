"""Wage claims made from an advice session, so that nothing recorded in it is asked again."""

from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from catalog.core import journal
from catalog.core.actor import Actor
from matching.identity import deaths, persons
from matching.identity.persons import Citizen
from service.casework.advice.session_corrections import VoidSession
from service.casework.claims import line_days, wage_claims
from service.casework.claims.wage_claims import FiledClaim, NewClaim
from service.casework.scope import advice_tables
from service.casework.scope.advice_tables import Origin


def file(
    db: Session,
    held: advice_tables.Session,
    new_claim: NewClaim,
    *,
    by: Actor,
    on: datetime,
    day: date,
    chosen: Citizen | None = None,
) -> FiledClaim:
    """File a claim from a session, with the session's person and a link to the session.

    For a caller without a name it is the person chosen, or the claim's own contact is recorded.
    Refuses: VoidSession, persons.ErasedPerson, line_days.WorkedAfterDeath, and what
    wage_claims.file refuses."""
    if held.voided_at:
        raise VoidSession
    person = _person(db, held) or chosen
    if person is not None:
        died_on = deaths.day_of_death(db, person.reference)
        line_days.require_before_death(new_claim.worked_to, died_on)
    filed = wage_claims.file(db, new_claim, by=by, on=on, day=day, citizen=person)
    db.add(Origin(claim=filed.claim.reference, session=held.reference))
    db.flush()
    journal.write(db, "claim", "advice", held.reference, by=by, on=on)
    return filed


def _person(db: Session, held: advice_tables.Session) -> Citizen | None:
    """Return the leading record of the session's person, or None."""
    row = db.get(Citizen, held.citizen) if held.citizen else None
    if row is not None and row.same_as:
        row = db.get(Citizen, row.same_as)
    if row is not None:
        persons.require_not_erased(db, row.reference)
    return row


def claims(db: Session, session: str) -> list[str]:
    """Return the references of the claims made from a session."""
    return list(
        db.execute(select(col(Origin.claim)).where(col(Origin.session) == session)).scalars()
    )


_SESSION = select(col(Origin.session)).where(col(Origin.claim) == bindparam("claim"))


def session_of(db: Session, claim: str) -> str | None:
    """Return the reference of the session from which a claim was made, or None."""
    found: str | None = db.execute(_SESSION, {"claim": claim}).scalar()
    return found
