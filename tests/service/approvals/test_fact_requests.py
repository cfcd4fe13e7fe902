"""A correction of a fact waits for a second officer, and is compared again when it is written."""

import pytest

from catalog.core.approvals import AlreadyRequested
from catalog.reference import countries
from catalog.reference.countries import Kind, Mark, NewFact
from service.approvals import decisions, fact_requests
from service.approvals.fact_requests import EndsBeforeItBegins, FactKind
from tests.support.cast import FARIDA, IRODA, TODAY


@pytest.fixture
def number(ground, clock) -> int:
    said = NewFact("KR", Kind.WATCH_FOR, Mark.SOURCED, "invented", *["A sentence"] * 4)
    return countries.state_fact(ground, said, by=FARIDA, on=clock()).id


def ask(session, clock, number: int, **typed: str):
    return fact_requests.request_correction(
        session, FactKind.COUNTRIES, number, typed, "It says so.", by=FARIDA, on=clock()
    )


def test_the_same_correction_is_not_asked_twice(ground, clock, number):
    ask(ground, clock, number, en="A new sentence")
    with pytest.raises(AlreadyRequested):
        ask(ground, clock, number, en="A new sentence")


def test_two_corrections_do_not_make_a_rule_that_ends_before_it_begins(ground, clock, number):
    first = ask(ground, clock, number, valid_from="2026-03-01")
    second = ask(ground, clock, number, valid_to="2026-02-01")
    decisions.approve(ground, first.reference, "Yes", by=IRODA, on=clock(), day=TODAY)
    with pytest.raises(EndsBeforeItBegins):
        decisions.approve(ground, second.reference, "Yes", by=IRODA, on=clock(), day=TODAY)
