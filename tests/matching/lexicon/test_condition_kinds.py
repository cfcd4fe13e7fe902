"""The kind of a word of a condition."""

from i18n.scripts import tokens
from matching.lexicon import condition_kinds
from matching.lexicon.condition_kinds import OTHER, kind

KINDS = {
    "N": "без не no",
    "X": "emas керакмас joq",
    "E": "опыта tajribasi тажрибам tájiriybe",
    "G": "koreyschani английский немецкого",
    "H": "yotoqxonali ётоқхона проживанием",
    "k": "bilmayman bilmesem",
    "p": "toʻlamasdan tólemey",
    "w": "bermasdan berilmaydi",
    "v": "soʻralmaydi olinmasin",
    OTHER: "payvandchi сварщик olma yotoqxonasiz",
}


def test_a_word_has_its_kind_in_each_language_and_form() -> None:
    for letter, words in KINDS.items():
        for word in words.split():
            assert kind("".join(tokens(word))) == letter, word


def test_the_language_is_known_in_any_case() -> None:
    named = {"koreyschani": "ko", "ruscha": "ru", "nemeskogo": "de", "payvandchi": None}
    assert {word: condition_kinds.language(word) for word in named} == named
