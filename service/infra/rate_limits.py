"""Rate limits on secrets and on forms from strangers, counted in the database for all workers."""

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
    """A number of tries within a period."""

    tries: int
    within: timedelta


class Limit(msgspec.Struct, frozen=True):
    """How often one subject may be tried.

    With `far`, the subject is one that strangers can name (a number, an address): each network has
    its own tries, and beyond that many of all networks together only one an hour. Without it, the
    subject is the account of the person who asks, and nobody else can use up its tries.
    """

    tries: tuple[Allowance, ...]
    far: Allowance | None = None


# Nobody is kept out for longer than an hour, and no stranger can use up the tries of the person
# they name, because a limit counts by subject and network. The numbers follow PyPI's warehouse:
# sign-in 10 in 5 minutes; a second factor 5 in 5 minutes, 20 an hour. A message to one number costs
# money and disturbs its owner: 3 in 10 minutes, 5 an hour.
LIMITS: dict[str, Limit] = {
    "password": Limit((Allowance(10, 5 * MINUTE),), Allowance(100, HOUR)),
    "second": Limit((Allowance(5, 5 * MINUTE), Allowance(20, HOUR)), Allowance(30, HOUR)),
    "code": Limit((Allowance(5, 5 * MINUTE), Allowance(20, HOUR)), Allowance(60, HOUR)),
    "message": Limit((Allowance(3, 10 * MINUTE), Allowance(5, HOUR)), Allowance(20, HOUR)),
    # A recovery code for a lost number has its own tries, so that it cannot use up those of a
    # sign-in.
    "lost": Limit((Allowance(5, 5 * MINUTE), Allowance(20, HOUR)), Allowance(60, HOUR)),
    # The code of a link that another body was given.
    "referral": Limit((Allowance(5, 5 * MINUTE), Allowance(20, HOUR)), Allowance(30, HOUR)),
    "unclaimed": Limit((Allowance(3, HOUR),), Allowance(6, HOUR)),
    "evidence": Limit((Allowance(60, 5 * MINUTE), Allowance(300, HOUR))),
    "alike": Limit((Allowance(60, 5 * MINUTE),)),
    "export": Limit((Allowance(10, HOUR),)),
    # What a citizen or an agency reports under their own account.
    "told": Limit((Allowance(60, HOUR),)),
    # Failed searches are always answered; each is recorded once a day for a network, and at most
    # fifty a day in all for a network.
    "missed": Limit((Allowance(1, DAY),)),
    "missed_all": Limit((Allowance(50, DAY),)),
}
# By network alone, because thousands of people share the address of a mobile carrier.
NETWORK = Allowance(2_000, HOUR)
# A person who was asked to send again is served after this time.
RETRY_DELAY = MINUTE


class TooManyAttempts(Refusal):
    slug = "too-many"
    sentence = N_("Too many attempts. You are not locked out: try again in %(minutes)s min.")


class SendAgain(Refusal):
    """Beyond the limit of a network, a stranger's form is kept and accepted a minute later."""

    slug = "send-again"
    sentence = N_(
        "A lot of people are writing to us at the moment. What you wrote is still on this "
        "page: wait a minute, then send it again."
    )


class Attempt(SQLModel, table=True):
    """One try, under the keyed fingerprint of its subject or of its network."""

    __tablename__ = "attempts"
    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=12)
    subject: str = Field(index=True, max_length=64)
    at: datetime


def count_attempt(session: Session, kind: str, subject: str, network: str, *, on: datetime) -> None:
    """Count a try before it is made, for its subject and for its network.

    A refused try is not counted, so that nobody is kept out for longer than the time stated.
    Refuses: TooManyAttempts, with the seconds to wait.
    """
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
    """Count an action under a person's own account, regardless of their network.

    Refuses: TooManyAttempts.
    """
    mark = _fingerprint(kind, account)
    _lock_subject(session, mark)
    _require(session, {mark: LIMITS[kind].tries}, on)
    session.add(Attempt(kind=kind, subject=mark, at=on))
    session.flush()


def count_network_attempt(session: Session, kind: str, network: str, *, on: datetime) -> None:
    """Count what is limited by network alone: wrong unguessable secrets and forms from strangers.

    Refuses: TooManyAttempts.
    """
    mark = _fingerprint(f"{kind} network", wide_network(network))
    _lock_subject(session, mark)
    _require(session, {mark: (NETWORK,)}, on)
    session.add(Attempt(kind=kind, subject=mark, at=on))
    session.flush()


def require_below(
    session: Session, kind: str, subject: str, level: Allowance, *, on: datetime
) -> None:
    """Require that recorded events are below a level. Refuses: TooManyAttempts."""
    _require(session, {_fingerprint(kind, subject): (level,)}, on)


def _require(session: Session, counted: dict[str, tuple[Allowance, ...]], on: datetime) -> None:
    wait = max(
        _wait(session, mark, one, on) for mark, allowances in counted.items() for one in allowances
    )
    if wait > timedelta():
        seconds = int(wait.total_seconds()) + 1
        raise TooManyAttempts(minutes=-(-seconds // 60), seconds=seconds)


def record_event(session: Session, kind: str, subject: str, *, on: datetime) -> None:
    """Record an event, which counts towards a level and not towards a limit."""
    session.add(Attempt(kind=kind, subject=_fingerprint(kind, subject), at=on))
    session.flush()


def has_reached(
    session: Session, kind: str, subject: str, level: Allowance, *, on: datetime
) -> bool:
    """Return whether recorded events have reached a level."""
    return _wait(session, _fingerprint(kind, subject), level, on) > timedelta()


def list_reached(
    session: Session, kind: str, subjects: Iterable[str], level: Allowance, *, on: datetime
) -> list[str]:
    """Return the subjects whose events have reached a level, by one query."""
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
    """Return when an event was last recorded; the time may lie in the future."""
    noted = select(func.max(col(Attempt.at))).where(
        col(Attempt.subject) == _fingerprint(kind, subject)
    )
    return session.execute(noted).scalar()


def _fingerprint(kind: str, subject: str) -> str:
    return vault.blind(f"attempt {kind}", subject)


def _lock_subject(session: Session, mark: str) -> None:
    """Make concurrent tries of the same subject wait for each other on PostgreSQL.

    SQLite has one writer, so it needs no lock.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": int(mark[:15], 16)})


def _wait(session: Session, mark: str, allowance: Allowance, on: datetime) -> timedelta:
    """Return how long it is until the next try is allowed.

    That is when the oldest of the latest tries that count leaves the window.
    """
    since = on - allowance.within
    times = select(col(Attempt.at)).where(col(Attempt.subject) == mark, col(Attempt.at) > since)
    oldest = times.order_by(col(Attempt.at).desc()).offset(allowance.tries - 1).limit(1)
    at: datetime | None = session.execute(oldest).scalar()
    return at + allowance.within - on if at else timedelta()


def forget(session: Session, *, before: datetime, most: int = 1_000) -> int:
    """Delete at most `most` tries made before a moment, which no limit counts, and return their
    number."""
    old = select(col(Attempt.id)).where(col(Attempt.at) < before).limit(most)
    gone = session.execute(delete(Attempt).where(col(Attempt.id).in_(old)))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def wide_network(network: str) -> str:
    """Return the network that one person can rent: a /24, or the /48 around a /64."""
    if not network.endswith("/64"):
        return network
    return str(IPv6Network(network).supernet(new_prefix=48))


def network(address: str) -> str:
    """Return the network of an address: its /24 or, for IPv6, the /64 of one household.

    An IPv4 address mapped into IPv6 (::ffff:192.0.2.1) is treated as IPv4; otherwise all of them
    would be one network.
    """
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:60]
    if isinstance(known, IPv6Address) and known.ipv4_mapped:
        known = known.ipv4_mapped
    return str(ip_network(f"{known}/{24 if known.version == 4 else 64}", strict=False))
