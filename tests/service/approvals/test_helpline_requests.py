"""Helplines that officers add: listed only when a second officer agrees."""

from datetime import timedelta

import msgspec
import pytest

from catalog.core import journal
from catalog.core.errors import InvalidInput, Refusal
from catalog.reference import posts
from service.approvals import decisions, helpline_requests
from service.approvals.helpline_requests import HelplineExists, HelplineProposal
from tests.support.cast import FARIDA, IRODA, NO_FILES, TODAY

LINE = HelplineProposal(
    country="RU",
    telephone="8 800 000 00 00",
    en="An invented line",
    ru="Вымышленная линия",
    uz="Oʻylab topilgan telefon",
    source="A notice",
    reason="It is new.",
)


def ask(session, clock, **values):
    new = msgspec.structs.replace(LINE, **values)
    return helpline_requests.request(session, new, by=FARIDA, on=clock())


def approve(session, clock, row):
    decisions.approve(session, row.reference, "Yes", by=IRODA, on=clock(), day=TODAY, home=NO_FILES)


def numbers(session, day=TODAY):
    return [line.number for line in posts.hotlines(session, day)]


def test_a_helpline_is_not_shown_before_a_second_officer_agrees(ground, clock):
    row = ask(ground, clock)
    assert LINE.telephone not in numbers(ground)
    approve(ground, clock, row)
    line = next(one for one in posts.hotlines(ground, TODAY) if one.number == LINE.telephone)
    assert (line.scope, line.uz_cyrl) == ("RU", "Ўйлаб топилган телефон")
    assert row.subject == f"helplines:{line.id}", "the page of the line shows who decided"
    ground.commit()
    assert [one.act for one in journal.history(ground, "fact", row.subject)] == ["state_fact"]


def test_a_helpline_is_shown_from_its_first_day(ground, clock):
    first = TODAY + timedelta(days=1)
    approve(ground, clock, ask(ground, clock, valid_from=first))
    assert LINE.telephone not in numbers(ground)
    assert LINE.telephone in numbers(ground, first)


def test_a_helpline_that_nobody_could_call_is_not_requested(ground, clock):
    for values, field in (
        ({"country": "QQ"}, "country"),
        ({"telephone": "call us"}, "telephone"),
        ({"telephone": "1"}, "telephone"),
        ({"ru": ""}, "ru"),
        ({"source": "x" * 301}, "source"),
    ):
        with pytest.raises(Refusal) as refused:
            ask(ground, clock, **values)
        assert refused.value.field == field, values


def test_all_mistakes_of_a_helpline_are_reported_at_once(ground, clock):
    with pytest.raises(InvalidInput) as refused:
        ask(ground, clock, country="QQ", telephone="call us", source="x" * 301)
    assert {one.field for one in refused.value.errors} == {"country", "telephone", "source"}


def test_of_two_requests_for_one_number_only_one_line_comes(ground, clock):
    first, second = ask(ground, clock), ask(ground, clock, telephone="8-800-000-00-00")
    approve(ground, clock, first)
    with pytest.raises(HelplineExists):
        approve(ground, clock, second)
    assert len([one for one in numbers(ground) if one.startswith("8")]) == 1
