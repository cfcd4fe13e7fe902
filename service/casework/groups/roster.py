"""The roster of a group: rows that an officer types, pastes or uploads, read into claims.

All mistakes are reported at once."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from catalog.core.errors import InvalidInput, Refusal
from catalog.core.fields import InTheFuture, Line
from i18n import CITIZEN_LANGUAGES, N_, gettext
from i18n.scripts import fold
from matching.identity import telephones
from matching.identity.persons import NewCitizen
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import NewClaim, NewLine
from service.casework.groups.groups import MAX_WORKERS, NewGroup
from service.input import forms, spreadsheets
from service.input.cell_parsing import NotACurrency
from service.input.csv_reader import separator

COLUMNS = {
    "name": N_("Name"),
    "phone": N_("Telephone"),
    "amount": N_("Amount"),
    "currency": N_("Currency"),
    "component": N_("Reason or purpose"),
    "months": N_("Months"),
}
_MONTH = r"[0-9]{4}-[0-9]{1,2}|[0-9]{1,2}\.[0-9]{4}"
# The most lines of one worker, each with its own component and currency.
_LINES = 10


class NotMonths(Refusal):
    slug = "not-months"
    sentence = N_(
        "Enter the months as 2026-03..2026-08, or the number of months, for example 6. Leave "
        "this empty for the whole period."
    )


class NoSuchColumn(Refusal):
    slug = "no-such-column"
    sentence = N_(
        "The first line must contain the column names: name, phone, amount, currency, "
        "component, months."
    )


class TooManyRows(Refusal):
    slug = "too-many-rows"
    sentence = N_("A group can have at most 200 workers. This list has too many rows.")


class OwedTwice(Refusal):
    slug = "owed-twice"
    sentence = N_(
        "This worker has two rows with the same component and currency. Add the amounts "
        "together in one row."
    )


class OtherMonths(Refusal):
    slug = "other-months"
    sentence = N_(
        "The rows for one worker give different months. Enter the whole period in each row."
    )


@cache
def _component_codes() -> dict[str, str]:
    """Return the components by their codes and by their names in all our languages."""
    codes = {
        fold(gettext(lang, one.label)): one.value for lang in CITIZEN_LANGUAGES for one in Component
    }
    return codes | {fold(one.value): one.value for one in Component}


class Mistake(msgspec.Struct, frozen=True):
    """A mistake in one row and column; an empty column means the whole row."""

    row: int
    column: str
    refusal: Refusal


class Roster(msgspec.Struct):
    """The result of reading: claims to file, number of rows, and mistakes.

    With any mistake there are no claims."""

    workers: list[NewClaim]
    mistakes: list[Mistake]
    rows: int = 0

    @property
    def sums(self) -> dict[str, int]:
        """The total claimed, by currency."""
        found: dict[str, int] = {}
        for line in (line for worker in self.workers for line in worker.lines):
            found[line.currency] = found.get(line.currency, 0) + line.amount
        return dict(sorted(found.items()))


class _Row(msgspec.Struct):
    """One row as read: the worker, one line of what is owed, and the days of work."""

    number: int
    contact: NewCitizen
    line: NewLine
    worked: tuple[date, date]


class _RowInput(msgspec.Struct):
    name: Line
    line: NewLine
    phone: str = ""


def parse_pasted(text: str) -> list[list[str]]:
    """Split text into cells by tabs (as spreadsheets copy them), semicolons or commas.

    Refuses: spreadsheets.NotATable."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    try:
        return list(csv.reader(io.StringIO(plain), delimiter=separator(plain)))
    except csv.Error as reason:
        raise spreadsheets.NotATable("rows") from reason


def read_upload(path: Path) -> str:
    """Return the rows of a CSV or XLSX file as pasted text.

    Refuses: NoSuchColumn, and what spreadsheets.read refuses."""
    sheet = spreadsheets.read(path)
    if not {"name", "amount"} <= set(sheet.headers):
        raise NoSuchColumn("file")
    rows = []
    for row in sheet.rows:
        rows.append([_one_line(row.cells.get(column, "")) for column in COLUMNS])
        if len(rows) > MAX_WORKERS * _LINES:
            raise TooManyRows("file")
    written = io.StringIO()
    csv.writer(written, delimiter="\t", lineterminator="\n").writerows(rows)
    return written.getvalue()


def _one_line(cell: str) -> str:
    return " ".join(cell.split())


def read(text: str, group: NewGroup, today: date) -> Roster:
    """Read the workers from these rows.

    Rows of one name and number are one worker with several lines."""
    rows = [
        (number, cells)
        for number, cells in enumerate(parse_pasted(text), start=1)
        if any(map(str.strip, cells))
    ]
    if rows and _is_heading(rows[0][1]):
        rows = rows[1:]
    found, mistakes = [], []
    for number, cells in rows[: MAX_WORKERS * _LINES]:
        try:
            found.append(
                _row(number, dict(zip(COLUMNS, map(str.strip, cells), strict=False)), group, today)
            )
        except Refusal as refusal:
            mistakes += [Mistake(number, one.field or "", one) for one in refusal.errors]
    workers, more = _workers(found, group)
    mistakes = sorted([*mistakes, *more], key=lambda one: one.row)
    if len(workers) > MAX_WORKERS or len(rows) > MAX_WORKERS * _LINES:
        mistakes.append(Mistake(rows[-1][0], "", TooManyRows()))
    return Roster([] if mistakes else workers, mistakes, len(rows))


def _is_heading(cells: Iterable[str]) -> bool:
    return "name" in {cell.strip().lower() for cell in cells}


def _row(number: int, cells: Mapping[str, str], group: NewGroup, today: date) -> _Row:
    """Read one row. Refuses: InvalidInput, with everything that is wrong in the row."""
    line: dict[str, Any] = {name: cells.get(name, "") for name in ("amount", "component")}
    line["currency"] = cells.get("currency", "").upper()
    line["component"] = (
        _component_codes().get(fold(line["component"]), line["component"])
        or Component.BASE_PAY.value
    )
    values = {
        "name": cells.get("name", ""),
        "phone": cells.get("phone", ""),
        "line": forms.with_minor_units(line, "amount", "currency"),
    }
    errors: list[Refusal] = []
    owed, worked = None, (group.worked_from, group.worked_to)
    try:
        owed = forms.read(_RowInput, values)
    except InvalidInput as wrong:
        errors += wrong.errors
    for error in errors:
        error.field = (error.field or "").removeprefix("line.")
    errors = [NotACurrency("currency") if error.field == "currency" else error for error in errors]
    try:
        worked = _parse_period(cells.get("months", ""), group, today)
    except Refusal as refusal:
        errors.append(refusal)
    try:
        telephones.international_number(cells["phone"]) if cells.get("phone") else None
    except Refusal as refusal:
        errors.append(refusal)
    if errors or owed is None:
        raise InvalidInput(errors)
    return _Row(number, NewCitizen(owed.name, owed.phone), owed.line, worked)


def _parse_period(months: str, group: NewGroup, today: date) -> tuple[date, date]:
    """Return the first and last day of work.

    They are the group's own days, the last so many months of them, or the months named."""
    if not months:
        return group.worked_from, group.worked_to
    if re.fullmatch("[1-9][0-9]?", months):
        last = group.worked_to.year * 12 + group.worked_to.month - int(months)
        return date(last // 12, last % 12 + 1, 1), group.worked_to
    named = [one for span in re.findall(_MONTH, months) for one in _month(span)]
    if (
        len(named) not in (1, 2)
        or named[0] > named[-1]
        or re.sub(_MONTH, "", months).strip(" .–—-")
    ):
        raise NotMonths("months")
    if named[0] > today:
        raise InTheFuture("months")
    end = (named[-1] + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return named[0], max(min(end, group.worked_to), named[0])


def _month(span: str) -> list[date]:
    first, second = re.split(r"[-.]", span)
    year, month = (first, second) if len(first) == 4 else (second, first)
    return (
        [date(int(year), int(month), 1)]
        if 1 <= int(month) <= 12 and 1991 <= int(year) <= 2199
        else []
    )


def _workers(rows: list[_Row], group: NewGroup) -> tuple[list[NewClaim], list[Mistake]]:
    workers: dict[tuple[str, str], NewClaim] = {}
    mistakes = []
    for row in rows:
        mark = (
            fold(row.contact.name),
            telephones.international_number(row.contact.phone) if row.contact.phone else "",
        )
        known = workers.get(mark)
        if known is None:
            workers[mark] = NewClaim(
                group.employer,
                group.country,
                *row.worked,
                lines=[row.line],
                contact=row.contact,
                city=group.city,
            )
        elif (known.worked_from, known.worked_to) != row.worked:
            mistakes.append(Mistake(row.number, "months", OtherMonths()))
        elif any(
            (one.component, one.currency) == (row.line.component, row.line.currency)
            for one in known.lines
        ):
            mistakes.append(Mistake(row.number, "component", OwedTwice()))
        else:
            known.lines.append(row.line)
    return list(workers.values()), mistakes
