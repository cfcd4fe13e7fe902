"""Our search beside the engines one could pick instead, in little: as right as the best of them, and faster than most."""

import pytest

from bench import search

ENGINES = ["ours", "tantivy", "fts5", "rapidfuzz"]


@pytest.fixture(scope="module")
def found():
    return search.run(6_000, 40, 777, ENGINES)


def test_every_engine_is_measured_and_none_is_more_often_right(found):
    assert list(found["engines"]) == ENGINES
    hits = {name: one["hit@10"] for name, one in found["engines"].items()}
    assert min(hits.values()) > 0.1, "each of them finds something, so that it is a peer"
    assert max(hits, key=hits.get) == "ours" or hits["ours"] >= max(hits.values()) - 0.03


def test_it_takes_a_fraction_of_the_time_of_those_that_compare_words(found):
    assert found["ours to"]["fts5"]["mean"] < 0.6
    assert found["ours to"]["rapidfuzz"]["mean"] < 0.6


def test_a_quarter_of_the_names_can_be_taken_away():
    names = search.corpus.lexicon().names
    assert 0.7 < len(search._heard(names, 777)) / len(names) < 0.8
