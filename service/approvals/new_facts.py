"""Requests that add a row of facts: one person states it, another approves."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

import msgspec
from sqlmodel import Session

from catalog.core import approvals, journal
from catalog.core.actor import Actor
from catalog.core.approvals import Approval, ApprovalKind, Subject
from catalog.core.errors import Mistakes
from service.accounts import approval_requests
from service.approvals import fact_columns
from service.approvals.fact_columns import NOUN, FactKind

Check = Callable[[Session, dict[str, str]], object]


def request(
    session: Session,
    subject: str,
    new: msgspec.Struct,
    table: Any,
    *,
    named: Collection[str],
    require_named: Check | None = None,
    require_possible: Check | None = None,
    by: Actor,
    on: datetime,
) -> Approval:
    """Request that a row be added to a table; `named` are the fields that are not its columns.

    All mistakes in columns are reported together, with what `require_named` refuses;
    `require_possible` checks a row without such mistakes. Refuses: NeededText, fields.TooLong,
    fields.TooLongAgo, fields.TooFarAhead, approvals.AlreadyRequested, and what both refuse."""
    stated = {
        name: str(value) for name, value in msgspec.structs.asdict(new).items() if value is not None
    }
    reason = stated.pop("reason")
    changes, mistakes = {name: text for name, text in stated.items() if text}, Mistakes()
    for name, text in stated.items():
        if name not in named:
            with mistakes.noted():
                fact_columns.require_sound(table, name, text)
    if require_named:
        with mistakes.noted():
            require_named(session, changes)
    mistakes.require_none()
    if require_possible:
        require_possible(session, changes)
    about, kind = Subject(NOUN, subject), ApprovalKind.FACT
    approvals.require_not_waiting(session, kind, about, changes)
    return approval_requests.request(session, kind, about, reason, changes=changes, by=by, on=on)


def add(
    session: Session, one: Approval, kind: FactKind, row: Any, *, by: Actor, on: datetime
) -> None:
    """Add an approved row; the request is then about that row, whose page shows it."""
    session.add(row)
    session.flush()
    one.subject = f"{kind.value}:{row.id}"
    session.flush()
    journal.write(session, "state_fact", NOUN, one.subject, by=by, on=on)
