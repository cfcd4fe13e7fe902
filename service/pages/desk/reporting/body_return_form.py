"""Entering a return of another body: body and year, then its letter and figures or a file."""

import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath, RawBody
from sqlmodel import Session

from catalog.core.errors import InvalidInput, Refusal
from catalog.reference import countries
from service.infra.access import Permission
from service.input import forms, multipart, spreadsheets
from service.pages.desk.reporting import body_return_rows
from service.pages.desk.reporting.body_return_rows import Row
from service.pages.shared.file_upload import NoFileChosen
from service.reporting.external import body_returns, figure_catalogue, figure_parser, validation
from service.reporting.external.body_returns import BodyReturn
from service.reporting.external.figure_catalogue import Body, Catalogue
from service.reporting.external.figure_parser import ParsedFigures
from service.reporting.external.validation import NewReturn, NoFigures, YearOutOfRange
from service.reporting.figures import months
from service.web import context, form_actions, queued_work, rendering
from service.web.context import Form, Req, async_route, page_get, page_post
from service.web.form_actions import Answer, FormAction

LETTER = ("body", "year", "letter_no", "letter_on", "officer", "remarks")
# A table of some ten thousand rows, and the other fields of a form.
LARGEST = 2_000_000


class Choice(msgspec.Struct):
    body: Body
    year: int


ReadFigures = Callable[[Catalogue, Choice], ParsedFigures]


@page_get("/desk/bodies/new", permission=Permission.BODIES_WRITE)
def show_form(request: Req) -> Response[Any]:
    """Show the choice of body and year; then the form, or with way=file the upload."""
    chosen = {name: request.query_params.get(name, "") for name in ("body", "year")}
    if not any(chosen.values()):
        return _choice_page(request, {"year": str(context.app_state(request).today.year - 1)})
    return _form(request, chosen, file=request.query_params.get("way") == "file")


def _choice_page(
    request: Req, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    return form_actions.form_page(
        request,
        "desk/reporting/body_choose.html",
        refusal=refusal,
        typed=typed,
    )


def _choice(request: Req, typed: dict[str, str]) -> Choice:
    """Parse body and year. Refuses: InvalidInput, YearOutOfRange."""
    choice = forms.read(Choice, {name: typed.get(name, "") for name in ("body", "year")})
    first, last = months.FIRST_YEAR, context.app_state(request).today.year
    if not first <= choice.year <= last:
        raise YearOutOfRange("year", first=first, last=last)
    return choice


def _form(
    request: Req, typed: dict[str, str], refusal: Refusal | None = None, *, file: bool = False
) -> Response[Any]:
    try:
        choice = _choice(request, typed)
    except Refusal as reason:
        return _choice_page(request, typed, reason)
    with context.reading(request) as session:
        shown = _form_facts(request, session, choice, typed, file)
    errors = (
        {}
        if refusal is None
        else forms.errors_by_field(_attach_to_fields(refusal, "file" if file else "figures"))
    )
    template = "desk/reporting/body_file.html" if file else "desk/reporting/body_form.html"
    faults = [
        (*name.split("."), error)
        for name, error in errors.items()
        if name[:1].isdigit() and name.count(".") == 1
    ]
    kept = {name: error for name, error in errors.items() if not name[:1].isdigit()}
    return form_actions.form_page(
        request,
        template,
        shown,
        refusal=refusal,
        errors=kept,
        faults=faults,
        choice=choice,
        columns=figure_parser.COLUMNS,
    )


class ReturnForm(msgspec.Struct):
    """The form of a return, or its upload, which has no rows; `newest` is the last letter."""

    newest: BodyReturn | None
    seen: str
    rows: list[Row]
    typed: dict[str, str]
    codes: list[str]


def _form_facts(
    request: Req, session: Session, choice: Choice, typed: dict[str, str], file: bool
) -> ReturnForm:
    """Return the form; opened afresh, it has the figures of the newest letter in it."""
    lang, known = context.language(request), figure_catalogue.read_catalogue(session)
    letters = body_returns.list_versions(
        session, choice.body, choice.year, by=context.actor(request)
    )
    if letters and "seen" not in typed and not file:
        typed = (
            body_return_rows.form_values(body_returns.figures(session, letters[0]), choice.year)
            | typed
        )
    # An officer who saves again after a conflict has read on the form which letter they replace.
    seen = letters[0].reference if letters else ""
    codes = countries.worksites(session)
    rows = [] if file else body_return_rows.rows(lang, known, choice.body, typed)
    return ReturnForm(letters[0] if letters else None, seen, rows, typed, codes)


def _attach_to_fields(refusal: Refusal, whole: str) -> Refusal:
    """Attach the refusals of a form to the fields of their figures.

    A refusal of the whole is attached to the whole.
    """
    for one in refusal.errors:
        one.field = (
            whole if one.field == "figures" else body_return_rows.field_of(one.field or "") or None
        )
    return refusal


@page_post("/desk/bodies/new", permission=Permission.BODIES_WRITE)
def enter(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Save the return as it was typed."""
    typed = form_actions.typed_values(data)

    def read(known: Catalogue, choice: Choice) -> ParsedFigures:
        return body_return_rows.read_figures(known, choice.body, choice.year, typed)

    return _save_or_refuse(request, lang, data, read)


@async_route(
    "/desk/bodies/new/file",
    http_method=["POST"],
    permission=Permission.BODIES_WRITE,
    request_max_body_size=LARGEST,
)
async def upload(request: Req, lang: FromPath[str], body: RawBody) -> Response[Any]:
    """Save the return from a file."""
    return await queued_work.run(_upload, request, lang, body)


def _upload(request: Req, lang: str, body: bytes) -> Response[Any]:
    typed: dict[str, str] = {}
    try:
        sent = multipart.read(request.headers.get("content-type", ""), body)
        typed = {name: sent.fields.get(name, "") for name in (*LETTER, "seen")}
        sheet = _sheet(sent.files)
    except Refusal as refusal:
        return _form(request, typed, refusal, file=True)

    def read(known: Catalogue, choice: Choice) -> ParsedFigures:
        return figure_parser.parse_sheet(known, choice.body, choice.year, sheet)

    # The digest tells apart two files that are sent with one key.
    digest = hashlib.sha256(sent.files[0].content).hexdigest()
    data = typed | {"once": sent.fields.get("once", ""), "file": digest}
    return _save_or_refuse(request, lang, data, read, file=True)


def _sheet(files: list[multipart.UploadedFile]) -> spreadsheets.Sheet:
    """Return the table in the file that was sent.

    Refuses: NoFileChosen, and what spreadsheets.read refuses.
    """
    if not files:
        raise NoFileChosen("file")
    with TemporaryDirectory() as folder:
        # The content decides between CSV and workbook; the workbook reader needs this ending.
        path = Path(folder) / "table.xlsx"
        path.write_bytes(files[0].content)
        try:
            sheet = spreadsheets.read(path)
            return spreadsheets.Sheet(sheet.headers, iter(list(sheet.rows)))
        except Refusal as refusal:
            refusal.field = "file"
            raise


def _save_or_refuse(
    request: Req, lang: str, data: dict[str, Any], read: ReadFigures, *, file: bool = False
) -> Response[Any]:
    """Save a return without faults; of one with a fault, nothing is stored."""
    return form_actions.submit(
        request,
        data,
        partial(_save_return, read=read),
        lambda done: f"/{lang}/desk/bodies/{done['reference']}",
        partial(_form, request, file=file),
    )


def _save_return(act: FormAction, read: ReadFigures) -> Answer:
    new_return, seen = _read_return(act, read), act.typed.get("seen", "")
    made: dict[str, Any] = {"by": act.by, "on": act.on, "day": act.day}
    row = (
        body_returns.replace(act.session, seen, new_return, **made)
        if seen
        else body_returns.enter(act.session, new_return, **made)
    )
    return {"reference": row.reference}


def _read_return(act: FormAction, read: ReadFigures) -> NewReturn:
    """Return the parsed return. Refuses: InvalidInput, with everything at once."""
    choice, known = _choice(act.request, act.typed), figure_catalogue.read_catalogue(act.session)
    found = read(known, choice)
    try:
        new_return = forms.read(NewReturn, {name: act.typed.get(name, "") for name in LETTER})
    except InvalidInput as wrong:
        figures = validation.find_figure_errors(known, choice.body, choice.year, found.figures)
        raise InvalidInput([*wrong.errors, *found.faults, *figures]) from wrong
    new_return.figures = found.figures
    if found.faults:
        others = [
            one
            for one in validation.find_return_errors(known, new_return, act.day)
            if not isinstance(one, NoFigures)
        ]
        raise InvalidInput([*others, *found.faults])
    return new_return


@page_get("/desk/bodies/new/table.csv", permission=Permission.BODIES_WRITE)
def download_template(request: Req) -> Response[Any]:
    """Return the table that a body is sent to fill in.

    For an unknown body or year, ask which ones.
    """
    chosen = {name: request.query_params.get(name, "") for name in ("body", "year")}
    try:
        choice = _choice(request, chosen)
    except Refusal as refusal:
        return _choice_page(request, chosen, refusal)
    with context.reading(request) as session:
        content = _table(request, figure_catalogue.read_catalogue(session), choice)
    headers = {
        "content-disposition": f'attachment; filename="{choice.body.value}-{choice.year}.csv"'
    }
    return Response(content, media_type="text/csv", headers=headers)


def _table(request: Req, known: Catalogue, choice: Choice) -> bytes:
    lang = context.language(request)
    rows = [row for row in known.of(choice.body) if row.unit]
    values = [
        [
            rendering.localized_text(lang, known.rows[(row.key, "")]),
            rendering.localized_text(lang, row) if row.part else "",
        ]
        for row in rows
    ]
    blank = figure_parser.template(known, choice.body, choice.year)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        items = (
            [*cells, ": ".join(filter(None, words))]
            for cells, words in zip(blank, values, strict=True)
        )
        spreadsheets.write_csv(path, (*figure_parser.COLUMNS, "figure"), items)
        return path.read_bytes()
