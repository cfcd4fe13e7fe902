"""The rows of an agency's table are read as ours, what is missing or too much is told, and each is
taken by the deeds."""

import pytest

from catalog.core.errors import InvalidInput
from matching.lexicon.lexicon import Lexicon
from service.input import spreadsheets
from service.pages.desk.agency import vacancy_rows
from service.pages.desk.agency.vacancy_rows import Row, TooManyVacancies
from tests.support import cast
from tests.support.cast import HAMID, TODAY

CELLS = {
    "external_id": "A-1",
    "title": "Welder",
    "language": "en",
    "country": "KR",
    "employer": "Hanbit Shipyard",
    "seats": "3",
    "wage_min": "2900000",
    "currency": "KRW",
    "period": "month",
    "opens_on": "2026-12-01",
    "closes_on": "2027-01-31",
    "isco08": "7212",
}


def sheet(rows, headers=tuple(CELLS)):
    return spreadsheets.Sheet(
        list(headers),
        iter(spreadsheets.Row(line, cells) for line, cells in enumerate(rows, start=2)),
    )


def test_a_file_without_a_needed_column_is_another_file():
    with pytest.raises(InvalidInput) as wrong:
        vacancy_rows.read_rows(sheet([], [name for name in CELLS if name != "seats"]))
    assert [error.facts["column"] for error in wrong.value.errors] == ["seats"]
    with pytest.raises(TooManyVacancies):
        vacancy_rows.read_rows(sheet([CELLS] * 201))
    rows, faults, left = vacancy_rows.read_rows(sheet([CELLS | {"note": "x"}], (*CELLS, "note")))
    assert (len(rows), faults, left, "note" in rows[0].cells) == (1, [], ["note"], False)


def test_every_fault_of_a_row_is_named_at_once_and_none_of_a_column_that_is_missing(seeded, clock):
    wrong = {"country": "ZZ", "language": "xx", "wage_min": "much", "period": "monthly"}
    with seeded.write() as session:
        judged = vacancy_rows.judge_rows(
            session, [Row(2, CELLS | wrong)], Lexicon(()), by=HAMID, on=clock(), day=TODAY
        )
    assert [fault.column for fault in judged.faults] == sorted(wrong)
    (period,) = [fault.refusal for fault in judged.faults if fault.column == "period"]
    assert period.facts == {"words": "day, hour, month, week, year"}


def test_a_number_we_know_changes_that_vacancy_and_no_other_agencys(seeded, clock):
    with seeded.write() as session:
        numbers = ("A-1", "J-PUBLISHED", "J-COOK")
        items = [
            Row(line, CELLS | {"external_id": number})
            for line, number in enumerate(numbers, start=2)
        ]
        judged = vacancy_rows.judge_rows(
            session, items, Lexicon(()), by=HAMID, on=clock(), day=TODAY
        )
        assert ([(one.vacancy.external_id, one.known) for one in judged.ready], judged.faults) == (
            [("A-1", False), ("J-PUBLISHED", True), ("J-COOK", False)],
            [],
        )
        assert cast.named(session, "published").state == "submitted"
        assert cast.named(session, "cook").state == "published"
        session.rollback()


def test_a_row_for_work_at_home_is_named_and_stops_no_other(seeded, clock):
    with seeded.write() as session:
        items = [
            Row(line, CELLS | values)
            for line, values in enumerate(
                (
                    {"country": "UZ"},
                    {"external_id": "A-2", "age_min": "16"},
                    {"external_id": "A-3"},
                ),
                start=2,
            )
        ]
        judged = vacancy_rows.judge_rows(
            session, items, Lexicon(()), by=HAMID, on=clock(), day=TODAY
        )
        assert [one.vacancy.external_id for one in judged.ready] == ["A-3"]
        assert [(one.line, one.column) for one in judged.faults] == [(2, "country"), (3, "age_min")]
        session.rollback()
