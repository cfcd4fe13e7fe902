"""What stands on a letter: kept whole, and nothing on it that cannot be drawn."""

import msgspec
import pytest

from service.casework.letters import layout, printing
from tests.support.letters import drafted


@pytest.fixture
def made(seeded, clock):
    with seeded.read() as session:
        return drafted(session, clock()).sheet


def test_what_was_kept_is_what_was_written(made):
    assert layout.decoded(layout.encoded(made)) == made


def test_its_words_can_be_read_out(made):
    text = layout.plain(made)
    assert "Worker: Alisher Invented" in text
    assert "· ₽240,000" in text
    assert made.check.code in text


@pytest.mark.parametrize(
    "name",
    ["Oʻktam Gʻaniyev", "Ғанишер Ўктамов", "홍길동", "Şükrü Çağlar", "Ægir O'Neil-Łoś", "Ǵánibaı"],
)
def test_names_of_our_readers_are_drawn_whole(name):
    assert (layout.printable(name), layout.unprintable(name)) == (name, "")


def test_what_no_typeface_has_is_left_out_and_named_once():
    result = "Ali😀 \u0639\u0644\u064a 😀 \u05e9\u05dc\u05d5\u05dd"
    assert layout.printable(result) == "Ali   "
    assert layout.unprintable(result) == "😀\u0639\u0644\u064a\u05e9\u05dc\u05d5\u05dd"


def test_everything_that_is_called_drawable_really_is(made):
    """Every sign of the list is set once, in a letter that is refused if one is missing."""
    every = "".join(map(chr, range(0x20, 0xFFFF)))
    signs = layout.printable(every)
    assert len(signs) > 12_000
    words = [
        layout.Paragraph(" ".join(signs[place : place + 2_000]))
        for place in range(0, len(signs), 2_000)
    ]
    result = layout.decoded(layout.encoded(made))
    assert printing.pdf(msgspec.structs.replace(result, blocks=words)).startswith(b"%PDF")
