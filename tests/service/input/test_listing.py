"""What an address asks for is read field by field and written down again without loss."""

from datetime import date
from urllib.parse import parse_qsl

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.casework.advice.questions import Question
from service.casework.worklists.claim_list import Filter
from service.input import listing
from service.input.listing import YesNo


class Asked(msgspec.Struct, frozen=True):
    day: date | None = None
    name: str = ""
    yes: YesNo | None = None


def parsed(kind, query):
    return listing.read(kind, dict(listing.pairs(query)))[0]


def test_what_is_wrong_is_left_out_and_the_rest_is_kept():
    asked, errors = listing.read(
        Asked, {"day": "tomorrow", "name": " x ", "yes": "yes", "other": "1"}
    )
    assert asked == Asked(None, "x", YesNo.YES)
    assert list(errors) == ["day"]


def test_nothing_asked_is_an_empty_address():
    assert listing.query_string(Asked()) == ""
    assert listing.read(Asked, {}) == (Asked(), {})
    assert parsed(Asked, "?") == Asked()


def test_one_answer_may_be_changed_on_the_way():
    assert (
        listing.query_string(Asked(name="a"), name="ü & =", yes=YesNo.NO)
        == "name=%C3%BC+%26+%3D&yes=no"
    )


def test_the_answers_stand_in_a_form_as_they_are_typed():
    assert listing.form_values(Asked(date(2026, 1, 2), "n")) == {
        "day": "2026-01-02",
        "name": "n",
        "yes": "",
    }


@given(st.text(max_size=200))
def test_no_address_breaks_it_and_none_grows(query):
    asked = parsed(Filter, query)
    assert parsed(Filter, listing.query_string(asked)) == asked


@given(st.dictionaries(st.sampled_from(Filter.__struct_fields__), st.text(max_size=120)))
def test_no_answer_breaks_it(told):
    asked, errors = listing.read(Filter, told)
    assert set(errors) <= set(told)
    assert set(dict(parse_qsl(listing.query_string(asked)))) <= set(told)


@pytest.mark.parametrize(
    "query", ["&".join(["a=1"] * 1000), "state=" + "x" * 9000, "%FF%FE=%00", "day=\x00"]
)
def test_an_absurd_address_asks_for_nothing(query):
    assert parsed(Asked, query) == Asked()


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_first_and_the_last_day_of_the_calendar_are_limits_as_any_other(day):
    for first, last in ((day, None), (None, day), (day, day)):
        listing.moments_between(Question.asked_at, first, last)
