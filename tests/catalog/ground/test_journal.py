"""The journal: a chain that grows with what it tells of, or not at all, and that shows every kind of tampering."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, select, update
from sqlmodel import col

from catalog.ground import journal, rates
from catalog.ground.journal import Entry
from catalog.ground.rates import NewRate
from catalog.ground.refusals import NotFound
from catalog.ground.who import SYSTEM
from service.database import Database
from tests.cast import FARIDA


def act(session, clock, number: int, noun: str = "agency") -> None:
    journal.write(session, "amend", noun, f"X-{number}", by=FARIDA, on=clock(), fields=("name", "phone"))


@pytest.fixture
def five(database, clock) -> Database:
    for number in range(1, 6):
        with database.write() as session:
            act(session, clock, number)
    return database


def test_an_act_stands_in_the_chain_with_who_when_and_which_fields(database, clock):
    with database.write() as session:
        act(session, clock, 1)
    with database.read() as session:
        (entry,) = journal.of(session, "agency", "X-1")
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
        rates.load(session, [NewRate("USD", clock.today, 1, "a bank")], by=SYSTEM, on=clock())
        session.flush()
        session.rollback()
        act(session, clock, 3)
    assert told(database) == ["X-3"]


def test_a_refusal_in_the_middle_leaves_nothing(database, clock):
    def refused():
        with database.write() as session:
            act(session, clock, 1)
            raise NotFound

    with pytest.raises(NotFound):
        refused()
    assert told(database) == []


def test_a_savepoint_given_up_takes_only_its_own_acts_along(database, clock):
    with database.write() as session:
        act(session, clock, 1)
        with session.begin_nested():
            act(session, clock, 2)
        with session.begin_nested() as savepoint:
            act(session, clock, 3)
            savepoint.rollback()
        act(session, clock, 4)
    assert told(database) == ["X-1", "X-2", "X-4"]


def told(database) -> list[str]:
    with database.read() as session:
        assert journal.verify(session) is None
        return [one.reference for one in session.execute(select(Entry).order_by(col(Entry.position))).scalars()]


def test_an_untouched_chain_holds(five):
    with five.read() as session:
        assert journal.verify(session) is None
        assert journal.head(session)[0] == 5


@pytest.mark.parametrize(
    "forged",
    [
        {"reference": "X-9"}, {"account": "U-MALLORY"}, {"role": "auditor"}, {"act": "revoke"}, {"noun": "claim"},
        {"fields": "name"}, {"hash": "0" * 64}, {"previous": "0" * 64},
    ],
    ids=lambda forged: next(iter(forged)),
)  # fmt: skip
def test_an_edited_entry_is_found(five, forged):
    with five.write() as session:
        session.execute(update(Entry).where(col(Entry.position) == 3).values(**forged))
    with five.read() as session:
        assert journal.verify(session) == 3


def test_an_entry_dated_back_is_found(five, clock):
    with five.write() as session:
        session.execute(update(Entry).where(col(Entry.position) == 2).values(at=clock.forward(days=-1)))
    with five.read() as session:
        assert journal.verify(session) == 2


def test_an_entry_taken_out_is_found(five):
    with five.write() as session:
        session.execute(delete(Entry).where(col(Entry.position) == 3))
    with five.read() as session:
        assert journal.verify(session) == 3


def test_entries_that_changed_places_are_found(five):
    with five.write() as session:
        for away, to in ((2, 20), (3, 2), (20, 3)):
            session.execute(update(Entry).where(col(Entry.position) == away).values(position=to))
    with five.read() as session:
        assert journal.verify(session) == 2


def test_a_forged_entry_with_a_right_hash_of_its_own_breaks_the_next(five):
    with five.write() as session:
        entry = session.get(Entry, 3)
        entry.reference = "X-9"
        entry.hash = journal.digest(entry)
    with five.read() as session:
        assert journal.verify(session) == 4


def test_a_flag_that_hides_a_change_from_the_caches_is_found(five):
    with five.write() as session:
        session.execute(update(Entry).where(col(Entry.position) == 5).values(of_register=False))
    with five.read() as session:
        assert journal.verify(session) == 5


def test_a_cut_tail_is_found_by_whoever_kept_the_head(five):
    with five.read() as session:
        kept = journal.head(session)
    with five.write() as session:
        session.execute(delete(Entry).where(col(Entry.position) > 3))
    with five.read() as session:
        assert journal.head(session) != kept


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
    assert told(database) == ["X-2", "X-1"]


def test_only_acts_on_the_register_move_its_position(database, clock):
    for number, noun in enumerate(("agency", "claim", "vacancy", "advice"), start=1):
        with database.write() as session:
            act(session, clock, number, noun)
    with database.read() as session:
        assert journal.register_position(session) == 3
        assert journal.touched(session, "vacancy", 0) == ["X-3"]
        assert journal.touched(session, "vacancy", 3) == []


def test_an_empty_journal_has_a_head_and_holds(database):
    with database.read() as session:
        assert journal.head(session) == (0, journal.GENESIS)
        assert journal.register_position(session) == 0
        assert journal.verify(session) is None


def test_a_long_list_of_fields_is_cut_and_still_holds(database, clock):
    with database.write() as session:
        journal.write(
            session, "amend", "agency", "X", by=SYSTEM, on=clock(), fields=tuple(f"field_{n}" for n in range(99))
        )
    with database.read() as session:
        assert journal.verify(session) is None
