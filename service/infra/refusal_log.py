"""Refusals to people who are known, in the journal. The first are written one by one, more of an hour as a count."""

from datetime import UTC, datetime

from sqlmodel import Session

from catalog.core import journal
from catalog.core.actor import Role, Who
from service.infra import counters

# Of one account in one hour; a client in a loop would fill the journal and hide what matters.
EACH = 20
_KIND = "refused "


def note(session: Session, place: str, *, by: Who, on: datetime) -> None:
    """Writes down that somebody known was refused, and at which address. Beyond the first ones it is counted."""
    sum_up(session, on=on)
    if counters.add(session, _KIND + by.role.value, by.account, 1, on=on) <= EACH:
        journal.write(session, "refuse", "access", place[:80], by=by, on=on)


def sum_up(session: Session, *, on: datetime) -> None:
    """Writes one entry for all that was only counted in an account's hour, once the hour is over."""
    for row in counters.earlier(session, _KIND, on=on):
        if row.amount > EACH:
            by = Who(row.subject, Role(row.kind.removeprefix(_KIND)))
            since = datetime.fromtimestamp(row.hour * 3600, UTC).isoformat(timespec="minutes")
            told = (f"more:{row.amount - EACH}", f"since:{since}")
            journal.write(session, "refuse", "access", "more", by=by, on=on, fields=told)
        session.delete(row)
