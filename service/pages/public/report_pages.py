"""The yearly reports as a page, and the same figures as PDF, workbook, tables and data."""

import asyncio
import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import NotFound
from i18n import STAFF_LANGUAGES, Language
from service.infra.access import Permission
from service.reporting import documents
from service.reporting.annual import available_years, frozen_year, public_year, years
from service.reporting.annual.public_year import Edition
from service.reporting.documents import data, pdf, sheet, tables
from service.reporting.documents.document import Document
from service.reporting.figures import report_terms
from service.web import context, queued_work
from service.web.context import Req, async_route, page_get
from service.web.response_cache import Cached

# Bytes of files cached in one worker; with the rest of the cache it makes 64 MiB.
_MAX_CACHE_BYTES = 16 * 2**20
_DOCUMENT_NAME = re.compile(
    r"(?P<year>[1-9][0-9]{3})(?P<ending>\.(?:pdf|xlsx|csv|json)|-dictionary\.csv)?"
)


class FileFormat(msgspec.Struct, frozen=True):
    """A file format: its media type, and the function that writes it."""

    media: str
    write: Callable[[Document, Any], bytes]


FILE_FORMATS = {
    ".pdf": FileFormat("application/pdf", pdf.pdf),
    ".xlsx": FileFormat(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", sheet.xlsx
    ),
    ".csv": FileFormat("text/csv", lambda document, _day: sheet.csv(document)),
    "-dictionary.csv": FileFormat("text/csv", lambda document, _day: sheet.dictionary(document)),
    ".json": FileFormat("application/json", lambda document, _day: data.json(document)),
}


@page_get("/report", permission=Permission.PUBLIC, cached=Cached(kind="reports"))
def index(request: Req, lang: FromPath[str]) -> Response[Any]:
    """Show the available years, each with its state."""
    reader, today = context.require_language(lang), context.app_state(request).today
    with context.reading(request) as session:
        there = available_years.list_public(session, today)
        out = [
            frozen_year.newest_published(frozen_year.list_for_year(session, year)) for year in there
        ]
    states = [
        years.state_of_year([row] if row else [], year, today)
        for row, year in zip(out, there, strict=True)
    ]
    items = [
        (year, report_terms.state(reader, state.value))
        for year, state in zip(there, states, strict=True)
    ]
    return context.page(request, "public/report/index.html", years=items)


@async_route(
    "/report/{document:str}",
    http_method=["GET", "HEAD"],
    permission=Permission.PUBLIC,
    cached=Cached(kind="reports"),
)
async def show(request: Req, lang: FromPath[str], document: FromPath[str]) -> Response[Any]:
    """Show a year as a page, or as the file that its ending names; files are made one at a time."""
    reader, asked = context.require_language(lang), _DOCUMENT_NAME.fullmatch(document)
    if asked is None:
        raise NotFound
    year, ending = int(asked["year"]), asked["ending"]
    if ending:
        return await queued_work.run(_file, request, reader, year, ending, dear=True)
    return await asyncio.to_thread(_page, request, reader, year)


@page_get("/report/{year:str}/bodies", permission=Permission.PUBLIC, cached=Cached(kind="reports"))
def show_bodies(request: Req, lang: FromPath[str], year: FromPath[str]) -> Response[Any]:
    """Show what other bodies reported for a published year."""
    app_state, reader, asked = (
        context.app_state(request),
        context.require_language(lang),
        _DOCUMENT_NAME.fullmatch(year),
    )
    if asked is None or asked["ending"]:
        raise NotFound
    with context.reading(request) as session:
        edition = public_year.stored_edition(
            session, int(year), app_state.settings.smallest, app_state.clock()
        )
    if edition is None or not edition.year.external:
        raise NotFound
    return context.page(
        request,
        "public/report/bodies.html",
        document=documents.build_document(edition, reader, app_state.today, app_state.city(reader)),
    )


class ReportPage(msgspec.Struct, frozen=True):
    """A year with its notes, the other years, and the language in which its files are written."""

    document: Document
    notes: list[tuple[str, str]]
    others: list[int]
    written: str


def _page(request: Req, lang: Language, year: int) -> Response[Any]:
    app_state, counted = context.app_state(request), _find_edition(request, year)
    today = app_state.today
    with context.reading(request) as session:
        there = available_years.list_public(session, today)
    document = documents.build_document(counted, lang, today, app_state.city(lang))
    others = [one for one in there if one != year]
    written = lang if lang in STAFF_LANGUAGES else Language.UZ
    shown = ReportPage(document, tables.general_notes(document), others, written.value)
    return context.page(request, "public/report/show.html", shown)


def _file(request: Req, lang: Language, year: int, ending: str) -> Response[Any]:
    """Return a file of a year.

    Documents are written in the languages of the staff; Karakalpak readers get the Uzbek one.
    """
    written = lang if lang in STAFF_LANGUAGES else Language.UZ
    content = _make_file(request, _find_edition(request, year), written, ending)
    name = f"musofir-{year}-{written.value}{ending}"
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "content-language": written.value,
    }
    return Response(content, media_type=FILE_FORMATS[ending].media, headers=headers)


def _make_file(request: Req, edition: Edition, lang: Language, ending: str) -> bytes:
    """Return a file of an edition, made once in this process and then cached."""
    app_state = context.app_state(request)
    kept: OrderedDict[tuple[str, Language, str], bytes] = app_state.memory.setdefault(
        "report files", OrderedDict()
    )
    key = hashlib.sha256(msgspec.json.encode(edition)).hexdigest(), lang, ending
    content = kept.pop(key, b"")
    if not content:
        day = edition.published_on or edition.counted_on or app_state.today
        document = documents.build_document(edition, lang, day, app_state.city(lang))
        content = FILE_FORMATS[ending].write(document, day)
    kept[key] = content
    while sum(map(len, kept.values())) > _MAX_CACHE_BYTES:
        kept.popitem(last=False)
    return content


def _find_edition(request: Req, year: int) -> Edition:
    app_state = context.app_state(request)
    return public_year.current_edition(
        app_state.database, year, app_state.settings.smallest, on=app_state.clock()
    )
