"""The lists of the person's own profile (trades, languages, papers), edited row by row."""

from datetime import date
from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal
from catalog.reference.occupations import Occupation
from matching.identity.persons import Citizen
from matching.profiles import profile_completeness, profile_edits, profiles
from matching.profiles.profile_edits import LanguageInput, PaperInput, TradeInput
from service.infra.access import Permission
from service.input import forms
from service.pages.public import job_matches
from service.pages.shared import account_page, edit_conflict
from service.web import context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import FormAction


class ListKind(msgspec.Struct, frozen=True):
    """A list of the profile: the input for a row, its key field, its table and its page."""

    input_type: type[Any]
    key: str
    table: type[Any]
    page: str

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.input_type.__struct_fields__)


LISTS = {
    "trades": ListKind(TradeInput, "isco08", profiles.TradeRow, "account/trades.html"),
    "languages": ListKind(LanguageInput, "language", profiles.TongueRow, "account/languages.html"),
    "papers": ListKind(PaperInput, "kind", profiles.PaperRow, "account/papers.html"),
}
# Languages that vacancies ask for; any other can be given by its code.
COMMON_LANGUAGES = (
    "ko",
    "ru",
    "en",
    "tr",
    "de",
    "ja",
    "pl",
    "ar",
    "lt",
    "lv",
    "bg",
    "cs",
    "hu",
    "he",
    "zh",
    "kk",
)


def _list(part: str) -> ListKind:
    """Return the list of this name. Refuses: NotFound."""
    if part not in LISTS:
        raise NotFound
    return LISTS[part]


@page_get("/me/profile/{part:str}", permission=Permission.ME_OPEN)
def show_list(request: Req, part: FromPath[str]) -> Response[Any]:
    """Show a list with its rows, and the form to add or change one."""
    account_page.require_citizen(request)
    asked = {name: value[:128] for name, value in request.query_params.items()}
    return _page(request, part, asked)


class ListPage(msgspec.Struct, frozen=True):
    """A list with the form for a row.

    `groups` are the trades that the typed words may mean, `soon` the rows that expire soon.
    """

    rows: list[dict[str, str]]
    typed: dict[str, str]
    groups: list[Occupation]
    mark: str
    saved: bool
    soon: dict[str, str]
    day: date
    asked_for: tuple[str, ...] = COMMON_LANGUAGES


def _page(
    request: Req, part: str, asked: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    kind, day = _list(part), context.app_state(request).today
    with context.reading(request) as session:
        rows = _stored_rows(session, kind, account_page.current_person(request, session).reference)
        typed = _row_values(rows, asked) if refusal is None else asked
        row = rows.get(typed.get(kind.key, ""), {})
        mark = edit_conflict.mark_for_page(row, typed, refusal)
        try:
            groups = _trade_choices(request, session, part, typed)
        except Refusal as unknown:
            groups, refusal = [], refusal or unknown
        shown = ListPage(
            rows=list(rows.values()),
            typed=typed,
            groups=groups,
            mark=mark,
            saved="saved" in asked,
            soon=_expiring_rows(rows, day),
            day=day,
        )
        return form_actions.form_page(request, kind.page, shown, refusal=refusal)


def _row_values(rows: dict[str, dict[str, str]], asked: dict[str, str]) -> dict[str, str]:
    """Return the typed values, completed from the stored row to be changed if it exists."""
    row = asked.get("row", "")
    return (
        rows[row] | asked
        if row in rows
        else {name: value for name, value in asked.items() if name != "row"}
    )


def _trade_choices(
    request: Req, session: Session, part: str, typed: dict[str, str]
) -> list[Occupation]:
    """Return the trades that the words may mean, or the one being changed.

    Refuses: NoTrade, UnknownTrade.
    """
    register_cache = context.register_cache(request, session)
    if part != "trades" or not ({"trade", "isco08"} & set(typed)):
        return []
    words = typed.get("trade")
    codes = (
        [typed["isco08"]]
        if words is None
        else job_matches.find_groups(words, register_cache.lexicon)
    )
    return [register_cache.occupations[one] for one in codes if one in register_cache.occupations]


def _stored_rows(session: Session, kind: ListKind, person: str) -> dict[str, dict[str, str]]:
    """Return the rows of a list by key, with values as they are typed."""
    rows = [
        {name: _as_typed(getattr(row, name)) for name in kind.names}
        for row in profiles.rows(session, kind.table, person)
    ]
    return {row[kind.key]: row for row in rows}


def _as_typed(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _expiring_rows(rows: dict[str, dict[str, str]], day: date) -> dict[str, str]:
    """Return the rows that expire soon or have expired, each with its day."""
    ends = {
        name: row.get("expires_on") or row.get("valid_until") or "" for name, row in rows.items()
    }
    return {
        name: last
        for name, last in ends.items()
        if last and date.fromisoformat(last) < profile_completeness.review_before(name, day)
    }


@page_post("/me/profile/{part:str}", permission=Permission.ME_OPEN)
def add(request: Req, lang: FromPath[str], part: FromPath[str], data: Form) -> Response[Any]:
    """Add a row, or replace the one with the same key."""
    account_page.require_citizen(request)
    typed = {
        name: str(data[name]) for name in (*_list(part).names, "trade", "mark") if name in data
    }
    return form_actions.submit(
        request,
        typed,
        partial(_add, kind=_list(part)),
        f"/{lang}/me/profile/{part}?saved=1",
        partial(_page, request, part),
        done="",
    )


def _add(act: FormAction, kind: ListKind) -> None:
    person = account_page.current_person(act.request, act.session)
    answers = {name: act.typed[name] for name in kind.names if name in act.typed}
    row = forms.read(kind.input_type, answers)
    if kind.input_type is TradeInput and not answers.get("years", "").strip():
        raise forms.MissingAnswer("years")
    profile_edits.lock_profile(act.session, person)
    stored = _stored_rows(act.session, kind, person.reference)
    values = stored.get(act.typed.get(kind.key, ""), {})
    edit_conflict.require_unchanged(values, answers, act.typed.get("mark", ""))
    _save_rows(act, kind, person, {_key(kind, row): row})


def _key(kind: ListKind, value: Any) -> str:
    return str(getattr(value, kind.key))


def _save_rows(act: FormAction, kind: ListKind, person: Citizen, changed: dict[str, Any]) -> None:
    """Save the list with some rows replaced; a row replaced by None is removed."""
    stored = _stored_rows(act.session, kind, person.reference)
    known = {name: forms.read(kind.input_type, row) for name, row in stored.items()}
    left = [one for one in (known | changed).values() if one is not None]
    profile_edits.save_list(
        act.session, person, kind.input_type, left, by=act.by, on=act.on, day=act.day
    )


@page_post("/me/profile/{part:str}/{row:str}/drop", permission=Permission.ME_OPEN)
def drop(
    request: Req, lang: FromPath[str], part: FromPath[str], row: FromPath[str]
) -> Response[Any]:
    """Remove a row; removing it again changes nothing."""
    account_page.require_citizen(request)

    def action(act: FormAction) -> None:
        person = account_page.current_person(request, act.session)
        profile_edits.lock_profile(act.session, person)
        _save_rows(act, _list(part), person, {row: None})

    return form_actions.submit(request, {}, action, f"/{lang}/me/profile/{part}?saved=1", done="")
