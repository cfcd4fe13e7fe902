"""Names of trades: which unit groups are called by what was typed, and how well."""

import gc
import weakref

import numpy as np
import pytest

from matching.lexicon.lexicon import Lexicon, Name, distinct
from tests.matching import trades

LEXICON = trades.lexicon()


def called(*words: str, lexicon: Lexicon = LEXICON) -> list[tuple[str, float]]:
    return [
        (one.isco08, round(one.score, 2)) for one in lexicon.called(words, lexicon.meant(words))
    ]


def test_an_exact_name_scores_one_and_comes_first():
    assert called("payvandchi")[0] == ("7212", 1.0)
    assert called("svarshik")[0] == ("7212", 1.0)


def test_a_name_that_is_only_begun_or_misspelled_scores_less():
    for word in ("payvandch", "paivandchi", "svarshk"):
        [(group, score), *_] = called(word)
        assert (group, 0.3 < score < 1) == ("7212", True), word


def test_who_does_something_else_to_it_comes_behind():
    lexicon = Lexicon.load(
        [Name("7212", "title", "welder", "en"), Name("3115", "title", "welding engineer", "en")]
    )
    assert [group for group, _ in called("welder", lexicon=lexicon)][:1] == ["7212"]
    assert [group for group, _ in called("welding", "engineer", lexicon=lexicon)][:1] == ["3115"]


def test_an_exact_activity_stands_among_the_names_of_people_by_its_weight():
    lexicon = Lexicon.load(
        [Name("9211", "activity", "paxta terish", "uz"), Name("9211", "title", "paxtakor", "uz")]
    )
    assert called("paxta", "terish", lexicon=lexicon)[0][0] == "9211"


@pytest.mark.parametrize("words", [(), ("qwrtzx",), ("",)])
def test_what_is_called_by_no_name_is_no_trade(words):
    assert called(*words) == []


def test_the_same_names_are_asked_in_any_order_of_asking():
    before = called("gʻisht", "teruvchi"), called("haydovchi")
    assert (called("gʻisht", "teruvchi"), called("haydovchi")) == before, (
        "nothing of one question is left for the next"
    )


def test_each_once_and_in_order():
    rows = [np.array(one, np.int32) for one in ([5, 2], [], [2, 9, 5], [0])]
    assert distinct(rows).tolist() == [0, 2, 5, 9]
    assert distinct([np.array([], np.int32)]).tolist() == []


def test_a_lexicon_that_another_replaced_is_gone_at_once():
    """It holds a hundred thousand names; the next search for rubbish may be far away."""
    lexicon = Lexicon.load([Name("7212", "title", "welder", "en")])
    assert lexicon.lessons.learnt
    seen = weakref.ref(lexicon)
    gc.disable()
    try:
        del lexicon
        assert seen() is None
    finally:
        gc.enable()
