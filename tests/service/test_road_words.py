"""The words of the road: one for every state, step and answer, in no list a meaning that another has."""

import pytest

from catalog import contests
from matching import applications, profiles, score, stages
from service import road_words, words
from service.casework import complaints
from service.casework import words as case_words

LISTS = {
    "application": applications.State, "rejected": applications.Why, "application_step": stages.STEPS,
    "education": profiles.Education, "paper": profiles.Paper, "hour": profiles.Hour,
    "complaint": complaints.State, "complained": complaints.Topic, "contest": contests.State,
    "criterion": contests.Criterion, "scored": score.Part,
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_every_value_has_its_word_and_no_word_is_left_over(name):
    assert sorted(road_words.LISTS[name]) == sorted(str(value) for value in LISTS[name])


def test_no_list_has_two_meanings():
    assert not set(road_words.LISTS) & {*words.LISTS, *case_words.LISTS}
