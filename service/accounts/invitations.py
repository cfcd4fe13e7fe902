"""Invitations: single-use codes with which staff set the password of their account.

A code is valid for 24 hours. Thus nobody else knows the password."""

import secrets
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import delete, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import fields, journal
from catalog.core.actor import Actor, Role
from catalog.core.errors import Refusal
from i18n import N_
from service.accounts import Account, actor_for, hash_token, passwords

VALID_FOR = timedelta(hours=24)
# An administrator's password gives access to every account.
LEAST = {Role.ADMINISTRATOR: 15}


class NotInvited(Refusal):
    slug = "not-invited"
    sentence = N_(
        "This code does not match this email address, has already been used, or is more than "
        "a day old. Ask for a new one."
    )


class Invitation(SQLModel, table=True):
    """A code with which one account sets its password.

    It also serves those who forgot their password, and leaves the second factor unchanged."""

    __tablename__ = "invitations"
    hash: str = Field(primary_key=True, max_length=64)
    account: str = Field(foreign_key="accounts.reference", index=True, max_length=24)
    at: datetime
    by: str = Field(max_length=40)


class AcceptanceInput(msgspec.Struct, forbid_unknown_fields=True):
    """What an invited person enters."""

    email: fields.Line
    code: fields.Line
    password: str


def invite(session: Session, account: Account, *, by: Actor, on: datetime) -> str:
    """Create an invitation in place of any earlier one, and return its code, shown only once."""
    session.execute(delete(Invitation).where(col(Invitation.account) == account.reference))
    code = "".join(secrets.choice(fields.ALPHABET) for _ in range(24))
    session.add(Invitation(hash=hash_token(code), account=account.reference, at=on, by=by.account))
    session.flush()
    journal.write(
        session, "invite", "account", account.reference, by=by, on=on, fields=("password",)
    )
    return "-".join(code[place : place + 4] for place in range(0, 24, 4))


def accept(
    session: Session, acceptance_input: AcceptanceInput, kept: str, *, on: datetime
) -> Account:
    """Set the password of the invited account, hashed beforehand.

    Refuses: NotInvited, and what a good password is not."""
    account = get_invited_account(session, acceptance_input, on=on)
    passwords.require_good(
        acceptance_input.password,
        known=_personal_terms(account),
        least=LEAST.get(Role(account.role), passwords.SHORTEST),
    )
    used = session.execute(delete(Invitation).where(col(Invitation.account) == account.reference))
    if not used.rowcount:  # type: ignore[attr-defined]
        # Of two concurrent requests with the same code, the second finds it used.
        raise NotInvited("code")
    account.password = kept
    session.flush()
    journal.write(
        session,
        "set_password",
        "account",
        account.reference,
        by=actor_for(account),
        on=on,
        fields=("password",),
    )
    return account


def get_invited_account(
    session: Session, acceptance_input: AcceptanceInput, *, on: datetime
) -> Account:
    """Return the account for this address and code.

    Refuses: NotInvited, whichever of them is wrong."""
    plain = "".join(one for one in acceptance_input.code.upper() if one.isalnum())
    row = session.get(Invitation, hash_token(plain))
    account = session.get(Account, row.account) if row and on - row.at <= VALID_FOR else None
    if account is None or account.disabled_at or account.email != acceptance_input.email.lower():
        raise NotInvited("code")
    return account


def pending(session: Session) -> set[str]:
    """Return the references of accounts with an invitation not yet accepted."""
    return set(session.execute(select(col(Invitation.account))).scalars())


def change(
    session: Session, account: Account, password: str, kept: str, *, by: Actor, on: datetime
) -> None:
    """Change the password of one's own account, hashed beforehand.

    Refuses: what a good password is not."""
    passwords.require_good(
        password,
        known=_personal_terms(account),
        least=LEAST.get(Role(account.role), passwords.SHORTEST),
    )
    account.password = kept
    session.flush()
    journal.write(
        session, "set_password", "account", account.reference, by=by, on=on, fields=("password",)
    )


def _personal_terms(account: Account) -> tuple[str, ...]:
    return (
        account.name.replace(" ", ""),
        *account.name.split(),
        (account.email or "").partition("@")[0],
    )


def forget(session: Session, *, before: datetime, most: int = 1_000) -> int:
    """Delete at most `most` unused invitations made before a moment; return how many."""
    old = select(col(Invitation.hash)).where(col(Invitation.at) < before).limit(most)
    gone = session.execute(delete(Invitation).where(col(Invitation.hash).in_(old)))
    return int(gone.rowcount)  # type: ignore[attr-defined]
