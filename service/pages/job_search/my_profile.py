"""The person's own profile: its parts as a task list, what it opens, and two forms."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import Refusal
from catalog.reference import countries
from matching.profiles import profile_completeness, profile_edits, profiles
from matching.profiles.profile_edits import BasicsInput, PreferencesInput
from matching.ranking import recommendations
from service.infra.access import Permission
from service.input import forms
from service.pages.shared import account_page, edit_conflict
from service.web import context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import FormAction

# Answers as they are typed; only countries are a list.
Typed = dict[str, str | list[str]]
_BASICS = ("born_on", "education", "driving")
_WISHES = (
    "countries",
    "wage",
    "currency",
    "housing",
    "available_from",
    "hour",
    "looking",
    "told_of",
)
PARTS: dict[type[Any], tuple[str, tuple[str, ...]]] = {
    BasicsInput: ("yourself", _BASICS),
    PreferencesInput: ("wishes", _WISHES),
}
_PAGES: dict[type[Any], str] = {
    BasicsInput: "account/yourself.html",
    PreferencesInput: "account/wishes.html",
}
_DATE_PARTS = ("day", "month", "year")


@page_get("/me/profile", permission=Permission.ME_OPEN)
def show(request: Req) -> Response[Any]:
    """Show the parts of the profile, the state of each, and what the profile opens."""
    account_page.require_citizen(request)
    day = context.app_state(request).today
    with context.reading(request) as session:
        person = account_page.current_person(request, session)
        context.register_cache(request, session)
        listed, opened = (
            profile_completeness.list_tasks(session, person.reference, day),
            recommendations.assess_profile(session, person.reference, day),
        )
        saved = request.query_params.get("saved", "")
        return form_actions.form_page(
            request, "account/profile.html", tasks=listed, opened=opened, saved=saved
        )


@page_get("/me/profile/yourself", permission=Permission.ME_OPEN)
def show_basics_form(request: Req) -> Response[Any]:
    return _form_page(request, BasicsInput)


@page_post("/me/profile/yourself", permission=Permission.ME_OPEN)
def save_basics(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    return _save_part(request, lang, BasicsInput, {"born_on": _join_date(data, "born_on")} | data)


@page_get("/me/profile/wishes", permission=Permission.ME_OPEN)
def show_preferences_form(request: Req) -> Response[Any]:
    return _form_page(request, PreferencesInput)


@page_post("/me/profile/wishes", permission=Permission.ME_OPEN)
def save_preferences(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    return _save_part(request, lang, PreferencesInput, data)


def _join_date(data: Mapping[str, Any], name: str) -> str:
    """Join a date typed in three fields into one; empty where nothing was typed."""
    day, month, year = (str(data.get(f"{name}_{piece}", "")).strip() for piece in _DATE_PARTS)
    return f"{year:0>4}-{month:0>2}-{day:0>2}" if day or month or year else ""


def _stored_values(session: Session, person: str, kind: type[Any]) -> Typed:
    """Return the stored answers of a part as they are typed, without those never given."""
    row = profiles.for_person(session, person)
    if row is None:
        return {}
    kept = {name: getattr(row, name) for name in PARTS[kind][1]}
    values: Typed = {name: _as_typed(value) for name, value in kept.items()}
    if kind is PreferencesInput:
        values |= {"countries": row.countries.split(",") if row.countries else []}
        values |= {"wage": forms.format_amount(row.wage, row.currency or "USD")}
    return {name: value for name, value in values.items() if value not in ("", [])}


def _as_typed(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value or "")


class PartPage(msgspec.Struct, frozen=True):
    """The form of a part; `stands` are the stored answers, `changed` those changed meanwhile."""

    typed: Typed
    stands: Typed
    mark: str
    changed: list[str]
    codes: list[str]


def _form_page(
    request: Req,
    kind: type[Any],
    typed: Typed | None = None,
    refusal: Refusal | None = None,
) -> Response[Any]:
    """Show the form of a part.

    After a refusal, show what was typed, and the stored answers where they were changed meanwhile.
    """
    account_page.require_citizen(request)
    with context.reading(request) as session:
        values = _stored_values(
            session, account_page.current_person(request, session).reference, kind
        )
        conflict = edit_conflict.is_conflict(refusal)
        shown = PartPage(
            typed=_split_date(values if typed is None else typed),
            stands=values,
            mark=edit_conflict.mark_for_page(values, typed or {}, refusal),
            changed=edit_conflict.changed_fields(values, typed or {}) if conflict else [],
            codes=countries.destinations(session),
        )
        return form_actions.form_page(request, _PAGES[kind], shown, refusal=refusal)


def _split_date(typed: Typed) -> Typed:
    """Add the date of birth as the three fields in which it is asked for."""
    pieces = str(typed.get("born_on") or "--").split("-")
    known: Typed = {
        f"born_on_{name}": piece.lstrip("0")
        for name, piece in zip(reversed(_DATE_PARTS), pieces, strict=False)
    }
    return known | typed


def _save_part(request: Req, lang: str, kind: type[Any], data: Mapping[str, Any]) -> Response[Any]:
    """Save a part of the profile at once, so that it can be continued on another device."""
    account_page.require_citizen(request)
    name, asked = PARTS[kind]
    typed = {one: _as_list(one, data[one]) for one in asked if one in data}

    def action(act: FormAction) -> None:
        person = account_page.current_person(request, act.session)
        wishes = kind is PreferencesInput
        part = forms.read(
            kind, forms.with_minor_units(typed, "wage", "currency") if wishes else typed
        )
        profile_edits.lock_profile(act.session, person)
        stored = _stored_values(act.session, person.reference, kind)
        edit_conflict.require_unchanged(stored, typed, str(data.get("mark", "")))
        profile_edits.save_part(act.session, person, part, by=act.by, on=act.on, day=act.day)

    return form_actions.submit(
        request,
        {},
        action,
        f"/{lang}/me/profile?saved={name}",
        lambda _typed, refusal: _form_page(request, kind, dict(data) | typed, refusal),
        done="",
    )


def _as_list(name: str, value: Any) -> Any:
    """Return countries as a list, whether one or several were sent."""
    if name != "countries":
        return str(value)
    return [str(one) for one in (value if isinstance(value, list) else [value]) if one]
