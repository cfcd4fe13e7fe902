"""Words of titles and employers: who bears them, and with what weight."""

import numpy as np
import pytest

from matching.search import postings
from matching.search.packed_vacancies import Document
from matching.search.postings import EMPLOYER, TITLE, Postings

TOLD = [
    Document("a", "Welder", employer="Steel Works"),
    Document("b", "Welder of steel pipes", employer="Steel Works"),
    Document("c", "Сварщик", employer=""),
    Document("d", "", employer="Steel Steel Steel"),
]


def bearing(postings: Postings, word: str) -> list[tuple[int, float]]:
    [(term, _)] = postings.standing(word)
    owners, weights = postings.bearing(term)
    return list(zip(owners.tolist(), np.round(weights.astype(float), 2).tolist(), strict=True))


@pytest.mark.parametrize("some", [100_000, 1, 3])
def test_each_word_leads_to_those_who_bear_it_once(monkeypatch, some):
    monkeypatch.setattr(postings, "_BATCH_SIZE", some)
    postings_input = Postings(TOLD)
    assert bearing(postings_input, "velder") == [(0, TITLE), (1, 0.91)], (
        "what stands in a long title says less"
    )
    assert bearing(postings_input, "stel") == [(0, EMPLOYER), (1, 0.91), (3, EMPLOYER)], (
        "in both it counts as of the title"
    )
    assert bearing(postings_input, "svarshik") == [(2, TITLE)]


def test_what_nobody_bears_stands_nowhere():
    postings = Postings(TOLD)
    assert postings.standing("oshpaz") == []
    assert Postings([]).standing("oshpaz") == []


def test_only_so_many_words_of_a_title_are_read():
    postings = Postings(
        [
            Document(
                "a",
                " ".join(f"mo{one}{two}ut" for one in "bdglm" for two in "aiou" for _ in "x")
                + " dala" * 9,
            )
        ]
    )
    assert len(postings.vocabulary.words) == 21
    assert Postings([Document("a", "dala " * 24 + "oshpaz")]).standing("oshpaz") == []
