"""The sentences of letters: the same ones in every language, with the same gaps, in the letters of
that language."""

import re

import pytest

from i18n import PLACEHOLDER
from i18n.tongues import ABROAD, LetterLanguage
from seed import reference
from service.casework.claims.components import Component
from service.casework.letters import letter_texts
from service.casework.letters.letter_request import LOCAL_LANGUAGES

ENGLISH = letter_texts.sentences(LetterLanguage.EN)
# What only a receipt says, which is not written in the languages of abroad.
AT_HOME = ("receipt.", "column.way", "column.held")
# What a language says where ours say nothing: names, how its official letters begin and end, and
# that the worker had the paper explained.
OWN = ("city.", "act.", "greeting", "regards", "power.explained")


@pytest.mark.parametrize("language", LetterLanguage)
def test_every_language_says_every_sentence_that_its_letters_need(language):
    needed = {name for name in ENGLISH if language not in ABROAD or not name.startswith(AT_HOME)}
    assert {name for name in letter_texts.sentences(language) if not name.startswith(OWN)} == needed
    assert all(text.strip() for text in letter_texts.sentences(language).values())


@pytest.mark.parametrize("language", LetterLanguage)
def test_every_sentence_has_the_gaps_of_the_english_one(language):
    def gaps(text):
        return sorted(PLACEHOLDER.findall(text))

    wrong = {
        name
        for name, text in letter_texts.sentences(language).items()
        if name in ENGLISH and gaps(text) != gaps(ENGLISH[name])
    }
    assert wrong == set()


def test_every_component_of_a_claim_has_its_word():
    for language in LetterLanguage:
        assert {f"component.{one.value}" for one in Component} <= set(
            letter_texts.sentences(language)
        )


@pytest.mark.parametrize(
    ("language", "letters"),
    [
        (LetterLanguage.RU, "а-яё"),
        (LetterLanguage.UZ_CYRL, "а-яёқғҳў"),
        (LetterLanguage.KO, "가-힣"),
        (LetterLanguage.UZ, "a-zʻʼ"),
        (LetterLanguage.PL, "a-pr-uwyząćęłńóśźżé"),
        (LetterLanguage.DE, "a-zäöüßé"),
    ],
)
def test_a_sentence_is_written_in_the_letters_of_its_language(language, letters):
    foreign = {
        name: stray
        for name, text in letter_texts.sentences(language).items()
        if (
            stray := re.sub(
                rf"[{letters}]|QR|[\W\d_]", "", PLACEHOLDER.sub("", text), flags=re.IGNORECASE
            )
        )
    }
    assert foreign == {}


def test_uzbek_in_cyrillic_is_spelled_by_rule():
    assert letter_texts.fill_sentence(LetterLanguage.UZ_CYRL, "power.title") == "Ишончнома"
    assert (
        letter_texts.fill_sentence(LetterLanguage.UZ_CYRL, "period", **{"from": "A", "to": "B"})
        == "Aдан Bгача"
    )


@pytest.mark.parametrize(("country", "language"), LOCAL_LANGUAGES.items())
def test_every_city_that_we_list_there_has_its_name_there(country, language):
    listed = {row["city"] for row in reference.rows("cities.tsv") if row["country"] == country}
    assert {f"city.{name}" for name in listed} <= set(letter_texts.sentences(language))


def test_a_worker_signs_a_paper_in_a_language_of_abroad_only_after_it_was_explained():
    for language in LetterLanguage:
        known = "power.explained" in letter_texts.sentences(language)
        assert known == (language in ABROAD)


def test_all_languages_have_the_same_edition():
    assert {letter_texts.edition(one) for one in LetterLanguage} == {
        letter_texts.edition(LetterLanguage.EN)
    }
