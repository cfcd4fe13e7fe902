"""`seats` and `seed round`: a whole round from the command line, its file, and the same result out
of the file."""

import pytest


@pytest.fixture
def drawn(migrated, tmp_path):
    file = tmp_path / "round.json"
    code, out, err = migrated("seed", "round", "--applicants", "40", "--file", file)
    assert (code, err.strip()) == (0, "")
    return out, file


def test_a_round_is_made_published_and_worked_out_again_to_the_same(migrated, drawn, tmp_path):
    out, file = drawn
    assert "40 applicants" in out
    assert "0 blocking pairs" in out
    code, again, _ = migrated("seats", "rerun", file)
    assert (code, "The same result." in again) == (0, True)
    number = out.split(":")[0]
    code, values, _ = migrated("seats", "file", number)
    assert (code, values.encode()) == (0, file.read_bytes())
    assert migrated("seats", "file", number, "--draw", "1")[1] == values
    assert migrated("seats", "file", number, "--draw", "2")[0] == 2


def test_whatever_was_changed_in_the_file_is_told(migrated, drawn, tmp_path):
    _, file = drawn
    bad = tmp_path / "bad.json"
    bad.write_bytes(
        file.read_bytes().replace(b'"points_rule":"sheet-1"', b'"points_rule":"sheet-2"')
    )
    code, out, _ = migrated("seats", "rerun", bad)
    assert (code, "NOT the same result." in out, "another SHA-256" in out) == (1, True, True)


def test_what_is_no_such_file_and_no_such_round_is_told_in_one_sentence(migrated, tmp_path):
    other = tmp_path / "other.json"
    other.write_text("{}")
    for words in (
        ("seats", "rerun", other),
        ("seats", "rerun", tmp_path / "none"),
        ("seats", "file", "S-NOTHING"),
    ):
        code, out, err = migrated(*words)
        assert (code, out) == (2, "")
        assert err.count("\n") == 1
