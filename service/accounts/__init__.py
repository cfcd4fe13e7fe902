"""Accounts of staff, agency users and citizens, and API keys by which programs act for them."""

import hashlib
import re
import secrets
import unicodedata
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import BigInteger, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, staff_notices
from catalog.core.actor import SYSTEM, Actor, Role
from catalog.core.approvals import require_other_person
from catalog.core.errors import Refusal, require_found
from catalog.core.fields import Line, reference
from catalog.core.staff_notices import NoticeKind
from catalog.licensing.agencies import Agency
from catalog.reference.posts import Post
from i18n import N_
from service.infra.access import ROLES, Permission

# Roles that can be assigned; anybody else signs in as a citizen, by telephone, or not at all.
WITHOUT_ACCOUNT = (Role.VISITOR, Role.CITIZEN, Role.SYSTEM, Role.OTHER_BODY)
# One @, a dot in the domain, and no spaces; whether there is such an address only its owner knows.
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>.]+")
STAFF = tuple(role for role in Role if role not in WITHOUT_ACCOUNT)


class EmailTaken(Refusal):
    slug = "email-taken"
    sentence = N_("There is already an account with this email address.")


class NotAnEmail(Refusal):
    slug = "not-an-email"
    sentence = N_("Enter an email address, for example name@migration.uz.")


class NotAStaffRole(Refusal):
    slug = "not-a-staff-role"
    sentence = N_("Choose this person’s role in the service.")


class PostNeeded(Refusal):
    slug = "post-needed"
    sentence = N_("An attaché must belong to a mission.")


class AgencyNeeded(Refusal):
    slug = "agency-needed"
    sentence = N_("An agency user must belong to an agency on the register.")


class UnknownScope(Refusal):
    slug = "unknown-scope"
    sentence = N_("This role does not have the scope “%(scope)s”.")


class OwnRights(Refusal):
    slug = "own-rights"
    sentence = N_("You cannot change your own rights. Ask another administrator.")


class Account(SQLModel, table=True):
    """An account that can sign in.

    Staff and agency users sign in with e-mail, password and second factor, citizens with telephone
    and code."""

    __tablename__ = "accounts"
    reference: str = Field(default_factory=lambda: reference("U"), primary_key=True, max_length=24)
    email: str | None = Field(default=None, unique=True, max_length=200)
    phone_blind: str | None = Field(default=None, unique=True, max_length=64)
    citizen: str | None = Field(
        default=None, foreign_key="citizens.reference", index=True, max_length=24
    )
    name: str = Field(max_length=200)
    role: str = Field(max_length=24)
    post: str | None = Field(default=None, foreign_key="posts.code", max_length=24)
    region: str | None = Field(default=None, max_length=12)
    agency: str | None = Field(default=None, foreign_key="agencies.external_id", max_length=60)
    opened_at: datetime
    disabled_at: datetime | None = None
    # An argon2id hash; None until an invitation is accepted.
    password: str | None = Field(default=None, max_length=200)
    # The encrypted seed of the second factor, and the time step of the last digits accepted, so
    # that no digits are accepted twice.
    second: bytes | None = None
    second_step: int = Field(default=0, sa_type=BigInteger)


class Key(SQLModel, table=True):
    """An API key of a program; only its hash is stored.

    `scopes` holds permissions joined by spaces; empty means all permissions of the role."""

    __tablename__ = "keys"
    hash: str = Field(primary_key=True, max_length=64)
    reference: str = Field(default_factory=lambda: reference("K"), unique=True, max_length=24)
    account: str = Field(foreign_key="accounts.reference", index=True, max_length=24)
    scopes: str = Field(default="", max_length=500)
    issued_by: str = Field(default="", max_length=40)
    issued_at: datetime
    revoked_at: datetime | None = None


PERSONAL = ("email", "phone_blind", "citizen", "name", "password", "second")


class NewAccount(msgspec.Struct, forbid_unknown_fields=True):
    email: Line
    role: Role
    name: str = ""
    post: str | None = None
    region: str | None = None
    agency: str | None = None


class RoleInput(msgspec.Struct, forbid_unknown_fields=True):
    """The role and place of work of an account.

    The place is an attaché's post, an adviser's region or an agency user's agency."""

    role: Role
    post: str | None = None
    region: str | None = None
    agency: str | None = None


def add(session: Session, new_account: NewAccount, *, by: Actor, on: datetime) -> Account:
    """Open an account for a member of staff or an agency user.

    Refuses: NotAnEmail, EmailTaken, NotAStaffRole, PostNeeded, AgencyNeeded."""
    email = require_new_email(session, new_account.email)
    place = RoleInput(new_account.role, new_account.post, new_account.region, new_account.agency)
    row = Account(
        email=email, name=new_account.name or email, opened_at=on, **_role_columns(session, place)
    )
    session.add(row)
    session.flush()
    journal.write(session, "add", "account", row.reference, by=by, on=on, fields=("role", "post"))
    return row


def require_new_email(session: Session, typed: str) -> str:
    """Return an address in lower case that no account has. Refuses: NotAnEmail, EmailTaken."""
    email = typed.lower()
    if not _EMAIL.fullmatch(email) or unicodedata.normalize("NFKC", email) != email:
        raise NotAnEmail("email")
    if by_email(session, email):
        raise EmailTaken("email")
    return email


def require_place(session: Session, place: RoleInput) -> None:
    """Require a role of staff and the place it needs.

    Refuses: NotAStaffRole, PostNeeded, AgencyNeeded."""
    _role_columns(session, place)


def _role_columns(session: Session, place: RoleInput) -> dict[str, Any]:
    """Return the role and place columns; a place that the role does not use is None."""
    if place.role not in (*STAFF, Role.CITIZEN):
        raise NotAStaffRole("role")
    if place.role is Role.ATTACHE and not (place.post and session.get(Post, place.post)):
        raise PostNeeded("post")
    if place.role is Role.AGENCY_USER and not (place.agency and session.get(Agency, place.agency)):
        raise AgencyNeeded("agency")
    return {
        "role": place.role.value,
        "post": place.post or None if place.role is Role.ATTACHE else None,
        "region": place.region or None if place.role is Role.ADVISER else None,
        "agency": place.agency or None if place.role is Role.AGENCY_USER else None,
    }


def change_role(
    session: Session, account: Account, place: RoleInput, *, by: Actor, on: datetime
) -> None:
    """Change the role or place of an account.

    Refuses: OwnRights, NotAStaffRole, PostNeeded, AgencyNeeded."""
    require_other(account, by)
    for name, value in _role_columns(session, place).items():
        setattr(account, name, value)
    session.flush()
    journal.write(
        session, "move", "account", account.reference, by=by, on=on, fields=("role", "post")
    )


def disable(session: Session, account: Account, *, by: Actor, on: datetime) -> None:
    """Disable an account from the next request on. Refuses: OwnRights."""
    require_other(account, by)
    account.disabled_at = account.disabled_at or on
    session.flush()
    journal.write(
        session, "disable", "account", account.reference, by=by, on=on, fields=("disabled_at",)
    )


def enable(session: Session, account: Account, *, by: Actor, on: datetime) -> None:
    """Enable a disabled account. Refuses: OwnRights."""
    require_other(account, by)
    account.disabled_at = None
    session.flush()
    journal.write(
        session, "enable", "account", account.reference, by=by, on=on, fields=("disabled_at",)
    )


def require_other(account: Account, by: Actor) -> None:
    """Require that the actor does not act on their own account. Refuses: OwnRights."""
    require_other_person(by, OwnRights, account.reference)


def by_email(session: Session, email: str) -> Account | None:
    """Return the account with this e-mail address, or None."""
    found: Account | None = (
        session.execute(select(Account).where(col(Account.email) == email.lower()))
        .scalars()
        .first()
    )
    return found


def find(session: Session, email: str) -> Account:
    """Return the account with this e-mail address. Refuses: NotFound."""
    return require_found(by_email(session, email))


def notify_agency(
    session: Session,
    agency: str,
    kind: NoticeKind,
    noun: str,
    reference: str,
    *,
    by: Actor,
    on: datetime,
) -> None:
    """Write a notice to the users of an agency whose accounts can sign in."""
    asked = select(col(Account.reference)).where(
        col(Account.agency) == agency, col(Account.disabled_at).is_(None)
    )
    users = session.execute(asked).scalars()
    staff_notices.notify(session, users, kind, noun, reference, by=by, on=on)


def get(session: Session, number: str) -> Account:
    """Return the account with this reference. Refuses: NotFound."""
    return require_found(session.get(Account, number))


def issue_key(
    session: Session, account: Account, scopes: list[str], *, by: Actor, on: datetime
) -> str:
    """Issue an API key and return its bearer token, which cannot be shown again.

    One that is issued with another person's key is known to that person too: it names no issuer.
    Refuses: UnknownScope."""
    for scope in scopes:
        if scope not in ROLES[Role(account.role)] - {Permission.PUBLIC}:
            raise UnknownScope("scope", scope=scope)
    token = "msf_" + secrets.token_urlsafe(32)
    session.add(
        Key(
            hash=hash_token(token),
            account=account.reference,
            scopes=" ".join(scopes),
            issued_by="" if by.shared_key else by.account,
            issued_at=on,
        )
    )
    session.flush()
    journal.write(
        session, "issue_key", "account", account.reference, by=by, on=on, fields=("keys",)
    )
    return token


def keys(session: Session, account: str) -> list[Key]:
    """Return the keys of an account that are not revoked, newest first."""
    rows = select(Key).where(col(Key.account) == account, col(Key.revoked_at).is_(None))
    return list(session.execute(rows.order_by(col(Key.issued_at).desc())).scalars())


def revoke_key(session: Session, number: str, *, by: Actor, on: datetime) -> None:
    """Revoke a key from the next request on. Refuses: NotFound."""
    row: Key = require_found(
        session.execute(select(Key).where(col(Key.reference) == number)).scalars().first()
    )
    row.revoked_at = row.revoked_at or on
    session.flush()
    journal.write(session, "revoke_key", "account", row.account, by=by, on=on, fields=("keys",))


def find_actor_by_key(session: Session, token: str) -> Actor | None:
    """Return the actor of an API key, or None if the key or its account is not valid."""
    key = session.get(Key, hash_token(token))
    account = session.get(Account, key.account) if key and key.revoked_at is None else None
    if key is None or account is None or account.disabled_at:
        return None
    shared = key.issued_by not in (account.reference, SYSTEM.account)
    scopes = frozenset(key.scopes.split()) or None
    return msgspec.structs.replace(actor_for(account), scopes=scopes, shared_key=shared)


def actor_for(account: Account) -> Actor:
    """Return the actor of an account, as commands take it."""
    posts = frozenset({account.post}) if account.post else frozenset()
    return Actor(
        account.reference, Role(account.role), account.name, posts, account.region, account.agency
    )


def hash_token(token: str) -> str:
    """Return the SHA-256 hash under which a secret of 128 bits or more is stored.

    Shorter secrets are stored by the vault's keyed fingerprint."""
    return hashlib.sha256(token.encode()).hexdigest()
