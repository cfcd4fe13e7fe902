"""Two telephones of one person: what was changed meanwhile is shown, and the same answers twice are no quarrel."""

import pytest

from catalog.core.errors import NotFound, Wrong
from service.pages import same
from service.pages.same import ChangedMeanwhile

SAID = {"level": "A2", "countries": ["KR", "PL"], "years": ""}


def test_a_mark_knows_what_was_said_and_nothing_has_none():
    assert same.mark({}) == ""
    assert same.mark(SAID) == same.mark(dict(reversed(SAID.items())))
    assert same.mark(SAID) != same.mark(SAID | {"level": "B1"})


def test_what_stands_as_it_was_seen_may_be_changed():
    same.require(SAID, {"level": "C1"}, same.mark(SAID))
    same.require({}, {"level": "C1"}, "")


def test_what_was_changed_meanwhile_is_told_unless_it_says_the_same():
    same.require(SAID, {"level": " A2 ", "countries": ["PL", "KR"]}, "seen before")
    for seen in ("", "seen before", "x" * 500):
        with pytest.raises(ChangedMeanwhile):
            same.require(SAID, SAID | {"level": "B1"}, seen)
    assert same.changed(SAID, SAID | {"level": "B1"}) == ["level"]


def test_a_wrong_answer_keeps_what_was_seen_and_a_quarrel_takes_what_stands():
    typed = {"mark": "seen before"}
    assert same.seen(SAID, typed, NotFound()) == "seen before"
    assert same.seen(SAID, typed, Wrong([ChangedMeanwhile()])) == same.mark(SAID)
    assert same.seen(SAID, {}, None) == same.mark(SAID)
    assert not same.is_conflict(None)
