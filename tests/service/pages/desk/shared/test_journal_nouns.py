"""What the journal speaks of: each noun has a word, and none stands twice (test_desk_journal_words finds those written)."""

from service.pages.desk_journal_nouns import NOUN
from tests.service.pages import test_desk_journal_words


def test_every_noun_that_is_written_has_its_word():
    assert test_desk_journal_words.collected()[1] == set(NOUN)
