"""Notices for the reader: the list by day, opening a record from it, and marking all as read."""

import re
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core import staff_notices
from catalog.core.errors import NotFound, Refusal
from catalog.core.staff_notices import OwnNotice
from i18n import N_
from service.infra.access import Permission
from service.pages.desk.admin import notice_records
from service.pages.desk.shared import journal_nouns
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction

PAGE = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A moment in microseconds, in a query with the id of a notice.
_MOMENT = re.compile(r"[0-9]{1,17}")
_PLACE = re.compile(r"([0-9]{1,17})-([0-9]{1,17})")


class NoticesPage(msgspec.Struct, frozen=True):
    """The notices of a page by day, with the addresses to which they lead.

    `measure_countries` are the countries of the measures among them. `newest` is the moment of the
    first one, `next` the place where the next page begins, and `first` says that the list has pages
    before this one.
    """

    days: list[tuple[date, list[OwnNotice]]]
    paths: dict[int, str]
    nouns: dict[str, str]
    measure_countries: dict[str, str]
    unread: int
    newest: int
    next: str
    first: bool


@page_get("/desk/notices", permission=Permission.DESK_OPEN)
def index(request: Req) -> Response[Any]:
    return _index(request)


def _index(request: Req, refusal: Refusal | None = None) -> Response[Any]:
    by, after = context.actor(request), _parse_place(request.query_params.get("before", ""))
    with context.reading(request) as session:
        found = staff_notices.list_own(session, by=by, after=after, most=PAGE + 1)
        rows = found[:PAGE]
        shown = NoticesPage(
            days=[(day, list(group)) for day, group in groupby(rows, lambda one: one.day)],
            paths=notice_records.paths(session, rows, by=by),
            nouns=journal_nouns.NOUN,
            measure_countries=notice_records.countries_of_measures(session, rows),
            unread=staff_notices.count_unread(session, by=by),
            newest=_micros(rows[0].at) if rows else 0,
            next=f"{_micros(rows[-1].at)}-{rows[-1].id}" if len(found) > PAGE else "",
            first=after is not None,
        )
        return form_actions.form_page(request, "desk/admin/notices.html", shown, refusal=refusal)


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _moment(micros: str) -> datetime:
    return _EPOCH + timedelta(microseconds=int(micros))


def _parse_place(typed: str) -> tuple[datetime, int] | None:
    """Return where a page begins; anything that is not a place is the beginning."""
    found = _PLACE.fullmatch(typed)
    return (_moment(found[1]), int(found[2])) if found else None


@page_get("/desk/notices/{number:int}", permission=Permission.DESK_OPEN)
def open_record(request: Req, lang: FromPath[str], number: FromPath[int]) -> Response[Any]:
    """Mark a notice as read and go to its record. Refuses: NotFound."""
    by = context.actor(request)
    with context.writing(request) as session:
        one = staff_notices.get_own(session, number, by=by)
        staff_notices.mark_read(session, number, by=by, on=context.app_state(request).clock())
        path = notice_records.paths(session, [one], by=by).get(one.id)
    if path is None:
        raise NotFound
    return context.see_other(f"/{lang}{path}")


@form_actions.post(
    "/desk/notices/read",
    permission=Permission.DESK_OPEN,
    back="/desk/notices",
    redraw=lambda request, _typed, refusal: _index(request, refusal),
    done=N_("All notices are marked as read."),
)
def mark_all_read(act: FormAction) -> None:
    """Mark all notices as read, up to the newest that the page showed."""
    until = act.typed.get("until", "")
    if _MOMENT.fullmatch(until):
        staff_notices.mark_all_read(act.session, _moment(until), by=act.by, on=act.on)
