"""The journal: a chain that grows with what it tells of, or not at all."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core import exchange_rates, journal
from catalog.core.actor import SYSTEM
from catalog.core.errors import NotFound
from catalog.core.exchange_rates import NewRate
from catalog.core.journal import Entry
from tests.support.cast import FARIDA


def act(session, clock, number: int, noun: str = "agency") -> None:
    journal.write(
        session, "amend", noun, f"X-{number}", by=FARIDA, on=clock(), fields=("name", "phone")
    )


def test_an_act_stands_in_the_chain_with_who_when_and_which_fields(database, clock):
    with database.write() as session:
        act(session, clock, 1)
    with database.read() as session:
        (entry,) = journal.history(session, "agency", "X-1")
    assert (entry.position, entry.account, entry.role) == (1, "U-FARIDA", "licensing_officer")
    assert (entry.at, entry.act, entry.fields) == (clock(), "amend", "name,phone")
    assert entry.previous == journal.GENESIS


def test_acts_of_one_transaction_follow_one_another(database, clock):
    with database.write() as session:
        for number in range(3):
            act(session, clock, number)
    with database.read() as session:
        assert [one.position for one in session.execute(select(Entry)).scalars()] == [1, 2, 3]
        assert journal.verify(session) is None


def test_what_is_rolled_back_is_not_in_the_journal(database, clock):
    with database.write() as session:
        exchange_rates.load(
            session, [NewRate("USD", clock.today, 1, "a bank")], by=SYSTEM, on=clock()
        )
        session.flush()
        session.rollback()
        act(session, clock, 3)
    assert references(database) == ["X-3"]


def test_a_refusal_in_the_middle_leaves_nothing(database, clock):
    def refused():
        with database.write() as session:
            act(session, clock, 1)
            raise NotFound

    with pytest.raises(NotFound):
        refused()
    assert references(database) == []


def test_a_savepoint_given_up_takes_only_its_own_acts_along(database, clock):
    with database.write() as session:
        act(session, clock, 1)
        with session.begin_nested():
            act(session, clock, 2)
        with session.begin_nested() as savepoint:
            act(session, clock, 3)
            savepoint.rollback()
        act(session, clock, 4)
    assert references(database) == ["X-1", "X-2", "X-4"]


def test_a_savepoint_given_up_leaves_what_was_done_before_it(database, clock):
    with database.write() as session:
        act(session, clock, 1)
        with suppress(NotFound), session.begin_nested():
            act(session, clock, 2)
            raise NotFound
        act(session, clock, 3)
    assert references(database) == ["X-1", "X-3"]


def references(database) -> list[str]:
    with database.read() as session:
        assert journal.verify(session) is None
        return [
            one.reference
            for one in session.execute(select(Entry).order_by(col(Entry.position))).scalars()
        ]


def test_many_writers_at_once_make_one_chain(database, clock):
    def write(number: int) -> None:
        with database.write() as session:
            act(session, clock, number)
            act(session, clock, number + 100, noun="claim")

    with ThreadPoolExecutor(8) as writers:
        list(writers.map(write, range(24)))
    with database.read() as session:
        assert journal.verify(session) is None
        assert journal.head(session)[0] == 48


def test_two_writers_in_step_both_get_in(database, clock):
    """On PostgreSQL two transactions are open together; the chain still has no fork."""
    if database.sqlite:
        pytest.skip("SQLite has one writer at a time")
    with database.write() as one:
        act(one, clock, 1)
        with database.write() as other:
            act(other, clock, 2)
    assert references(database) == ["X-2", "X-1"]


def test_only_acts_on_the_register_move_its_position(database, clock):
    for number, noun in enumerate(("agency", "claim", "vacancy", "advice"), start=1):
        with database.write() as session:
            act(session, clock, number, noun)
    with database.read() as session:
        assert journal.register_position(session) == 3
        assert journal.changed_references(session, "vacancy", 0) == ["X-3"]
        assert journal.changed_references(session, "vacancy", 3) == []


def test_an_empty_journal_has_a_head_and_holds(database):
    with database.read() as session:
        assert journal.head(session) == (0, journal.GENESIS)
        assert journal.register_position(session) == 0
        assert journal.verify(session) is None


def test_a_long_list_of_fields_is_cut_and_still_holds(database, clock):
    with database.write() as session:
        journal.write(
            session,
            "amend",
            "agency",
            "X",
            by=SYSTEM,
            on=clock(),
            fields=tuple(f"field_{n}" for n in range(99)),
        )
    with database.read() as session:
        assert journal.verify(session) is None


def test_the_hash_of_an_entry_is_what_it_was_when_the_first_was_written(database):
    """Whoever changes how it is reckoned breaks every journal there is."""
    with database.write() as session:
        on = datetime(2026, 11, 25, 11, 0, 0, 250_000, tzinfo=timezone(timedelta(hours=5)))
        journal.write(
            session, "amend", "agency", "AG-ʻ1", by=FARIDA, on=on, fields=("name", "phone")
        )
    with database.read() as session:
        assert journal.head(session) == (
            1,
            "206a3fee7f851dda8401d3394001a184a36ebf21ca6b9c53c0f6656d7112674a",
        )
        assert journal.verify(session) is None


def test_one_act_on_many_records_is_what_it_would_be_on_each(database, clock):
    """The same entries with the same hashes, in the order in which they were told."""
    numbers = [f"X-{number}" for number in range(5)]
    with database.write() as session:
        for one in numbers:
            journal.write(session, "amend", "agency", one, by=FARIDA, on=clock(), fields=("name",))
        chained = list(journal._chain_rows(session.info.pop("journal"), 0, journal.GENESIS))
    with database.write() as session:
        journal.write_many(
            session, "amend", "agency", numbers, by=FARIDA, on=clock(), fields=("name",)
        )
    assert references(database) == numbers
    with database.read() as session:
        assert journal.head(session) == (5, chained[-1]["hash"])


def test_thousands_of_acts_are_one_unbroken_chain(database, clock):
    with database.write() as session:
        act(session, clock, 1)
    with database.write() as session:
        journal.write_many(
            session,
            "log",
            "advice",
            (f"X-{number}" for number in range(3_000)),
            by=FARIDA,
            on=clock(),
        )
        act(session, clock, 2)
    assert references(database)[::3_001] == ["X-1", "X-2"]
