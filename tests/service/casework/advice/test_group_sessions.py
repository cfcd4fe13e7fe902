"""Gatherings: heads are counted, and nobody in a crowd becomes a person advised."""

from datetime import date, timedelta

import msgspec
import pytest
from sqlalchemy import select

from catalog.core import journal
from catalog.core.fields import TooLongAgo
from catalog.reference.countries import NotACountry
from catalog.reference.posts import NotAPost
from service.casework.advice import group_sessions
from service.casework.advice.group_sessions import (
    GroupSession,
    MassEvent,
    Means,
    NewEvent,
    NewGroupSession,
    NotYetHeld,
)
from service.casework.advice.topics import Topic
from tests.support.cast import BARNO, DAVRON, ELYOR, IRODA, MOSCOW, SEOUL, TODAY

GROUP = NewGroupSession(Topic.CONTRACT, "Railway station, Tashkent", 25, TODAY, held_in="1726")
EVENT = NewEvent(Means.LEAFLETS, "Airport", 5_000, TODAY)


@pytest.fixture
def hold(ground, clock):
    def held(by=BARNO, **values):
        return group_sessions.record_group_session(
            ground, msgspec.structs.replace(GROUP, **values), by=by, on=clock(), day=TODAY
        )

    return held


@pytest.fixture
def inform(ground, clock):
    def informed(by=BARNO, **values):
        return group_sessions.record_mass_event(
            ground, msgspec.structs.replace(EVENT, **values), by=by, on=clock(), day=TODAY
        )

    return informed


def test_a_group_is_kept_with_its_heads(hold):
    row = hold()
    assert (row.present, row.topic, row.day, row.officer) == (25, "contract", TODAY, BARNO.account)


def test_a_mass_event_is_kept_with_whom_it_reached(inform):
    assert (inform().reached, inform(topic=Topic.LEGAL_STAY).topic) == (5_000, "legal_stay")


WRONG = [
    ({"held_on": TODAY + timedelta(days=1)}, NotYetHeld),
    ({"held_on": date(1970, 1, 1)}, TooLongAgo),
    ({"country": "ZZ"}, NotACountry),
    ({"post": "NO-POST"}, NotAPost),
]


@pytest.mark.parametrize(("values", "refusal"), WRONG)
def test_what_cannot_be_is_refused_of_both(hold, inform, values, refusal):
    for action in (hold, inform):
        with pytest.raises(refusal):
            action(**values)


def test_each_sees_those_of_their_own_place(ground, hold, inform):
    for action in (hold, inform):
        action(by=DAVRON, held_in="not_stated")
        action(by=ELYOR, held_in="not_stated")
        action(by=BARNO, held_in="1703")
        action(by=IRODA, held_in="1726")
    for table in (GroupSession, MassEvent):

        def seen(by, table=table):
            return ground.execute(select(table).where(group_sessions.within(table, by))).scalars()

        assert {row.post for row in seen(DAVRON)} == {SEOUL}
        assert {row.post for row in seen(ELYOR)} == {MOSCOW}
        assert {row.officer for row in seen(BARNO)} == {BARNO.account, IRODA.account}
        assert len(seen(IRODA).all()) == 4


def test_both_stand_in_the_journal(ground, hold, inform):
    group, event = hold(), inform()
    ground.commit()
    assert [one.act for one in journal.history(ground, "gathering", group.reference)] == ["log"]
    assert [one.act for one in journal.history(ground, "mass_event", event.reference)] == ["log"]
