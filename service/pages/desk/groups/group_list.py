"""Group claims at the desk: the list, and entering a group from rows that are checked first.

The rows are typed, pasted or uploaded.
"""

import tempfile
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from litestar import Response
from litestar.datastructures import UploadFile
from litestar.params import FromPath, MultipartBody

from catalog.core import vault
from catalog.core.errors import Refusal
from catalog.reference import countries
from i18n import N_
from service.casework.claims.wage_claims import NewClaim
from service.casework.groups import groups, roster
from service.casework.groups.groups import NewGroup
from service.casework.groups.roster import Roster
from service.infra.access import Permission
from service.input import forms
from service.web import context, form_actions
from service.web.context import Form, Req, async_route, page_get, page_post
from service.web.form_actions import Answer, FormAction


class NoSheetChosen(Refusal):
    slug = "no-sheet-chosen"
    sentence = N_("Choose a CSV or XLSX file first.")


class RowsAreWrong(Refusal):
    slug = "rows-are-wrong"
    sentence = N_("Nothing was saved: some rows need checking. They are listed below.")


class NoRows(Refusal):
    slug = "no-rows"
    sentence = N_("Enter or paste the details of at least one worker.")


class GroupFormPage(msgspec.Struct, frozen=True):
    """The form of a group, and what its rows mean once they were read."""

    typed: dict[str, str]
    read: Roster | None
    codes: list[str]
    columns: dict[str, str]


@page_get("/desk/groups", permission=Permission.WAGES_READ)
def index(request: Req) -> Response[Any]:
    with context.reading(request) as session:
        rows = groups.latest(session, by=context.actor(request))
        return context.page(request, "desk/groups/groups.html", rows=rows)


@page_get("/desk/groups/new", permission=Permission.WAGES_WRITE)
def show_form(request: Req) -> Response[Any]:
    return _form(request, {})


@async_route("/desk/groups/new/file", http_method=["POST"], permission=Permission.WAGES_WRITE)
async def upload(request: Req, data: MultipartBody[dict[str, Any]]) -> Response[Any]:
    """Put the rows of a file into the form, where they are checked; nothing is stored."""
    return await context.run_queued(_read_upload, request, data)


def _read_upload(request: Req, data: dict[str, Any]) -> Response[Any]:
    file = data.pop("file", None)
    typed = form_actions.typed_values(data)
    try:
        typed["rows"] = _rows(file)
    except Refusal as refusal:
        refusal.field = "file"
        return _form(request, typed, refusal)
    return _preview(request, typed)


def _rows(file: object) -> str:
    """Return the rows of an uploaded file.

    Refuses: NoSheetChosen, and what roster.read_upload refuses.
    """
    if not isinstance(file, UploadFile) or not file.filename:
        raise NoSheetChosen
    with tempfile.TemporaryDirectory() as place:
        content = file.file.read()
        path = Path(place) / ("rows.xlsx" if content.startswith(b"PK") else "rows.csv")
        path.write_bytes(content)
        return roster.read_upload(path)


@page_post("/desk/groups/new", permission=Permission.WAGES_WRITE)
def enter(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Check the rows, or store them: all of them, or none."""
    typed = form_actions.typed_values(data)
    if data.get("act") != "keep":
        return _preview(request, typed)
    try:
        new_group, read = _read(typed, context.app_state(request).today)
    except Refusal as refusal:
        return _form(request, typed, refusal)
    if read.mistakes:
        return _preview(request, typed, RowsAreWrong("rows"))
    return form_actions.submit(
        request,
        data,
        partial(_save_group, new_group, read.workers, str(data.get("once", ""))),
        lambda answer: f"/{lang}/desk/groups/{answer['reference']}/slips",
        partial(_form, request),
    )


def _save_group(new_group: NewGroup, workers: list[NewClaim], key: str, act: FormAction) -> Answer:
    number = "G-" + vault.token("group number", f"{act.by.account} {key}", 8) if key else None
    group = groups.create(
        act.session, new_group, workers, by=act.by, on=act.on, day=act.day, number=number
    )
    return {"reference": group.reference}


def _read(typed: dict[str, str], today: date) -> tuple[NewGroup, Roster]:
    """Parse the group and its rows.

    Refuses: InvalidInput, NoRows, spreadsheets.NotATable, and what groups.require_dates refuses.
    """
    new_group = forms.read(NewGroup, forms.fields_of(NewGroup, typed))
    groups.require_dates(new_group, today)
    if not typed.get("rows", "").strip():
        raise NoRows("rows")
    return new_group, roster.read(typed["rows"], new_group, today)


def _preview(request: Req, typed: dict[str, str], refusal: Refusal | None = None) -> Response[Any]:
    """Show the form with what its rows mean, and what is wrong in which of them."""
    try:
        _, read = _read(typed, context.app_state(request).today)
    except Refusal as wrong:
        return _form(request, typed, wrong)
    if read.mistakes and refusal is None:
        refusal = RowsAreWrong("rows")
    return _form(request, typed, refusal, read)


def _form(
    request: Req, typed: dict[str, str], refusal: Refusal | None = None, read: Roster | None = None
) -> Response[Any]:
    with context.reading(request) as session:
        shown = GroupFormPage(typed, read, countries.worksites(session), roster.COLUMNS)
    return form_actions.form_page(request, "desk/groups/group_new.html", shown, refusal=refusal)


@page_get("/desk/groups/{reference:str}/slips", permission=Permission.WAGES_WRITE)
def slips(request: Req, reference: FromPath[str]) -> Response[Any]:
    """Show each worker's reference and secret, to be handed out.

    Only the officer who entered the group sees them, for an hour.
    """
    by, on = context.actor(request), context.app_state(request).clock()
    with context.reading(request) as session:
        group = groups.get(session, reference, by=by)
        result = groups.slips(session, group, by=by, on=on)
        answer = context.page(request, "desk/groups/group_slips.html", group=group, slips=result)
    context.note_read(request, "group", reference)
    return answer
