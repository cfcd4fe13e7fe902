"""Time limits that officers add or correct: one requests, another approves."""

from datetime import date, datetime

import msgspec
from sqlmodel import Session

from catalog.core import approvals, fields
from catalog.core.actor import Actor
from catalog.core.approvals import Approval
from catalog.core.fields import Prose
from catalog.reference.countries import Country, Mark
from i18n.scripts import to_cyrillic
from service.approvals import fact_columns, new_facts
from service.approvals.fact_columns import TEXTS, FactKind, NeededText
from service.approvals.request_handler import VALUE_LABELS, Card, Fact, FactLabel, TitlePart
from service.casework.deadlines import time_limits
from service.casework.deadlines.time_limits import CountedFrom, NewLimit, TimeLimit, Unit

# What a request is about that would add a limit.
NEW_LIMIT = f"{FactKind.LIMITS.value}:new"


class LimitProposal(msgspec.Struct, kw_only=True):
    """A time limit that we do not have yet; `component` is ANY for what no other limit covers."""

    country: fields.CountryCode
    component: str
    length: int
    unit: Unit
    counted_from: CountedFrom
    valid_from: date | None = None
    valid_to: date | None = None
    en: str = ""
    ru: str = ""
    uz: str = ""
    kaa: str = ""
    note: str = ""
    source: str
    reason: Prose


def request(session: Session, new: LimitProposal, *, by: Actor, on: datetime) -> Approval:
    """Request that a time limit be added.

    Refuses: NeededText, EndsBeforeItBegins, fields.TooLong, fields.TooLongAgo, fields.TooFarAhead,
    approvals.AlreadyRequested, and what time_limits.require_sound refuses."""
    named = ("country", "component")
    return new_facts.request(
        session,
        NEW_LIMIT,
        new,
        TimeLimit,
        named=named,
        require_possible=require_possible,
        by=by,
        on=on,
    )


def require_possible(
    session: Session, stated: dict[str, str], number: int | None = None
) -> NewLimit:
    """Return a time limit from its texts, checked; `number` is the row that it would change.

    Its exceptions are in no language, or in each but Karakalpak. Refuses: EndsBeforeItBegins,
    NeededText, and what time_limits.require_sound refuses."""
    fact_columns.require_order(stated.get("valid_from", ""), stated.get("valid_to", ""))
    if any(stated.get(name) for name in TEXTS):
        for name in ("en", "ru", "uz"):
            if not stated.get(name):
                raise NeededText(name)
    given = {name: text for name, text in stated.items() if text}
    # Nothing is left of invisible characters alone; "" would mean every component.
    component = stated.get("component", "-")
    given["component"] = "" if component == time_limits.ANY else component
    given |= {"mark": Mark.CONFIRMED.value, "uz_cyrl": to_cyrillic(stated.get("uz", ""))}
    limit = msgspec.convert(given, NewLimit, strict=False)
    time_limits.require_sound(session, limit, number)
    return limit


def add(session: Session, one: Approval, *, by: Actor, on: datetime) -> None:
    """Add an approved time limit."""
    changes = approvals.changes(one)
    # Of two that are approved at once, the second sees the first.
    session.get(Country, changes["country"], with_for_update=True)
    limit = require_possible(session, changes)
    row = TimeLimit(**msgspec.structs.asdict(limit), confirmed_once_by=one.asked_by)
    new_facts.add(session, one, FactKind.LIMITS, row, by=by, on=on)


def new_card(changes: dict[str, str]) -> Card:
    """Build the card of a limit that would be added."""
    named = title(changes["country"], changes["component"], "new")
    facts = [
        fact(name, text, changes)
        for name, text in changes.items()
        if name not in ("country", "component")
    ]
    return Card(named, "/desk/limits/new", facts)


def fact(name: str, new: str, changes: dict[str, str], now: dict[str, str] | None = None) -> Fact:
    """Build a fact of a time limit; the unit stands beside a length unless it has its own line."""
    before = now[name] if now else ""
    if name in VALUE_LABELS:
        return Fact(FactLabel(name), new, VALUE_LABELS[name], before)
    unit = now["unit"] if now and name == "length" and "unit" not in changes else ""
    text = f"{before or '–'} → {new or '–'}" if now else new
    return Fact(FactLabel(name), text, unit=unit, unit_labels=VALUE_LABELS["unit"])


def title(country: str, component: str, which: str = "stored") -> tuple[TitlePart, ...]:
    """Return the parts that name a time limit."""
    return (
        TitlePart(which, "limit_title"),
        TitlePart(country, "country"),
        TitlePart(component or time_limits.ANY, "limit_subject"),
    )
