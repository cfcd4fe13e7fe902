"""The lines to call."""

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
