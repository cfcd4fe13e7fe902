"""A correction of a fact waits for a second officer, and is compared again when it is written."""

from datetime import date
from functools import partial

import pytest

from catalog.core.approvals import AlreadyRequested, RecordChanged
from catalog.reference import countries
from catalog.reference.countries import Kind, Mark, NewFact
from service.approvals import decisions, fact_requests
from service.approvals.fact_columns import EndsBeforeItBegins, FactKind
from tests.support.cast import FARIDA, IRODA, NO_FILES, TODAY


@pytest.fixture
def number(ground, clock) -> int:
    new_fact = NewFact("KR", Kind.WATCH_FOR, Mark.SOURCED, "invented", *["A sentence"] * 4)
    return countries.state_fact(ground, new_fact, by=FARIDA, on=clock()).id


def ask(session, clock, number: int, **typed: str):
    return fact_requests.request_correction(
        session, FactKind.COUNTRIES, number, typed, "It says so.", by=FARIDA, on=clock()
    )


def test_the_same_correction_is_not_asked_twice(ground, clock, number):
    ask(ground, clock, number, en="A new sentence")
    with pytest.raises(AlreadyRequested):
        ask(ground, clock, number, en="A new sentence")


def test_what_was_corrected_meanwhile_is_not_overwritten(ground, clock, number):
    first, second = (ask(ground, clock, number, en=text) for text in ("One", "Two"))
    for asked, refusal in ((first, None), (second, RecordChanged)):
        approve = partial(
            decisions.approve, ground, asked.reference, "Yes", by=IRODA, on=clock(), day=TODAY
        )
        if refusal:
            with pytest.raises(refusal):
                approve(home=NO_FILES)
        else:
            approve(home=NO_FILES)
    assert fact_requests.find(ground, FactKind.COUNTRIES, number).en == "One"


def test_an_approved_correction_does_not_end_a_rule_before_it_begins(ground, clock, number):
    asked = ask(ground, clock, number, valid_to="2026-02-01")
    fact_requests.find(ground, FactKind.COUNTRIES, number).valid_from = date(2026, 3, 1)
    with pytest.raises(EndsBeforeItBegins):
        decisions.approve(
            ground, asked.reference, "Yes", by=IRODA, on=clock(), day=TODAY, home=NO_FILES
        )
