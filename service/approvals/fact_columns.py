"""The kinds of facts, the columns that officers correct, and the checks of what they type."""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from catalog.core import fields
from catalog.core.errors import Refusal
from catalog.core.labelled_enum import LabelledEnum
from catalog.licensing.legal_rules import LawRow
from catalog.reference.countries import Fact as CountryFact
from catalog.reference.post_changes import NotACalendarDay
from catalog.reference.posts import Hotline
from i18n import N_
from service.casework.deadlines.time_limits import CountedFrom, TimeLimit, Unit
from service.input import forms
from service.privacy.retention import Rule as RetentionRule


class FactKind(LabelledEnum):
    COUNTRIES = "countries", N_("Countries")
    HELPLINES = "helplines", N_("Helplines")
    LAW = "law", N_("Legal rules")
    LIMITS = "limits", N_("Time limits")
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
    FactKind.LIMITS: TimeLimit,
    FactKind.RETENTION: RetentionRule,
}
TEXTS = ("en", "ru", "uz", "kaa")
COLUMNS: dict[FactKind, tuple[str, ...]] = {
    FactKind.COUNTRIES: (*TEXTS, "value", "valid_to", "source"),
    FactKind.HELPLINES: (*TEXTS, "source"),
    FactKind.LAW: ("value", "valid_to", "note", "source"),
    FactKind.LIMITS: ("length", "unit", "counted_from", "valid_to", *TEXTS, "note", "source"),
    FactKind.RETENTION: ("days", "valid_to", "source"),
}
NUMBERS, DAYS = ("value", "days", "length"), ("valid_from", "valid_to")
CHOICES: Mapping[str, list[str]] = MappingProxyType(
    {"unit": list(Unit), "counted_from": list(CountedFrom)}
)
_NUMBER = re.compile(r"[0-9]{1,13}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# The latest day on which a row may be stated to end.
_LAST_DAY = date(2100, 12, 31)
# The noun of these requests in the journal.
NOUN = "fact"


def require_sound(table: Any, name: str, text: str) -> None:
    """Check what was typed for a column.

    Refuses: NeededText, NotAWholeNumber, NotACalendarDay, forms.NotAChoice, fields.TooLong,
    fields.TooLongAgo, fields.TooFarAhead."""
    column = table.__table__.c[name]
    if not text:
        if table.model_fields[name].is_required():
            raise NeededText(name)
    elif name in CHOICES:
        if text not in CHOICES[name]:
            raise forms.NotAChoice(name, CHOICES[name])
    elif name in NUMBERS:
        _require_number(name, text)
    elif name in DAYS:
        fields.require_within(fields.FIRST_DAY, _read_day(text, name), _LAST_DAY, name)
    elif len(text) > column.type.length:
        raise fields.TooLong(name, most=column.type.length)


def _require_number(name: str, text: str) -> None:
    least, most = (0, fields.MAX_MINOR) if name == "value" else (1, fields.MAX_INT)
    if not _NUMBER.fullmatch(text) or not least <= int(text) <= most:
        raise NotAWholeNumber(name)


def _read_day(text: str, name: str) -> date:
    try:
        return date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError as reason:
        raise NotACalendarDay(name) from reason


def require_order(first: str, last: str) -> None:
    """Require that a row does not end before it begins. Refuses: EndsBeforeItBegins."""
    if first and last and last < first:
        raise EndsBeforeItBegins("valid_to")


def stored_value(name: str, text: str) -> object:
    """Return a text as its column stores it."""
    if name in DAYS:
        return date.fromisoformat(text) if text else None
    if name in NUMBERS:
        return int(text) if text else None
    return text
