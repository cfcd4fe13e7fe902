"""The table of a list, written in Python: a template takes several times as long for its cells."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from markupsafe import Markup, escape

from i18n import gettext
from service.web.lists import list_cells
from service.web.lists.list_view import Column, ListView, Order
from service.web.reader import Reader

FIRST = "o"
_HEAD = Markup('<th scope="col"%s%s>%s</th>')
_SORT = Markup('<a href="/%s%s?%s">%s</a>')
_NUMBER = Markup(' class="n"')
# The class of the boxes by which rows are chosen, which are not printed.
_CHOOSES = Markup(' class="choose"')
# Shown by the script of the desk alone.
_CHOOSE_ALL = Markup(
    '<span class="unseen">%(label)s</span>'
    '<input type="checkbox" class="box" data-choose-all hidden aria-label="%(label)s">'
)
_NO_CHOICE = Markup('<td class="choose"></td>')
_CHOICE = (
    '<td class="choose"><input type="checkbox" class="box" id="%(name)s" name="%(name)s" '
    'value="%(version)d"%(checked)s><label class="unseen" for="%(name)s">%(label)s</label></td>'
)


class Table(msgspec.Struct, frozen=True):
    """The head and the rows of a table, as HTML."""

    heads: Markup
    rows: Markup


def heads(
    view: ListView,
    columns: Sequence[Column],
    order: Order,
    query: Callable[[Order], str],
    reader: Reader,
    *,
    picks: bool,
) -> Markup:
    """Return the head of the table; a sorted column sorts the other way when it is followed."""
    cells = [_HEAD % (_CHOOSES, "", _CHOOSE_ALL % {"label": _choose_all(reader)})] if picks else []
    for column in columns:
        label = gettext(reader.lang, column.label)
        is_sorted = column.key == order.column.key
        state = ""
        if is_sorted:
            state = Markup(' aria-sort="%s"') % ("descending" if order.descending else "ascending")
        content: Any = label
        if column.order:
            new = Order(column, is_sorted and not order.descending)
            content = _SORT % (reader.lang.value, view.path, query(new), label)
        cells.append(_HEAD % (_NUMBER if column.is_number else "", state, content))
    return Markup().join(cells)


def _choose_all(reader: Reader) -> str:
    return gettext(reader.lang, "Choose all on this page")


def body(
    columns: Sequence[Column],
    rows: Sequence[Any],
    reader: Reader,
    act: Mapping[str, str],
    pick: str,
) -> Markup:
    """Return the rows of the table; those chosen in a refused form are chosen again.

    `pick` is the prefix of the fields by which rows are chosen, or empty.
    """
    labels = [
        (escape(gettext(reader.lang, one.label)), _NUMBER if one.is_number else "", one.cell)
        for one in columns
    ]
    lines: list[str] = []
    for row in rows:
        cells = [
            f'<td data-label="{label}"{number}>{list_cells.html(cell(row), reader)}</td>'
            for label, number, cell in labels
        ]
        if pick:
            cells.insert(0, _choice(pick, row, act, reader))
        line = f"<tr>{''.join(cells)}</tr>"
        # The first record is opened by a key.
        lines.append(line if lines else line.replace("<a href", f'<a accesskey="{FIRST}" href', 1))
    return Markup("\n".join(lines))


def _choice(pick: str, row: Any, act: Mapping[str, str], reader: Reader) -> Markup:
    if row.version is None:
        return _NO_CHOICE
    name = f"{pick}{row.reference}"
    label = gettext(reader.lang, "Choose %(record)s", record=row.reference)
    values = {"name": escape(name), "version": row.version, "label": escape(label)}
    return Markup(_CHOICE % (values | {"checked": " checked" if name in act else ""}))
