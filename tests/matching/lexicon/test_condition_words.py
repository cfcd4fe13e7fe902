"""The words of benefits."""

from matching.lexicon import condition_words as wording


def test_a_word_that_is_not_sure_needs_one_that_says_it_is_given():
    yes, no = wording.given("yotoqxona*", "xona")
    assert yes.search("yotokhona")
    assert not yes.search("hona")
    assert yes.search("hona bilan")
    assert no.search("bez yotokhona")
    assert no.search("yotokhona kerak emas")
