"""Many vacancies of an agency in one file, checked first and submitted when faultless.

Faults are named by row and column.
"""

import hashlib
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath, RawBody
from sqlmodel import Session

from catalog.core.errors import InvalidInput, Refusal
from catalog.licensing import recruiting_rights
from catalog.reference.occupations import Occupation
from i18n import N_
from matching.lexicon.lexicon import Lexicon
from service.infra.access import Permission
from service.input import multipart, spreadsheets
from service.pages.desk.agency import own_vacancy_form, vacancy_rows
from service.pages.desk.agency.vacancy_rows import CheckedRows, Row
from service.pages.shared.file_upload import NoFileChosen
from service.web import auth_middleware, context, form_actions, queued_work
from service.web.context import Form, Req, async_route, page_get, page_post
from service.web.form_actions import Answer, FormAction

LARGEST = 2_000_000


class FileHasFaults(Refusal):
    slug = "not-whole"
    sentence = N_("Nothing was submitted. Correct the items listed below and send the file again.")


@page_get("/desk/own/vacancies/file", permission=Permission.OWN_WRITE)
def show_form(request: Req) -> Response[Any]:
    return _page(request, None)


@page_get("/desk/own/vacancies/table.csv", permission=Permission.OWN_WRITE)
def download_template(request: Req) -> Response[Any]:
    """Return the empty table with its columns."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        spreadsheets.write_csv(path, own_vacancy_form.FIELDS, [])
        headers = {"content-disposition": 'attachment; filename="vacancies.csv"'}
        return Response(path.read_bytes(), media_type="text/csv", headers=headers)


@async_route(
    "/desk/own/vacancies/file",
    http_method=["POST"],
    permission=Permission.OWN_WRITE,
    request_max_body_size=LARGEST,
)
async def check_file(request: Req, body: RawBody) -> Response[Any]:
    """Show what submitting a file would do, and store nothing of it."""
    return await queued_work.run(_check_file, request, body)


def _check_file(request: Req, body: bytes) -> Response[Any]:
    try:
        auth_middleware.count_attempt(request, "told", context.actor(request).account)
        values, unread, left = vacancy_rows.read_rows(
            _sheet(multipart.read(request.headers.get("content-type", ""), body))
        )
        lexicon = _lexicon(request)
        with context.writing(request) as session:
            judged = _judge_rows(request, session, values, lexicon)
            session.rollback()
    except Refusal as refusal:
        return _page(request, refusal)
    judged.faults += unread
    return _page(request, None, judged=judged, left=left, rows=values)


def _sheet(sent: multipart.MultipartForm) -> spreadsheets.Sheet:
    """Return the table in the file that was sent.

    Refuses: NoFileChosen, and what spreadsheets.read refuses, with the file as their field.
    """
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


def _judge_rows(request: Req, session: Session, rows: list[Row], lexicon: Lexicon) -> CheckedRows:
    """Check that the agency may recruit, then judge the rows.

    Refuses: recruiting_rights.MayNotRecruitNow.
    """
    app_state, by = context.app_state(request), context.actor(request)
    recruiting_rights.require_allowed(session, by, app_state.today)
    return vacancy_rows.judge_rows(
        session, rows, lexicon, by=by, on=app_state.clock(), day=app_state.today
    )


def _lexicon(request: Req) -> Lexicon:
    """Return the lexicon, read before any write, with what it has learnt.

    What this process keeps in memory must be in the database, and others cannot write while it
    learns.
    """
    with context.reading(request) as session:
        lexicon = context.register_cache(request, session).lexicon
    lexicon.lessons.learn()
    return lexicon


@page_post(
    "/desk/own/vacancies/rows", permission=Permission.OWN_WRITE, request_max_body_size=4 * LARGEST
)
def submit(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Submit the checked rows, all of them or none."""
    try:
        rows = _read_rows(str(data.get("rows", "")))
        # Read and digest before the write transaction, so that no other writer has to wait.
        lexicon, digest = _lexicon(request), hashlib.sha256(msgspec.json.encode(rows)).hexdigest()
        sent = {"once": data.get("once", ""), "rows": digest}
        done = form_actions.run(request, sent, partial(_submit_rows, rows=rows, lexicon=lexicon))
    except Refusal as refusal:
        return _page(request, refusal)
    return context.see_other(f"/{lang}/desk/own/vacancies?taken={done['taken']}")


def _read_rows(rows: str) -> list[Row]:
    """Return the rows that the page carried; they are parsed and judged again."""
    try:
        result = msgspec.json.decode(rows, type=list[Row])
    except (msgspec.DecodeError, UnicodeError) as reason:
        raise multipart.IncompleteForm from reason
    if not 0 < len(result) <= vacancy_rows.MAX_ROWS:
        raise multipart.IncompleteForm
    kept = own_vacancy_form.FIELDS
    return [
        Row(row.line, {name: value for name, value in row.cells.items() if name in kept})
        for row in result
    ]


def _submit_rows(act: FormAction, rows: list[Row], lexicon: Lexicon) -> Answer:
    judged = _judge_rows(act.request, act.session, rows, lexicon)
    if judged.faults:
        raise InvalidInput([FileHasFaults("file"), *(fault.refusal for fault in judged.faults[:1])])
    return {"taken": len(judged.ready)}


class FilePage(msgspec.Struct):
    """The checked file: `left` are the columns that are ignored, `carried` the rows to submit."""

    judged: CheckedRows | None
    left: list[str]
    carried: str
    recruits: bool
    groups: dict[str, Occupation]


def _page(
    request: Req,
    refusal: Refusal | None,
    *,
    judged: CheckedRows | None = None,
    left: list[str] | None = None,
    rows: list[Row] | None = None,
) -> Response[Any]:
    with context.reading(request) as session:
        recruits = own_vacancy_form.may_recruit(request, session)
        trades = context.register_cache(request, session).occupations if judged else {}
    carried = msgspec.json.encode(rows).decode() if rows and judged and not judged.faults else ""
    return form_actions.form_page(
        request,
        "desk/agency/own_file.html",
        FilePage(judged, left or [], carried, recruits, trades),
        refusal=refusal,
        columns=own_vacancy_form.FIELDS,
        needed=vacancy_rows.REQUIRED_COLUMNS,
        most=vacancy_rows.MAX_ROWS,
    )
