"""Queues of decisions by two: each officer finds what they may decide now, and nothing else."""

from datetime import date

from sqlalchemy import select

from catalog.core.actor import SYSTEM, Role
from catalog.licensing import legal_rules
from catalog.licensing.legal_rules import LawRow
from catalog.reference import posts
from catalog.reference.countries import Mark
from service.approvals import decision_queues
from service.approvals.decision_queues import QUEUES
from service.casework.workflow import handover
from service.infra.access import ROLES, Permission
from service.privacy import retention
from tests.catalog.core import test_approvals as two_people
from tests.service.casework.colleagues import filed, hired, known
from tests.support import sample_proposals
from tests.support.cast import FARIDA, GULNORA, IRODA, PEOPLE

# Trials of what has no queue: requests are on the list itself, and nothing waits about an account.
# A handover waits for its successor alone, and is tried below.
ELSEWHERE = (
    two_people.a_handover,
    two_people.a_request_of_somebody_who_may_decide_none,
    two_people.a_write_off,
    two_people.an_account,
)
# The kinds of decisions without a trial, tried below.
OTHERS = {
    "Handovers of claims to countersign",
    "Helplines to confirm",
    "Legal rules to confirm",
    "Retention periods to confirm",
}


def waiting(session, by, clock) -> list[str]:
    return [
        one.title
        for one in decision_queues.list_waiting(session, by=by, on=clock())
        if one.total == 1
    ]


def test_what_takes_two_waits_for_whoever_may_decide_until_one_of_them_does(seeded, clock):
    found = set(OTHERS)
    for trial in two_people.TRIALS:
        if trial in ELSEWHERE:
            continue
        with seeded.write() as session:
            decide = trial(session, clock())[0]
            session.flush()
            assert not waiting(session, decide.keywords["by"], clock), f"{trial}: the first person"
            others = {one: waiting(session, one, clock) for one in PEOPLE.values()}
            for other, titles in others.items():
                if titles:
                    found.update(titles)
                    with session.begin_nested() as attempt:
                        decide.func(*decide.args, **decide.keywords | {"by": other})
                        session.flush()
                        assert not waiting(session, other, clock), f"{trial}: decided"
                        attempt.rollback()
            session.rollback()
        assert any(others.values()), f"{trial}: it waits for nobody"
    assert found == {one.title for one in QUEUES}


def test_a_fact_that_one_officer_confirmed_waits_for_another(seeded, clock):
    by = {"by": FARIDA, "on": clock()}
    with seeded.write() as session:
        sample_proposals.rules(session, clock())
        word = min(retention.RECORD_KINDS)
        rule = retention.NewRule(word, 3_650, date(2019, 1, 1), None, Mark.SOURCED, "invented")
        retention.load(session, [rule], by=SYSTEM, on=clock())
        legal_rules.confirm(session, session.execute(select(LawRow.id)).scalars().first(), **by)
        posts.confirm_hotline(session, posts.hotlines(session, clock.today, staff=True)[0].id, **by)
        retention.confirm(session, session.execute(select(retention.Rule.id)).scalars().one(), **by)
        assert waiting(session, FARIDA, clock) == []
        assert set(waiting(session, GULNORA, clock)) == OTHERS - {
            "Handovers of claims to countersign"
        }
        session.rollback()


def test_a_handover_waits_for_the_successor_alone(seeded, clock):
    with seeded.write() as session:
        hired(session, "zafar", on=clock())
        elyor, zafar = known(session, "elyor"), known(session, "zafar")
        filed(session, elyor.account, on=clock())
        handover.request_handover(session, elyor.account, zafar.account, by=elyor, on=clock())
        seen = {one: waiting(session, one, clock) for one in (elyor, zafar, IRODA)}
        assert seen == {elyor: [], zafar: ["Handovers of claims to countersign"], IRODA: []}
        session.rollback()


def test_every_role_that_may_decide_one_can_open_the_page():
    deciding = {role for role in Role for one in QUEUES if one.permission in ROLES[role]}
    assert {role for role in deciding if Permission.APPROVALS_READ not in ROLES[role]} == set()
