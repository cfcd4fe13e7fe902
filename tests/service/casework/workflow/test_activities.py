"""What is done on a claim besides its steps: after each act it has a next step and a date, and its
words are sealed."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from sqlalchemy import select

from catalog.core import journal, vault
from catalog.core.actor import SYSTEM, VISITOR
from catalog.core.errors import InvalidInput
from catalog.core.fields import AlreadyOver, InTheFuture, TooFarAhead
from matching.identity import persons
from matching.identity.persons import Citizen
from seed import reference
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import ClaimState
from service.casework.money.payments import BeforeTheWork
from service.casework.workflow import activities, assignment
from service.casework.workflow.activities import HourNeeded, Kind, NewAct, OtherParty
from service.casework.workflow.state_machine import NextActionNeeded
from service.casework.worklists import service_level_rules, service_levels
from service.casework.worklists.service_level_rules import Clock
from service.input import forms
from tests.support.cast import ALISHERS_CLAIM, CHINORA, CLAIM, ELYOR, TODAY

NEXT = "Call the foreman again"
DUE = TODAY + timedelta(days=4)


def new_act(kind=Kind.CALL, **more) -> NewAct:
    return NewAct(kind, **({"next_action": NEXT, "due": DUE} | more))


def log(session, clock, claim, kind=Kind.CALL, by=ELYOR, **more):
    return activities.log(session, claim, new_act(kind, **more), by=by, on=clock(), day=TODAY)


@pytest.mark.parametrize("kind", list(Kind))
def test_after_every_act_the_claim_has_a_next_step_and_its_day(ground, clock, claim, kind):
    before = claim.version
    log(ground, clock, claim, kind, hour="10:00")
    assert (wage_claims.next_action(ground, claim), claim.due) == (NEXT, DUE)
    assert claim.version == before + 1
    assert (claim.state, claim.owner) == ("received", "RU-MOSCOW-EMB"), (
        "neither state nor owner moves"
    )
    ground.commit()
    entry = journal.history(ground, "claim", CLAIM)[-1]
    assert (entry.act, entry.fields, entry.account) == (
        "act",
        "acts,next_action,due",
        ELYOR.account,
    )


def test_its_words_are_read_again_by_colleagues_and_by_nobody_from_the_disk(ground, clock, claim):
    row = log(ground, clock, claim, words="The foreman shouted.", other=OtherParty.EMPLOYER)
    assert b"foreman" not in row.words + row.next_action
    done = activities.list_for_claim(ground, claim)[0]
    assert (done.kind, done.other, done.day, done.words) == (
        "call",
        "employer",
        TODAY,
        "The foreman shouted.",
    )
    assert (done.next_action, done.due, done.officer, done.at) == (
        NEXT,
        DUE,
        ELYOR.account,
        clock(),
    )
    assert activities.days(ground, claim) == [("call", TODAY)]
    vault.destroy(ground, claim.citizen)
    assert (
        activities.list_for_claim(ground, claim)[0].words,
        activities.list_for_claim(ground, claim)[0].next_action,
    ) == ("", "")


def test_with_whom_is_known_of_a_hearing_and_a_note_and_else_said_or_left_open(
    ground, clock, claim
):
    texts = [
        log(ground, clock, claim, kind, hour="09:00").other
        for kind in (Kind.HEARING, Kind.NOTE_VERBALE, Kind.VISIT)
    ]
    assert texts == ["court", "authority", ""]
    assert (
        log(ground, clock, claim, Kind.HEARING, hour="09:00", other=OtherParty.AUTHORITY).other
        == "authority"
    )


def test_a_hearing_may_lie_ahead_at_its_hour_by_the_clock_there(ground, clock, claim):
    row = log(ground, clock, claim, Kind.HEARING, day=date(2026, 12, 3), hour="10:30")
    assert row.moment == datetime(2026, 12, 3, 7, 30, tzinfo=UTC), (
        "Moscow is three hours before Greenwich"
    )
    assert log(ground, clock, claim, Kind.HEARING, day=date(2026, 11, 2), hour="10:30").day == date(
        2026, 11, 2
    )
    there = wage_claims.file(
        ground,
        msgspec.structs.replace(ALISHERS_CLAIM, country="KR"),
        by=VISITOR,
        on=clock(),
        day=TODAY,
    ).claim
    row = log(ground, clock, there, Kind.HEARING, day=date(2026, 12, 3), hour="10:30")
    assert row.moment == datetime(2026, 12, 3, 1, 30, tzinfo=UTC)


def test_only_a_hearing_lies_ahead(ground, clock, claim):
    for kind in set(Kind) - {Kind.HEARING}:
        with pytest.raises(InTheFuture):
            log(ground, clock, claim, kind, day=TODAY + timedelta(days=1))


@pytest.mark.parametrize(
    ("more", "refusal", "field"),
    [
        ({"day": ALISHERS_CLAIM.worked_from - timedelta(days=1)}, BeforeTheWork, "day"),
        ({"kind": Kind.HEARING, "hour": "10:00", "day": date(9999, 12, 31)}, TooFarAhead, "day"),
        ({"kind": Kind.HEARING, "day": TODAY}, HourNeeded, "hour"),
        ({"due": TODAY - timedelta(days=1)}, AlreadyOver, "due"),
        ({"due": date(9999, 1, 1)}, TooFarAhead, "due"),
        ({"due": None}, NextActionNeeded, "due"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_changes_nothing(
    ground, clock, claim, more, refusal, field
):
    before = (claim.version, claim.due)
    with pytest.raises(refusal) as refused:
        log(ground, clock, claim, **more)
    assert refused.value.field == field
    assert ((claim.version, claim.due), activities.list_for_claim(ground, claim)) == (before, [])


def test_nothing_is_done_on_a_closed_claim_or_for_somebody_erased(ground, clock, claim):
    person = ground.get_one(Citizen, claim.citizen)
    person.erased_at = clock()
    with pytest.raises(persons.ErasedPerson):
        log(ground, clock, claim)
    person.erased_at, claim.state = None, "closed"
    with pytest.raises(assignment.NothingToDo):
        log(ground, clock, claim)


@pytest.mark.parametrize(
    "hour", ["25:00", "9", "10:60", "noon", "10:30:59", "-1:00", "١٠:٣٠", "10:30\n"]
)
def test_an_hour_that_is_none_is_told_beside_it(hour):
    typed = {"kind": "hearing", "next_action": NEXT, "due": DUE.isoformat(), "hour": hour}
    if hour.strip() == "10:30":
        assert forms.read(NewAct, typed).hour == "10:30"
        return
    with pytest.raises(InvalidInput) as wrong:
        forms.read(NewAct, typed)
    assert [one.field for one in wrong.value.errors] == ["hour"]


def test_what_somebody_did_yesterday_is_not_told_as_nothing_happened(ground, clock, claim):
    """The clocks that run from the last thing that happened begin anew with an act, in the claim's
    page and in the list."""
    service_level_rules.load(
        ground, map(reference._clock, reference.rows("service_clocks.tsv")), by=SYSTEM, on=clock()
    )

    def late() -> tuple[set[Clock], int]:
        waiting = service_levels.clock_term(
            Clock.SUPERVISOR, service_levels.clock_context(ground, clock())
        )
        found = len(ground.execute(select(wage_claims.Claim).where(waiting)).all())
        return {
            one.clock for one in service_levels.late_by_claims(ground, [claim], clock())[CLAIM]
        }, found

    claim.state = ClaimState.NEGOTIATION.value
    clock.forward(days=61)
    assert late() == ({Clock.SUPERVISOR}, 1)
    activities.log(
        ground, claim, NewAct(Kind.CALL, NEXT, clock.today), by=CHINORA, on=clock(), day=clock.today
    )
    assert late() == (set(), 0)
    clock.forward(days=31)
    assert late() == ({Clock.STALE}, 0)


def test_an_action_without_a_next_one_keeps_what_was_planned_until_its_day_has_passed(
    ground, clock, claim
):
    log(ground, clock, claim)
    again = log(ground, clock, claim, next_action="", due=None)
    assert (wage_claims.next_action(ground, claim), claim.due, again.due) == (NEXT, DUE, DUE)
    log(ground, clock, claim, next_action="", due=DUE + timedelta(days=1))
    assert (wage_claims.next_action(ground, claim), claim.due) == (NEXT, DUE + timedelta(days=1))
    claim.due = TODAY - timedelta(days=1)
    with pytest.raises(NextActionNeeded) as refused:
        log(ground, clock, claim, next_action="", due=None)
    assert refused.value.field == "due"
