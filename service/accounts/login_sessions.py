"""Who is signed in at this moment, in which browsers, and since when they last proved who they
are."""

import re
import secrets
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import delete, select, update
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal, vault
from catalog.core.actor import Actor, Role
from catalog.core.errors import NotFound, Refusal, SignInNeeded
from catalog.core.fields import reference
from i18n import N_
from service.accounts import Account, actor_for, hash_token

# Ends of a sign-in (ASVS 5.0 7.3): however busy, and when nothing was done for so long.
MAX_AGE = timedelta(hours=12)
IDLE = {Role.CITIZEN: timedelta(minutes=60)}
IDLE_AT_WORK = timedelta(minutes=30)
# Between password and second factor.
SECOND_FACTOR_TIMEOUT = timedelta(minutes=10)
# For so long after a secret was typed nobody is asked for it again before an act of weight.
FRESH = timedelta(minutes=60)
# Being seen is written down at most so often: a question is no reason to write.
SEEN = timedelta(minutes=2)


class ConfirmFirst(Refusal):
    slug = "confirm-first"
    sentence = N_("Before this, show once more that it is you.")


class NotFromThisPage(Refusal):
    slug = "not-from-this-page"
    sentence = N_(
        "This form was opened in another sign-in, or long ago. Nothing was done. "
        "Open the page again and send it from there."
    )


class SignIn(SQLModel, table=True):
    """One browser in which somebody is signed in, kept by the hash of its cookie; not whole until
    the second factor."""

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


class LoginSession(msgspec.Struct, frozen=True):
    """Where a request comes from: the sign-in behind its cookie."""

    reference: str
    hash: str
    proved_at: datetime
    seen_at: datetime


def create(session: Session, account: Account, browser: str, *, whole: bool, on: datetime) -> str:
    """Signs somebody in with a cookie that is new, whatever their browser brought; returns its
    value."""
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
    """Ends the sign-in of this cookie, if there is one."""
    session.execute(delete(SignIn).where(col(SignIn.hash) == hash_token(token)))


def end_own(session: Session, number: str, *, by: Actor, on: datetime) -> None:
    """Ends one of one's own sign-ins, in whatever browser. Refuses: NotFound."""
    mine = select(SignIn).where(col(SignIn.reference) == number, col(SignIn.account) == by.account)
    row = session.execute(mine).scalars().first()
    if row is None:
        raise NotFound
    session.delete(row)
    session.flush()
    journal.write(session, "end_sign_in", "account", by.account, by=by, on=on, fields=("sign_ins",))


def end_all(session: Session, account: str, *, but: str = "") -> None:
    """Ends every sign-in of an account, when its rights or secrets change; but the one with this
    hash, if it is to stay."""
    session.execute(delete(SignIn).where(col(SignIn.account) == account, col(SignIn.hash) != but))


def rotate(session: Session, seat: LoginSession, *, on: datetime) -> str:
    """Another cookie for the same sign-in, after its rights changed or a secret was typed: who
    copied the old one has nothing. Refuses: SignInNeeded when it ended meanwhile, as by a second
    tap."""
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
    """Where somebody is signed in now, the browser seen last first."""
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
    """Who is signed in with this cookie, wholly, or nobody."""
    found = _find(session, token, now, whole=True)
    return (actor_for(found[1]), to_login_session(found[0])) if found else None


def find_awaiting_second_factor(session: Session, token: str, now: datetime) -> Account | None:
    """Who has typed their password in this browser and not yet their second factor."""
    found = _find(session, token, now, whole=False)
    return found[1] if found else None


def _find(
    session: Session, token: str, now: datetime, *, whole: bool
) -> tuple[SignIn, Account] | None:
    asked = select(SignIn, Account).join(Account, col(Account.reference) == col(SignIn.account))
    mine = asked.where(col(SignIn.hash) == hash_token(token), col(SignIn.whole).is_(whole))
    found = session.execute(mine).first()
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
    """Notes that a browser was used."""
    session.execute(update(SignIn).where(col(SignIn.hash) == seat.hash).values(seen_at=on))


def require_fresh(seat: LoginSession | None, now: datetime) -> None:
    """That whoever acts has typed a secret lately; a program's key is one. Refuses:
    ConfirmFirst."""
    if seat is not None and now - seat.proved_at > FRESH:
        raise ConfirmFirst


def form_token(seat: LoginSession) -> str:
    """What every form of this sign-in carries, so that no other page's form can act in its name."""
    return vault.token("form", seat.hash)


def require_form(seat: LoginSession, token: str) -> None:
    """That a form was drawn for this very sign-in. Refuses: NotFromThisPage."""
    if not secrets.compare_digest(form_token(seat).encode(), token.encode()):
        raise NotFromThisPage


def forget(session: Session, *, before: datetime, most: int = 1_000) -> int:
    """Removes sign-ins that began before a moment, at most so many at once; says how many."""
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
    """A browser as its owner would call it ("Firefox, Android"); the rest of what it says of itself
    is not kept."""
    browser = next((one for one in _BROWSERS if re.search(rf"\b{one}[A-Za-z]*/", agent)), "")
    system = next((one for one in _SYSTEMS if one in agent), "")
    return ", ".join(one for one in (_NAMES.get(browser, browser), system) if one)
