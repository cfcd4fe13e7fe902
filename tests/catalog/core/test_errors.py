"""Refusals: a sentence with its facts, a stable name, and the answer it belongs to."""

import pytest

from catalog.core import errors
from catalog.core.errors import InvalidInput, NotFound, Refusal
from catalog.core.fields import TooLong


def test_it_says_its_facts():
    refusal = TooLong("note", most=8_000)
    assert str(refusal) == "This is too long. Use 8000 characters or fewer."
    assert (refusal.field, refusal.facts) == ("note", {"most": 8_000})


def test_it_has_a_name_for_programs():
    assert TooLong.slug == "too-long"
    assert NotFound.slug == "not-found"
    assert errors.SignInNeeded.slug == "sign-in-needed"


def test_a_refusal_without_a_name_is_refused_itself():
    with pytest.raises(TypeError, match="slug"):
        type("Nameless", (NotFound,), {})


def test_many_wrong_answers_are_told_together():
    both = InvalidInput([TooLong("a", most=1), NotFound("b")])
    assert [one.field for one in both.errors] == ["a", "b"]
    assert both.slug == "wrong"
    alone = NotFound("b")
    assert alone.errors == [alone]


def test_a_sentence_without_facts_is_said_as_it_stands():
    assert str(NotFound()) == NotFound.sentence
    with pytest.raises(Refusal):
        raise NotFound


def test_only_a_missing_row_is_refused_as_not_found():
    assert [errors.require_found(row) for row in (0, "", ())] == [0, "", ()]
    with pytest.raises(NotFound):
        errors.require_found(None)
