"""Detection of more persons with a case than history makes likely.

It is applied to an employer, an agency or a country, for each unit alone. One complained of once a
year and now by three persons within four weeks stands out; a country with hundreds of questions
each week does not because of one more. The arithmetic is plain and shown: an officer decides, never
the count."""

import math
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import journal
from catalog.core.actor import Actor
from service.casework.employers import counted_cases, early_warnings
from service.casework.employers.counted_cases import CountedCase
from service.casework.employers.early_warnings import Alert, Unit

# The days of the window, and of the year before it that gives the expected number.
WINDOW, BEFORE = 28, 364
# Fewer cases are no cluster; of the rest, only what chance would bring less than once in a thousand
# such windows.
FEWEST, CHANCE, TIMES = 3, 0.001, 2


# The unit, the kind of subject, and the subject.
Key = tuple[str, str, str]


def expected(before: int, days: int, history: int) -> float:
    """Return how many cases are expected within so many days, given their number in the history.

    One is added, because a subject without cases may have one. A history shorter than the window
    counts as the window."""
    return (before + 1) * days / max(history, WINDOW)


def chance(seen: int, likely: float) -> float:
    """Return the probability of so many cases or more, given the expected number.

    It is the upper tail of the Poisson distribution."""
    if seen <= likely:
        return 1.0
    term = math.exp(seen * math.log(likely) - likely - math.lgamma(seen + 1))
    total = 0.0
    while term > total * 1e-12:
        total += term
        seen += 1
        term *= likely / seen
    return total


def is_anomalous(seen: int, likely: float) -> bool:
    return seen >= FEWEST and seen >= TIMES * likely and chance(seen, likely) <= CHANCE


def detect(session: Session, *, by: Actor, on: datetime, day: date) -> list[Alert]:
    """Record an alert for each anomalous subject; return the new ones.

    An undecided alert is updated. After a decision only later cases count."""
    first = day - timedelta(days=WINDOW - 1)
    result = list(counted_cases.read(session, first - timedelta(days=BEFORE), day))
    began = {
        unit: min((one.day for one in result if one.unit is unit), default=day) for unit in Unit
    }
    open_, closed = _waiting(session), _decided(session, first)
    raised = []
    for key, cases in _by_subject(result).items():
        since = max(first, closed.get(key, date.min) + timedelta(days=1))
        facts = _statistics(cases, since, day, (first - began[cases[0].unit]).days)
        if not is_anomalous(facts["seen"], facts["expected"]):
            continue
        if key in open_:
            open_[key].sqlmodel_update(facts)
        else:
            session.add(row := Alert(unit=key[0], kind=key[1], subject=key[2], at=on, **facts))
            raised.append(row)
    session.flush()
    for row in raised:
        journal.write(session, "alert", "alert", row.reference, by=by, on=on)
    return raised


def _statistics(cases: list[CountedCase], since: date, day: date, history: int) -> dict[str, Any]:
    """Return the figures of one subject: persons since a day, and in the history before it."""
    newest, first = max(cases, key=lambda one: one.day), day - timedelta(days=WINDOW - 1)
    days, seen, before = (
        (day - since).days + 1,
        len({one.person for one in cases if since <= one.day}),
        len({one.person for one in cases if one.day < first}),
    )
    likely = expected(before, days, history)
    return {
        "name": newest.name,
        "country": newest.country,
        "seen": seen,
        "days": days,
        "before": before,
        "history": max(history, 0),
        "expected": likely,
        "chance": chance(seen, likely),
        "counted_to": day,
    }


def _by_subject(counted_cases: Iterable[CountedCase]) -> dict[Key, list[CountedCase]]:
    found: dict[Key, list[CountedCase]] = {}
    for one in counted_cases:
        found.setdefault((one.unit.value, one.kind.value, one.subject), []).append(one)
    return found


def _waiting(session: Session) -> dict[Key, Alert]:
    return {(row.unit, row.kind, row.subject): row for row in early_warnings.list_waiting(session)}


def _decided(session: Session, since: date) -> dict[Key, date]:
    asked = select(Alert).where(col(Alert.decided_on) >= since).order_by(col(Alert.decided_on))
    return {
        (row.unit, row.kind, row.subject): row.decided_on
        for row in session.execute(asked).scalars()
        if row.decided_on
    }
