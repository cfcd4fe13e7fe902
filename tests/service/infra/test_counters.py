"""What is counted within an hour."""

from sqlalchemy import select

from service.infra import counters
from service.operations import nightly


def test_a_counter_counts_for_all_workers_and_begins_anew_each_hour(seeded, clock):
    for _ in range(2):
        with seeded.write() as session:
            last = counters.add(session, "test", "one", 3, on=clock())
    with seeded.read() as session:
        assert (last, counters.amount(session, "test", "one", on=clock())) == (6, 6)
        clock.forward(hours=1)
        assert counters.amount(session, "test", "one", on=clock()) == 0
    clock.forward(hours=30)
    nightly.delete_failed_searches(seeded, on=clock())
    with seeded.read() as session:
        assert session.execute(select(counters.Counter)).all() == []
