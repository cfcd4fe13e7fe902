"""What is suggested while somebody types, what they may have meant, and what there is near to
it."""

import pytest

from matching.lexicon.lexicon import Lexicon, Name
from matching.search.index import Index
from matching.search.packed_vacancies import Document
from matching.search.query import parse_query
from matching.search.suggestions import (
    did_you_mean,
    list_related,
    on_other_keyboard,
    suggest,
)

NAMES = [
    Name("7212", "title", "payvandchi", "uz"),
    Name("7212", "activity", "payvandlash", "uz"),
    Name("7212", "title", "сварщик", "ru"),
    Name("7212", "everyday", "сварной", "ru"),
    Name("7212", "everyday", "сварка труб", "ru"),
    Name("7212", "title", "welder", "en"),
    Name("7213", "title", "tunukasoz", "uz"),
    Name("7213", "title", "sheet metal worker", "en"),
    Name("7224", "title", "weld grinder", "en"),
    Name("5120", "title", "oshpaz", "uz"),
    Name("5120", "title", "cook", "en"),
    Name("8332", "title", "paypoq tashuvchi", "uz"),
]


@pytest.fixture
def index() -> Index:
    """Two jobs for welders, one each for a tinsmith, a grinder and a cook, none for drivers."""
    jobs = [
        Document(f"V-{at}", "A job", code, country="KR")
        for at, code in enumerate(("7212", "7212", "7213", "7224", "5120"))
    ]
    return Index.build(jobs, Lexicon(NAMES))


def names(found) -> list[str]:
    return [one.name for one in found]


def test_it_offers_what_begins_so_in_the_readers_language_first(index):
    assert names(suggest(index, "pay", "uz")) == ["payvandchi", "payvandlash"], (
        "nobody looks for a carrier of socks now"
    )
    assert names(suggest(index, "we", "en")) == ["welder", "weld grinder"]
    assert names(suggest(index, "svar", "uz")) == ["сварщик", "сварной"]
    assert suggest(index, "welder", "en")[0].jobs == 2


def test_it_answers_in_the_letters_that_are_typed(index):
    assert names(suggest(index, "пайв", "uz")) == ["пайвандчи", "пайвандлаш"]


def test_a_word_inside_a_name_is_found_after_the_first_words(index):
    assert names(suggest(index, "grind", "en")) == ["weld grinder"]
    assert names(suggest(index, "sheet metal w", "en")) == ["sheet metal worker"]


def test_where_nothing_begins_so_it_offers_what_may_be_meant(index):
    assert names(suggest(index, "payvanchi", "uz"))[0] == "payvandchi"


@pytest.mark.parametrize("typed", ["", " ", "p", "zzzzqqq", "'", "💩", "%_", "a" * 500])
def test_nonsense_offers_nothing(index, typed):
    assert suggest(index, typed, "uz") == []


def test_who_misspells_is_asked_what_they_meant_and_who_does_not_is_not(index):
    def asked(typed):
        return names(did_you_mean(index, parse_query(typed, index.lexicon), typed))

    assert asked("payvanchi")[0] == "payvandchi"
    assert asked("wleder")[0] == "welder"
    assert (
        asked("payvandchi")
        == asked("welder")
        == asked("Korea")
        == asked("welder Someplace")
        == asked("")
        == []
    )


def test_near_are_trades_of_the_same_minor_group_with_jobs_and_they_have_names_in_the_readers_language(
    index,
):
    called = parse_query("payvandchi", index.lexicon).called
    assert [(one.name, one.jobs) for one in list_related(index, called, "uz")] == [
        ("payvandchi", 2),
        ("tunukasoz", 1),
    ]
    assert names(list_related(index, called, "kaa")) == ["welder", "sheet metal worker"]
    assert list_related(index, [], "uz") == []


def test_a_job_that_went_is_counted_no_more(index):
    later = index.with_changes([], ["V-0", "V-1"])
    assert suggest(later, "payv", "uz") == []
    assert suggest(index, "payv", "uz") != []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cdfhobr", ["сварщик"]),
        ("цудвук", ["welder"]),
        ("Rjhtz", ["Корея"]),
        ("welder", []),  # what is understood as it is typed
        ("asdfgh", []),  # no word on either keyboard
        ("ljyjh", []),  # донор: nobody looks for one
    ],
)
def test_a_word_of_the_wrong_keyboard_is_offered_as_it_was_meant(index, typed, meant):
    understood = parse_query(typed, index.lexicon)
    assert names(on_other_keyboard(index, understood, typed)) == meant
