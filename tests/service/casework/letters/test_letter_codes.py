"""The code on a letter: long enough that nobody guesses it, easy to type, the same for the same
letter."""

import math
import re

from service.casework.letters import letter_codes


def test_a_code_has_sixteen_letters_without_look_alikes_in_fours():
    code = letter_codes.code_of("L-22222222")
    assert re.fullmatch("([2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}", code)
    assert math.log2(32) * letter_codes.LENGTH >= 60


def test_each_letter_has_its_own_and_always_the_same():
    assert len({letter_codes.code_of(f"L-{n}") for n in range(500)}) == 500
    assert letter_codes.code_of("L-1") == letter_codes.code_of("L-1")


def test_a_number_comes_from_its_key_and_tells_nothing_of_the_code():
    number = letter_codes.number_of("chinora W-1 key")
    assert re.fullmatch("L-[2-9A-HJ-NP-Z]{8}", number)
    assert (
        number
        == letter_codes.number_of("chinora W-1 key")
        != letter_codes.number_of("elyor W-1 key")
    )
    assert number[2:] not in letter_codes.code_of(number)


def test_gaps_small_and_cyrillic_letters_do_not_matter():
    code = letter_codes.code_of("L-22222222")
    other = code.lower().replace("-", " ").translate(str.maketrans("abekmhopctyx", "авекмнорстух"))
    assert (
        letter_codes.hash_code(other)
        == letter_codes.hash_code(code)
        != letter_codes.hash_code(code[:-1] + "!")
    )


def test_the_picture_can_be_drawn_without_any_file():
    assert letter_codes.picture("https://musofir.example/en/letters/check?code=AAAA").startswith(
        "<svg"
    )
    assert letter_codes.picture_address("https://musofir.example").startswith("data:image/svg+xml")
