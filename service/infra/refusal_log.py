"""Journal entries for refusals to known people.

The first of an hour are written one by one, the rest as a count.
"""

from datetime import UTC, datetime

from sqlmodel import Session

from catalog.core import journal
from catalog.core.actor import Actor, Role
from service.infra import counters

# For one account in one hour; a client in a loop would otherwise fill the journal and hide what
# matters.
MAX_SINGLE_ENTRIES = 20
_KIND = "refused "


def record_refusal(session: Session, place: str, *, by: Actor, on: datetime) -> None:
    """Record that a known person was refused, and at which address.

    Beyond the first refusals of an hour, only their number is recorded.
    """
    sum_up(session, on=on)
    if counters.add(session, _KIND + by.role.value, by.account, 1, on=on) <= MAX_SINGLE_ENTRIES:
        journal.write(session, "refuse", "access", place[:80], by=by, on=on)


def sum_up(session: Session, *, on: datetime) -> None:
    """Write one entry for all refusals that were only counted in an account's past hour."""
    for row in counters.list_past_hours(session, _KIND, on=on):
        if row.amount > MAX_SINGLE_ENTRIES:
            by = Actor(row.subject, Role(row.kind.removeprefix(_KIND)))
            since = datetime.fromtimestamp(row.hour * 3600, UTC).isoformat(timespec="minutes")
            items = (f"more:{row.amount - MAX_SINGLE_ENTRIES}", f"since:{since}")
            journal.write(session, "refuse", "access", "more", by=by, on=on, fields=items)
        session.delete(row)
