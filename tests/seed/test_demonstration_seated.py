"""The rounds of the demonstration: one told and refilled, whose files can be worked out again, and
one open today."""

from sqlalchemy import func, select
from sqlmodel import col

from matching.applications.applications import Application
from matching.quota import entries, lottery_results, result_file, rounds, seat_offers
from tests.conftest import Clock


def test_one_round_is_told_and_refilled_and_one_is_open(shown):
    with shown.read() as session:
        result = rounds.list_page(session, 1, col(rounds.SeatRound.state) == "published")[0]
        open_ = rounds.list_page(session, 1, rounds.takes_entries(Clock().now.date()))
        assert len(open_) == 1
        assert entries.count_by_round(session, [open_[0].reference])[open_[0].reference] == 18
        files = [
            lottery_results.public_file(session, result.reference, one.number)
            for one in lottery_results.list_draws(session, result.reference)
        ]
        assert [len(file.entries) for file in files] == [60, 60]
        assert [list(result_file.differences(file)) for file in files] == [[], []]
        assert files[0].audit.placed > 30
        assert files[1].audit.placed == 2
        assert seat_offers.count_waiting(session, result.reference) == 0
        offered = (
            select(func.count()).select_from(Application).where(col(Application.state) == "offered")
        )
        assert session.execute(offered).scalar() >= files[0].audit.placed
