"""Handing out: a seat becomes an offer that holds it; who cannot take it leaves, and who leaves
gives it back."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core import journal
from catalog.core.errors import NotAllowed, NotFound
from catalog.vacancies.vacancies import Vacancy
from matching.applications import applications, transitions
from matching.applications.applications import Application
from matching.identity.persons import Citizen
from matching.quota import entries, lottery, lottery_results, seat_offers
from matching.quota.entries import DrawInProgress, Entry
from matching.quota.lottery_results import Seat
from tests.support import sample_applications, sample_rounds
from tests.support.cast import ALISHER, CHINORA, FARIDA, GULNORA, HAMID, TODAY
from tests.support.sample_applications import WORKER


@pytest.fixture
def job(seeded_session, clock):
    return sample_rounds.job(seeded_session, "J-A", on=clock(), seats=3)


@pytest.fixture
def row(seeded_session, job, clock):
    made = sample_rounds.opened(seeded_session, {job: 2}, on=clock())
    for number in range(3):
        sample_rounds.entered(
            seeded_session, made, [job], on=clock(), name=f"Worker {number}", years=5 - number
        )
    return made


def taken(session, job) -> int:
    session.expire_all()
    return session.get(Vacancy, job).seats_taken


def seats_of(session, row) -> list[Seat]:
    return list(
        session.execute(
            select(Seat).where(col(Seat.round) == row.reference).order_by(col(Seat.code))
        ).scalars()
    )


def hand_out(session, row, clock, **values):
    return seat_offers.offer_seats(
        session, row.reference, by=GULNORA, on=clock(), day=TODAY, **values
    )


def signed(session, row, clock):
    sample_rounds.drawn(session, row, on=clock())
    lottery.sign(session, row.reference, by=GULNORA, on=clock())


def test_a_seat_becomes_an_offer_that_holds_a_place(seeded_session, row, job, clock):
    signed(seeded_session, row, clock)
    assert seat_offers.count_waiting(seeded_session, row.reference) == 2
    assert hand_out(seeded_session, row, clock) == ""
    assert (
        seat_offers.count_waiting(seeded_session, row.reference),
        taken(seeded_session, job),
    ) == (0, 2)
    for seat in seats_of(seeded_session, row):
        application = seeded_session.get(Application, seat.application)
        assert (application.state, application.vacancy, application.rule) == (
            "offered",
            job,
            "sheet-1",
        )
        assert application.citizen == seeded_session.get(Entry, seat.code).citizen
        assert application.held_until == TODAY + timedelta(days=transitions.HOLD)
    hand_out(seeded_session, row, clock)
    assert taken(seeded_session, job) == 2, "and again it changes nothing"
    seeded_session.commit()
    assert [
        one.act
        for one in journal.history(seeded_session, "entry", seats_of(seeded_session, row)[0].code)
    ] == [
        "rank",
        "give_seat",
    ]


def test_nobody_is_offered_anything_before_the_signature(seeded_session, row, job, clock):
    sample_rounds.drawn(seeded_session, row, on=clock())
    assert hand_out(seeded_session, row, clock) == ""
    assert taken(seeded_session, job) == 0
    for by in (ALISHER, CHINORA, HAMID):
        with pytest.raises(NotAllowed):
            seat_offers.offer_seats(seeded_session, row.reference, by=by, on=clock(), day=TODAY)


def test_some_at_once_it_goes_on_where_it_stopped(seeded_session, row, job, clock):
    signed(seeded_session, row, clock)
    behind = hand_out(seeded_session, row, clock, most=1)
    assert behind == seats_of(seeded_session, row)[0].code
    assert (
        seat_offers.count_waiting(seeded_session, row.reference),
        taken(seeded_session, job),
    ) == (1, 1)
    assert (
        hand_out(seeded_session, row, clock, after=behind, most=1)
        == seats_of(seeded_session, row)[1].code
    )
    assert seat_offers.count_waiting(seeded_session, row.reference) == 0


def test_an_application_that_was_handed_in_already_is_the_one_that_is_offered(
    seeded_session, row, job, clock
):
    signed(seeded_session, row, clock)
    seat = seats_of(seeded_session, row)[0]
    person = seeded_session.get(Citizen, seeded_session.get(Entry, seat.code).citizen)
    mine = applications.apply(seeded_session, person, job, by=WORKER, on=clock(), day=TODAY)
    hand_out(seeded_session, row, clock)
    assert (mine.state, seeded_session.get(Seat, seat.code).application) == (
        "offered",
        mine.reference,
    )


def test_who_cannot_take_it_leaves_and_the_others_are_offered_theirs(
    seeded_session, row, job, clock
):
    signed(seeded_session, row, clock)
    first, second = seats_of(seeded_session, row)
    person = seeded_session.get(Citizen, seeded_session.get(Entry, first.code).citizen)
    sample_applications.applied(seeded_session, person, on=clock(), until="offer")
    hand_out(seeded_session, row, clock)
    assert (first.lost, first.application) == ("holds_another", None)
    assert seeded_session.get(Entry, first.code).left_before == 2
    assert seeded_session.get(Application, second.application).state == "offered"
    assert (
        seat_offers.count_waiting(seeded_session, row.reference),
        taken(seeded_session, job),
    ) == (0, 1)
    made = lottery.refill(
        seeded_session, row.reference, by=FARIDA, on=clock(), day=sample_rounds.after(row)
    )
    assert (made.placed, made.blocking) == (1, 0)


@pytest.mark.parametrize(("change", "why"), [("erased", "erased"), ("level", "gate_shut")])
def test_what_changed_about_somebody_since_is_seen(seeded_session, row, clock, change, why):
    signed(seeded_session, row, clock)
    seat = seats_of(seeded_session, row)[0]
    person = seeded_session.get(Citizen, seeded_session.get(Entry, seat.code).citizen)
    if change == "erased":
        person.erased_at = clock()
    else:
        sample_applications.described(seeded_session, person, on=clock(), level="A1")
    hand_out(seeded_session, row, clock)
    assert seeded_session.get(Seat, seat.code).lost == why


def test_a_vacancy_that_is_paused_or_full_waits_and_nobody_loses_their_seat(
    seeded_session, row, job, clock
):
    signed(seeded_session, row, clock)
    seeded_session.expire_all()
    vacancy = seeded_session.get(Vacancy, job)
    vacancy.state = "paused"
    seeded_session.flush()
    assert hand_out(seeded_session, row, clock) == ""
    assert seat_offers.count_waiting(seeded_session, row.reference) == 2
    vacancy.state, vacancy.seats_taken = "published", 3
    seeded_session.flush()
    hand_out(seeded_session, row, clock)
    assert [one.lost for one in seats_of(seeded_session, row)] == [None, None]
    vacancy.seats_taken = 0
    seeded_session.flush()
    hand_out(seeded_session, row, clock)
    assert seat_offers.count_waiting(seeded_session, row.reference) == 0


def test_who_leaves_gives_the_place_back_once(seeded_session, row, job, clock):
    sample_rounds.draw_and_offer(seeded_session, row, on=clock())
    seat = seats_of(seeded_session, row)[0]
    entry = seeded_session.get(Entry, seat.code)
    for _ in range(2):
        seat_offers.leave(seeded_session, entry, by=WORKER, on=clock(), day=TODAY)
    assert taken(seeded_session, job) == 1
    assert (
        seeded_session.get(Application, seeded_session.get(Seat, entry.code).application).state
        == "withdrawn"
    )
    assert seeded_session.get(Entry, entry.code).left_before == 2


def test_while_it_is_being_drawn_nobody_leaves(seeded_session, row, clock):
    entry = sample_rounds.rows(seeded_session, Entry)[0]
    sample_rounds.drawn(seeded_session, row, on=clock())
    with pytest.raises(DrawInProgress):
        seat_offers.leave(seeded_session, entry, by=WORKER, on=clock(), day=TODAY)


def test_who_leaves_before_the_end_can_come_back_and_is_complete_on_that_day(
    seeded_session, row, job, clock
):
    entry = sample_rounds.rows(seeded_session, Entry)[0]
    person = seeded_session.get(Citizen, entry.citizen)
    seat_offers.leave(seeded_session, entry, by=WORKER, on=clock(), day=TODAY)
    assert entries.count_by_round(seeded_session, [row.reference]) == {row.reference: 2}
    clock.now += timedelta(days=1)
    again = sample_rounds.enter(seeded_session, row, person, [job], on=clock())
    assert (again.code, again.left_at, again.complete_on) == (
        entry.code,
        None,
        TODAY + timedelta(days=1),
    )


def test_only_oneself_or_who_runs_the_round_takes_an_entry_out(seeded_session, row, clock):
    entry = sample_rounds.rows(seeded_session, Entry)[0]
    for by in (CHINORA, HAMID):
        with pytest.raises(NotFound):
            seat_offers.leave(seeded_session, entry, by=by, on=clock(), day=TODAY)
    assert seat_offers.leave(seeded_session, entry, by=FARIDA, on=clock(), day=TODAY).left_at
    assert lottery_results.list_draws(seeded_session, row.reference) == []


def test_a_place_that_is_given_by_quota_is_offered_by_nobody_beside_the_round(
    seeded_session, job, clock
):
    row = applications.apply(
        seeded_session,
        sample_applications.worker(seeded_session, on=clock(), name="Friend"),
        job,
        by=WORKER,
        on=clock(),
        day=TODAY,
    )
    row.state = "eligible"
    for by in (FARIDA, HAMID):
        with pytest.raises(transitions.GivenByRound):
            transitions.offer(seeded_session, row, by=by, on=clock(), day=TODAY)
    assert taken(seeded_session, job) == 0
