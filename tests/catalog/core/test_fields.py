"""The small kinds of value: what is kept of a text, and on which day in Tashkent a moment falls."""

import unicodedata
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from catalog.core import fields
from catalog.core.fields import NotText, TooLong


def test_it_keeps_text_trimmed_composed_and_with_one_kind_of_line_end():
    assert fields.text("  Oʻzbekiston\r\nШу\u0306\rx ") == "Oʻzbekiston\nШў\nx".replace(
        "Шў", unicodedata.normalize("NFC", "Шу\u0306")
    )


@pytest.mark.parametrize(
    "bad", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\ud800", "\ufffe", "\uffff"]
)
def test_it_refuses_what_a_database_would_choke_on(bad):
    with pytest.raises(NotText):
        fields.text(f"salom{bad}")


def test_it_keeps_tabs_lines_and_characters_beyond_the_first_plane():
    assert fields.text("a\tb\n😀𐐷") == "a\tb\n😀𐐷"


def test_it_measures_the_text_that_would_be_kept():
    assert fields.text(" " * 50 + "x" * 10 + " " * 50, most=10) == "x" * 10
    with pytest.raises(TooLong) as refused:
        fields.text("x" * 11, most=10)
    assert refused.value.facts == {"most": 10}


@given(some.text())
def test_whatever_is_kept_is_kept_as_it_is_the_second_time(text):
    try:
        kept = fields.text(text)
    except NotText:
        return
    assert fields.text(kept) == kept
    assert kept.encode("utf-8").decode() == kept
    assert "\x00" not in kept


def test_a_reference_has_no_letters_that_are_taken_for_one_another():
    made = {fields.reference("W") for _ in range(2_000)}
    assert len(made) == 2_000
    assert all(one.startswith("W-") and len(one) == 10 for one in made)
    assert not set("01IO") & set("".join(made).replace("W-", ""))


def test_a_day_begins_at_midnight_in_tashkent():
    assert fields.tashkent_day(datetime(2026, 12, 31, 18, 59, tzinfo=UTC)) == date(2026, 12, 31)
    assert fields.tashkent_day(datetime(2026, 12, 31, 19, 0, tzinfo=UTC)) == date(2027, 1, 1)


def test_the_clock_of_the_routes_has_a_zone():
    assert fields.now().tzinfo is UTC


def test_what_nobody_sees_is_not_kept():
    assert fields.text("\u200b\u202e \ufeff") == ""
    assert fields.text("Hanbit\u200b Ship\u202eyard") == "Hanbit Shipyard"
    assert fields.text("e\u200d\u0301") == "é"


def test_a_reference_is_known_however_it_was_typed():
    """Somebody reads it from a photo, or has a keyboard without the letter W."""
    for typed in (
        *("W-H2A56RJG", "WH2A56RJG", "w h2a5 6rjg", " w-h2a56rjg\n", "H2A56RJG", "Ш-Н2А56RJG"),
        *("W–H2A56RJG", "В Н2А5-6RJG"),
    ):
        assert "W-H2A56RJG" in fields.possible_references(typed, "W"), typed
    for typed in ("", "W", "W-H2A56RJ", "W-H2A56RJGX9"):
        assert "W-H2A56RJG" not in fields.possible_references(typed, "W"), typed
