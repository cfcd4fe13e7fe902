"""The lines to call."""

import pytest

from catalog.reference.countries import Kind, Mark, NewFact, state_fact
from service.infra import hotlines
from tests.support import cast


def emergency(number: int, mark: Mark) -> NewFact:
    return NewFact(
        "KR",
        Kind.EMERGENCY,
        mark,
        "invented",
        "Police",
        "Полиция",
        "Politsiya",
        "Полиция",
        value=number,
    )


def test_a_number_nobody_has_a_source_for_is_not_shown(seeded, clock):
    with seeded.write() as session:
        state_fact(session, emergency(112, Mark.SOURCED), by=cast.FARIDA, on=clock())
        state_fact(session, emergency(999, Mark.UNCONFIRMED), by=cast.FARIDA, on=clock())
    with seeded.read() as session:
        here = hotlines.read(session, cast.TODAY)["KR"]
    assert [line["number"] for line in here if line["kind"] == "emergency"] == ["112"]
    assert here[0]["text"]["kaa"] == "Politsiya"


def test_emergency_numbers_come_before_the_posts_telephone(seeded, clock):
    with seeded.write() as session:
        state_fact(session, emergency(112, Mark.SOURCED), by=cast.FARIDA, on=clock())
    with seeded.read() as session:
        assert [line["kind"] for line in hotlines.read(session, cast.TODAY)["KR"]] == [
            "emergency",
            "post",
        ]


@pytest.mark.parametrize(
    ("number", "spaced"),
    [
        ("+998712000600", "+998 71 200 06 00"),
        ("+79250454744", "+7 925 045 47 44"),
        ("+82 2 000 00 01", "+82 2 000 00 01"),
        ("+998 712000600", "+998 71 200 06 00"),
        ("1176", "1176"),
        ("+442071234567", "+44 207 123 45 67"),
        ("name@invented", "name@invented"),
    ],
)
def test_a_number_is_grouped_as_it_is_read_out(number, spaced):
    assert hotlines.format_number(number).replace("\u00a0", " ") == spaced
