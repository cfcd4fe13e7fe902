"""Two telephones of one person: what was changed meanwhile is shown, and the same answers twice are
no quarrel."""

import pytest

from catalog.core.errors import InvalidInput, NotFound
from service.pages.shared import edit_conflict
from service.pages.shared.edit_conflict import ChangedMeanwhile

SAID = {"level": "A2", "countries": ["KR", "PL"], "years": ""}


def test_a_mark_knows_what_was_said_and_nothing_has_none():
    assert edit_conflict.mark({}) == ""
    assert edit_conflict.mark(SAID) == edit_conflict.mark(dict(reversed(SAID.items())))
    assert edit_conflict.mark(SAID) != edit_conflict.mark(SAID | {"level": "B1"})


def test_what_stands_as_it_was_seen_may_be_changed():
    edit_conflict.require_unchanged(SAID, {"level": "C1"}, edit_conflict.mark(SAID))
    edit_conflict.require_unchanged({}, {"level": "C1"}, "")


def test_what_was_changed_meanwhile_is_told_unless_it_says_the_same():
    edit_conflict.require_unchanged(
        SAID, {"level": " A2 ", "countries": ["PL", "KR"]}, "seen before"
    )
    for seen in ("", "seen before", "x" * 500):
        with pytest.raises(ChangedMeanwhile):
            edit_conflict.require_unchanged(SAID, SAID | {"level": "B1"}, seen)
    assert edit_conflict.changed_fields(SAID, SAID | {"level": "B1"}) == ["level"]


def test_a_wrong_answer_keeps_what_was_seen_and_a_quarrel_takes_what_stands():
    typed = {"mark": "seen before"}
    assert edit_conflict.mark_for_page(SAID, typed, NotFound()) == "seen before"
    assert edit_conflict.mark_for_page(
        SAID, typed, InvalidInput([ChangedMeanwhile()])
    ) == edit_conflict.mark(SAID)
    assert edit_conflict.mark_for_page(SAID, {}, None) == edit_conflict.mark(SAID)
    assert not edit_conflict.is_conflict(None)
