"""A return of another body is entered: which body and year, then its letter and a row for each of its figures, or a file."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import msgspec
from litestar import Response
from litestar.params import FromPath, RawBody
from msgspec import Meta
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.errors import NotFound, Refusal, Wrong
from catalog.reference.countries import Country
from service.infra.access import Permission
from service.input import forms, multipart, spreadsheets
from service.pages.desk.reporting import body_return_rows
from service.pages.desk.shared import desk_page
from service.pages.shared.file_upload import NoFileChosen
from service.reporting.external import body_returns, figure_catalogue, parsing, validation
from service.reporting.external.figure_catalogue import Body, Known
from service.reporting.external.parsing import Reading
from service.reporting.external.validation import NewReturn, NoFigures, YearOut
from service.reporting.figures import months
from service.web import auth_middleware, context, rendering
from service.web.app_state import House
from service.web.context import Form, Req, page_get, page_post, slow

LETTER = ("body", "year", "letter_no", "letter_on", "officer", "remarks")
# A table of some ten thousand rows, and what stands around it in a form.
LARGEST = 2_000_000


class Choice(msgspec.Struct):
    body: Body
    year: Annotated[int, Meta(ge=0, le=9_999)]


class Entry(msgspec.Struct):
    """What came from a page: its letter, the return it showed as the newest, its hidden key, and what makes it itself."""

    typed: dict[str, str]
    read: Callable[[Known, Choice], Reading]
    key: str
    mark: Any


@page_get("/desk/bodies/new", permission=Permission.BODIES_WRITE)
def ask(request: Req, lang: FromPath[str]) -> Response[Any]:
    """Which body and year; then the form, or with way=file the place for a file."""
    context.of_address(lang)
    chosen = {name: request.query_params.get(name, "") for name in ("body", "year")}
    if not any(chosen.values()):
        return _choose(request, {"year": str(context.house(request).today.year - 1)})
    return _form(request, chosen, file=request.query_params.get("way") == "file")


def _choose(request: Req, typed: dict[str, str], refusal: Refusal | None = None) -> Response[Any]:
    status = auth_middleware.status_of(request, refusal)
    return desk_page.page(
        request, "desk/reporting/body_choose.html", status=status, typed=typed, errors=forms.by_field(refusal)
    )


def _choice(request: Req, typed: dict[str, str]) -> Choice:
    """Refuses: Wrong, YearOut."""
    choice = forms.read(Choice, {name: typed.get(name, "") for name in ("body", "year")})
    if not months.FIRST_YEAR <= choice.year <= context.house(request).today.year:
        raise YearOut("year")
    return choice


def _form(
    request: Req, typed: dict[str, str], refusal: Refusal | None = None, *, file: bool = False
) -> Response[Any]:  # fmt: skip
    try:
        choice = _choice(request, typed)
    except Refusal as reason:
        return _choose(request, typed, reason)
    with context.reading(request) as session:
        facts = _facts(request, session, choice, typed, file)
    errors = {} if refusal is None else forms.by_field(_beside(refusal, "file" if file else "figures"))
    status = auth_middleware.status_of(request, refusal)
    template = "desk/reporting/body_file.html" if file else "desk/reporting/body_form.html"
    faults = [
        (*name.split("."), error) for name, error in errors.items() if name[:1].isdigit() and name.count(".") == 1
    ]
    kept = {name: error for name, error in errors.items() if not name[:1].isdigit()}
    return desk_page.page(request, template, status=status, errors=kept, faults=faults, choice=choice, **facts)


def _facts(request: Req, session: Session, choice: Choice, typed: dict[str, str], file: bool) -> dict[str, Any]:
    """What a page must know; a form that is opened anew has the figures of the newest letter in it."""
    lang, known = context.language(request), figure_catalogue.known(session)
    letters = body_returns.of(session, choice.body, choice.year, by=context.who(request))
    if letters and "seen" not in typed and not file:
        typed = body_return_rows.filled(body_returns.figures(session, letters[0]), choice.year) | typed
    # Who saves a form again that came too late has read on it which letter they replace.
    seen = letters[0].reference if letters else ""
    codes = sorted(session.execute(select(col(Country.code))).scalars())
    rows = [] if file else body_return_rows.rows(lang, known, choice.body, typed)
    before = {"newest": letters[0] if letters else None, "seen": seen, "columns": parsing.COLUMNS}
    return before | {"rows": rows, "typed": typed, "codes": codes}


def _beside(refusal: Refusal, whole: str) -> Refusal:
    """The refusals of a form, each beside the field in which its figure was typed; what is said of all, beside the whole."""
    for one in refusal.errors if isinstance(refusal, Wrong) else [refusal]:
        one.field = whole if one.field == "figures" else body_return_rows.field_of(one.field or "") or None
    return refusal


@page_post("/desk/bodies/new", permission=Permission.BODIES_WRITE)
def enter(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """The return as it was typed."""
    context.of_address(lang)
    typed = {name: str(value) for name, value in data.items() if name not in (forms.TOKEN, "once")}

    def read(known: Known, choice: Choice) -> Reading:
        return body_return_rows.reading(known, choice.body, choice.year, typed)

    return _answered(request, lang, Entry(typed, read, str(data.get("once", "")), typed))


@slow("/desk/bodies/new/file", http_method=["POST"], permission=Permission.BODIES_WRITE, request_max_body_size=LARGEST)
async def take(request: Req, lang: FromPath[str], body: RawBody) -> Response[Any]:
    """The return as a file."""
    context.of_address(lang)
    return await context.aside(_take, request, lang, body)


def _take(request: Req, lang: str, body: bytes) -> Response[Any]:
    typed: dict[str, str] = {}
    try:
        sent = multipart.read(request.headers.get("content-type", ""), body)
        typed = {name: sent.fields.get(name, "") for name in (*LETTER, "seen")}
        sheet = _sheet(sent.files)
    except Refusal as refusal:
        return _form(request, typed, refusal, file=True)

    def read(known: Known, choice: Choice) -> Reading:
        return parsing.of_sheet(known, choice.body, choice.year, sheet)

    mark = [typed, hashlib.sha256(sent.files[0].content).hexdigest()]
    return _answered(request, lang, Entry(typed, read, sent.fields.get("once", ""), mark), file=True)


def _sheet(files: list[multipart.Sent]) -> spreadsheets.Sheet:
    """The table in the file that was sent. Refuses: NoFileChosen, and as sheets.read does."""
    if not files:
        raise NoFileChosen("file")
    with TemporaryDirectory() as folder:
        # By what it holds it is read as CSV or as a workbook; the reader of workbooks wants this ending.
        path = Path(folder) / "table.xlsx"
        path.write_bytes(files[0].content)
        try:
            sheet = spreadsheets.read(path)
            return spreadsheets.Sheet(sheet.headers, iter(list(sheet.rows)))
        except Refusal as refusal:
            refusal.field = "file"
            raise


def _answered(request: Req, lang: str, entry: Entry, *, file: bool = False) -> Response[Any]:
    """Nothing is kept of a return with a fault, and all of one without."""
    try:
        number = _entered(request, entry)
    except NotFound:
        raise
    except Refusal as refusal:
        return _form(request, entry.typed, refusal, file=file)
    return context.see_other(f"/{lang}/desk/bodies/{number}?entered")


def _entered(request: Req, entry: Entry) -> str:
    house, by, choice = context.house(request), context.who(request), _choice(request, entry.typed)

    def deed() -> dict[str, Any]:
        told = _told(figure_catalogue.known(session), choice, entry, house)
        made: dict[str, Any] = {"by": by, "on": house.clock(), "day": house.today}
        seen = entry.typed.get("seen", "")
        row = body_returns.replace(session, seen, told, **made) if seen else body_returns.enter(session, told, **made)
        return {"reference": row.reference}

    with context.writing(request) as session:
        return str(context.done_by_form(request, session, entry.key, entry.mark, deed)["reference"])


def _told(known: Known, choice: Choice, entry: Entry, house: House) -> NewReturn:
    """The return that was meant. Refuses: Wrong, with everything at once."""
    found = entry.read(known, choice)
    try:
        told = forms.read(NewReturn, {name: entry.typed.get(name, "") for name in LETTER})
    except Wrong as wrong:
        figures = validation.of_figures(known, choice.body, choice.year, found.figures)
        raise Wrong([*wrong.errors, *found.faults, *figures]) from wrong
    told.figures = found.figures
    if found.faults:
        others = [one for one in validation.faults(known, told, house.today) if not isinstance(one, NoFigures)]
        raise Wrong([*others, *found.faults])
    return told


@page_get("/desk/bodies/new/table.csv", permission=Permission.BODIES_WRITE)
def table(request: Req, lang: FromPath[str]) -> Response[Any]:
    """The table that a body is sent to fill; for what is no body or year, the question which ones."""
    context.of_address(lang)
    chosen = {name: request.query_params.get(name, "") for name in ("body", "year")}
    try:
        choice = _choice(request, chosen)
    except Refusal as refusal:
        return _choose(request, chosen, refusal)
    with context.reading(request) as session:
        content = _table(request, figure_catalogue.known(session), choice)
    headers = {"content-disposition": f'attachment; filename="{choice.body.value}-{choice.year}.csv"'}
    return Response(content, media_type="text/csv", headers=headers)


def _table(request: Req, known: Known, choice: Choice) -> bytes:
    lang = context.language(request)
    rows = [row for row in known.of(choice.body) if row.unit]
    said = [
        [rendering.said(lang, known.rows[(row.key, "")]), rendering.said(lang, row) if row.part else ""] for row in rows
    ]
    blank = parsing.template(known, choice.body, choice.year)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        told = ([*cells, ": ".join(filter(None, words))] for cells, words in zip(blank, said, strict=True))
        spreadsheets.write_csv(path, (*parsing.COLUMNS, "figure"), told)
        return path.read_bytes()


HANDLERS = [ask, enter, take, table]
