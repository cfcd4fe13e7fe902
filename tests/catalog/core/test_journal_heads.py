"""The heads of the journal, kept line by line."""

from datetime import date

import pytest

from catalog.core import journal_heads
from catalog.core.journal_heads import Damaged, Head

FIRST, SECOND = Head(date(2026, 11, 24), 5, "a" * 64), Head(date(2026, 11, 25), 9, "b" * 64)


def test_a_head_is_a_line_of_day_position_and_hash(tmp_path):
    file = tmp_path / "far" / "away" / "heads.txt"
    assert journal_heads.append(file, FIRST)
    assert journal_heads.append(file, SECOND)
    assert file.read_text() == f"2026-11-24 5 {'a' * 64}\n2026-11-25 9 {'b' * 64}\n"
    assert journal_heads.read(file) == [FIRST, SECOND]


def test_the_same_head_is_kept_once(tmp_path):
    file = tmp_path / "heads.txt"
    assert [
        journal_heads.append(file, FIRST),
        journal_heads.append(file, FIRST),
        journal_heads.append(file, SECOND),
    ] == [
        True,
        False,
        True,
    ]
    assert journal_heads.read(file) == [FIRST, SECOND]


def test_where_nothing_was_kept_there_are_no_heads(tmp_path):
    assert journal_heads.read(tmp_path / "heads.txt") == []
    (tmp_path / "heads.txt").write_text("\n")
    assert journal_heads.read(tmp_path / "heads.txt") == []


@pytest.mark.parametrize(
    "line",
    [
        "2026-11-25 9",
        f"2026-13-25 9 {'b' * 64}",
        f"2026-11-25 0 {'b' * 64}",
        f"2026-11-25 9 {'B' * 64}",
        "\xff",
        "x" * 99,
    ],
)
def test_a_damaged_line_is_named_and_nothing_is_added_to_it(tmp_path, line):
    file = tmp_path / "heads.txt"
    journal_heads.append(file, FIRST)
    with file.open("a", encoding="latin-1") as lines:
        lines.write(line)
    for attempt in (journal_heads.read, lambda file: journal_heads.append(file, SECOND)):
        with pytest.raises(Damaged, match="line 2 is no head"):
            attempt(file)
    assert file.read_text(encoding="latin-1").endswith(line)
