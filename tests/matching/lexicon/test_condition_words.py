"""Patterns over folded text."""

from matching.lexicon import condition_words as wording


def test_a_phrase_is_folded_and_may_have_any_ending():
    found = wording.pattern(wording.words("жиль*|turar joy*"))
    assert found.search("s jilem")
    assert found.search("turar joyi bor")
    assert not found.search("pojil")


def test_a_word_that_is_not_sure_needs_one_that_says_it_is_given():
    yes, no = wording.given("yotoqxona*", "xona")
    assert yes.search("yotokhona")
    assert not yes.search("hona")
    assert yes.search("hona bilan")
    assert no.search("bez yotokhona")
    assert no.search("yotokhona kerak emas")


def test_a_pattern_is_compiled_when_it_is_used_or_when_all_are():
    used, other = wording.pattern("room"), wording.pattern("bed")
    assert used.search("a room")
    assert "compiled" in vars(used)
    assert "compiled" not in vars(other)
    wording.compile_all()
    assert "compiled" in vars(other)
