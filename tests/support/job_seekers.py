"""The two citizens of the cast as job seekers, each with the record of their account."""

from sqlmodel import Session

from matching.identity.persons import Citizen
from service import accounts
from tests.support import cast


def citizen(session: Session, name: str) -> Citizen:
    """Return Alisher or Rustam, whose own account sees what is done with this record."""
    return session.get_one(Citizen, accounts.find(session, cast.email(name)).citizen)
