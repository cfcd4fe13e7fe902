"""Misspelt words of conditions."""

from matching.lexicon.misspelt_kinds import corrected, misspelt_kind


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


def test_a_slip_in_a_word_of_a_condition_is_corrected_and_a_known_word_kept() -> None:
    typed = ["kontract", "zarplota", "shartnomo", "shartn"]
    known = {"shartnomo"}.__contains__
    assert corrected(typed, known) == "kontrakt zarplata shartnomo shartnoma"
