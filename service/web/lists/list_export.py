"""A filtered list as a file: the rows and columns that its reader sees, written to the journal."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from litestar import Response
from sqlmodel import Session

from catalog.core import journal
from catalog.core.actor import Actor
from i18n import formats, gettext
from service.infra import list_settings
from service.input import listing as queries
from service.input import spreadsheets
from service.web import context
from service.web.context import Req
from service.web.lists import list_cells, list_view, listing
from service.web.lists.list_cells import Cell
from service.web.lists.list_view import ListView, Reading

KINDS: dict[str, tuple[Any, str]] = {
    "csv": (spreadsheets.write_csv, "text/csv"),
    "xlsx": (
        spreadsheets.write_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


def file(request: Req, view: ListView, query: str, kind: str) -> Response[Any]:
    """Return the first MOST_EXPORTED rows of a list, and below them what it was filtered by."""
    state, values = context.app_state(request), dict(queries.pairs(query))
    asked, _errors = list_view.read(view, values)
    # Nobody waits to write while ten thousand rows are made.
    with context.reading(request) as session:
        reading = listing.reading(request, session)
        order = list_view.order_of(view, values)
        rows = listing.find(reading, view, asked, order, 0, listing.MOST_EXPORTED)
        table = _table(reading, view, rows)
        table += [[], [_filter_text(reading, view, asked)]]
    with context.writing(request) as session:
        _note_export(session, view, query, len(rows), by=reading.by, on=state.clock())
    content = _write(kind, table)
    name = f"{view.name}-{state.today}.{kind}"
    headers = {"content-disposition": f'attachment; filename="{name}"'} | context.NO_STORE
    return Response(content, media_type=KINDS[kind][1], headers=headers)


def _table(reading: Reading, view: ListView, rows: list[Any]) -> list[list[str]]:
    """Return the head and the rows, in the columns that the person chose."""
    reader = reading.reader
    settings = list_settings.read(reading.session, reading.by.account, view.name)
    heads, columns = [], []
    for one in list_view.columns_for(view, settings):
        if not one.exported:
            continue
        label, parts = gettext(reader.lang, one.label), [_parts(one.cell(row)) for row in rows]
        heads.append(label)
        columns.append([list_cells.data(first, reader) for first, _rest in parts])
        if any(rest := [list_cells.data(rest, reader) for _first, rest in parts]):
            heads.append(f"{label} ({gettext(reader.lang, 'Note').lower()})")
            columns.append(rest)
    return [heads, *map(list, zip(*columns, strict=True))]


def _parts(cell: Cell) -> tuple[Cell, Cell]:
    """Return the value of a cell, and what a page says below it."""
    return (cell[0], cell[1:]) if isinstance(cell, tuple) and cell else (cell, None)


def _filter_text(reading: Reading, view: ListView, asked: Any) -> str:
    chips = listing.chips(reading, view, asked)
    filters = "; ".join(f"{one.label}: {one.text}" for one in chips)
    lang, moment = reading.reader.lang, formats.datetime_(reading.reader.lang, reading.now)
    if not filters:
        return gettext(
            lang, "%(title)s, all rows, %(moment)s", title=_title(reading, view), moment=moment
        )
    return gettext(
        lang,
        "%(title)s, filtered by %(filters)s, %(moment)s",
        title=_title(reading, view),
        filters=filters,
        moment=moment,
    )


def _title(reading: Reading, view: ListView) -> str:
    return gettext(reading.reader.lang, view.title)


def _write(kind: str, table: list[list[str]]) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"list.{kind}"
        KINDS[kind][0](path, table[0], table[1:])
        return path.read_bytes()


def _note_export(
    session: Session, view: ListView, query: str, rows: int, *, by: Actor, on: datetime
) -> None:
    fields = (*(name for name, _value in queries.pairs(query)), f"rows:{rows}")
    journal.write(session, "export", "list", view.name, by=by, on=on, fields=fields)
