"""The list of sessions is narrowed exactly by each answer of its address, within one's own
scope."""

from datetime import date, timedelta

import msgspec
import pytest
from sqlalchemy import select
from sqlmodel import col

from service.casework.advice import advice_sessions, session_list
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.session_list import Filter
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.casework.scope.advice_tables import Session
from service.input import listing
from tests.support.cast import BARNO, CHINORA, DAVRON, IRODA, SEOUL, TODAY

BASE = NewSession(
    Channel.HOTLINE, Topic.UNPAID_WAGES, Level.ADVICE, Outcome.EXPLAINED, "KR", region="1726"
)
OTHERS = {
    "topic": Topic.DETENTION,
    "country": "RU",
    "channel": Channel.EMAIL,
    "outcome": Outcome.FORWARDED,
    "level": Level.INFORMATION,
    "region": "1703",
}


def log(session, clock, by=BARNO, day=TODAY, **values):
    new = msgspec.structs.replace(BASE, **values)
    return advice_sessions.log(session, new, by=by, on=clock(), day=day).reference


def found(session, asked, by=IRODA):
    rows = select(col(Session.reference)).where(*session_list.terms(asked, by))
    return set(session.execute(rows).scalars())


@pytest.mark.parametrize("name", OTHERS)
def test_each_answer_finds_exactly_its_sessions(ground, clock, name):
    usual, other = log(ground, clock), log(ground, clock, **{name: OTHERS[name]})
    assert found(ground, Filter()) == {usual, other}
    assert found(ground, Filter(**{name: OTHERS[name]})) == {other}
    assert found(ground, Filter(**{name: getattr(BASE, name)})) == {usual}


def test_days_are_taken_with_both_ends_and_officers_by_account_or_as_oneself(ground, clock):
    first, last = (
        log(ground, clock, day=TODAY - timedelta(2)),
        log(ground, clock, by=DAVRON, post=SEOUL),
    )
    assert found(ground, Filter(day_until=TODAY - timedelta(2))) == {first}
    assert found(ground, Filter(day_from=TODAY - timedelta(1), day_until=TODAY)) == {last}
    assert found(ground, Filter(officer=DAVRON.account)) == {last}
    assert found(ground, Filter(officer="me"), by=BARNO) == {first}
    assert (
        found(ground, Filter(day_from=date.max))
        == found(ground, Filter(day_until=date.min))
        == set()
    )


def test_no_answer_reaches_beyond_one_s_scope(ground, clock):
    log(ground, clock)
    assert (
        found(ground, Filter(), by=DAVRON)
        == found(ground, Filter(region="1726"), by=CHINORA)
        == set()
    )
    assert session_list.officers(ground, by=DAVRON) == []


def test_what_is_not_understood_is_told_and_left_out():
    asked, errors = listing.read(
        Filter, {"topic": "gold", "country": "kr", "day_from": "x", "region": "", "officer": "me"}
    )
    assert (set(errors), asked) == ({"topic", "day_from"}, Filter(country="KR", officer="me"))
