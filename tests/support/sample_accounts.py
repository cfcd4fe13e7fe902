"""An account whose owner has signed in, for tests of what an administrator does to it."""

from datetime import datetime

from sqlmodel import Session

from catalog.core.actor import Role
from service import accounts
from service.accounts import Account, NewAccount, login_sessions
from tests.support.cast import LAYLO


def signed_in_auditor(session: Session, on: datetime) -> Account:
    """Return an auditor with a password, a second factor and a login session."""
    new = NewAccount("komila@musofir.example", Role.AUDITOR, "Komila")
    row = accounts.add(session, new, by=LAYLO, on=on)
    row.password, row.second = "kept", b"seed"
    login_sessions.create(session, row, "Firefox", whole=True, on=on)
    return row
