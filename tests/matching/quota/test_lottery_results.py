"""What was drawn, told as a file: public when countersigned, the same at any time, and with nothing
of anybody in it."""

import pytest

from catalog.core.errors import NotFound
from matching.identity.persons import Citizen
from matching.quota import entries, lottery, lottery_results, result_file, rounds, seat_offers
from tests.support import sample_rounds
from tests.support.cast import FARIDA, GULNORA, TODAY
from tests.support.sample_applications import WORKER


@pytest.fixture
def row(seeded_session, clock):
    jobs = [sample_rounds.job(seeded_session, f"J-{name}", on=clock()) for name in "AB"]
    made = sample_rounds.opened(seeded_session, dict.fromkeys(jobs, 1), on=clock())
    for number in range(3):
        sample_rounds.entered(
            seeded_session, made, jobs, on=clock(), name=f"Secret Name {number}", years=number + 2
        )
    return made


def test_nothing_in_it_tells_who_anybody_is(seeded_session, row, clock):
    sample_rounds.draw_and_offer(seeded_session, row, on=clock())
    content = result_file.encode(
        lottery_results.public_file(seeded_session, row.reference)
    ).decode()
    for person in sample_rounds.rows(seeded_session, Citizen):
        assert person.reference not in content
    for word in ("Secret code", "citizen", "99890", "sex", "region", "A-"):
        assert word not in content.replace(row.title, "").replace("application", "")


def test_there_is_a_file_of_each_countersigned_draw_and_of_no_other(seeded_session, row, clock):
    with pytest.raises(NotFound):
        lottery_results.public_file(seeded_session, row.reference)
    sample_rounds.drawn(seeded_session, row, on=clock())
    for number in (None, 1):
        with pytest.raises(NotFound):
            lottery_results.public_file(seeded_session, row.reference, number)
    assert [
        one.number for one in lottery_results.list_draws(seeded_session, row.reference, given=False)
    ] == [1]
    lottery.sign(seeded_session, row.reference, by=GULNORA, on=clock())
    assert lottery_results.public_file(seeded_session, row.reference).draw == 1
    for number in (0, 2, -1):
        with pytest.raises(NotFound):
            lottery_results.public_file(seeded_session, row.reference, number)
    with pytest.raises(NotFound):
        lottery_results.public_file(seeded_session, "S-NOTHING")


def test_who_left_before_the_first_draw_is_not_in_it_and_who_leaves_later_is(
    seeded_session, row, clock
):
    codes = [one.code for one in sample_rounds.rows(seeded_session, entries.Entry)]
    seat_offers.leave(
        seeded_session,
        seeded_session.get(entries.Entry, codes[0]),
        by=WORKER,
        on=clock(),
        day=TODAY,
    )
    sample_rounds.draw_and_offer(seeded_session, row, on=clock())
    file = lottery_results.public_file(seeded_session, row.reference)
    assert [one.code for one in file.entries] == codes[1:]
    seat_offers.leave(
        seeded_session,
        seeded_session.get(entries.Entry, codes[1]),
        by=WORKER,
        on=clock(),
        day=TODAY,
    )
    assert lottery_results.public_file(seeded_session, row.reference) == file
    assert [one.left for one in lottery_results.file_of(seeded_session, row, 2).entries] == [
        True,
        False,
    ]


def test_seats_that_were_given_up_are_free_again(seeded_session, row, clock):
    sample_rounds.draw_and_offer(seeded_session, row, on=clock())
    assert sample_rounds.free_seats(seeded_session, row) == 0
    code = next(
        one.code
        for one in lottery_results.public_file(seeded_session, row.reference).entries
        if one.result
    )
    seat_offers.leave(
        seeded_session, seeded_session.get(entries.Entry, code), by=WORKER, on=clock(), day=TODAY
    )
    assert sample_rounds.free_seats(seeded_session, row) == 1


def test_what_was_enough_is_told_for_each_vacancy(seeded_session, row, clock):
    sample_rounds.draw_and_offer(seeded_session, row, on=clock())
    file = lottery_results.public_file(seeded_session, row.reference)
    for one in file.vacancies:
        (points,) = [
            dict(entry.choices)[one.vacancy]
            for entry in file.entries
            if entry.result == one.vacancy
        ]
        assert one.lowest == points
    assert rounds.get(seeded_session, row.reference).seed == file.seed
    values = {one.vacancy: lottery_results.SeatSummary(1, one.lowest) for one in file.vacancies}
    assert lottery_results.seat_summaries(seeded_session, row.reference) == values
    (gone,) = [one for one in file.entries if one.result == file.vacancies[0].vacancy]
    seat_offers.leave(
        seeded_session,
        seeded_session.get(entries.Entry, gone.code),
        by=WORKER,
        on=clock(),
        day=TODAY,
    )
    assert lottery_results.seat_summaries(seeded_session, row.reference) == values | {
        gone.result: lottery_results.SeatSummary(0, file.vacancies[0].lowest)
    }
    assert FARIDA.account not in result_file.encode(file).decode()
