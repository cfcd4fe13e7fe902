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
def job(house, clock):
    return sample_rounds.job(house, "J-A", on=clock(), seats=3)


@pytest.fixture
def row(house, job, clock):
    made = sample_rounds.opened(house, {job: 2}, on=clock())
    for number in range(3):
        sample_rounds.entered(
            house, made, [job], on=clock(), name=f"Worker {number}", years=5 - number
        )
    return made


def taken(house, job) -> int:
    house.expire_all()
    return house.get(Vacancy, job).seats_taken


def seats_of(house, row) -> list[Seat]:
    return list(
        house.execute(
            select(Seat).where(col(Seat.round) == row.reference).order_by(col(Seat.code))
        ).scalars()
    )


def hand_out(house, row, clock, **values):
    return seat_offers.offer_seats(
        house, row.reference, by=GULNORA, on=clock(), day=TODAY, **values
    )


def signed(house, row, clock):
    sample_rounds.drawn(house, row, on=clock())
    lottery.sign(house, row.reference, by=GULNORA, on=clock())


def test_a_seat_becomes_an_offer_that_holds_a_place(house, row, job, clock):
    signed(house, row, clock)
    assert seat_offers.count_waiting(house, row.reference) == 2
    assert hand_out(house, row, clock) == ""
    assert (seat_offers.count_waiting(house, row.reference), taken(house, job)) == (0, 2)
    for seat in seats_of(house, row):
        application = house.get(Application, seat.application)
        assert (application.state, application.vacancy, application.rule) == (
            "offered",
            job,
            "sheet-1",
        )
        assert application.citizen == house.get(Entry, seat.code).citizen
        assert application.held_until == TODAY + timedelta(days=transitions.HOLD)
    hand_out(house, row, clock)
    assert taken(house, job) == 2, "and again it changes nothing"
    house.commit()
    assert [one.act for one in journal.history(house, "entry", seats_of(house, row)[0].code)] == [
        "rank",
        "give_seat",
    ]


def test_nobody_is_offered_anything_before_the_signature(house, row, job, clock):
    sample_rounds.drawn(house, row, on=clock())
    assert hand_out(house, row, clock) == ""
    assert taken(house, job) == 0
    for by in (ALISHER, CHINORA, HAMID):
        with pytest.raises(NotAllowed):
            seat_offers.offer_seats(house, row.reference, by=by, on=clock(), day=TODAY)


def test_some_at_once_it_goes_on_where_it_stopped(house, row, job, clock):
    signed(house, row, clock)
    behind = hand_out(house, row, clock, most=1)
    assert behind == seats_of(house, row)[0].code
    assert (seat_offers.count_waiting(house, row.reference), taken(house, job)) == (1, 1)
    assert hand_out(house, row, clock, after=behind, most=1) == seats_of(house, row)[1].code
    assert seat_offers.count_waiting(house, row.reference) == 0


def test_an_application_that_was_handed_in_already_is_the_one_that_is_offered(
    house, row, job, clock
):
    signed(house, row, clock)
    seat = seats_of(house, row)[0]
    person = house.get(Citizen, house.get(Entry, seat.code).citizen)
    mine = applications.apply(house, person, job, by=WORKER, on=clock(), day=TODAY)
    hand_out(house, row, clock)
    assert (mine.state, house.get(Seat, seat.code).application) == ("offered", mine.reference)


def test_who_cannot_take_it_leaves_and_the_others_are_offered_theirs(house, row, job, clock):
    signed(house, row, clock)
    first, second = seats_of(house, row)
    person = house.get(Citizen, house.get(Entry, first.code).citizen)
    sample_applications.applied(house, person, on=clock(), until="offer")
    hand_out(house, row, clock)
    assert (first.lost, first.application) == ("holds_another", None)
    assert house.get(Entry, first.code).left_before == 2
    assert house.get(Application, second.application).state == "offered"
    assert (seat_offers.count_waiting(house, row.reference), taken(house, job)) == (0, 1)
    made = lottery.refill(house, row.reference, by=FARIDA, on=clock(), day=sample_rounds.after(row))
    assert (made.placed, made.blocking) == (1, 0)


@pytest.mark.parametrize(("change", "why"), [("erased", "erased"), ("level", "gate_shut")])
def test_what_changed_about_somebody_since_is_seen(house, row, clock, change, why):
    signed(house, row, clock)
    seat = seats_of(house, row)[0]
    person = house.get(Citizen, house.get(Entry, seat.code).citizen)
    if change == "erased":
        person.erased_at = clock()
    else:
        sample_applications.described(house, person, on=clock(), level="A1")
    hand_out(house, row, clock)
    assert house.get(Seat, seat.code).lost == why


def test_a_vacancy_that_is_paused_or_full_waits_and_nobody_loses_their_seat(house, row, job, clock):
    signed(house, row, clock)
    house.expire_all()
    vacancy = house.get(Vacancy, job)
    vacancy.state = "paused"
    house.flush()
    assert hand_out(house, row, clock) == ""
    assert seat_offers.count_waiting(house, row.reference) == 2
    vacancy.state, vacancy.seats_taken = "published", 3
    house.flush()
    hand_out(house, row, clock)
    assert [one.lost for one in seats_of(house, row)] == [None, None]
    vacancy.seats_taken = 0
    house.flush()
    hand_out(house, row, clock)
    assert seat_offers.count_waiting(house, row.reference) == 0


def test_who_leaves_gives_the_place_back_once(house, row, job, clock):
    sample_rounds.draw_and_offer(house, row, on=clock())
    seat = seats_of(house, row)[0]
    entry = house.get(Entry, seat.code)
    for _ in range(2):
        seat_offers.leave(house, entry, by=WORKER, on=clock(), day=TODAY)
    assert taken(house, job) == 1
    assert house.get(Application, house.get(Seat, entry.code).application).state == "withdrawn"
    assert house.get(Entry, entry.code).left_before == 2


def test_while_it_is_being_drawn_nobody_leaves(house, row, clock):
    entry = sample_rounds.rows(house, Entry)[0]
    sample_rounds.drawn(house, row, on=clock())
    with pytest.raises(DrawInProgress):
        seat_offers.leave(house, entry, by=WORKER, on=clock(), day=TODAY)


def test_who_leaves_before_the_end_can_come_back_and_is_complete_on_that_day(
    house, row, job, clock
):
    entry = sample_rounds.rows(house, Entry)[0]
    person = house.get(Citizen, entry.citizen)
    seat_offers.leave(house, entry, by=WORKER, on=clock(), day=TODAY)
    assert entries.count_by_round(house, [row.reference]) == {row.reference: 2}
    clock.now += timedelta(days=1)
    again = sample_rounds.enter(house, row, person, [job], on=clock())
    assert (again.code, again.left_at, again.complete_on) == (
        entry.code,
        None,
        TODAY + timedelta(days=1),
    )


def test_only_oneself_or_who_runs_the_round_takes_an_entry_out(house, row, clock):
    entry = sample_rounds.rows(house, Entry)[0]
    for by in (CHINORA, HAMID):
        with pytest.raises(NotFound):
            seat_offers.leave(house, entry, by=by, on=clock(), day=TODAY)
    assert seat_offers.leave(house, entry, by=FARIDA, on=clock(), day=TODAY).left_at
    assert lottery_results.list_draws(house, row.reference) == []


def test_a_place_that_is_given_by_quota_is_offered_by_nobody_beside_the_round(house, job, clock):
    row = applications.apply(
        house,
        sample_applications.worker(house, on=clock(), name="Friend"),
        job,
        by=WORKER,
        on=clock(),
        day=TODAY,
    )
    row.state = "eligible"
    for by in (FARIDA, HAMID):
        with pytest.raises(transitions.GivenByRound):
            transitions.offer(house, row, by=by, on=clock(), day=TODAY)
    assert taken(house, job) == 0
