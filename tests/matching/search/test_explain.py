"""Why a vacancy was found, told for every name of the lexicon, however it is written."""

import pytest

from bench import corpus
from i18n.scripts import tokens
from matching.lexicon.lexicon import Lexicon, Name
from matching.search.index import Index
from matching.search.packed_vacancies import Document
from matching.search.search import find


def reasons(lexicon: Lexicon, typed: str, title: str = "Invented") -> list[tuple[str, str]]:
    index = Index.build([Document("V-1", title, lexicon.names[0].isco08)], lexicon)
    return [(fact.typed, fact.matched) for facts in find(index, typed).why for fact in facts]


@pytest.mark.parametrize("typed", ["caregiver", "care giver"])
def test_a_name_that_is_written_in_one_word_and_in_two_is_one_name(typed):
    lexicon = Lexicon.load(
        [Name("5322", "title", "caregiver", "en"), Name("5321", "title", "care giver", "en")]
    )
    assert [matched for _, matched in reasons(lexicon, typed)] == ["caregiver"]
    lexicon = Lexicon.load(
        [Name("5321", "title", "care giver", "en"), Name("5322", "title", "caregiver", "en")]
    )
    assert reasons(lexicon, typed)[0][1] == "care giver"


def test_each_name_that_somebody_else_wrote_otherwise_is_explained():
    """In the whole lexicon, since it is there that two people wrote one name in two ways."""
    lexicon = corpus.lexicon()
    keys = set(lexicon.keys)
    written = {name.name for name in lexicon.names if tuple(tokens(name.name)) not in keys}
    index = Index.build(
        [Document(f"V-{code}", "Invented", code) for code in {n.isco08 for n in lexicon.names}],
        lexicon,
    )
    assert len(written) > 50
    assert all(any(find(index, name).why) for name in written)
