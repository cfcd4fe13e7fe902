"""Our search beside the engines one could pick instead, in little: as right as the best of them.

How fast it is depends on the machine and its load, and is measured by `./musofir bench search`."""

import json

import pytest

from bench import corpus, memory, plots, search
from bench.engines import Ours, Query
from bench.search import Asked, Unlike

ENGINES = ("ours", "tantivy", "fts5", "rapidfuzz")


@pytest.fixture(scope="module")
def found():
    return search.run(Asked(6_000, 40, 777, ENGINES))


def test_every_engine_is_measured_and_none_is_more_often_right(found):
    assert tuple(found["engines"]) == ENGINES
    hits = {name: one["hit@10"] for name, one in found["engines"].items()}
    assert min(hits.values()) > 0.1, "each of them finds something, so that it is a peer"
    assert max(hits, key=hits.get) == "ours" or hits["ours"] >= max(hits.values()) - 0.03


@pytest.mark.slow
def test_the_ratio_to_each_engine_is_that_of_the_measured_means(found):
    ours = found["engines"]["ours"]["mean_ms"]
    for name in ENGINES[1:]:
        theirs = found["engines"][name]["mean_ms"]
        assert found["ours to"][name]["mean"] == pytest.approx(ours / theirs, abs=0.01), name


@pytest.mark.slow
def test_nobody_gets_under_the_floors(found):
    assert 0 < max(found["floors_ms"].values()) < found["engines"]["ours"]["mean_ms"]


def test_a_quarter_of_the_names_can_be_taken_away():
    names = search.corpus.lexicon().names
    assert 0.7 < len(search._heard(names, 777)) / len(names) < 0.8


def test_each_title_can_bear_a_word_of_its_own():
    plain = list(corpus.stream(corpus.lexicon().names, 300))
    result = corpus.invented(plain, 777)
    assert all(
        new.title.startswith(f"{old.title} ") for old, new in zip(plain, result, strict=True)
    )
    assert len({one.title.rpartition(" ")[2] for one in result}) > 290


class Careless:
    """An engine that shows whatever it has."""

    rounds = 1

    def __init__(self, ids) -> None:
        self.ids = ids

    def search(self, _query) -> list[str]:
        return self.ids


@pytest.mark.slow
def test_an_engine_that_keeps_to_nothing_is_not_timed():
    [one, *_] = corpus.stream(corpus.lexicon().names, 1)
    elsewhere, twice, paid = (
        Query("x", "7212", "QQ"),
        Query("x", "7212"),
        Query("x", "7212", None, 10_000),
    )
    for many, query in ((1, elsewhere), (2, twice), (1, paid)):
        ids = [one.id] * many
        with pytest.raises(Unlike):
            search.require_kept("careless", Careless(ids), [query], {one.id: one})
    search.require_kept(
        "careless", Careless([one.id] * one.open), [Query("x", "7212")], {one.id: one}
    )


def test_what_came_later_is_found_as_if_it_had_been_there(monkeypatch):
    lexicon = corpus.lexicon()
    documents = list(corpus.stream(lexicon.names, 900))
    ours, typed = Ours(documents, lexicon), [Query("payvandchi", "7212"), Query("oshpaz", "5120")]
    search.require_same(ours, typed, documents, lexicon)
    monkeypatch.setattr(ours, "search", lambda _query: [])
    with pytest.raises(Unlike):
        search.require_same(ours, typed, documents, lexicon)


@pytest.mark.slow
def test_the_plots_are_drawn_of_what_was_measured(found, tmp_path, monkeypatch):
    monkeypatch.setattr(plots, "FOLDER", tmp_path)
    held = [{"size": 6_000, "held_mb": 130.0, "most_mb": 140.0}]
    plots.draw({"runs": [found], "growth": [], "memory": held})
    drawn = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert set(drawn) == {"search_engines.svg", "search_kinds.svg", "search_growth.svg"}
    assert all(text.startswith("<?xml") for text in drawn.values())


@pytest.mark.slow
def test_memory_is_told_of_a_process_that_holds_nothing_else(capsys):
    memory.main(500)
    result = json.loads(capsys.readouterr().out)
    assert result["size"] == 500
    assert 50 < result["lexicon_mb"] <= result["most_mb"] + 1


def test_each_kind_of_query_is_answered_at_least_as_often_as_by_the_next_best(found):
    ours, theirs = found["kinds"]["ours"], found["kinds"]["tantivy"]
    assert ours["all"] >= theirs["all"]
    assert (
        min(ours[kind] for kind in ("plain", "other script", "apostrophe", "another language")) == 1
    )
