"""Refusals to people who are known, in the journal. The first are written one by one, more of an
hour as a count."""

from datetime import UTC, datetime

from sqlmodel import Session

from catalog.core import journal
from catalog.core.actor import Actor, Role
from service.infra import counters

# Of one account in one hour; a client in a loop would fill the journal and hide what matters.
MAX_SINGLE_ENTRIES = 20
_KIND = "refused "


def record_refusal(session: Session, place: str, *, by: Actor, on: datetime) -> None:
    """Writes down that somebody known was refused, and at which address. Beyond the first ones it
    is counted."""
    sum_up(session, on=on)
    if counters.add(session, _KIND + by.role.value, by.account, 1, on=on) <= MAX_SINGLE_ENTRIES:
        journal.write(session, "refuse", "access", place[:80], by=by, on=on)


def sum_up(session: Session, *, on: datetime) -> None:
    """Writes one entry for all that was only counted in an account's hour, once the hour is
    over."""
    for row in counters.list_past_hours(session, _KIND, on=on):
        if row.amount > MAX_SINGLE_ENTRIES:
            by = Actor(row.subject, Role(row.kind.removeprefix(_KIND)))
            since = datetime.fromtimestamp(row.hour * 3600, UTC).isoformat(timespec="minutes")
            items = (f"more:{row.amount - MAX_SINGLE_ENTRIES}", f"since:{since}")
            journal.write(session, "refuse", "access", "more", by=by, on=on, fields=items)
        session.delete(row)
