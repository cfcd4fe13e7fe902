"""The words of the road: one for every state, step and answer, in no list a meaning that another has."""

import pytest

from catalog.contests import contests
from matching import (
    applications,
    checkins,
    contracts,
    costs,
    drawn,
    homecomings,
    preparing,
    profiles,
    rounds,
    score,
    steps,
)
from matching.worsening import Bargain
from service import journey_words, road_words, words
from service.casework import complaints, diaries
from service.casework import words as case_words

# The terms of a bargain, its pay brought to a month, and the law that it must not fall below.
TERMS = {*Bargain.__struct_fields__} - {"wage"} | {"pay", "minimum_wage"}
_ALL = road_words.LISTS | journey_words.LISTS
LISTS = {
    "application": applications.State, "rejected": applications.Why, "application_step": steps.STEPS,
    "cost": costs.Cost, "recipient": costs.Recipient, "cost_verdict": costs.Verdict, "agreed": diaries.By,
    "contract_state": contracts.State, "contract_mine": contracts.State, "visa": preparing.Visa, "before_leaving": preparing.Item,
    "check_pay": checkins.Pay, "check_papers": checkins.Papers, "check_work": checkins.Work,
    "check_housing": checkins.Housing, "check_told": checkins.Told, "home_because": homecomings.Because,
    "insurance": homecomings.INSURANCES, "term": TERMS, "term_worse": TERMS, "term_worse_mine": TERMS,
    "term_same": ("same", "better"),
    "education": profiles.Education, "paper": profiles.Paper, "hour": profiles.Hour,
    "seat_round": rounds.State, "lost_seat": drawn.Lost,
    "complaint": complaints.State, "complained": complaints.Topic, "contest": contests.State,
    "criterion": contests.Criterion, "scored": score.Part,
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_every_value_has_its_word_and_no_word_is_left_over(name):
    assert sorted(_ALL[name]) == sorted(str(value) for value in LISTS[name])


def test_no_list_has_two_meanings():
    assert not set(_ALL) & {*words.LISTS, *case_words.LISTS}
