"""The rows of a letter for a group: taken out and put back at their place, and nothing else."""

from datetime import date

from service.casework.letters import letter_workers
from service.casework.letters.layout import Check, LetterLayout, Paragraph, Table


def test_only_the_table_of_workers_loses_its_rows():
    workers, totals = Table("Workers", ["A"], [["Anvar"]]), Table("Totals", ["B"], [["1"]])
    sheet = LetterLayout(
        *("1", "en", date(2026, 11, 25), ["Office"], [], [], "Title"),
        blocks=[Paragraph("Opening"), workers, totals],
        check=Check("How", "Code", "https://musofir.example"),
    )
    bare = letter_workers.without_rows(sheet)
    assert letter_workers.rows(sheet) == [["Anvar"]]
    assert letter_workers.rows(bare) == []
    assert (bare.blocks[0], bare.blocks[2]) == (sheet.blocks[0], totals)
