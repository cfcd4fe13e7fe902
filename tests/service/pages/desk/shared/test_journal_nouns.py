"""What the journal speaks of: each noun has a word, and none stands twice (test_desk_journal_words
finds those written)."""

from service.pages.desk.shared.journal_nouns import NOUN
from tests.service.pages.desk.shared import test_journal_acts


def test_every_noun_that_is_written_has_its_word():
    assert test_journal_acts.collected()[1] == set(NOUN)
