"""A group: all of its workers or none, each with a claim of their own that goes on alone when they
leave."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from catalog.core import journal
from catalog.core.errors import NotFound
from catalog.core.fields import InTheFuture
from catalog.reference.countries import NotACountry
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, NothingClaimed, WrongWorkDates
from service.casework.groups import groups
from service.casework.groups.groups import (
    BeforeJoining,
    Group,
    GroupCounts,
    InAGroup,
    LeaveInput,
    LeftBefore,
    OtherEmployer,
    SlipsGone,
    TooManyWorkers,
)
from tests.service.casework.crews import CREW, NUMBER, crew, enter, worker
from tests.support.cast import CHINORA, CLAIM, DAVRON, ELYOR, NODIRA, TODAY


@pytest.fixture
def group(ground, clock):
    return enter(ground, clock, worker("Anvar"), worker("Botir"), worker("Sardor"))


def counted(session) -> int:
    return session.execute(select(func.count()).select_from(Claim)).scalar()


def test_each_worker_has_a_claim_of_their_own(ground, clock, group):
    members = groups.members(ground, group, by=ELYOR)
    assert [one.name for one in members] == ["Anvar", "Botir", "Sardor"]
    assert (
        len({one.claim.citizen for one in members})
        == len({one.claim.secret_hash for one in members})
        == 3
    )
    assert {(one.claim.employer, one.claim.country, one.claim.state) for one in members} == {
        (CREW.employer, "RU", "received")
    }
    ground.commit()
    assert [one.act for one in journal.history(ground, "group", NUMBER)] == ["open_group"]
    assert [one.act for one in journal.history(ground, "claim", members[0].claim.reference)] == [
        "file",
        "join_group",
    ]


@pytest.mark.parametrize(
    ("last", "refusal"),
    [
        (worker("Nobody", 0), NothingClaimed),
        (worker("Nobody", country="XX"), NotACountry),
        (worker("Nobody", worked_from=TODAY + timedelta(1)), WrongWorkDates),
    ],
)
def test_one_worker_refused_is_all_refused(ground, clock, last, refusal):
    with pytest.raises(refusal), ground.begin_nested():
        enter(ground, clock, worker("Anvar"), last)
    assert counted(ground) == 0
    assert not ground.execute(select(Group)).all()


def test_a_group_has_somebody_in_it_and_two_hundred_at_most(ground, clock, monkeypatch):
    with pytest.raises(NothingClaimed):
        enter(ground, clock)
    monkeypatch.setattr(groups, "MAX_WORKERS", 2)
    with pytest.raises(TooManyWorkers), ground.begin_nested():
        enter(ground, clock, *map(worker, "ABC"))
    group = enter(ground, clock, *map(worker, "AB"))
    with pytest.raises(TooManyWorkers):
        groups.add(ground, group, worker("C"), by=ELYOR, on=clock(), day=TODAY)


def test_one_more_joins_later_with_a_new_claim_or_with_theirs(ground, clock, group, claim):
    groups.add(ground, group, worker("Temur"), by=ELYOR, on=clock(), day=TODAY)
    groups.add_claim(ground, group, claim, by=ELYOR, on=clock(), day=TODAY)
    assert set(crew(ground, group)) == {"Anvar", "Botir", "Sardor", "Temur", "Alisher Invented"}
    with pytest.raises(InAGroup):
        groups.add_claim(ground, group, claim, by=ELYOR, on=clock(), day=TODAY)
    claim.employer = "Somebody else"
    with pytest.raises(OtherEmployer):
        groups.add_claim(ground, group, claim, by=ELYOR, on=clock(), day=TODAY)


def leave(session, clock, claim, left=TODAY, why: str = "Goes to court alone"):
    return groups.leave(session, claim, LeaveInput(left, why), by=ELYOR, on=clock(), day=TODAY)


def test_whoever_leaves_keeps_their_claim_as_it_is(ground, clock, group):
    one = crew(ground, group)["Botir"]
    before = one.claim.model_dump()
    row = leave(ground, clock, one.claim)
    assert b"court" not in row.why
    gone = crew(ground, group)["Botir"]
    assert (gone.left, gone.why, gone.open) == (TODAY, "Goes to court alone", False)
    assert one.claim.model_dump() == before
    with pytest.raises(LeftBefore):
        leave(ground, clock, one.claim)
    with pytest.raises(InAGroup):
        groups.add_claim(ground, group, one.claim, by=ELYOR, on=clock(), day=TODAY)


@pytest.mark.parametrize(("days", "refusal"), [(-1, BeforeJoining), (1, InTheFuture)])
def test_nobody_leaves_before_they_joined_or_tomorrow(ground, clock, group, days, refusal):
    with pytest.raises(refusal):
        leave(ground, clock, crew(ground, group)["Botir"].claim, TODAY + timedelta(days))


def test_nobody_leaves_who_is_in_no_group(ground, clock, claim):
    with pytest.raises(NotFound):
        leave(ground, clock, claim)


def test_another_posts_group_does_not_exist(ground, clock, group):
    assert groups.get(ground, NUMBER, by=CHINORA) is group
    for stranger in (DAVRON, NODIRA):
        assert groups.count_workers(ground, [NUMBER], by=stranger) == {}
        assert groups.members(ground, group, by=stranger) == []
        with pytest.raises(NotFound):
            groups.get(ground, NUMBER, by=stranger)


def test_the_list_counts_workers_and_those_still_open(ground, clock, group):
    members = crew(ground, group)
    leave(ground, clock, members["Anvar"].claim)
    members["Botir"].claim.state = "closed"
    ground.flush()
    assert groups.count_workers(ground, [NUMBER], by=ELYOR) == {NUMBER: GroupCounts(3, 1)}
    assert set(groups.by_claims(ground, [members["Anvar"].claim.reference, CLAIM])) == {
        members["Anvar"].claim.reference
    }


def test_the_secrets_are_told_for_an_hour_to_whoever_entered_the_group(ground, clock, group):
    result = groups.slips(ground, group, by=ELYOR, on=clock())
    assert [
        wage_claims.get_by_secret(ground, one.claim.reference, secret) for one, secret in result
    ] == [one.claim for one, _ in result]
    with pytest.raises(SlipsGone):
        groups.slips(ground, group, by=CHINORA, on=clock())
    with pytest.raises(SlipsGone):
        groups.slips(ground, group, by=ELYOR, on=clock.forward(minutes=61))
