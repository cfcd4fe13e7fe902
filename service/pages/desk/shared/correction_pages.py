"""Correction pages: one form for the facts of any record, its history, and edit conflicts."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec
from litestar import Response
from sqlmodel import Session

from catalog.core import corrections
from catalog.core.corrections import Reason
from catalog.core.errors import EditConflict, Mistakes, Refusal
from catalog.core.fields import TASHKENT
from i18n import N_
from service.infra.drafts import SavedDraft
from service.input import forms
from service.pages.desk.shared import desk_page, record_fields
from service.pages.desk.shared.record_fields import Labels
from service.web import form_actions
from service.web.context import Req
from service.web.form_actions import FormAction

T = TypeVar("T")
# The hidden field with the values that the writer saw, as JSON.
SEEN = "was"


class FactField(msgspec.Struct, frozen=True):
    """A fact in the form: its label, how it is entered, and its value as it would be typed.

    `kind` is text, area, date, number, sum, tick, country, major or option (one of `options`), or
    the name of a list of labels. `number` is that of a line or branch, which begins a part of the
    form under `heading`. `hint` is a sentence in the language of the page.
    """

    name: str
    label: str
    kind: str = "text"
    value: str = ""
    options: list[tuple[str, str]] = []
    heading: str = ""
    number: int = 0
    hint: str = ""


class ShownChange(msgspec.Struct, frozen=True):
    """A change as people read it; `number` is that of the line or branch, 0 for other facts."""

    label: str
    number: int
    kind: str
    before: object
    after: object


class ShownVersion(msgspec.Struct, frozen=True):
    number: int
    at: Any
    officer: str
    reason: str
    changes: list[ShownChange]


class CorrectionHistory(msgspec.Struct, frozen=True):
    """The corrections of a record, newest first, as every page about it shows them."""

    corrections: list[ShownVersion]


class Difference(msgspec.Struct, frozen=True):
    """One fact after an edit conflict: as the writer saw it, as it is now, and as typed."""

    field: FactField
    was: object
    now: object
    typed: object
    touched: bool


class CorrectionForm(msgspec.Struct, frozen=True):
    """The form: where it is sent and leads back to, its fields, and the version it corrects.

    `draft` is the name under which what is typed is stored, if it is; `zone` is that of all times.
    `note` says what is changed elsewhere, and `person` is whose own facts are. With `secrets` the
    form also asks for the writer's password and second factor. `button` sends the form.
    """

    heading: str
    reference: str
    back: str
    send_to: str
    facts: list[FactField]
    version: int
    typed: dict[str, str]
    draft: str = ""
    kept: dict[str, SavedDraft] = {}
    seen: str = ""
    conflict: bool = False
    differences: list[Difference] = []
    zone: ZoneInfo = TASHKENT
    note: str = ""
    person: str = ""
    secrets: bool = False
    button: str = N_("Save the correction")


def history(
    session: Session, noun: str, reference: str, options: Callable[[], Mapping[str, str]] = dict
) -> CorrectionHistory:
    """Return the corrections of a record with labels and the names of officers.

    `options` reads the names of what is stored as a code: offices, agencies, languages.
    """
    versions, labels = corrections.history(session, noun, reference), record_fields.BY_NOUN[noun]
    known = options() if versions else {}
    names = desk_page.officer_names(session, {one.officer for one in versions})
    return CorrectionHistory(
        [
            ShownVersion(
                one.number,
                one.at,
                names.get(one.officer, one.officer),
                one.reason,
                [shown_change(change, labels, known) for change in one.changes],
            )
            for one in versions
        ]
    )


def shown_change(
    change: corrections.Change, labels: Labels, options: Mapping[str, str]
) -> ShownChange:
    found, number = record_fields.find(labels, change.field)
    label, kind = found or (change.field, "text")
    return ShownChange(
        label,
        number,
        kind,
        _value(kind, change.before, options),
        _value(kind, change.after, options),
    )


def _value(kind: str, text: str, options: Mapping[str, str] = {}) -> object:
    """Return a stored or typed value as the template shows it: a day, a sum, a name or the text."""
    if kind == "option":
        return options.get(text, text)
    try:
        if kind == "date" and text:
            return date.fromisoformat(text)
        if kind == "sum" and " " in text:
            amount, currency = text.split(" ")
            return int(amount), currency
    except ValueError:
        return text
    return text


def form_page(
    request: Req,
    past: CorrectionHistory,
    form: CorrectionForm,
    refusal: Refusal | None,
) -> Response[Any]:
    """Show the form; after an edit conflict, what was typed stands beside the current values."""
    typed = dict(form.typed)
    conflict = isinstance(refusal, EditConflict)
    differences = _differences(form.facts, typed) if conflict else []
    if conflict:
        typed |= {one.field.name: one.field.value for one in differences if not one.touched}
    shown = msgspec.structs.replace(
        form,
        typed={one.name: one.value for one in form.facts} | typed,
        seen=_values(form.facts) if conflict else typed.get(SEEN) or _values(form.facts),
        version=form.version
        if conflict
        else forms.parse_hidden_number(typed.get("version", "")) or form.version,
        conflict=conflict,
        differences=differences,
    )
    return form_actions.form_page(
        request,
        "desk/shared/correct.html",
        shown,
        past,
        refusal=refusal,
        errors={} if conflict else forms.errors_by_field(refusal),
    )


def _values(facts: list[FactField]) -> str:
    return msgspec.json.encode({one.name: one.value for one in facts}).decode()


def follow_other_changes(
    act: FormAction, version: int, facts: list[FactField], bound: list[FactField]
) -> None:
    """Bring a form to this version of its record if none of the shown facts changed meanwhile.

    A correction of `bound` fields also changes what the form does not show, and is left alone.
    """
    touched = any(act.typed.get(one.name, one.value) != one.value for one in bound)
    if act.typed.get(SEEN) == _values(facts) and not touched:
        act.typed["version"] = str(version)


def seen_values(typed: Mapping[str, str]) -> dict[str, str]:
    """Return the values that the form showed; a form with errors goes on carrying them."""
    try:
        return msgspec.json.decode(typed.get(SEEN, ""), type=dict[str, str])
    except msgspec.DecodeError:
        return {}


def _differences(facts: list[FactField], typed: Mapping[str, str]) -> list[Difference]:
    """Return the facts that the writer touched or that changed meanwhile."""
    found, seen = [], seen_values(typed)
    for one in facts:
        was, mine = seen.get(one.name, one.value), typed.get(one.name, one.value)
        if mine != was or was != one.value:
            names = dict(one.options)
            before, now, own = (_value(one.kind, text, names) for text in (was, one.value, mine))
            found.append(Difference(one, before, now, own, touched=mine != was))
    return found


def fact_fields(
    facts: msgspec.Struct, labels: Labels, options: Mapping[str, list[tuple[str, str]]]
) -> list[FactField]:
    """Return the fields of the form for the facts that have a label."""
    values: dict[str, Any] = msgspec.to_builtins(facts)
    return [
        FactField(name, label, kind, corrections.as_text(values[name]), options.get(name, []))
        for name, (label, kind) in labels.items()
        if name in values
    ]


def shown_facts(facts: list[FactField]) -> list[ShownChange]:
    """Return the facts of a record as its page shows them; `after` is the current value."""
    return [
        ShownChange(
            one.label, one.number, one.kind, "", _value(one.kind, one.value, dict(one.options))
        )
        for one in facts
    ]


def codes(known: list[str], current: str | None) -> list[tuple[str, str]]:
    """Return the countries to choose from; the current one is always among them."""
    return [(code, code) for code in sorted({*known, *([current] if current else [])})]


def with_reason(act: FormAction, read: Callable[[], T]) -> tuple[T, str]:
    """Return the facts that are read and the reason. Refuses: all mistakes in both at once."""
    mistakes = Mistakes()
    with mistakes.noted():
        facts = read()
    with mistakes.noted():
        reason = reason_of(act.typed)
    mistakes.require_none()
    return facts, reason


def reason_of(typed: Mapping[str, str]) -> str:
    """Return the reason that was typed. Refuses: InvalidInput."""
    return forms.read(_ReasonInput, {"reason": typed.get("reason", "")}).reason


class _ReasonInput(msgspec.Struct):
    reason: Reason
