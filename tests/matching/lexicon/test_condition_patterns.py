"""Patterns over folded text."""

from matching.lexicon import condition_patterns


def test_a_phrase_is_folded_and_may_have_any_ending():
    found = condition_patterns.pattern(condition_patterns.words("жиль*|turar joy*"))
    assert found.search("s jilem")
    assert found.search("turar joyi bor")
    assert not found.search("pojil")


def test_a_pattern_is_compiled_when_it_is_used_or_when_all_are():
    used, other = condition_patterns.pattern("room"), condition_patterns.pattern("bed")
    assert used.search("a room")
    assert "compiled" in vars(used)
    assert "compiled" not in vars(other)
    condition_patterns.compile_all()
    assert "compiled" in vars(other)
