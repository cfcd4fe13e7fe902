"""What a document knows of its figures: which are one number, and which can be drawn."""

from service.reporting.documents.document import Entry, Part
from service.reporting.figures.figures import Unit


def entry(dimension: str, *numbers: int | None) -> Entry:
    parts = [
        Part(str(place), str(place), number, str(number)) for place, number in enumerate(numbers)
    ]
    return Entry("k", "s", Unit.SESSION, "sessions", "", "", dimension, dimension, "", "", parts)


def test_bars_are_drawn_of_two_numbers_of_one_unit():
    assert entry("country", 3, 12, None).most == 12
    assert entry("country", 12).most == 0
    assert entry("country", 12, None).most == 0
    assert entry("country", 0, 0).most == 0
    assert entry("currency", 3, 12).most == 0
    assert entry("", 12).most == 0


def test_it_knows_how_many_parts_are_hidden():
    assert entry("country", 3, None, None).hidden == 2


def test_only_one_number_is_a_whole():
    assert entry("", 3).whole
    assert not entry("country", 3).whole
