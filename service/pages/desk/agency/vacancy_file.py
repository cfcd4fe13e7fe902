"""Many vacancies of an agency at once: a file is tried first, faults named by row and column, and handed in when it is whole."""

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath, RawBody
from sqlmodel import Session

from catalog.core.errors import Refusal, Wrong
from catalog.licensing import recruiting_rights
from i18n import N_
from matching.lexicon.lexicon import Lexicon
from service.infra.access import Permission
from service.input import multipart, spreadsheets
from service.pages.desk.agency import own_vacancy_list, vacancy_rows
from service.pages.desk.agency.vacancy_rows import Judged, Row
from service.pages.desk.shared import agency_desk
from service.pages.shared.file_upload import NoFileChosen
from service.web import auth_middleware, context
from service.web.context import Form, Req, page_get, page_post, slow

LARGEST = 2_000_000


class NotWhole(Refusal):
    slug = "not-whole"
    sentence = N_("Nothing was handed in. Mend what is named below and send the file again.")


@page_get("/desk/own/vacancies/file", permission=Permission.OWN_WRITE)
def ask(request: Req, lang: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return _page(request, None)


@page_get("/desk/own/vacancies/table.csv", permission=Permission.OWN_WRITE)
def table(request: Req, lang: FromPath[str]) -> Response[Any]:
    """The table to be filled: its columns, and nothing in them."""
    context.of_address(lang)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        spreadsheets.write_csv(path, own_vacancy_list.TOLD, [])
        headers = {"content-disposition": 'attachment; filename="vacancies.csv"'}
        return Response(path.read_bytes(), media_type="text/csv", headers=headers)


@slow("/desk/own/vacancies/file", http_method=["POST"], permission=Permission.OWN_WRITE, request_max_body_size=LARGEST)
async def try_(request: Req, lang: FromPath[str], body: RawBody) -> Response[Any]:
    """Says what would become of a file, and keeps nothing of it."""
    context.of_address(lang)
    return await context.aside(_tried, request, body)


def _tried(request: Req, body: bytes) -> Response[Any]:
    try:
        auth_middleware.attempt(request, "told", context.who(request).account)
        told, unread, left = vacancy_rows.rows(_sheet(multipart.read(request.headers.get("content-type", ""), body)))
        lexicon = _lexicon(request)
        with context.writing(request) as session:
            judged = _judged(request, session, told, lexicon)
            session.rollback()
    except Refusal as refusal:
        return _page(request, refusal)
    judged.faults += unread
    return _page(request, None, judged=judged, left=left, told=told)


def _sheet(sent: multipart.Envelope) -> spreadsheets.Sheet:
    """The table in the file that was sent. Refuses: NoFileChosen, and as sheets.read does, beside the file."""
    if not sent.files:
        raise NoFileChosen("file")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        path.write_bytes(sent.files[0].content)
        try:
            sheet = spreadsheets.read(path)
            return spreadsheets.Sheet(sheet.headers, iter(list(sheet.rows)))
        except Refusal as refusal:
            refusal.field = "file"
            raise


def _judged(request: Req, session: Session, told: list[Row], lexicon: Lexicon) -> Judged:
    """Refuses: recruiting.MayNotRecruitNow."""
    house, by = context.house(request), context.who(request)
    recruiting_rights.require_allowed(session, by, house.today)
    return vacancy_rows.judge(session, told, lexicon, by=by, on=house.clock(), day=house.today)


def _lexicon(request: Req) -> Lexicon:
    """Asked before anything is written: what this process keeps in memory must stand in the database."""
    with context.reading(request) as session:
        return context.shelf(request, session).lexicon


@page_post("/desk/own/vacancies/rows", permission=Permission.OWN_WRITE, request_max_body_size=4 * LARGEST)
def take(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Hands in the rows that were tried, all of them or none."""
    context.of_address(lang)
    try:
        told = _carried(str(data.get("rows", "")))
        lexicon, mark = _lexicon(request), hashlib.sha256(msgspec.json.encode(told)).hexdigest()
        with context.writing(request) as session:
            key = str(data.get("once", ""))
            done = context.done_by_form(request, session, key, mark, lambda: _taken(request, session, told, lexicon))
    except Refusal as refusal:
        return _page(request, refusal)
    return context.see_other(f"/{lang}/desk/own/vacancies?taken={done['taken']}")


def _carried(rows: str) -> list[Row]:
    """The rows as the page carried them; whatever was made of them meanwhile is read and judged anew."""
    try:
        told = msgspec.json.decode(rows, type=list[Row])
    except (msgspec.DecodeError, UnicodeError) as reason:
        raise multipart.CutOff from reason
    if not 0 < len(told) <= vacancy_rows.MOST:
        raise multipart.CutOff
    kept = own_vacancy_list.TOLD
    return [Row(row.line, {name: value for name, value in row.cells.items() if name in kept}) for row in told]


def _taken(request: Req, session: Session, told: list[Row], lexicon: Lexicon) -> dict[str, Any]:
    judged = _judged(request, session, told, lexicon)
    if judged.faults:
        raise Wrong([NotWhole("file"), *(fault.refusal for fault in judged.faults[:1])])
    return {"taken": len(judged.ready)}


def _page(
    request: Req, refusal: Refusal | None, *, judged: Judged | None = None, left: list[str] | None = None,
    told: list[Row] | None = None,
) -> Response[Any]:  # fmt: skip
    with context.reading(request) as session:
        recruits = own_vacancy_list.may_recruit(request, session)
        trades = context.shelf(request, session).occupations if judged else {}
    carried = msgspec.json.encode(told).decode() if told and judged and not judged.faults else ""
    facts = {"judged": judged, "left": left or [], "carried": carried, "recruits": recruits, "groups": trades}
    columns = {"columns": own_vacancy_list.TOLD, "needed": vacancy_rows.NEEDED, "most": vacancy_rows.MOST}
    return agency_desk.page(request, "desk/agency/own_file.html", refusal, **facts, **columns)


HANDLERS = [ask, table, try_, take]
