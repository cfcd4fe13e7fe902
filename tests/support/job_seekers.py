"""The two citizens of the cast as those who look for work, each with the record their account
stands for."""

from sqlmodel import Session

from matching.identity.persons import Citizen
from service import accounts
from tests.support import cast


def citizen(session: Session, name: str) -> Citizen:
    """Alisher or Rustam, whose own account sees what is done with this record."""
    return session.get_one(Citizen, accounts.find(session, cast.email(name)).citizen)
