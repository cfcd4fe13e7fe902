"""What was typed with the wrong keyboard switched on."""

import pytest

from i18n import keyboards


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ghjuhfvvbcn", "программист"),
        ("цудвук", "welder"),
        ("'ktrnhbr d Rjht.", "электрик в Корею"),
        ("Зфнмфтвсрш", "Payvandchi"),
        ("", ""),
    ],
)
def test_the_same_keys_write_the_word_that_was_meant(typed: str, meant: str) -> None:
    assert keyboards.with_other_layout(typed) == meant
