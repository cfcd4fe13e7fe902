"""A filtered list as a file: the rows and columns that its reader sees, written to the journal."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from litestar import Response

from catalog.core import journal
from i18n import gettext
from service.infra import list_settings
from service.input import listing as queries
from service.input import spreadsheets
from service.web import context, list_cells, list_view, listing
from service.web.context import Req
from service.web.list_view import ListView

KINDS: dict[str, tuple[Any, str]] = {
    "csv": (spreadsheets.write_csv, "text/csv"),
    "xlsx": (
        spreadsheets.write_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


def file(request: Req, view: ListView, query: str, kind: str) -> Response[Any]:
    """Return the first MOST_EXPORTED rows of a list, with what it was filtered by at the end."""
    state, values = context.app_state(request), dict(queries.pairs(query))
    asked, _errors = list_view.read(view, values)
    with context.writing(request) as session:
        reading = listing.reading(request, session)
        columns = list_view.columns_for(view, list_settings.read(session, view.name, by=reading.by))
        order = list_view.order_of(view, values)
        rows = listing.find(reading, view, asked, order, 0, listing.MOST_EXPORTED)
        fields = (*(name for name, _value in queries.pairs(query)), f"rows:{len(rows)}")
        journal.write(
            session, "export", "list", view.name, by=reading.by, on=state.clock(), fields=fields
        )
        table = [
            [list_cells.data(one.cell(row), reading.reader) for one in columns] for row in rows
        ]
    heads = [gettext(reading.reader.lang, one.label) for one in columns]
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"list.{kind}"
        KINDS[kind][0](path, heads, table)
        content = path.read_bytes()
    name = f"{view.name}-{state.today}.{kind}"
    headers = {"content-disposition": f'attachment; filename="{name}"'} | context.NO_STORE
    return Response(content, media_type=KINDS[kind][1], headers=headers)
