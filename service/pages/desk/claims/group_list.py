"""Group claims at the desk: the list, and a group entered from typed, pasted or uploaded rows, checked before it is kept."""

import tempfile
from pathlib import Path
from typing import Any

from litestar import Response
from litestar.datastructures import UploadFile
from litestar.params import FromPath, MultipartBody
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import vault
from catalog.core.errors import Refusal
from catalog.reference.countries import Country
from i18n import N_
from service.casework.groups import groups, roster
from service.casework.groups.groups import NewGroup
from service.casework.groups.roster import Roster
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import desk_page
from service.web import context
from service.web.app_state import House
from service.web.context import Form, Req, page_get, page_post, slow

_HIDDEN = ("once", "act", "file", forms.TOKEN)


class NoSheetChosen(Refusal):
    slug = "no-sheet-chosen"
    sentence = N_("Choose a CSV or XLSX file first.")


class RowsAreWrong(Refusal):
    slug = "rows-are-wrong"
    sentence = N_("Nothing was kept: some rows need another look. They are listed below.")


class NoRows(Refusal):
    slug = "no-rows"
    sentence = N_("Write or paste at least one worker.")


@page_get("/desk/groups", permission=Permission.WAGES_READ)
def index(request: Req, lang: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    with context.reading(request) as session:
        rows = groups.latest(session, by=context.who(request))
        return desk_page.page(request, "desk/claims/groups.html", rows=rows)


@page_get("/desk/groups/new", permission=Permission.WAGES_WRITE)
def ask(request: Req, lang: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return _form(request, {})


@slow("/desk/groups/new/file", http_method=["POST"], permission=Permission.WAGES_WRITE)
async def upload(request: Req, lang: FromPath[str], data: MultipartBody[dict[str, Any]]) -> Response[Any]:
    """Puts the rows of a file into the form, where they are checked and can be put right; nothing is kept."""
    context.of_address(lang)
    return await context.aside(_uploaded, request, data)


def _uploaded(request: Req, data: dict[str, Any]) -> Response[Any]:
    typed = {name: str(value) for name, value in data.items() if name not in _HIDDEN}
    try:
        typed["rows"] = _rows(data.get("file"))
    except Refusal as refusal:
        refusal.field = "file"
        return _form(request, typed, refusal)
    return _checked(request, typed)


def _rows(file: object) -> str:
    """Refuses: NoSheetChosen, and what roster.uploaded refuses."""
    if not isinstance(file, UploadFile) or not file.filename:
        raise NoSheetChosen
    with tempfile.TemporaryDirectory() as place:
        content = file.file.read()
        path = Path(place) / ("rows.xlsx" if content.startswith(b"PK") else "rows.csv")
        path.write_bytes(content)
        return roster.uploaded(path)


@page_post("/desk/groups/new", permission=Permission.WAGES_WRITE)
def enter(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Checks the rows, or keeps them: all of them, or none."""
    context.of_address(lang)
    typed = {name: str(value) for name, value in data.items() if name not in _HIDDEN}
    if data.get("act") != "keep":
        return _checked(request, typed)
    try:
        number = _kept(request, typed, str(data.get("once", "")))
    except RowsAreWrong as refusal:
        return _checked(request, typed, refusal)
    except Refusal as refusal:
        return _form(request, typed, refusal)
    return context.see_other(f"/{lang}/desk/groups/{number}/slips")


def _kept(request: Req, typed: dict[str, str], key: str) -> str:
    by, house = context.who(request), context.house(request)
    told, read = _read(typed, house)
    if read.mistakes:
        raise RowsAreWrong("rows")
    number = "G-" + vault.token("group number", f"{by.account} {key}", 8) if key else None

    def deed() -> dict[str, Any]:
        on, day = house.clock(), house.today
        return {"reference": groups.open_(session, told, read.workers, by=by, on=on, day=day, number=number).reference}

    with context.writing(request) as session:
        return str(context.done_by_form(request, session, key, typed, deed)["reference"])


def _read(typed: dict[str, str], house: House) -> tuple[NewGroup, Roster]:
    """Refuses: Wrong, NoRows, sheets.NotATable, and what groups.require_dates refuses."""
    told = forms.read(NewGroup, {name: typed.get(name, "") for name in NewGroup.__struct_fields__})
    groups.require_dates(told, house.today)
    if not typed.get("rows", "").strip():
        raise NoRows("rows")
    return told, roster.read(typed["rows"], told, house.today)


def _checked(request: Req, typed: dict[str, str], refusal: Refusal | None = None) -> Response[Any]:
    """The form with what its rows mean, and what is wrong in which of them."""
    try:
        _, read = _read(typed, context.house(request))
    except Refusal as wrong:
        return _form(request, typed, wrong)
    if read.mistakes and refusal is None:
        refusal = RowsAreWrong("rows")
    return _form(request, typed, refusal, read)


def _form(
    request: Req, typed: dict[str, str], refusal: Refusal | None = None, read: Roster | None = None
) -> Response[Any]:
    errors = forms.by_field(refusal) if refusal else {}
    with context.reading(request) as session:
        codes = _countries(session)
    return desk_page.page(
        request, "desk/claims/group_new.html", status=422 if refusal else 200, headers=context.NO_STORE, typed=typed, errors=errors,
        read=read, codes=codes, columns=roster.COLUMNS,
    )  # fmt: skip


def _countries(session: Session) -> list[str]:
    asked = select(col(Country.code)).where(col(Country.code) != "UZ").order_by(col(Country.code))
    return list(session.execute(asked).scalars())


@page_get("/desk/groups/{reference:str}/slips", permission=Permission.WAGES_WRITE)
def slips(request: Req, lang: FromPath[str], reference: FromPath[str]) -> Response[Any]:
    """Each worker's reference and secret, to be handed out; for an hour, to whoever entered the group."""
    context.of_address(lang)
    by, on = context.who(request), context.house(request).clock()
    with context.reading(request) as session:
        group = groups.get(session, reference, by=by)
        told = groups.slips(session, group, by=by, on=on)
        answer = desk_page.page(
            request, "desk/claims/group_slips.html", headers=context.NO_STORE, group=group, slips=told
        )
    context.note_read(request, "group", reference)
    return answer


HANDLERS = [index, ask, upload, enter, slips]
