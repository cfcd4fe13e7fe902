"""The journal for auditors: who did what to which record and when, filtered, with export."""

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal
from urllib.parse import urlencode

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from catalog.core import fields, journal
from catalog.core.actor import SYSTEM, VISITOR, Actor, Role
from catalog.core.errors import NotFound, Refusal
from catalog.core.fields import FIRST_DAY, TASHKENT, YEAR
from catalog.core.journal import Entry
from i18n import N_, Language, gettext
from service import accounts
from service.infra.access import Permission
from service.input import forms, spreadsheets
from service.pages.desk.admin import journal_visits
from service.pages.desk.admin.journal_visits import JournalRow, Visit
from service.pages.desk.shared import desk_page, journal_fields
from service.pages.desk.shared.journal_acts import ACT
from service.pages.desk.shared.journal_nouns import NOUN
from service.web import auth_middleware, context, form_actions
from service.web.context import Form, Req, page_get, page_post

PAGE = 50
# Entries read at once, and at most for one page: a page of many openings ends earlier.
CHUNK, MOST_READ = 200, 2_000
# The most entries in one file: the newest ones.
MAX_EXPORT = 10_000
# Roles whose names an auditor does not need: they are persons, or nobody.
NAMELESS = (Role.CITIZEN.value, Role.VISITOR.value, Role.SYSTEM.value)


class NoSuchEntry(Refusal):
    slug = "no-such-entry"
    sentence = N_("The journal has no entry with this reference.")


class NoSuchAccount(Refusal):
    slug = "no-such-account"
    sentence = N_("There is no account with this reference or email address.")


class DatesReversed(Refusal):
    slug = "turned-round"
    sentence = N_("The last day cannot be before the first.")


class JournalFilter(msgspec.Struct, rename={"since": "from", "until": "to"}):
    """Filters of the journal; an empty one does not filter.

    `account` is a reference, never an e-mail address; `deeds` leaves openings of records out.
    """

    act: str = ""
    noun: str = ""
    reference: str = ""
    account: str = ""
    since: date | None = None
    until: date | None = None
    deeds: Literal["", "true"] = ""
    before: fields.Count | None = None


COLUMNS = JournalRow.__struct_fields__


class JournalPage(msgspec.Struct, frozen=True):
    """The newest entries that match, openings grouped by visit, and the filter.

    `touched` says by position what an entry touched. `kept` are the values of the filter, `older`
    and `newest` the queries of links.
    """

    rows: list[Visit]
    touched: dict[int, str]
    names: dict[str, str]
    older: str
    typed: dict[str, str]
    acts: dict[str, str]
    nouns: dict[str, str]
    most: int
    kept: dict[str, str]
    newest: str
    said_acts: list[tuple[str, str]]
    said_nouns: list[tuple[str, str]]


@page_get("/desk/journal", permission=Permission.JOURNAL_READ)
def index(request: Req) -> Response[Any]:
    typed = dict(request.query_params)
    try:
        return _page(request, typed, _read_filter(request, typed))
    except Refusal as refusal:
        return _page(request, typed, None, refusal)


@page_post("/desk/journal", permission=Permission.JOURNAL_READ)
def filter_entries(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Redirect to an address for the typed filter that names nobody.

    An e-mail address becomes its account's reference.
    """
    typed = {name: str(value) for name, value in data.items() if name in _NAMES}
    try:
        asked = _read_filter(request, typed)
        with context.reading(request) as session:
            asked.account = _account(session, asked.account)
            _require_existing(session, asked.reference)
    except Refusal as refusal:
        return _page(request, typed, None, refusal)
    return context.see_other(f"/{lang}/desk/journal{_query(asked)}")


@page_post("/desk/journal.csv", permission=Permission.JOURNAL_READ)
def export(request: Req, data: Form) -> Response[Any]:
    """Return the newest entries of a view as a table; the export is itself an entry.

    Refuses: ConfirmFirst, InvalidInput.
    """
    auth_middleware.require_fresh(request)
    asked, app_state = _read_filter(request, data), context.app_state(request)
    auth_middleware.count_attempt(request, "export", context.actor(request).account)
    with context.reading(request) as session:
        rows = find_entries(session, asked, MAX_EXPORT)
    with context.writing(request) as session:
        _note_export(session, asked, len(rows), by=context.actor(request), on=app_state.clock())
    headers = {
        "content-disposition": f'attachment; filename="journal-{app_state.today}.csv"',
        "cache-control": "no-store",
    }
    return Response(_table(rows), media_type="text/csv", headers=headers)


def _note_export(
    session: Session, asked: JournalFilter, rows: int, *, by: Actor, on: datetime
) -> None:
    items = (*(name for name in _NAMES if _filter_values(asked).get(name)), f"rows:{rows}")
    journal.write(session, "export", "journal", "entries", by=by, on=on, fields=items)


_NAMES = ("act", "noun", "reference", "account", "from", "to", "deeds")


def _read_filter(request: Req, typed: dict[str, Any]) -> JournalFilter:
    """Parse the filter.

    Refuses: InvalidInput, DatesReversed, fields.TooLongAgo, fields.TooFarAhead.
    """
    today = context.app_state(request).today
    asked = forms.read(JournalFilter, typed, today=today)
    for name, day in (("from", asked.since), ("to", asked.until)):
        if day:
            fields.require_within(FIRST_DAY, day, today + YEAR, name)
    if asked.since and asked.until and asked.until < asked.since:
        raise DatesReversed("to")
    return asked


def _account(session: Session, typed: str) -> str:
    """Return the account reference for a typed reference or e-mail address.

    Refuses: NoSuchAccount.
    """
    if typed in ("", VISITOR.account, SYSTEM.account):
        return typed
    try:
        return (
            accounts.find(session, typed) if "@" in typed else accounts.get(session, typed.upper())
        ).reference
    except NotFound as reason:
        raise NoSuchAccount("account") from reason


def _require_existing(session: Session, reference: str) -> None:
    """Require that the journal has this reference, so that no other text gets into an address.

    Refuses: NoSuchEntry.
    """
    known = select(col(Entry.position)).where(col(Entry.reference) == reference).limit(1)
    if reference and session.execute(known).first() is None:
        raise NoSuchEntry("reference")


def find_entries(session: Session, asked: JournalFilter, most: int) -> list[JournalRow]:
    """Return the newest entries that match the filter, before its position if it has one."""
    rows = select(*(getattr(Entry, name) for name in COLUMNS)).where(*_terms(asked))
    newest = rows.order_by(col(Entry.position).desc()).limit(most)
    return [JournalRow(*row) for row in session.execute(newest)]


def _newest(session: Session, asked: JournalFilter) -> Iterator[JournalRow]:
    """Yield the entries that match, the newest first, read in chunks; at most MOST_READ."""
    for _ in range(MOST_READ // CHUNK):
        rows = find_entries(session, asked, CHUNK)
        yield from rows
        if len(rows) < CHUNK:
            return
        asked = msgspec.structs.replace(asked, before=rows[-1].position)


def _find_visits(session: Session, asked: JournalFilter) -> tuple[list[Visit], int | None]:
    """Return a page of lines, and the position before which the next page begins, if any."""
    lines, position = journal_visits.group(_newest(session, asked), PAGE)
    if position is None and sum(one.count for one in lines) == MOST_READ:
        position = min(one.first.position for one in lines)
    return lines, position


def _terms(asked: JournalFilter) -> Iterator[ColumnElement[bool]]:
    for name in ("act", "noun", "reference", "account"):
        if value := getattr(asked, name):
            yield col(getattr(Entry, name)) == value
    if asked.since:
        yield col(Entry.at) >= datetime.combine(asked.since, time.min, TASHKENT)
    if asked.until:
        yield col(Entry.at) <= datetime.combine(asked.until, time.max, TASHKENT)
    if asked.deeds:
        yield journal_visits.without_openings()
    if asked.before is not None:
        yield col(Entry.position) < asked.before


def _filter_values(asked: JournalFilter) -> dict[str, str]:
    """Return the filter by the names of the form, without empty values."""
    return {name: str(value) for name, value in msgspec.to_builtins(asked).items() if value}


def _query(asked: JournalFilter, **more: Any) -> str:
    result = {name: value for name, value in _filter_values(asked).items() if name in _NAMES} | more
    return f"?{urlencode(result)}" if result else ""


def _table(rows: list[JournalRow]) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "journal.csv"
        plain = (
            [
                str(one.isoformat() if isinstance(one, datetime) else one)
                for one in msgspec.structs.astuple(row)
            ]
            for row in rows
        )
        spreadsheets.write_csv(path, COLUMNS, plain)
        return path.read_bytes()


def _page(
    request: Req, typed: dict[str, str], asked: JournalFilter | None, refusal: Refusal | None = None
) -> Response[Any]:
    with context.reading(request) as session:
        shown, oldest = _find_visits(session, asked) if asked else ([], None)
        names = desk_page.officer_names(
            session, {one.row.account for one in shown if one.row.role not in NAMELESS}
        )
    older = _query(asked, before=oldest) if asked and oldest else ""
    lang = context.language(request)
    journal_page = JournalPage(
        rows=shown,
        touched={one.row.position: _touched(lang, one.row) for one in shown},
        names=names,
        older=older,
        typed=typed,
        acts=ACT,
        nouns=NOUN,
        most=MAX_EXPORT,
        kept=_filter_values(asked) if asked else {},
        newest=_query(asked) if asked else "",
        said_acts=_sorted_choices(lang, ACT),
        said_nouns=_sorted_choices(lang, NOUN),
    )
    return form_actions.form_page(request, "desk/admin/journal.html", journal_page, refusal=refusal)


def _touched(lang: Language, row: JournalRow) -> str:
    return "; ".join(journal_fields.texts(lang, row.noun, row.act, row.fields))


def _sorted_choices(lang: Language, words: dict[str, str]) -> list[tuple[str, str]]:
    """Return every value with its label, in alphabetical order of the labels."""
    return sorted(
        ((value, gettext(lang, sentence)) for value, sentence in words.items()),
        key=lambda pair: pair[1],
    )
