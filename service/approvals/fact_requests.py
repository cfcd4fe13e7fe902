"""Corrections of facts: countries, helplines, law, time limits, retention; and additions.

One person requests, another approves. What names a row stays as it is: the country and kind of a
fact, the number of a helpline, the kind of a rule. An approved row is confirmed by these two
persons.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlmodel import Session

from catalog.core import approvals, journal
from catalog.core.actor import Actor
from catalog.core.approvals import Approval, ApprovalDetails, ApprovalKind, Subject
from catalog.core.errors import require_found
from catalog.core.fields import Prose
from catalog.licensing import legal_rules
from catalog.licensing.legal_rules import NotADayOfYear, is_day
from catalog.reference.countries import Country, Mark
from catalog.reference.post_changes import NothingChanged
from i18n.scripts import to_cyrillic
from service.accounts import approval_requests
from service.approvals import fact_columns, helpline_requests, limit_requests
from service.approvals.fact_columns import COLUMNS, NOUN, TABLES, FactKind
from service.approvals.request_handler import (
    VALUE_LABELS,
    Card,
    Fact,
    FactLabel,
    RequestHandler,
    TitlePart,
)

# What adds a row, and the card of such a request, by the subject of the request.
_ADD: Mapping[str, Callable[..., None]] = MappingProxyType(
    {
        limit_requests.NEW_LIMIT: limit_requests.add,
        helpline_requests.NEW_HELPLINE: helpline_requests.add,
    }
)
_NEW_CARD: Mapping[str, Callable[[dict[str, str]], Card]] = MappingProxyType(
    {
        limit_requests.NEW_LIMIT: limit_requests.new_card,
        helpline_requests.NEW_HELPLINE: helpline_requests.new_card,
    }
)


def find(session: Session, kind: FactKind, number: int) -> Any:
    """Return a row of this kind. Refuses: NotFound."""
    return require_found(session.get(TABLES[kind], number))


def current(kind: FactKind, row: Any) -> dict[str, str]:
    """Return what a row states now, as texts by column."""
    stated = {name: getattr(row, name) for name in COLUMNS[kind]}
    return {name: "" if value is None else str(value) for name, value in stated.items()}


def request_correction(
    session: Session,
    kind: FactKind,
    number: int,
    typed: dict[str, str],
    reason: Prose,
    *,
    by: Actor,
    on: datetime,
) -> Approval:
    """Request that a row be corrected; what is not typed stays.

    Refuses: NotFound, NothingChanged, NeededText, NotAWholeNumber, NotACalendarDay, NotADayOfYear,
    EndsBeforeItBegins, fields.TooLong, fields.TooLongAgo, fields.TooFarAhead, forms.NotAChoice,
    approvals.AlreadyRequested, and what time_limits.require_sound refuses."""
    row = find(session, kind, number)
    now = current(kind, row)
    new = {name: typed[name] for name in now if name in typed and typed[name] != now[name]}
    if not new:
        raise NothingChanged
    for name, text in new.items():
        fact_columns.require_sound(TABLES[kind], name, text)
    _require_possible(session, kind, row, now | new)
    subject = Subject(NOUN, f"{kind.value}:{number}")
    approvals.require_not_waiting(session, ApprovalKind.FACT, subject, new)
    terms = approvals.digest({name: now[name] for name in new})
    return approval_requests.request(
        session, ApprovalKind.FACT, subject, reason, terms=terms, changes=new, by=by, on=on
    )


def _require_possible(session: Session, kind: FactKind, row: Any, stated: dict[str, str]) -> None:
    """Require that a row can state all of this together; its first day is not corrected."""
    first = str(getattr(row, "valid_from", None) or "")
    fact_columns.require_order(first, stated.get("valid_to", ""))
    if kind is FactKind.LIMITS:
        named = {"country": row.country, "component": row.component, "valid_from": first}
        limit_requests.require_possible(session, stated | named, row.id)
    elif (
        kind is FactKind.LAW
        and row.unit == legal_rules.Unit.MONTH_DAY
        and not is_day(int(stated["value"]))
    ):
        raise NotADayOfYear("value", value=stated["value"])


def _carry_out(session: Session, one: Approval, *, by: Actor, on: datetime) -> None:
    """Write what was approved, checked again, since other rows and columns may have changed."""
    if add := _ADD.get(one.subject):
        add(session, one, by=by, on=on)
        return
    kind, number = _split(one.subject)
    row = require_found(session.get(TABLES[kind], number, with_for_update=True))
    if kind is FactKind.LIMITS:
        # Of two limits that are approved at once, the second sees the first.
        session.get(Country, row.country, with_for_update=True)
    changes, now = approvals.changes(one), current(kind, row)
    approvals.require_unchanged(one, {name: now[name] for name in changes})
    _require_possible(session, kind, row, now | changes)
    for name, text in changes.items():
        setattr(row, name, fact_columns.stored_value(name, text))
    if "uz" in changes:
        row.uz_cyrl = to_cyrillic(row.uz)
    row.mark, row.confirmed_once_by = Mark.CONFIRMED.value, one.asked_by
    session.flush()
    journal.write(session, "correct_fact", "fact", one.subject, by=by, on=on, fields=tuple(changes))


def _split(subject: str) -> tuple[FactKind, int]:
    kind, _, number = subject.partition(":")
    return FactKind(kind), int(number)


def _card(session: Session, one: ApprovalDetails) -> Card:
    """Build the card: each part as it stands and as it would be."""
    if new_card := _NEW_CARD.get(one.subject):
        return new_card(one.changes)
    kind, number = _split(one.subject)
    row = find(session, kind, number)
    now = current(kind, row)
    if kind is FactKind.LIMITS:
        facts = [
            limit_requests.fact(name, text, one.changes, now) for name, text in one.changes.items()
        ]
    else:
        facts = [_fact(kind, row, name, now[name], text) for name, text in one.changes.items()]
    return Card(title(kind, row), f"/desk/facts/{kind.value}/{number}", facts)


def _fact(kind: FactKind, row: Any, name: str, now: str, new: str) -> Fact:
    label, money = FactLabel(name), getattr(row, "currency", None)
    if name == "value" and money:
        amount, earlier = (int(text) if text else None for text in (new, now))
        return Fact(label, "–", amount=amount, currency=money, earlier=earlier)
    if name in VALUE_LABELS:
        return Fact(label, new, VALUE_LABELS[name], now)
    unit = row.unit if name == "value" and kind is FactKind.LAW else ""
    return Fact(label, f"{now or '–'} → {new or '–'}", unit=unit)


def title(kind: FactKind, row: Any) -> tuple[TitlePart, ...]:
    """Return the parts that name a row: its country and kind, its number, or its kind."""
    if kind is FactKind.COUNTRIES:
        return TitlePart(row.country, "country"), TitlePart(row.kind, "fact")
    if kind is FactKind.HELPLINES:
        return TitlePart(row.scope, "country"), TitlePart(row.number)
    if kind is FactKind.LAW:
        return (TitlePart(row.kind, "legal_rule"),)
    if kind is FactKind.LIMITS:
        return limit_requests.title(row.country, row.component)
    return (TitlePart(row.word, "retention"),)


HANDLER = RequestHandler(NOUN, _carry_out, _card)
