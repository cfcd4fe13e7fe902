"""An agency's vacancies in one table, judged row by row and submitted all together or not."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import or_, select
from sqlmodel import Session, col

from catalog.core.actor import Actor
from catalog.core.errors import InvalidInput, Mistakes, Refusal
from catalog.reference import countries
from catalog.vacancies import agency_vacancies
from catalog.vacancies.agency_vacancies import VacancyInput
from catalog.vacancies.vacancies import Vacancy
from i18n import N_, Language, formats
from matching.lexicon.classifier import classify_all
from matching.lexicon.lexicon import Lexicon
from service.casework.worklists import group_actions
from service.input import cell_parsing, spreadsheets
from service.pages.desk.agency.own_vacancy_form import FIELDS, MAX_LENGTHS

MAX_ROWS = 200
REQUIRED_COLUMNS = (
    "external_id",
    "title",
    "language",
    "country",
    "employer",
    "seats",
    "wage_min",
    "currency",
    "period",
    "opens_on",
    "closes_on",
)


class TooManyVacancies(Refusal):
    slug = "too-many-vacancies"
    sentence = N_("A file can contain at most %(most)s vacancies. Send the rest in another file.")


class NoColumn(Refusal):
    slug = "no-column"
    sentence = N_("The file does not have this column: %(column)s.")


class NumberTwice(Refusal):
    slug = "number-twice"
    sentence = N_("This number is also on line %(line)s.")


class NotALanguage(Refusal):
    slug = "not-a-language"
    sentence = N_("Enter the language as a code of two letters, for example uz, ru or en.")


class UnreadableCell(Refusal):
    """A cell of a sheet that could not be read."""

    slug = "cell"
    sentence = N_(
        "This cell cannot be read. Replace any formula with its result; each row must have as"
        " many cells as there are columns."
    )


class Row(msgspec.Struct):
    line: int
    cells: dict[str, str]


class Fault(msgspec.Struct):
    """What is wrong, in which line and column."""

    line: int
    column: str
    refusal: Refusal


class ReadyRow(msgspec.Struct):
    """A row that can be submitted, and whether it changes a known vacancy."""

    line: int
    vacancy: VacancyInput
    known: bool


class CheckedRows(msgspec.Struct):
    ready: list[ReadyRow]
    faults: list[Fault]


def read_rows(sheet: spreadsheets.Sheet) -> tuple[list[Row], list[Fault], list[str]]:
    """Return the rows in known columns, unreadable cells, and the columns that are ignored.

    Refuses: InvalidInput, TooManyVacancies.
    """
    if missing := [name for name in REQUIRED_COLUMNS if name not in sheet.headers]:
        raise InvalidInput([NoColumn("file", column=name) for name in missing])
    found, faults = list[Row](), list[Fault]()
    for row in sheet.rows:
        if len(found) >= MAX_ROWS:
            raise TooManyVacancies("file", most=MAX_ROWS)
        faults += [Fault(row.line, column, UnreadableCell()) for column in row.faults]
        found.append(
            Row(row.line, {name: row.cells[name] for name in FIELDS if row.cells.get(name)})
        )
    return found, faults, [name for name in sheet.headers if name and name not in FIELDS]


def judge_rows(
    session: Session, rows: Iterable[Row], lexicon: Lexicon, *, by: Actor, on: datetime, day: date
) -> CheckedRows:
    """Submit every row by the ordinary commands; the caller commits all of it, or nothing.

    Where no unit group is given, the title decides it if it is beyond doubt.
    """
    judged, seen = CheckedRows([], []), dict[str, int]()
    read = [(row, one) for row in rows if (one := _read_row(session, row, seen, judged))]
    unnamed = [one for _, one in read if one.isco08 is None]
    for one, found in zip(
        unnamed, classify_all(lexicon, [one.title for one in unnamed]), strict=True
    ):
        one.isco08, one.classified = found.isco08, found.isco08 is not None
    for row, one in read:
        _submit_row(session, row, one, judged, by=by, on=on, day=day)
    judged.faults.sort(key=lambda fault: (fault.line, fault.column))
    return judged


def _read_row(
    session: Session, row: Row, seen: dict[str, int], judged: CheckedRows
) -> VacancyInput | None:
    """Read a row, or add all its faults: those of unknown codes, too, in the same round."""
    values: dict[str, Any] = dict(row.cells)
    if "wage_min" in values:
        values.setdefault("wage_max", values["wage_min"])
    unknown = {one.field: one for one in _unknown_codes(session, row.cells)}
    one = None
    try:
        one = cell_parsing.read(
            VacancyInput, values, cell_parsing.VACANCY_READERS, longest=MAX_LENGTHS
        )
        if (line := seen.setdefault(one.external_id, row.line)) != row.line:
            raise NumberTwice("external_id", line=line)
    except Refusal as refusal:
        # Where no highest pay was given, an error of the lowest pay is shown only once.
        given = [one for one in refusal.errors if one.field != "wage_max" or one.field in row.cells]
        unknown |= {one.field: one for one in given if one.field not in unknown}
    for fault in unknown.values():
        _add_fault(judged, row.line, fault)
    return None if unknown else one


def _unknown_codes(session: Session, cells: dict[str, str]) -> list[Refusal]:
    """Return the refusals of a country and a language that nobody knows."""
    mistakes = Mistakes()
    with mistakes.noted():
        countries.require(session, cells.get("country", "").strip().upper() or None)
    with mistakes.noted():
        language = cells.get("language", "").strip()
        if language and formats.language_name(Language.EN, language) == language.lower():
            raise NotALanguage("language")
    try:
        mistakes.require_none()
    except Refusal as refusal:
        return refusal.errors
    return []


def _submit_row(
    session: Session,
    row: Row,
    vacancy_input: VacancyInput,
    judged: CheckedRows,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> None:
    known = _find_existing(session, vacancy_input, by)
    if known is not None:
        refusal = group_actions.try_action(
            session,
            lambda: agency_vacancies.amend(session, known, vacancy_input, by=by, on=on, day=day),
        )
    else:
        refusal = group_actions.try_action(
            session, lambda: agency_vacancies.submit(session, vacancy_input, by=by, on=on, day=day)
        )
    if refusal is not None:
        _add_fault(judged, row.line, refusal)
    else:
        judged.ready.append(ReadyRow(row.line, vacancy_input, known is not None))


def _find_existing(session: Session, vacancy_input: VacancyInput, by: Actor) -> Vacancy | None:
    numbers = [
        vacancy_input.external_id,
        agency_vacancies.full_number(str(by.agency), vacancy_input.external_id),
    ]
    mine = select(Vacancy).where(
        agency_vacancies.within(by), or_(*(col(Vacancy.external_id) == one for one in numbers))
    )
    found: Vacancy | None = session.execute(mine).scalars().first()
    return found


def _add_fault(judged: CheckedRows, line: int, refusal: Refusal) -> None:
    for one in refusal.errors:
        judged.faults.append(Fault(line, one.field or "", one))
