"""How often a secret may be tried, or strangers tell us something: counted in the database, alike for all workers."""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

import msgspec
from sqlalchemy import delete, select, text
from sqlmodel import Field, Session, SQLModel, col

from catalog.ground import vault
from catalog.ground.refusals import Refusal
from i18n import N_

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Allowance(msgspec.Struct, frozen=True):
    """So many tries within so long a time."""

    tries: int
    within: timedelta


# After the limits of PyPI's warehouse: sign-in 10 in 5 minutes; a second factor 5 in 5 minutes, 20 an hour, 50 a day; a
# reset 5 a day. A message to one number costs money and wakes somebody: 3 in 10 minutes, 5 a day.
LIMITS: dict[str, tuple[Allowance, ...]] = {
    "password": (Allowance(10, 5 * MINUTE),),
    # By network: an office that receives our letters may check a whole pile of them.
    "letter": (Allowance(30, 5 * MINUTE), Allowance(300, DAY)),
    "second": (Allowance(5, 5 * MINUTE), Allowance(20, HOUR), Allowance(50, DAY)),
    "code": (Allowance(5, 5 * MINUTE), Allowance(20, HOUR), Allowance(50, DAY)),
    "message": (Allowance(3, 10 * MINUTE), Allowance(5, DAY)),
    "invitation": (Allowance(5, DAY),),
    "claim": (Allowance(20, 5 * MINUTE), Allowance(200, DAY)),
    # What was asked without a name is tried as a claim is; asking itself is counted by network alone.
    "question": (Allowance(20, 5 * MINUTE), Allowance(200, DAY)),
    "ask": (Allowance(6, HOUR), Allowance(20, DAY)),
    "evidence": (Allowance(60, 5 * MINUTE), Allowance(300, DAY)),
    "unclaimed": (Allowance(5, 5 * MINUTE), Allowance(20, DAY)),
    "alike": (Allowance(60, 5 * MINUTE),),
    "export": (Allowance(10, HOUR),),
    # Searches in vain: of one network each once a day, and fifty different ones.
    "missed": (Allowance(1, DAY),),
    # Claims and reports of people nobody knows: a whole hostel may file in one evening, and no flood bury an officer.
    "told": (Allowance(60, HOUR), Allowance(300, DAY)),
}
# One network may be a whole hostel or an embassy's waiting room.
NETWORK = 50


class TooMany(Refusal):
    sentence = N_("Too many tries. Nothing is locked: try again in %(minutes)s min.")


class Attempt(SQLModel, table=True):
    """One try, under the keyed fingerprint of what was tried or of the network it came from."""

    __tablename__ = "attempts"
    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=12)
    subject: str = Field(index=True, max_length=64)
    at: datetime


def take(session: Session, kind: str, subject: str, network: str, *, on: datetime) -> None:
    """Counts a try before it is made, against what is tried and against the network it comes from. What is refused is not
    counted, so that nobody is kept out for longer than the time named. Refuses: TooMany, with the seconds to wait."""
    limits = LIMITS[kind]
    wider = [Allowance(one.tries * NETWORK, one.within) for one in limits]
    counted = sorted({_mark(kind, subject): limits, _mark(f"{kind} network", network): wider}.items())
    for mark, allowances in counted:
        _one_at_a_time(session, mark)
        wait = max(_wait(session, mark, one, on) for one in allowances)
        if wait > timedelta():
            seconds = int(wait.total_seconds()) + 1
            raise TooMany(minutes=-(-seconds // 60), seconds=seconds)
    session.add_all([Attempt(kind=kind, subject=mark, at=on) for mark, _ in counted])
    session.flush()


def _mark(kind: str, subject: str) -> str:
    return vault.blind(f"attempt {kind}", subject)


def _one_at_a_time(session: Session, mark: str) -> None:
    """SQLite has one writer; on PostgreSQL those who try the same thing at once wait for each other."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": int(mark[:15], 16)})


def _wait(session: Session, mark: str, allowance: Allowance, on: datetime) -> timedelta:
    """How long until one more try is free: when the oldest of the last so many leaves the window."""
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


def network(address: str) -> str:
    """The network an address belongs to: its /24, or the /64 that one household has of IPv6. An IPv4 address that comes as
    IPv6 (::ffff:192.0.2.1) is what it was, or all of them would be one network."""
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:60]
    if isinstance(known, IPv6Address) and known.ipv4_mapped:
        known = known.ipv4_mapped
    return str(ip_network(f"{known}/{24 if known.version == 4 else 64}", strict=False))
