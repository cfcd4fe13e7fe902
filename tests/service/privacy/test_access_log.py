"""Who opened a person's file: every look, in whatever part of it, with the office it came from."""

import pytest

from catalog.core import journal
from service import accounts
from service.casework.workflow.withdrawals import Withdrawal
from service.privacy import access_log
from service.privacy.erasure_records import records
from tests.support import canary_person, cast


@pytest.fixture
def session(seeded, planted):
    with seeded.write() as session:
        yield session


def look(session, name, noun, number, clock, act="open"):
    by = accounts.actor_for(accounts.find(session, cast.email(name))) if name else cast.SYSTEM
    journal.write(session, act, noun, number, by=by, on=clock.forward(minutes=1))


def looks(session, planted, **values):
    session.commit()
    return access_log.list_entries(
        session, access_log.references(session, records(session, planted.records[0])), **values
    )


def test_looks_into_every_part_are_told_the_newest_first(session, planted, clock):
    talk = [
        one
        for one in access_log.references(session, records(session, planted.records[0]))
        if one.startswith("A-")
    ]
    for name, noun, number, act in (
        ("chinora", "claim", canary_person.CLAIM, "open"),
        ("barno", "advice", talk[0], "open"),
        ("davron", "citizen", planted.records[2], "reveal"),
    ):
        look(session, name, noun, number, clock, act)
    found = looks(session, planted)
    assert [(one.role, one.act, one.noun) for one in found] == [
        ("attache", "reveal", "citizen"),
        ("adviser", "open", "advice"),
        ("claims_officer", "open", "claim"),
    ]
    assert [(one.name, one.post, one.city, one.region) for one in found[:2]] == [
        ("Davron", cast.SEOUL, "Seoul", None),
        ("Barno", None, None, "1726"),
    ]


def test_what_is_no_look_is_left_out(session, planted, clock):
    look(session, "barno", "citizen", planted.records[0], clock, act="alike")
    look(session, "barno", "account", planted.records[0], clock)
    look(session, "barno", "claim", cast.CLAIM, clock)
    assert looks(session, planted) == []


def test_the_person_is_told_apart_from_the_others(session, planted, clock):
    journal.write(session, "export", "citizen", planted.records[0], by=planted.account, on=clock())
    look(session, None, "citizen", planted.records[0], clock, act="export")
    found = looks(session, planted, oneself=planted.account.account)
    assert [(one.role, one.oneself, one.name) for one in found] == [
        ("system", False, ""),
        ("citizen", True, canary_person.ACCOUNT),
    ]


def test_a_long_list_comes_in_pages(session, planted, clock):
    for _ in range(5):
        look(session, "chinora", "claim", canary_person.CLAIM, clock)
    session.commit()
    found = [looks(session, planted, limit=2, offset=place) for place in (0, 2, 4)]
    assert [len(one) for one in found] == [2, 2, 1]
    assert len({one.at for page in found for one in page}) == 5
    assert access_log.count_entries(session, [canary_person.CLAIM]) == 5


def test_a_withdrawn_claim_is_not_seen_to_be_still_opened(session, planted, clock):
    """Whoever made the worker withdraw reads the worker's own page, and would see it there."""
    look(session, "chinora", "claim", canary_person.CLAIM, clock)
    asked = clock.forward(minutes=1)
    row = Withdrawal(claim=canary_person.CLAIM, asked_by="worker", asked_at=asked)
    session.add(row)
    look(session, "chinora", "claim", canary_person.CLAIM, clock)
    look(session, "barno", "citizen", planted.records[0], clock)
    session.commit()

    def seen() -> list[str]:
        found = access_log.of_person(session, records(session, planted.records[0]))
        return [one.noun for one in found]

    assert seen() == ["citizen", "claim"]
    row.cancelled_at = clock.forward(minutes=1)
    session.commit()
    assert seen() == ["citizen", "claim", "claim"]
