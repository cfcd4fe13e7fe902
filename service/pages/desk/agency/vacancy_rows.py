"""The vacancies of an agency in one table: each row read and judged as a form would be, and taken all together or not at all."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import or_, select
from sqlmodel import Session, col

from catalog.core.actor import Who
from catalog.core.errors import Refusal, Wrong
from catalog.vacancies import agency_vacancies
from catalog.vacancies.agency_vacancies import OwnVacancy
from catalog.vacancies.vacancies import Vacancy
from i18n import N_
from matching.lexicon.classifier import classify_all
from matching.lexicon.lexicon import Lexicon
from service.casework.worklists import group_actions
from service.input import cell_parsing, spreadsheets
from service.pages.desk.agency.own_vacancy_list import LONGEST, TOLD

MOST = 200
NEEDED = (
    "external_id", "title", "language", "country", "employer", "seats", "wage_min", "currency", "period", "opens_on",
    "closes_on",
)  # fmt: skip


class TooManyVacancies(Refusal):
    slug = "too-many-vacancies"
    sentence = N_("At most %(most)s vacancies in one file. Send the rest in another one.")


class NoColumn(Refusal):
    slug = "no-column"
    sentence = N_("The file lacks this column: %(column)s.")


class NumberTwice(Refusal):
    slug = "number-twice"
    sentence = N_("This number stands in line %(line)s too.")


class Cell(Refusal):
    """What a sheet says of a cell that it could not read."""

    slug = "cell"
    sentence = N_("This cell cannot be read. A formula is replaced by its result; a row has as many cells as columns.")


class Row(msgspec.Struct):
    line: int
    cells: dict[str, str]


class Fault(msgspec.Struct):
    """What is wrong, in which line and column."""

    line: int
    column: str
    refusal: Refusal


class Ready(msgspec.Struct):
    """A row that can be taken, and what it is to us."""

    line: int
    told: OwnVacancy
    known: bool


class Judged(msgspec.Struct):
    ready: list[Ready]
    faults: list[Fault]


def rows(sheet: spreadsheets.Sheet) -> tuple[list[Row], list[Fault], list[str]]:
    """The rows in our columns, what could not be read, and the columns that are not taken. Refuses: Wrong, TooManyVacancies."""
    if missing := [name for name in NEEDED if name not in sheet.headers]:
        raise Wrong([NoColumn("file", column=name) for name in missing])
    found, faults = list[Row](), list[Fault]()
    for row in sheet.rows:
        if len(found) >= MOST:
            raise TooManyVacancies("file", most=MOST)
        faults += [Fault(row.line, column, Cell()) for column in row.faults]
        found.append(Row(row.line, {name: row.cells[name] for name in TOLD if row.cells.get(name)}))
    return found, faults, [name for name in sheet.headers if name and name not in TOLD]


def judge(session: Session, told: Iterable[Row], lexicon: Lexicon, *, by: Who, on: datetime, day: date) -> Judged:
    """Takes every row by the deeds themselves; whoever calls keeps all of it, or nothing. Where no unit group is named, the
    title says it if it is beyond doubt."""
    judged, seen = Judged([], []), dict[str, int]()
    read = [(row, one) for row in told if (one := _read(row, seen, judged)) is not None]
    unnamed = [one for _, one in read if one.isco08 is None]
    for one, found in zip(unnamed, classify_all(lexicon, [one.title for one in unnamed]), strict=True):
        one.isco08, one.classified = found.isco08, found.isco08 is not None
    for row, one in read:
        _take(session, row, one, judged, by=by, on=on, day=day)
    judged.faults.sort(key=lambda fault: (fault.line, fault.column))
    return judged


def _read(row: Row, seen: dict[str, int], judged: Judged) -> OwnVacancy | None:
    told: dict[str, Any] = dict(row.cells)
    if "wage_min" in told:
        told.setdefault("wage_max", told["wage_min"])
    try:
        one = cell_parsing.read(OwnVacancy, told, cell_parsing.VACANCY, longest=LONGEST)
        if (line := seen.setdefault(one.external_id, row.line)) != row.line:
            raise NumberTwice("external_id", line=line)
    except Refusal as refusal:
        _note(judged, row.line, refusal)
        return None
    return one


def _take(
    session: Session, row: Row, told: OwnVacancy, judged: Judged, *, by: Who, on: datetime, day: date
) -> None:  # fmt: skip
    known = _known(session, told, by)
    if known is not None:
        refusal = group_actions.tried(
            session, lambda: agency_vacancies.amend(session, known, told, by=by, on=on, day=day)
        )
    else:
        refusal = group_actions.tried(session, lambda: agency_vacancies.submit(session, told, by=by, on=on, day=day))
    if refusal is not None:
        _note(judged, row.line, refusal)
    else:
        judged.ready.append(Ready(row.line, told, known is not None))


def _known(session: Session, told: OwnVacancy, by: Who) -> Vacancy | None:
    numbers = [told.external_id, agency_vacancies.number(str(by.agency), told.external_id)]
    mine = select(Vacancy).where(
        agency_vacancies.within(by), or_(*(col(Vacancy.external_id) == one for one in numbers))
    )
    found: Vacancy | None = session.execute(mine).scalars().first()
    return found


def _note(judged: Judged, line: int, refusal: Refusal) -> None:
    for one in refusal.errors if isinstance(refusal, Wrong) else [refusal]:
        judged.faults.append(Fault(line, one.field or "", one))
