"""Accounts of those who work here, the keys of programs, and who is signed in at this moment."""

import hashlib
import secrets
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import select
from sqlmodel import Field, Session, SQLModel, col

from catalog.ground import journal
from catalog.ground.fields import Line, reference
from catalog.ground.refusals import NotFound, Refusal
from catalog.ground.who import Role, Who
from i18n import N_
from service.access import ROLES, Permission

LASTS = timedelta(hours=12)


class EmailTaken(Refusal):
    sentence = N_("There is already an account with this e-mail address.")


class PostNeeded(Refusal):
    sentence = N_("An attaché belongs to a post.")


class UnknownScope(Refusal):
    sentence = N_("There is no scope “%(scope)s” for this role.")


class Account(SQLModel, table=True):
    __tablename__ = "accounts"
    reference: str = Field(default_factory=lambda: reference("U"), primary_key=True, max_length=24)
    email: str = Field(unique=True, max_length=200)
    name: str = Field(max_length=200)
    role: str = Field(max_length=24)
    post: str | None = Field(default=None, foreign_key="posts.code", max_length=24)
    region: str | None = Field(default=None, max_length=12)
    agency: str | None = Field(default=None, foreign_key="agencies.external_id", max_length=60)
    disabled_at: datetime | None = None


class Key(SQLModel, table=True):
    """A program's key, kept only hashed; scopes are permissions joined by spaces, empty for all of the role's."""

    __tablename__ = "keys"
    hash: str = Field(primary_key=True, max_length=64)
    account: str = Field(foreign_key="accounts.reference", index=True, max_length=24)
    scopes: str = Field(default="", max_length=500)
    issued_at: datetime


class SignIn(SQLModel, table=True):
    """One browser in which somebody is signed in, kept by the hash of its cookie."""

    __tablename__ = "sign_ins"
    hash: str = Field(primary_key=True, max_length=64)
    account: str = Field(foreign_key="accounts.reference", index=True, max_length=24)
    at: datetime


PERSONAL = ("email", "name")


class NewAccount(msgspec.Struct, forbid_unknown_fields=True):
    email: Line
    role: Role
    name: str = ""
    post: str | None = None
    region: str | None = None
    agency: str | None = None


def add(session: Session, told: NewAccount, *, by: Who, on: datetime) -> Account:
    """Opens an account. Refuses: EmailTaken, PostNeeded."""
    email = told.email.lower()
    if session.execute(select(Account).where(col(Account.email) == email)).first():
        raise EmailTaken("email")
    if told.role is Role.ATTACHE and not told.post:
        raise PostNeeded("post")
    row = Account(
        email=email,
        name=told.name or email,
        role=told.role.value,
        post=told.post,
        region=told.region,
        agency=told.agency,
    )
    session.add(row)
    session.flush()
    journal.write(session, "add", "account", row.reference, by=by, on=on, fields=("role", "post"))
    return row


def find(session: Session, email: str) -> Account:
    """The account of an address. Refuses: NotFound."""
    found = select(Account).where(col(Account.email) == email.lower())
    row: Account | None = session.execute(found).scalars().first()
    if row is None:
        raise NotFound
    return row


def issue_key(session: Session, account: Account, scopes: list[str], *, by: Who, on: datetime) -> str:
    """A bearer token, told this once. Refuses: UnknownScope."""
    for scope in scopes:
        if scope not in ROLES[Role(account.role)] - {Permission.PUBLIC}:
            raise UnknownScope("scope", scope=scope)
    token = "msf_" + secrets.token_urlsafe(32)
    session.add(Key(hash=_hashed(token), account=account.reference, scopes=" ".join(scopes), issued_at=on))
    session.flush()
    journal.write(session, "issue_key", "account", account.reference, by=by, on=on, fields=("keys",))
    return token


def sign_in(session: Session, account: Account, *, on: datetime) -> str:
    """Signs somebody in; returns the value of their cookie."""
    token = secrets.token_urlsafe(32)
    session.add(SignIn(hash=_hashed(token), account=account.reference, at=on))
    session.flush()
    journal.write(session, "sign_in", "account", account.reference, by=_who(account), on=on)
    return token


def sign_out(session: Session, token: str) -> None:
    """Ends the sign-in of this cookie, if there is one."""
    row = session.get(SignIn, _hashed(token))
    if row:
        session.delete(row)


def by_key(session: Session, token: str) -> Who | None:
    """Who holds this key, or nobody."""
    key = session.get(Key, _hashed(token))
    account = session.get(Account, key.account) if key else None
    if key is None or account is None or account.disabled_at:
        return None
    return msgspec.structs.replace(_who(account), scopes=frozenset(key.scopes.split()) or None)


def by_cookie(session: Session, token: str, now: datetime) -> Who | None:
    """Who is signed in with this cookie, or nobody; a sign-in lasts twelve hours."""
    row = session.get(SignIn, _hashed(token))
    account = session.get(Account, row.account) if row else None
    if row is None or account is None or account.disabled_at or row.at + LASTS < now:
        return None
    return _who(account)


def _who(account: Account) -> Who:
    posts = frozenset({account.post}) if account.post else frozenset()
    return Who(account.reference, Role(account.role), account.name, posts, account.region, account.agency)


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
