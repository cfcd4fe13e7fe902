"""Login sessions: who is signed in, in which browsers, and when they last proved who they are."""

import re
import secrets
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import bindparam, delete, select, update
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, vault
from catalog.core.actor import Actor, Role
from catalog.core.errors import Refusal, SignInNeeded, require_found
from catalog.core.fields import reference
from i18n import N_
from service.accounts import Account, actor_for, hash_token

# Maximum age and idle time of a login session (ASVS 5.0 7.3).
MAX_AGE = timedelta(hours=12)
IDLE = {Role.CITIZEN: timedelta(minutes=60)}
IDLE_AT_WORK = timedelta(minutes=30)
# The time allowed between password and second factor.
SECOND_FACTOR_TIMEOUT = timedelta(minutes=10)
# For this long after entering a secret, a person is not asked for it again before a sensitive
# action.
FRESH = timedelta(minutes=60)
# The last use is stored at most this often, so that a read request rarely causes a write.
SEEN = timedelta(minutes=2)


class ConfirmFirst(Refusal):
    slug = "confirm-first"
    sentence = N_("Confirm your identity again before you do this.")


class NotFromThisPage(Refusal):
    slug = "not-from-this-page"
    sentence = N_(
        "This form was opened before you last signed in, or a long time ago. Nothing has been"
        " changed. Open the page again and send the form from there."
    )


class SignIn(SQLModel, table=True):
    """A browser in which an account is signed in, stored by the hash of its cookie.

    `whole` is false until the second factor is given."""

    __tablename__ = "sign_ins"
    hash: str = Field(primary_key=True, max_length=64)
    reference: str = Field(default_factory=lambda: reference("S", 12), unique=True, max_length=24)
    account: str = Field(foreign_key="accounts.reference", index=True, max_length=24)
    at: datetime
    seen_at: datetime
    proved_at: datetime
    whole: bool = True
    browser: str = Field(default="", max_length=60)


PERSONAL = ("browser",)
# Sent for every request with a cookie, and so built once.
_OF_COOKIE = (
    select(SignIn, Account)
    .join(Account, col(Account.reference) == col(SignIn.account))
    .where(col(SignIn.hash) == bindparam("hash"), col(SignIn.whole) == bindparam("whole"))
)


class LoginSession(msgspec.Struct, frozen=True):
    """The login session behind the cookie of a request."""

    reference: str
    hash: str
    proved_at: datetime
    seen_at: datetime


def create(session: Session, account: Account, browser: str, *, whole: bool, on: datetime) -> str:
    """Open a login session with a new cookie, whatever the browser sent; return its value."""
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            hash=hash_token(token),
            account=account.reference,
            at=on,
            seen_at=on,
            proved_at=on,
            whole=whole,
            browser=browser[:60],
        )
    )
    session.flush()
    act = "sign_in" if whole else "half_sign_in"
    journal.write(session, act, "account", account.reference, by=actor_for(account), on=on)
    return token


def close(session: Session, token: str) -> None:
    """End the login session of this cookie, if there is one."""
    session.execute(delete(SignIn).where(col(SignIn.hash) == hash_token(token)))


def end_own(session: Session, number: str, *, by: Actor, on: datetime) -> None:
    """End one of the actor's own login sessions, in any browser. Refuses: NotFound."""
    mine = select(SignIn).where(col(SignIn.reference) == number, col(SignIn.account) == by.account)
    row = require_found(session.execute(mine).scalars().first())
    session.delete(row)
    session.flush()
    journal.write(session, "end_sign_in", "account", by.account, by=by, on=on, fields=("sign_ins",))


def end_all(session: Session, account: str, *, but: str = "") -> None:
    """End every login session of an account, when its rights or secrets change.

    `but` is the hash of one login session that stays."""
    session.execute(delete(SignIn).where(col(SignIn.account) == account, col(SignIn.hash) != but))


def rotate(session: Session, seat: LoginSession, *, on: datetime) -> str:
    """Replace the cookie of a login session after its rights changed or a secret was entered.

    A copy of the old cookie becomes useless. Refuses: SignInNeeded when it ended meanwhile, as by a
    second tap."""
    token = secrets.token_urlsafe(32)
    renewed = (
        update(SignIn)
        .where(col(SignIn.hash) == seat.hash)
        .values(hash=hash_token(token), seen_at=on, proved_at=on)
    )
    if not session.execute(renewed).rowcount:  # type: ignore[attr-defined]
        raise SignInNeeded
    return token


def list_for_account(session: Session, account: str, *, on: datetime) -> list[SignIn]:
    """Return the valid login sessions of an account, last seen first."""
    rows = (
        select(SignIn)
        .where(col(SignIn.account) == account, col(SignIn.whole).is_(True))
        .order_by(col(SignIn.seen_at).desc())
    )
    known = session.get_one(Account, account)
    return [row for row in session.execute(rows).scalars() if _is_valid(row, known, on)]


def find_by_cookie(
    session: Session, token: str, now: datetime
) -> tuple[Actor, LoginSession] | None:
    """Return the actor and login session of this cookie, or None before the second factor."""
    found = _find(session, token, now, whole=True)
    return (actor_for(found[1]), to_login_session(found[0])) if found else None


def find_awaiting_second_factor(session: Session, token: str, now: datetime) -> Account | None:
    """Return the account that has given its password in this browser but not its second factor."""
    found = _find(session, token, now, whole=False)
    return found[1] if found else None


def _find(
    session: Session, token: str, now: datetime, *, whole: bool
) -> tuple[SignIn, Account] | None:
    found = session.execute(_OF_COOKIE, {"hash": hash_token(token), "whole": whole}).first()
    return (found[0], found[1]) if found and _is_valid(found[0], found[1], now) else None


def _is_valid(row: SignIn, account: Account, now: datetime) -> bool:
    if account.disabled_at:
        return False
    if not row.whole:
        return now - row.at <= SECOND_FACTOR_TIMEOUT
    return (
        now - row.at <= MAX_AGE
        and now - row.seen_at <= IDLE.get(Role(account.role), IDLE_AT_WORK) + SEEN
    )


def to_login_session(row: SignIn) -> LoginSession:
    return LoginSession(row.reference, row.hash, row.proved_at, row.seen_at)


def record_use(session: Session, seat: LoginSession, *, on: datetime) -> None:
    """Record that a browser was used."""
    session.execute(update(SignIn).where(col(SignIn.hash) == seat.hash).values(seen_at=on))


def require_fresh(seat: LoginSession | None, now: datetime) -> None:
    """Require that the actor entered a secret recently; a program's key counts as one.

    Refuses: ConfirmFirst."""
    if seat is not None and now - seat.proved_at > FRESH:
        raise ConfirmFirst


def form_token(seat: LoginSession) -> str:
    """Return the token that every form of this login session carries (protection against CSRF)."""
    return vault.token("form", seat.hash)


def account_mark(account: str) -> str:
    """Return the mark of an account in its forms: only a form with it is shown again to them."""
    return vault.token("form owner", account)


def form_value(seat: LoginSession, by: Actor) -> str:
    """Return the token of a form and, at the desk, the mark of the account."""
    mark = "" if by.role is Role.CITIZEN else f".{account_mark(by.account)}"
    return form_token(seat) + mark


def require_form(seat: LoginSession, token: str) -> None:
    """Require that a form was rendered for this login session. Refuses: NotFromThisPage."""
    if not secrets.compare_digest(form_token(seat).encode(), token.encode()):
        raise NotFromThisPage


def forget(session: Session, *, before: datetime, most: int = 1_000) -> int:
    """Delete at most `most` login sessions that began before a moment; return how many."""
    old = select(col(SignIn.hash)).where(col(SignIn.at) < before).limit(most)
    gone = session.execute(delete(SignIn).where(col(SignIn.hash).in_(old)))
    return int(gone.rowcount)  # type: ignore[attr-defined]


_BROWSERS = (
    "Edg",
    "OPR",
    "YaBrowser",
    "SamsungBrowser",
    "UCBrowser",
    "Firefox",
    "Chrome",
    "Safari",
)
_NAMES = {
    "Edg": "Edge",
    "OPR": "Opera",
    "YaBrowser": "Yandex",
    "SamsungBrowser": "Samsung Internet",
    "UCBrowser": "UC Browser",
}
_SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux")


def browser_of(agent: str) -> str:
    """Return a browser's common name and system ("Firefox, Android") from its user agent.

    The rest of the user agent is not stored."""
    browser = next((one for one in _BROWSERS if re.search(rf"\b{one}[A-Za-z]*/", agent)), "")
    system = next((one for one in _SYSTEMS if one in agent), "")
    return ", ".join(one for one in (_NAMES.get(browser, browser), system) if one)
