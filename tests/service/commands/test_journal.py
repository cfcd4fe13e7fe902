"""The journal verified from the command line, against itself and against the heads that were
carried away."""

import pytest
from sqlalchemy import text


@pytest.fixture
def kept(settled, tmp_path):
    """The head as the night before kept it."""
    assert settled("nightly")[0] == 0
    return tmp_path / "home" / "heads" / "heads.txt"


@pytest.fixture
def do(seeded):
    def do(sql: str) -> None:
        with seeded.write() as session:
            session.execute(text(sql))

    return do


def test_a_sound_journal_is_told_with_the_heads_it_was_compared_with(settled, kept):
    code, out, _ = settled("journal", "verify")
    day, position, mark = kept.read_text().split()
    assert (code, out.count("\n"), out.startswith(f"{position} entries, unbroken, ")) == (
        0,
        1,
        True,
    )
    assert ("compared with 1 kept head." in out, mark in out, len(day)) == (True, True, 10)


@pytest.mark.parametrize(
    ("forged", "text"),
    [
        ("UPDATE journal SET fields = 'x' WHERE position = 7", "broken at entry 7:"),
        ("DELETE FROM journal WHERE position = 7", "broken at entry 7:"),
        (
            "DELETE FROM journal WHERE position > 7",
            "entry 8 is the first that is missing, and so is entry ",
        ),
    ],
)
def test_what_was_done_to_it_is_told_in_one_sentence_and_fails(settled, kept, do, forged, text):
    do(forged)
    code, out, _ = settled("journal", "verify")
    assert (code, text in out, out.count("\n")) == (1, True, 1)


def test_heads_brought_from_elsewhere_are_compared(settled, kept, tmp_path):
    elsewhere = tmp_path / "brought.txt"
    elsewhere.write_text(f"2026-11-20 3 {'a' * 64}\n")
    code, out, _ = settled("journal", "verify", "--heads", elsewhere)
    assert (code, "entry 3 is another one than entry 3 as it was kept on 2026-11-20" in out) == (
        1,
        True,
    )
    assert "The first wrong one is entry 1 or a later one." in out


def test_a_damaged_file_of_heads_is_told(settled, tmp_path):
    (tmp_path / "bad.txt").write_text("no head\n")
    code, _, err = settled("journal", "verify", "--heads", tmp_path / "bad.txt")
    assert (code, "line 1 is no head" in err, err.count("\n")) == (2, True, 1)
    assert settled("journal", "verify", "--heads", tmp_path / "nowhere.txt")[0] == 2


def test_a_journal_of_which_nothing_was_kept_is_told_so(settled):
    assert "no head was kept to compare." in settled("journal", "verify")[1]
