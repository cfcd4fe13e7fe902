"""One's own texts, each under a key, seen by nobody else."""

import pytest
from sqlalchemy import select

from catalog.core import journal
from catalog.core.errors import NotFound
from service.casework.advice import snippets
from service.casework.advice.snippets import NewPhrase, Phrase, TooManyPhrases
from tests.support.cast import BARNO, ELYOR


def keep(session, clock, name, by=BARNO):
    return snippets.save(session, NewPhrase(name, f"Text of {name}"), by=by, on=clock())


def test_they_are_kept_in_the_order_of_their_keys_and_a_free_key_is_used_again(session, clock):
    assert [keep(session, clock, name) for name in "abc"] == [1, 2, 3]
    snippets.remove(session, 2, by=BARNO, on=clock())
    assert keep(session, clock, "d") == 2
    assert [(one.number, one.text) for one in snippets.list_own(session, by=BARNO)] == [
        (1, "Text of a"),
        (2, "Text of d"),
        (3, "Text of c"),
    ]


def test_there_is_one_for_each_of_nine_keys(session, clock):
    for number in range(9):
        keep(session, clock, str(number))
    with pytest.raises(TooManyPhrases):
        keep(session, clock, "ten")
    assert keep(session, clock, "mine", by=ELYOR) == 1


def test_nobody_else_s_can_be_seen_or_taken_away(session, clock):
    keep(session, clock, "a")
    assert snippets.list_own(session, by=ELYOR) == []
    with pytest.raises(NotFound):
        snippets.remove(session, 1, by=ELYOR, on=clock())
    assert len(snippets.list_own(session, by=BARNO)) == 1


def test_the_text_is_sealed_and_the_journal_says_nothing_of_it(session, clock):
    keep(session, clock, "a")
    session.commit()
    assert b"Text of a" not in session.execute(select(Phrase.text)).scalar()
    assert [one.act for one in journal.history(session, "phrase", BARNO.account)] == ["record"]
