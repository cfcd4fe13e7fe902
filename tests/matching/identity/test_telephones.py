"""Telephone numbers, however they are typed."""

import pytest

from matching.identity import telephones
from matching.identity.telephones import NotAPhone


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [
        ("+998 90 123 45 67", "+998901234567"),
        ("998901234567", "+998901234567"),
        ("90 123-45-67", "+998901234567"),
        ("(90) 123.45.67", "+998901234567"),
        ("8 90 123 45 67", "+998901234567"),
        ("00 82 10 1234 5678", "+821012345678"),
        ("+7–495–000–00–00", "+74950000000"),
    ],
)
def test_a_phone_is_kept_as_it_is_dialled_from_abroad(typed, dialled):
    assert telephones.international_number(typed) == dialled


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "call me",
        "+0998901234567",
        "12345",
        "+1234567",
        "+1234567890123456",
        "+998 9O 123 45 67",
    ],
)
def test_what_cannot_be_dialled_is_refused(typed):
    with pytest.raises(NotAPhone) as refused:
        telephones.international_number(typed)
    assert refused.value.field == "phone"


def test_a_number_is_completed_as_it_is_dialled_in_the_country_of_work():
    """A worker in Korea copies the number from their own telephone."""
    for typed, code, whole in (
        ("010 1234 5678", "82", "+821012345678"),
        ("050-123-45-67", "971", "+971501234567"),
        ("8 (916) 123-45-67", "", "+79161234567"),
        ("8 701 123 45 67", "82", "+77011234567"),
        ("90 123-45-67", "82", "+998901234567"),
        ("+82 10 1234 5678", "7", "+821012345678"),
    ):
        assert telephones.international_number(typed, code) == whole, typed
    with pytest.raises(NotAPhone):
        telephones.international_number("010 1234 5678")


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
    assert telephones.format_number(number).replace("\u00a0", " ") == spaced


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("+998901234567", "998"),
        ("+79001234567", "7"),
        ("+821012345678", "82"),
        ("+971501234567", "971"),
        ("+1", "1"),
    ],
)
def test_the_country_of_a_number_is_told_by_its_calling_code(number, code):
    assert telephones.calling_code(number) == code
