"""Words of currencies and numbers over folded text."""

import re

from i18n.scripts import tokens
from matching.lexicon import number_words as numbers


def test_a_currency_is_known_in_every_case_and_script_and_by_one_code_only():
    for typed, code in (("долларов", "USD"), ("dollardan", "USD"), ("вон", "KRW"), ("soʻm", "UZS")):
        (word,) = tokens(typed)
        assert [one for one, names in numbers.CURRENCIES.items() if re.fullmatch(names, word)] == [
            code
        ]


def test_a_spelled_number_is_read_only_before_what_it_counts():
    def read(text: str) -> str:
        text = " ".join(tokens(text))
        for pattern, number in numbers.NUMBERS_SPELLED:
            text = pattern.sub(number, text)
        return text

    assert read("ikki yilga") == "2 yilga"
    assert read("bir ish") == "bir ish"
