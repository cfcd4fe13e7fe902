"""The words of the road: one for every state, step and answer, in no list a meaning that another
has."""

import pytest

from catalog.contests import contests
from matching.applications import applications, state_machine
from matching.contracts import contracts
from matching.contracts.contract_comparison import ContractTerms
from matching.journey import check_ins, costs, pre_departure, return_migration
from matching.profiles import profiles
from matching.quota import lottery_results, rounds
from matching.scoring import score
from service.casework import wage_diary
from service.casework.complaints import complaints
from service.labels import application_labels, journey_labels, register_labels
from service.labels import label_lists as case_words

# The terms of a bargain, its pay brought to a month, and the law that it must not fall below.
TERMS = {*ContractTerms.__struct_fields__} - {"wage"} | {"pay", "minimum_wage"}
_ALL = application_labels.LISTS | journey_labels.LISTS
LISTS = {
    "application": applications.State,
    "rejected": applications.RejectionReason,
    "application_step": state_machine.STEPS,
    "cost": costs.Cost,
    "recipient": costs.Recipient,
    "cost_verdict": costs.Verdict,
    "agreed": wage_diary.PayPeriod,
    "contract_state": contracts.State,
    "contract_mine": contracts.State,
    "visa": pre_departure.Visa,
    "before_leaving": pre_departure.Item,
    "check_pay": check_ins.Pay,
    "check_papers": check_ins.Papers,
    "check_work": check_ins.Work,
    "check_housing": check_ins.Housing,
    "check_told": check_ins.AnsweredBy,
    "home_because": return_migration.ReturnReason,
    "insurance": return_migration.INSURANCES,
    "term": TERMS,
    "term_worse": TERMS,
    "term_worse_mine": TERMS,
    "term_same": ("same", "better"),
    "education": profiles.Education,
    "paper": profiles.Paper,
    "hour": profiles.Hour,
    "seat_round": rounds.State,
    "lost_seat": lottery_results.NotOfferedReason,
    "complaint": complaints.State,
    "complained": complaints.Topic,
    "contest": contests.State,
    "criterion": contests.Criterion,
    "scored": score.Part,
}


@pytest.mark.parametrize("name", LISTS)
def test_every_value_has_its_word_and_no_word_is_left_over(name):
    assert sorted(_ALL[name]) == sorted(str(value) for value in LISTS[name])


def test_no_list_has_two_meanings():
    assert not set(_ALL) & {*register_labels.LISTS, *case_words.LISTS}
