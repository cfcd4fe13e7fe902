"""How often a secret may be tried, or strangers tell us something: counted in the database, alike
for all workers."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address, ip_network

import msgspec
from sqlalchemy import delete, func, select, text
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import vault
from catalog.core.errors import Refusal
from i18n import N_

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Allowance(msgspec.Struct, frozen=True):
    """So many tries within so long a time."""

    tries: int
    within: timedelta


class Limit(msgspec.Struct, frozen=True):
    """How often one subject may be tried. With `far`, a subject that strangers can name (a number,
    an address): each network has its own tries, and beyond so many of all networks together only
    one an hour. Without, the subject is the account of whoever asks, and nobody else can use it up.
    """

    tries: tuple[Allowance, ...]
    far: Allowance | None = None


# Nobody is kept out for longer than an hour, and no stranger uses up the tries of whoever they
# name: a limit is told by subject and network. After the limits of PyPI's warehouse: sign-in 10 in
# 5 minutes; a second factor 5 in 5 minutes, 20 an hour. A message to one number costs money and
# wakes somebody: 3 in 10 minutes, 5 an hour.
LIMITS: dict[str, Limit] = {
    "password": Limit((Allowance(10, 5 * MINUTE),), Allowance(100, HOUR)),
    "second": Limit((Allowance(5, 5 * MINUTE), Allowance(20, HOUR)), Allowance(30, HOUR)),
    "code": Limit((Allowance(5, 5 * MINUTE), Allowance(20, HOUR)), Allowance(60, HOUR)),
    "message": Limit((Allowance(3, 10 * MINUTE), Allowance(5, HOUR)), Allowance(20, HOUR)),
    # A recovery code for a lost number has tries of its own, so that nobody uses up those of a
    # sign-in by it.
    "lost": Limit((Allowance(5, 5 * MINUTE), Allowance(20, HOUR)), Allowance(60, HOUR)),
    "unclaimed": Limit((Allowance(3, HOUR),), Allowance(6, HOUR)),
    "evidence": Limit((Allowance(60, 5 * MINUTE), Allowance(300, HOUR))),
    "alike": Limit((Allowance(60, 5 * MINUTE),)),
    "export": Limit((Allowance(10, HOUR),)),
    # What a citizen or an agency tells under their own account.
    "told": Limit((Allowance(60, HOUR),)),
    # Searches in vain are answered as often as they are asked; of one network each is written down
    # once a day, and fifty.
    "missed": Limit((Allowance(1, DAY),)),
    "missed_all": Limit((Allowance(50, DAY),)),
}
# By network alone: the shared address of a mobile carrier is thousands of people.
NETWORK = Allowance(2_000, HOUR)
# After so long whoever was asked to send again is served.
RETRY_DELAY = MINUTE


class TooManyAttempts(Refusal):
    slug = "too-many"
    sentence = N_("Too many tries. Nothing is locked: try again in %(minutes)s min.")


class SendAgain(Refusal):
    """Above the level of a network a stranger's form is kept, and taken a minute later."""

    slug = "send-again"
    sentence = N_(
        "Very many people are writing to us at this moment. What you wrote is kept: press Send again in a minute."
    )


class Attempt(SQLModel, table=True):
    """One try, under the keyed fingerprint of what was tried or of the network it came from."""

    __tablename__ = "attempts"
    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=12)
    subject: str = Field(index=True, max_length=64)
    at: datetime


def count_attempt(session: Session, kind: str, subject: str, network: str, *, on: datetime) -> None:
    """Counts a try before it is made: at its subject, and of its network. What is refused is not
    counted, so that nobody is kept out for longer than the time named. Refuses: TooManyAttempts,
    with the seconds to wait."""
    limit, whole = LIMITS[kind], _fingerprint(f"{kind} network", wide_network(network))
    near = _fingerprint(kind, f"{subject} {wide_network(network)}" if limit.far else subject)
    counted = {near: limit.tries, whole: (NETWORK,)}
    far = _fingerprint(f"{kind} everywhere", subject) if limit.far else None
    for mark in sorted({*counted, far or near}):
        _lock_subject(session, mark)
    if limit.far and far and _wait(session, far, limit.far, on):
        counted[near] = (*limit.tries, Allowance(1, HOUR))
    _require(session, counted, on)
    marks = [*counted, far] if far else [*counted]
    session.add_all([Attempt(kind=kind, subject=mark, at=on) for mark in marks])
    session.flush()


def count_account_attempt(session: Session, kind: str, account: str, *, on: datetime) -> None:
    """Counts what somebody does under their own account, whatever network they share with others.
    Refuses: TooManyAttempts."""
    mark = _fingerprint(kind, account)
    _lock_subject(session, mark)
    _require(session, {mark: LIMITS[kind].tries}, on)
    session.add(Attempt(kind=kind, subject=mark, at=on))
    session.flush()


def count_network_attempt(session: Session, kind: str, network: str, *, on: datetime) -> None:
    """Counts what is limited by its network alone. That is a wrong secret that nobody can guess, or
    what strangers tell us. Refuses: TooManyAttempts."""
    mark = _fingerprint(f"{kind} network", wide_network(network))
    _lock_subject(session, mark)
    _require(session, {mark: (NETWORK,)}, on)
    session.add(Attempt(kind=kind, subject=mark, at=on))
    session.flush()


def require_below(
    session: Session, kind: str, subject: str, level: Allowance, *, on: datetime
) -> None:
    """That what was noted has not come to a level. Refuses: TooManyAttempts."""
    _require(session, {_fingerprint(kind, subject): (level,)}, on)


def _require(session: Session, counted: dict[str, tuple[Allowance, ...]], on: datetime) -> None:
    wait = max(
        _wait(session, mark, one, on) for mark, allowances in counted.items() for one in allowances
    )
    if wait > timedelta():
        seconds = int(wait.total_seconds()) + 1
        raise TooManyAttempts(minutes=-(-seconds // 60), seconds=seconds)


def record_event(session: Session, kind: str, subject: str, *, on: datetime) -> None:
    """Writes down that something happened, for a level and not for a limit."""
    session.add(Attempt(kind=kind, subject=_fingerprint(kind, subject), at=on))
    session.flush()


def has_reached(
    session: Session, kind: str, subject: str, level: Allowance, *, on: datetime
) -> bool:
    """Whether what was noted has come to a level."""
    return _wait(session, _fingerprint(kind, subject), level, on) > timedelta()


def list_reached(
    session: Session, kind: str, subjects: Iterable[str], level: Allowance, *, on: datetime
) -> list[str]:
    """The subjects of which so much was noted, all of them asked for at once."""
    marks = {_fingerprint(kind, subject): subject for subject in subjects}
    since = col(Attempt.subject).in_(sorted(marks)), col(Attempt.at) > on - level.within
    rows = (
        select(col(Attempt.subject))
        .where(*since)
        .group_by(col(Attempt.subject))
        .having(func.count() >= level.tries)
    )
    return [marks[mark] for mark in session.execute(rows).scalars()]


def latest(session: Session, kind: str, subject: str) -> datetime | None:
    """When something was last noted; it may lie ahead."""
    noted = select(func.max(col(Attempt.at))).where(
        col(Attempt.subject) == _fingerprint(kind, subject)
    )
    return session.execute(noted).scalar()


def _fingerprint(kind: str, subject: str) -> str:
    return vault.blind(f"attempt {kind}", subject)


def _lock_subject(session: Session, mark: str) -> None:
    """SQLite has one writer; on PostgreSQL those who try the same thing at once wait for each
    other."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": int(mark[:15], 16)})


def _wait(session: Session, mark: str, allowance: Allowance, on: datetime) -> timedelta:
    """How long until one more try is free: when the oldest of the last so many leaves the
    window."""
    since = on - allowance.within
    times = select(col(Attempt.at)).where(col(Attempt.subject) == mark, col(Attempt.at) > since)
    oldest = times.order_by(col(Attempt.at).desc()).offset(allowance.tries - 1).limit(1)
    at: datetime | None = session.execute(oldest).scalar()
    return at + allowance.within - on if at else timedelta()


def forget(session: Session, *, before: datetime, most: int = 1_000) -> int:
    """Removes tries that no limit asks for any more, at most so many at once; says how many."""
    old = select(col(Attempt.id)).where(col(Attempt.at) < before).limit(most)
    gone = session.execute(delete(Attempt).where(col(Attempt.id).in_(old)))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def wide_network(network: str) -> str:
    """The network that somebody who rents one can hold alone: a /24, or the /48 around a /64."""
    if not network.endswith("/64"):
        return network
    return str(IPv6Network(network).supernet(new_prefix=48))


def network(address: str) -> str:
    """The network an address belongs to: its /24, or the /64 that one household has of IPv6. An
    IPv4 address that comes as IPv6 (::ffff:192.0.2.1) is what it was, or all of them would be one
    network."""
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:60]
    if isinstance(known, IPv6Address) and known.ipv4_mapped:
        known = known.ipv4_mapped
    return str(ip_network(f"{known}/{24 if known.version == 4 else 64}", strict=False))
