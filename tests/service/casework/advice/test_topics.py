"""The lists of advice are those of the field, each with its word."""

import pytest

from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.labels import label_lists as case_words
from service.labels import register_labels

LISTS = {"channel": Channel, "topic": Topic, "level": Level, "outcome": Outcome}


@pytest.mark.parametrize("name", LISTS)
def test_every_code_has_a_word_and_no_word_is_left_over(name):
    known = {**register_labels.LISTS, **case_words.LISTS}[name]
    assert list(known) == [one.value for one in LISTS[name]]


def test_the_four_outcomes_of_the_report_of_2019_stand_with_open_and_forwarded():
    assert {one.value for one in Outcome} == {
        "explained",
        "satisfied",
        "rejected",
        "not_considered",
        "open",
        "forwarded",
    }
