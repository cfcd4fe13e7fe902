"""An application moves by the table of steps and in no other way: who may, when, and that a place
is never held twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import msgspec
import pytest

from catalog.core import journal, outbox
from catalog.core.actor import SYSTEM
from catalog.core.errors import Conflict, InvalidInput, NotAllowed, Refusal
from catalog.core.fields import AlreadyOver, TooFarAhead
from catalog.vacancies.seats import Full
from catalog.vacancies.vacancies import Vacancy
from matching.applications import applications, state_machine, transitions
from matching.applications.applications import (
    PLACE_HELD,
    Application,
    GateShut,
    RejectionReason,
    State,
)
from matching.applications.state_machine import STEPS, Side
from matching.applications.transitions import HoldsAnother, OfferOver, OpenGates, StepNotPossible
from matching.identity.persons import Citizen
from tests.support import cast
from tests.support.cast import CHINORA, DAVRON, FARIDA, HAMID, IRODA, TODAY
from tests.support.sample_applications import ALL_GATES, WORKER, applied, described, worker

WHO = {Side.WORKER: WORKER, Side.RECRUITER: HAMID, Side.SYSTEM: SYSTEM}


def seats(session, name="published") -> int:
    session.expire_all()
    return session.get(Vacancy, cast.named(session, name).reference).seats_taken


def test_every_pair_of_state_and_step_is_as_the_table_says(seeded_session, clock):
    row = applied(seeded_session, worker(seeded_session, on=clock()), on=clock())
    for state in State:
        for act, step in STEPS.items():
            row.state = state.value
            try:
                transitions.take_step(seeded_session, row, act, by=WHO[step.side], on=clock())
                assert (state in step.sources, row.state) == (True, step.to.value)
            except StepNotPossible:
                assert (state in step.sources, row.state) == (False, state.value)


def test_nobody_takes_the_step_of_another_side(seeded_session, clock):
    row = applied(seeded_session, worker(seeded_session, on=clock()), on=clock())
    for act, step in STEPS.items():
        for by in (WORKER, HAMID, FARIDA, DAVRON, CHINORA, IRODA):
            # An officer recruits for the State Agency alone, and this is a private one's vacancy.
            if transitions.side_of(by) is not step.side or by is FARIDA:
                row.state = min(step.sources).value
                with pytest.raises(NotAllowed):
                    transitions.take_step(seeded_session, row, act, by=by, on=clock())


def test_what_is_offered_and_taken_holds_one_place_and_who_leaves_gives_it_back(seeded, clock):
    with seeded.write() as session:
        row = applied(session, worker(session, on=clock()), on=clock(), until="take_offer")
        assert (row.state, seats(session)) == ("accepted", 1)
        assert row.held_until == TODAY + timedelta(days=transitions.HOLD)
        transitions.move(session, row, "withdraw", by=WORKER, on=clock(), day=TODAY)
        number = row.reference
    with seeded.read() as session:
        assert (session.get_one(Application, number).state, seats(session)) == ("withdrawn", 0)
        acts = [one.act for one in journal.history(session, "application", number)]
    assert acts == [
        "apply",
        "hand_in",
        "find_eligible",
        "see_papers",
        "shortlist",
        "offer",
        "take_offer",
        "withdraw",
    ]


def test_the_same_person_holds_one_offer_under_whichever_record(seeded_session, clock):
    person = worker(seeded_session, on=clock())
    applied(seeded_session, person, on=clock(), until="offer")
    again = worker(seeded_session, on=clock(), name="The Same Entered Twice")
    seeded_session.get_one(Citizen, again.reference).same_as = person.reference
    second = applied(seeded_session, again, on=clock(), to="quota")
    second.state = State.ELIGIBLE.value
    with pytest.raises(HoldsAnother):
        transitions.offer(seeded_session, second, by=SYSTEM, on=clock(), day=TODAY)
    assert seats(seeded_session, "quota") == 0


def test_the_database_itself_holds_that_nobody_holds_two_places(seeded, clock):
    with seeded.write() as session:
        person = worker(session, on=clock())
        numbers = [
            applied(session, person, on=clock(), to=name).reference
            for name in ("published", "quota")
        ]

    def hold_both() -> None:
        with seeded.write() as session:
            for number in numbers:
                session.get_one(Application, number).state = State.OFFERED.value

    with pytest.raises(Conflict):
        hold_both()


def test_before_an_offer_every_gate_is_passed_or_seen_on_paper(seeded_session, clock):
    row = applied(seeded_session, worker(seeded_session, on=clock()), on=clock())
    row.state = State.ELIGIBLE.value
    with pytest.raises(InvalidInput) as refused:
        transitions.offer(seeded_session, row, by=HAMID, on=clock(), day=TODAY)
    assert {(type(one), one.facts["gate"]) for one in refused.value.errors} == {
        (OpenGates, "health"),
        (OpenGates, "entry_ban"),
    }
    assert seats(seeded_session) == 0


def test_whoever_has_grown_out_of_the_conditions_is_not_offered_the_place(seeded_session, clock):
    person = worker(seeded_session, on=clock())
    row = applied(seeded_session, person, on=clock())
    transitions.move(seeded_session, row, "find_eligible", by=HAMID, on=clock(), day=TODAY)
    transitions.record_checked_gates(seeded_session, row, ALL_GATES, by=HAMID, on=clock())
    described(seeded_session, person, on=clock(), level="A1")
    with pytest.raises(InvalidInput) as refused:
        transitions.offer(seeded_session, row, by=HAMID, on=clock(), day=TODAY)
    assert isinstance(refused.value.errors[0], GateShut)


def test_an_offer_waits_a_month_at_most_and_then_it_is_over(seeded_session, clock):
    row = applied(seeded_session, worker(seeded_session, on=clock()), on=clock(), until="offer")
    late = row.held_until + timedelta(days=1)
    with pytest.raises(OfferOver):
        transitions.move(seeded_session, row, "take_offer", by=WORKER, on=clock(), day=late)
    assert transitions.expire(seeded_session, by=SYSTEM, on=clock(), day=row.held_until) == 0
    assert transitions.expire(seeded_session, by=SYSTEM, on=clock(), day=late) == 1
    assert (row.state, seats(seeded_session)) == ("expired", 0)
    other = applied(seeded_session, worker(seeded_session, on=clock(), name="Another"), on=clock())
    other.state = State.ELIGIBLE.value
    with pytest.raises(TooFarAhead):
        transitions.offer(
            seeded_session,
            other,
            until=TODAY + timedelta(days=31),
            by=SYSTEM,
            on=clock(),
            day=TODAY,
        )


def test_a_no_has_its_reason_and_an_interview_its_day(seeded_session, clock):
    row = applied(seeded_session, worker(seeded_session, on=clock()), on=clock())
    with pytest.raises(AlreadyOver):
        transitions.invite(
            seeded_session, row, clock() - timedelta(days=2), by=HAMID, on=clock(), day=TODAY
        )
    transitions.move(seeded_session, row, "find_eligible", by=HAMID, on=clock(), day=TODAY)
    transitions.invite(
        seeded_session, row, clock() + timedelta(days=2), by=HAMID, on=clock(), day=TODAY
    )
    transitions.reject(seeded_session, row, RejectionReason.LANGUAGE, by=HAMID, on=clock())
    assert (row.state, row.why) == ("rejected", "language")


@pytest.mark.parametrize("act", sorted(state_machine.GUARDED))
def test_a_step_that_needs_something_is_not_taken_bare(seeded_session, clock, act):
    row = applied(seeded_session, worker(seeded_session, on=clock()), on=clock())
    with pytest.raises(NotAllowed):
        transitions.move(seeded_session, row, act, by=SYSTEM, on=clock(), day=TODAY)


def test_papers_are_noted_by_whoever_recruits_and_only_while_they_are_looked_at(
    seeded_session, clock
):
    row = applied(seeded_session, worker(seeded_session, on=clock()), on=clock())
    with pytest.raises(NotAllowed):
        transitions.record_checked_gates(seeded_session, row, ALL_GATES, by=WORKER, on=clock())
    row.state = State.DEPARTED.value
    with pytest.raises(StepNotPossible):
        transitions.record_checked_gates(seeded_session, row, ALL_GATES, by=HAMID, on=clock())


def test_twenty_four_are_offered_five_places_at_once_and_five_have_them(seeded, clock):
    with seeded.write() as session:
        numbers = []
        for one in range(24):
            row = applied(session, worker(session, on=clock(), name=f"Racer {one}"), on=clock())
            row.state = State.ELIGIBLE.value
            row.checked = " ".join(gate.value for gate in ALL_GATES)
            numbers.append(row.reference)

    def race(number: str) -> bool:
        try:
            with seeded.write() as session:
                row = applications.get(session, number, by=HAMID)
                transitions.offer(session, row, by=HAMID, on=clock(), day=TODAY)
        except (Full, Refusal):
            return False
        return True

    with ThreadPoolExecutor(8) as runners:
        assert sum(runners.map(race, numbers)) == 5
    with seeded.read() as session:
        held = [
            one for one in numbers if State(session.get_one(Application, one).state) in PLACE_HELD
        ]
        assert len(held) == cast.named(session, "published").seats_taken == 5


def test_may_lists_what_the_table_allows(seeded_session, clock):
    row = applied(seeded_session, worker(seeded_session, on=clock()), on=clock())
    assert transitions.allowed_steps(seeded_session, row, WORKER) == ["withdraw"]
    assert set(transitions.allowed_steps(seeded_session, row, HAMID)) == {
        "ask_papers",
        "find_eligible",
        "reject",
    }
    assert transitions.allowed_steps(seeded_session, row, CHINORA) == []
    assert msgspec.structs.asdict(STEPS["offer"])["to"] is State.OFFERED


def test_an_offer_is_told_to_its_person_in_words_that_say_nothing_of_it(seeded_session, clock):
    row = applied(seeded_session, worker(seeded_session, on=clock()), on=clock(), until="offer")
    (letter,) = [one for one in outbox.latest(seeded_session) if one.number == "+998900000071"]
    assert "02.12.2026" in letter.words
    vacancy = cast.named(seeded_session, "published")
    assert not [
        word
        for word in (row.reference, vacancy.title, vacancy.reference, "Hanbit", "Worker")
        if word in letter.words
    ]


@pytest.mark.parametrize(
    ("act", "given"), [("ask_papers", {}), ("invite", {"at": timedelta(days=4)})]
)
def test_whoever_is_asked_for_papers_or_to_an_interview_is_told_that_something_waits(
    seeded_session, clock, act, given
):
    row = applied(seeded_session, worker(seeded_session, on=clock()), on=clock())
    arguments = {"by": HAMID, "on": clock(), "day": TODAY}
    transitions.move(seeded_session, row, "find_eligible", **arguments)
    assert outbox.latest(seeded_session) == [], "what is only weighed wakes nobody"
    if act == "invite":
        transitions.invite(seeded_session, row, clock() + given["at"], **arguments)
    else:
        transitions.move(seeded_session, row, act, **arguments)
    (letter,) = outbox.latest(seeded_session)
    assert letter.number == "+998900000071"
    assert letter.words == "Musofir: “Ishga arizalarim” boʻlimida siz uchun yangilik bor."
