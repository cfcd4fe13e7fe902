"""Corrections of facts: countries, helplines, law and retention; one requests, another approves.

What names a row stays as it is: the country and kind of a fact, the number of a helpline, the kind
of a handler. An approved correction is confirmed by these two persons.
"""

import re
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from catalog.core import approvals, fields, journal
from catalog.core.actor import Actor
from catalog.core.approvals import Approval, ApprovalDetails, ApprovalKind, Subject
from catalog.core.errors import NotFound, Refusal
from catalog.core.fields import Prose
from catalog.core.labelled_enum import LabelledEnum
from catalog.licensing.legal_rules import LawRow, NotADayOfYear, Unit, is_day
from catalog.reference.countries import Fact as CountryFact
from catalog.reference.countries import Mark
from catalog.reference.post_changes import NotACalendarDay, NothingChanged
from catalog.reference.posts import Hotline
from i18n import N_
from i18n.scripts import to_cyrillic
from service.approvals.request_handler import Card, Fact, FactLabel, RequestHandler, TitlePart
from service.infra.access import Permission
from service.privacy.retention import Rule as RetentionRule


class FactKind(LabelledEnum):
    COUNTRIES = "countries", N_("Countries")
    HELPLINES = "helplines", N_("Helplines")
    LAW = "law", N_("Legal rules")
    RETENTION = "retention", N_("Retention periods")


class NeededText(Refusal):
    slug = "needed-text"
    sentence = N_("This cannot be left empty.")


class NotAWholeNumber(Refusal):
    slug = "not-a-whole-number"
    sentence = N_("Enter a whole number. For a number of days, it must be at least 1.")


class EndsBeforeItBegins(Refusal):
    slug = "ends-before-it-begins"
    sentence = N_("This entry cannot end before it begins.")


TABLES: dict[FactKind, Any] = {
    FactKind.COUNTRIES: CountryFact,
    FactKind.HELPLINES: Hotline,
    FactKind.LAW: LawRow,
    FactKind.RETENTION: RetentionRule,
}
_TEXTS = ("en", "ru", "uz", "kaa")
COLUMNS: dict[FactKind, tuple[str, ...]] = {
    FactKind.COUNTRIES: (*_TEXTS, "value", "valid_to", "source"),
    FactKind.HELPLINES: (*_TEXTS, "source"),
    FactKind.LAW: ("value", "valid_to", "note", "source"),
    FactKind.RETENTION: ("days", "valid_to", "source"),
}
NUMBERS, DAYS = ("value", "days"), ("valid_to",)
_NUMBER = re.compile(r"[0-9]{1,13}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# How far ahead a handler may be stated to end.
_LAST_DAY = date(2100, 12, 31)
_NOUN = "fact"


def find(session: Session, kind: FactKind, number: int) -> Any:
    """Return a row of this kind. Refuses: NotFound."""
    row = session.get(TABLES[kind], number)
    if row is None:
        raise NotFound
    return row


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

    Refuses: NotFound, NothingChanged, NeededText, NotAWholeNumber, NotACalendarDay,
    EndsBeforeItBegins, fields.TooLong, fields.TooLongAgo, fields.TooFarAhead,
    approvals.AlreadyRequested."""
    row = find(session, kind, number)
    now = current(kind, row)
    new = {name: typed[name] for name in now if name in typed and typed[name] != now[name]}
    if not new:
        raise NothingChanged
    for name, text in new.items():
        _require_sound(TABLES[kind], name, text)
    _require_order(row, now | new)
    if (
        kind is FactKind.LAW
        and row.unit == Unit.MONTH_DAY
        and not is_day(int((now | new)["value"]))
    ):
        raise NotADayOfYear("value", value=new["value"])
    subject = Subject(_NOUN, f"{kind.value}:{number}")
    approvals.require_not_waiting(session, ApprovalKind.FACT, subject, new)
    return approvals.request(session, ApprovalKind.FACT, subject, reason, changes=new, by=by, on=on)


def _require_sound(table: Any, name: str, text: str) -> None:
    column = table.__table__.c[name]
    if not text:
        if not column.nullable and name not in ("kaa", "note"):
            raise NeededText(name)
    elif name in NUMBERS:
        _require_number(name, text)
    elif name in DAYS:
        fields.require_within(fields.FIRST_DAY, _read_day(text, name), _LAST_DAY, name)
    elif len(text) > column.type.length:
        raise fields.TooLong(name, most=column.type.length)


def _require_number(name: str, text: str) -> None:
    least, most = (1, fields.MAX_INT) if name == "days" else (0, fields.MAX_MINOR)
    if not _NUMBER.fullmatch(text) or not least <= int(text) <= most:
        raise NotAWholeNumber(name)


def _read_day(text: str, name: str) -> date:
    try:
        return date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError as reason:
        raise NotACalendarDay(name) from reason


def _require_order(row: Any, stated: dict[str, str]) -> None:
    """Require that a row does not end before it begins; its first day is not corrected."""
    first, last = getattr(row, "valid_from", None), stated.get("valid_to", "")
    if first and last and last < first.isoformat():
        raise EndsBeforeItBegins("valid_to")


def _carry_out(session: Session, one: Approval, *, by: Actor, on: datetime) -> None:
    """Write the correction; both days are compared again, since the other may have changed."""
    kind, number = _split(one.subject)
    row = session.get(TABLES[kind], number, with_for_update=True)
    if row is None:
        raise NotFound
    changes = approvals.changes(one)
    _require_order(row, changes)
    for name, text in changes.items():
        setattr(row, name, _stored(name, text))
    if "uz" in changes:
        row.uz_cyrl = to_cyrillic(row.uz)
    row.mark, row.confirmed_once_by = Mark.CONFIRMED.value, one.asked_by
    session.flush()
    journal.write(session, "correct_fact", "fact", one.subject, by=by, on=on, fields=tuple(changes))


def _split(subject: str) -> tuple[FactKind, int]:
    kind, _, number = subject.partition(":")
    return FactKind(kind), int(number)


def _stored(name: str, text: str) -> object:
    if name in DAYS:
        return date.fromisoformat(text) if text else None
    if name in NUMBERS:
        return int(text) if text else None
    return text


def _card(session: Session, one: ApprovalDetails) -> Card:
    """Build the card: each part as it stands and as it would be."""
    kind, number = _split(one.subject)
    row = find(session, kind, number)
    now = current(kind, row)
    facts = [_fact(kind, row, name, now[name], text) for name, text in one.changes.items()]
    return Card(title(kind, row), f"/desk/facts/{kind.value}/{number}", facts)


def _fact(kind: FactKind, row: Any, name: str, now: str, new: str) -> Fact:
    label, money = FactLabel(name), getattr(row, "currency", None)
    if name == "value" and money and new:
        return Fact(label, amount=int(new), currency=money, earlier=int(now) if now else None)
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
    return (TitlePart(row.word, "retention"),)


HANDLER = RequestHandler(Permission.FACTS_CONFIRM, _NOUN, _carry_out, _card)
