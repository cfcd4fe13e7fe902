"""The outcomes of advice are those of the field."""

from service.casework.advice.topics import Outcome


def test_the_four_outcomes_of_the_report_of_2019_stand_with_open_and_forwarded():
    assert {one.value for one in Outcome} == {
        "explained",
        "satisfied",
        "rejected",
        "not_considered",
        "open",
        "forwarded",
    }
