"""The year in sentences: every number with the form of the word it needs, and nothing that is
hidden."""

import pytest

from i18n import CITIZEN_LANGUAGES, Language
from service.reporting.documents import story
from service.reporting.documents.document import Entry, Part
from service.reporting.figures.figures import Unit


def whole(key: str, number: int | None) -> Entry:
    return Entry(
        key,
        "s",
        Unit.PERSON,
        "persons",
        "",
        "",
        "",
        "",
        "",
        "",
        [Part("", "", number, str(number))],
    )


def by_country(key: str, **numbers: int | None) -> Entry:
    parts = [Part(code, code, number, str(number)) for code, number in numbers.items()]
    return Entry(key, "s", Unit.PERSON, "persons", "", "", "country", "Country", "", "", parts)


def english(*entries: Entry) -> list[str]:
    return story.list_sentences(Language.EN, 2026, list(entries))


def test_one_person_is_one_person():
    assert english(whole("placements.total", 1))[0].startswith("In 2026, 1 person arrived")
    assert english(whole("placements.total", 3938))[0].startswith("In 2026, 3,938 people arrived")


def test_nobody_is_said_in_words():
    assert english(whole("placements.total", 0)) == [
        "Nobody has been recorded as arriving abroad for work in 2026 yet."
    ]


def test_the_three_countries_to_which_most_went_are_named():
    went = by_country("placements.by_country", RU=14, KR=11, KZ=10, TR=3, not_stated=2)
    text = english(whole("placements.total", 40), went)
    assert text[1] == "Most of them went to: RU (14), KR (11) and KZ (10)."


def test_what_nobody_stated_is_no_country():
    went = by_country("placements.by_country", RU=14, not_stated=2)
    assert english(whole("placements.total", 16), went)[1] == "Most of them went to: RU (14)."


def test_victims_are_told_in_all_and_where_that_is_hidden_as_more_than_those_of_the_countries_told():
    helped = by_country("harm.helped_by_posts", KZ=16, RU=15, TH=None)
    assert english(whole("harm.helped", 40), helped)[0].endswith(
        "helped 40 victims of trafficking or forced labour."
    )
    assert english(whole("harm.helped", None), helped)[0].endswith(
        "helped more than 31 victims of trafficking or forced labour."
    )
    assert english(whole("harm.helped", None), by_country("harm.helped_by_posts", TH=None)) == []
    assert english(whole("harm.helped", 0)) == []


@pytest.mark.parametrize(
    "key",
    [
        "placements.total",
        "advice.persons",
        "advice.sessions",
        "wages.claims_filed",
        "wages.recovered_usd",
    ],
)
def test_what_is_hidden_is_not_told(key):
    assert english(whole(key, None)) == []


def test_money_is_told_as_it_is_written():
    received = Entry(
        "wages.recovered_usd",
        "s",
        Unit.USD,
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        [Part("", "", 9_233_333, "$92,333.33", "USD")],
    )
    assert english(received) == [
        (
            "Wages recovered for workers: $92,333.33, at the exchange rate on the day of each "
            "payment."
        )
    ]


@pytest.mark.parametrize("lang", CITIZEN_LANGUAGES)
@pytest.mark.parametrize("n", [0, 1, 2, 5, 11, 21, 213_371])
def test_no_sentence_of_any_language_lacks_its_number(lang, n):
    entries = [
        whole(key, n)
        for key in ("placements.total", "advice.persons", "advice.sessions", "wages.claims_filed")
    ]
    result = story.list_sentences(lang, 2026, entries)
    assert len(result) == 4
    assert all("%" not in sentence and "—" not in sentence.split(" ")[:1] for sentence in result)
