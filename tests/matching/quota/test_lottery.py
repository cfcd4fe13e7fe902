"""Draws: closed after its last day, given by the rule, countersigned by somebody else, and refilled
by the same rule."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core import journal
from catalog.core.errors import Conflict, EditConflict, NotAllowed, NotFound, Refusal, Unavailable
from catalog.vacancies.vacancies import Vacancy
from matching.identity.persons import Citizen
from matching.quota import lottery, lottery_results, result_file, rounds, seat_offers
from matching.quota.lottery import (
    AnotherSeed,
    NothingToGive,
    NothingToRefill,
    NotOverYet,
    WrongRoundState,
)
from matching.quota.lottery_results import Seat
from matching.quota.rounds import RoundNotOpen
from tests.support import sample_rounds
from tests.support.cast import (
    ALISHER,
    CHINORA,
    DAVRON,
    FARIDA,
    GULNORA,
    HAMID,
    IRODA,
    JAMSHID,
    TODAY,
)
from tests.support.sample_applications import WORKER


@pytest.fixture
def jobs(seeded_session, clock):
    return [sample_rounds.job(seeded_session, f"J-{name}", on=clock()) for name in "AB"]


@pytest.fixture
def row(seeded_session, jobs, clock):
    """One seat at the first, one at the second; four want the first, two of them the second too."""
    made = sample_rounds.opened(seeded_session, dict.fromkeys(jobs, 1), on=clock())
    for name, years, wanted in (
        ("A", 6, jobs[:1]),
        ("B", 4, jobs),
        ("C", 3, jobs),
        ("D", 2, jobs[:1]),
    ):
        sample_rounds.entered(seeded_session, made, wanted, on=clock(), name=name, years=years)
    return made


def won(session, row) -> dict[str, str]:
    asked = select(col(Seat.code), col(Seat.vacancy)).where(col(Seat.round) == row.reference)
    return {code: vacancy for code, vacancy in session.execute(asked)}  # noqa: C416


def test_it_is_drawn_by_the_rule_and_told_when_somebody_else_has_signed(
    seeded_session, row, jobs, clock
):
    sample_rounds.drawn(seeded_session, row, on=clock())
    result = won(seeded_session, row)
    assert sorted(result.values()) == sorted(jobs)
    with pytest.raises(NotFound):
        lottery_results.public_file(seeded_session, row.reference)
    assert lottery_results.list_draws(seeded_session, row.reference) == []
    made = lottery.sign(seeded_session, row.reference, by=GULNORA, on=clock())
    assert (made.applicants, made.seats, made.placed, made.blocking) == (4, 2, 2, 0)
    file = lottery_results.public_file(seeded_session, row.reference)
    assert file.sha256 == made.sha256
    assert list(result_file.differences(file)) == []
    assert {one.code: one.result for one in file.entries if one.result} == result
    assert file.seed == rounds.seed_of(row.reference)
    seeded_session.commit()
    acts = [entry.act for entry in journal.history(seeded_session, "seat_round", row.reference)]
    assert acts == ["open_round", "put_seats", "put_seats", "close_round", "draw", "countersign"]


def test_each_step_is_taken_once_in_its_order_and_by_whoever_may(seeded_session, row, clock):
    after = {"on": clock(), "day": sample_rounds.after(row)}
    with pytest.raises(WrongRoundState):
        lottery.draw(seeded_session, row.reference, by=FARIDA, on=clock())
    with pytest.raises(NotOverYet):
        lottery.close(seeded_session, row.reference, by=FARIDA, on=clock(), day=row.closes_on)
    lottery.close(seeded_session, row.reference, by=FARIDA, **after)
    with pytest.raises(RoundNotOpen):
        lottery.close(seeded_session, row.reference, by=FARIDA, **after)
    with pytest.raises(WrongRoundState):
        lottery.sign(seeded_session, row.reference, by=GULNORA, on=clock())
    with pytest.raises(WrongRoundState):
        lottery.refill(seeded_session, row.reference, by=GULNORA, **after)
    lottery.draw(seeded_session, row.reference, by=FARIDA, on=clock())
    with pytest.raises(WrongRoundState):
        lottery.draw(seeded_session, row.reference, by=FARIDA, on=clock())
    for by in (ALISHER, CHINORA, DAVRON, HAMID, JAMSHID):
        for action in (
            lambda by: lottery.close(seeded_session, row.reference, by=by, **after),
            lambda by: lottery.draw(seeded_session, row.reference, by=by, on=clock()),
            lambda by: lottery.sign(seeded_session, row.reference, by=by, on=clock()),
            lambda by: lottery.refill(seeded_session, row.reference, by=by, **after),
        ):
            with pytest.raises(NotAllowed):
                action(by)
    lottery.sign(seeded_session, row.reference, by=IRODA, on=clock())
    with pytest.raises(WrongRoundState):
        lottery.sign(seeded_session, row.reference, by=GULNORA, on=clock())


def test_a_round_without_vacancies_is_not_closed(seeded_session, clock):
    row = sample_rounds.opened(seeded_session, {}, on=clock())
    with pytest.raises(NothingToGive):
        lottery.close(
            seeded_session, row.reference, by=FARIDA, on=clock(), day=sample_rounds.after(row)
        )


def test_nobody_can_put_another_seed_under_a_promise(seeded_session, row, clock):
    lottery.close(
        seeded_session, row.reference, by=FARIDA, on=clock(), day=sample_rounds.after(row)
    )
    row.commitment = rounds.commitment("another")
    with pytest.raises(AnotherSeed):
        lottery.draw(seeded_session, row.reference, by=FARIDA, on=clock())


def test_what_was_changed_between_draw_and_signature_is_not_signed(
    seeded_session, row, jobs, clock
):
    sample_rounds.drawn(seeded_session, row, on=clock())
    seat = seeded_session.execute(select(Seat).where(col(Seat.vacancy) == jobs[0])).scalar_one()
    loser = next(
        one.code
        for one in lottery_results.file_of(seeded_session, row, 1).entries
        if one.code not in won(seeded_session, row)
    )
    seeded_session.delete(seat)
    seeded_session.flush()
    seeded_session.add(Seat(code=loser, round=row.reference, draw=1, vacancy=jobs[0]))
    seeded_session.flush()
    with pytest.raises(WrongRoundState):
        lottery.sign(seeded_session, row.reference, by=GULNORA, on=clock())


def test_what_comes_back_is_drawn_again_among_those_without_a_seat(
    seeded_session, row, jobs, clock
):
    sample_rounds.draw_and_offer(seeded_session, row, on=clock())
    first = won(seeded_session, row)
    file = lottery_results.public_file(seeded_session, row.reference)
    with pytest.raises(NothingToRefill), seeded_session.begin_nested():
        lottery.refill(
            seeded_session, row.reference, by=FARIDA, on=clock(), day=sample_rounds.after(row)
        )
    gone = next(code for code, vacancy in first.items() if vacancy == jobs[0])
    entry = seeded_session.get(seat_offers.Entry, gone)
    seat_offers.leave(seeded_session, entry, by=WORKER, on=clock(), day=TODAY)
    assert sample_rounds.free_seats(seeded_session, row) == 1
    made = lottery.refill(
        seeded_session, row.reference, by=FARIDA, on=clock(), day=sample_rounds.after(row)
    )
    assert (made.number, made.applicants, made.seats, made.placed, made.blocking) == (2, 2, 1, 1, 0)
    assert lottery_results.public_file(seeded_session, row.reference) == file, (
        "what was published stays as it was"
    )
    lottery.sign(seeded_session, row.reference, by=GULNORA, on=clock())
    assert lottery_results.public_file(seeded_session, row.reference, 1) == file
    second = lottery_results.public_file(seeded_session, row.reference)
    assert list(result_file.differences(second)) == []
    values = {one.code: one for one in second.entries}
    assert values[gone].left
    kept = next(code for code, vacancy in first.items() if vacancy == jobs[1])
    assert values[kept].holds == jobs[1]
    (new,) = [one for one in second.entries if one.result]
    assert (new.result, new.code in first) == (jobs[0], False)
    assert second.seed == file.seed
    seat_offers.offer_seats(
        seeded_session, row.reference, by=GULNORA, on=clock(), day=sample_rounds.after(row)
    )
    assert seat_offers.count_waiting(seeded_session, row.reference) == 0


def test_a_vacancy_that_has_ended_is_not_refilled(seeded_session, row, jobs, clock):
    sample_rounds.draw_and_offer(seeded_session, row, on=clock())
    gone = next(code for code, vacancy in won(seeded_session, row).items() if vacancy == jobs[0])
    seat_offers.leave(
        seeded_session,
        seeded_session.get(seat_offers.Entry, gone),
        by=WORKER,
        on=clock(),
        day=TODAY,
    )
    seeded_session.expire_all()
    seeded_session.get(Vacancy, jobs[0]).state = "withdrawn"
    seeded_session.flush()
    with pytest.raises(NothingToRefill):
        lottery.refill(
            seeded_session, row.reference, by=FARIDA, on=clock(), day=sample_rounds.after(row)
        )


def test_who_was_erased_takes_no_part_and_who_entered_twice_takes_part_once(
    seeded_session, row, jobs, clock
):
    codes = {name: seeded_session.execute(_entry_of(name)).scalar_one() for name in "ABCD"}
    people = {
        name: seeded_session.get(Citizen, seeded_session.get(seat_offers.Entry, code).citizen)
        for name, code in codes.items()
    }
    people["A"].erased_at = clock()
    people["B"].same_as = people["C"].reference
    seeded_session.flush()
    sample_rounds.drawn(seeded_session, row, on=clock())
    there = {one.code for one in lottery_results.file_of(seeded_session, row, 1).entries}
    assert codes["A"] not in there
    assert len(there & {codes["B"], codes["C"]}) == 1
    assert len(there) == 2
    lottery.sign(seeded_session, row.reference, by=GULNORA, on=clock())


def _entry_of(name: str):
    asked = select(col(seat_offers.Entry.code)).join(
        Citizen, col(Citizen.reference) == col(seat_offers.Entry.citizen)
    )
    return asked.where(col(Citizen.name) == name)


def test_who_gave_an_offer_back_on_their_own_page_has_left_the_round(
    seeded_session, row, jobs, clock
):
    sample_rounds.draw_and_offer(seeded_session, row, on=clock())
    seat = seeded_session.execute(select(Seat).where(col(Seat.vacancy) == jobs[0])).scalar_one()
    application = seeded_session.get(seat_offers.Application, seat.application)
    seat_offers.transitions.take_step(
        seeded_session, application, "withdraw", by=WORKER, on=clock()
    )
    made = lottery.refill(
        seeded_session, row.reference, by=FARIDA, on=clock(), day=sample_rounds.after(row)
    )
    assert made.placed == 1
    assert seeded_session.get(seat_offers.Entry, seat.code).left_before == 2


def test_drawn_by_many_at_once_it_is_drawn_once(seeded, clock):
    with seeded.write() as session:
        job = sample_rounds.job(session, "J-A", on=clock())
        row = sample_rounds.opened(session, {job: 1}, on=clock())
        sample_rounds.entered(session, row, [job], on=clock())
        lottery.close(session, row.reference, by=FARIDA, on=clock(), day=sample_rounds.after(row))

    def run(by) -> bool:
        try:
            with seeded.write() as session:
                lottery.draw(session, row.reference, by=by, on=clock())
        except (Refusal, EditConflict, Conflict, Unavailable):
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(run, [FARIDA, GULNORA, IRODA] * 2)) == 1
    with seeded.read() as session:
        assert len(lottery_results.list_draws(session, row.reference, given=False)) == 1
        assert len(sample_rounds.rows(session, Seat)) == 1


def test_cut_off_in_the_middle_nothing_is_drawn(seeded, clock, monkeypatch):
    with seeded.write() as session:
        job = sample_rounds.job(session, "J-A", on=clock())
        row = sample_rounds.opened(session, {job: 1}, on=clock())
        sample_rounds.entered(session, row, [job], on=clock())
        lottery.close(session, row.reference, by=FARIDA, on=clock(), day=sample_rounds.after(row))
    monkeypatch.setattr(lottery, "_record", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError), seeded.write() as session:
        lottery.draw(session, row.reference, by=FARIDA, on=clock())
    with seeded.read() as session:
        kept = rounds.get(session, row.reference)
        assert (kept.state, kept.seed, kept.draws) == ("closed", "", 0)
        assert len(sample_rounds.rows(session, Seat)) == 0
