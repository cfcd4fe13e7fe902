"""A passport number is the same however it is typed, and nonsense is none."""

import pytest

from matching.identity.document_numbers import (
    NotAPassport,
    NotAPinfl,
    passport_number,
    pinfl_number,
)


def test_a_number_is_the_same_in_any_letters_and_spacing():
    for typed in ("AA1234567", "aa 123-4567", "АА № 1234567"):
        assert passport_number(typed) == "AA1234567"
    assert pinfl_number(" 3010 1199 0000 17") == "30101199000017"


def test_nonsense_is_refused_beside_its_field():
    for typed in ("", "1234567", "AAAA1234567", "AA12", "x" * 500):
        with pytest.raises(NotAPassport) as refused:
            passport_number(typed)
        assert refused.value.field == "passport"
    with pytest.raises(NotAPinfl):
        pinfl_number("3010119900001")
