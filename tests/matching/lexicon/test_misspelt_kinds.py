"""Misspelt words of conditions."""

from matching.lexicon.misspelt_kinds import misspelt_kind


def test_a_slip_in_a_long_word_is_understood() -> None:
    slips = {"tajrebasi": "E", "akomodatoin": "H", "beradu": "B", "agentilk": "A", "anglisky": "G"}
    assert {word: misspelt_kind(word).letter for word in slips} == slips
    assert misspelt_kind("koreysch").word.startswith("koreys")


def test_a_negative_verb_need_not_be_listed() -> None:
    for word in ("karashmasin", "etilmaydi", "kilnmasin", "tekserilmeytugin"):
        assert misspelt_kind(word).letter == "v", word


def test_what_only_resembles_a_word_that_counts_alone_is_none() -> None:
    for word in ("obshestvenogo", "yotok", "olma", "yotokhonasiz"):
        assert misspelt_kind(word).letter == ".", word
