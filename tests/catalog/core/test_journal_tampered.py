"""The journal tampered with (trust.md T-33): every kind is found, and the first wrong entry is
named."""

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlmodel import col

from catalog.core import journal
from catalog.core.journal import Entry, Flaw, Wrong
from catalog.core.journal_heads import Head
from tests.support.cast import FARIDA


def act(database, clock, number: int) -> None:
    with database.write() as session:
        journal.write(
            session,
            "amend",
            "agency",
            f"X-{number}",
            by=FARIDA,
            on=clock(),
            fields=("name", "phone"),
        )


@pytest.fixture
def five(database, clock):
    for number in range(1, 6):
        act(database, clock, number)
    return database


def head(database, clock) -> Head:
    with database.read() as session:
        return Head(clock.today, *journal.head(session))


def found(database, *kept: Head) -> Flaw | None:
    with database.read() as session:
        return journal.verify(session, kept)


def at(position: int, wrong: Wrong = Wrong.ENTRY, sound: int = 0, kept: Head | None = None) -> Flaw:
    return Flaw(position, wrong, sound, kept)


def cut_after(database, position: int) -> None:
    with database.write() as session:
        session.execute(delete(Entry).where(col(Entry.position) > position))


def test_an_untouched_chain_holds_with_all_its_heads(five, clock):
    kept = head(five, clock)
    act(five, clock, 6)
    assert found(five) is None
    assert found(five, kept, head(five, clock), kept) is None


@pytest.mark.parametrize(
    "forged",
    [
        {"reference": "X-9"},
        {"account": "U-MALLORY"},
        {"role": "auditor"},
        {"act": "revoke"},
        {"noun": "claim"},
        {"fields": "name"},
        {"hash": "0" * 64},
        {"previous": "0" * 64},
        {"of_register": False},
        {"position": 30},
    ],
    ids=lambda forged: next(iter(forged)),
)
def test_an_edited_entry_is_found(five, forged):
    with five.write() as session:
        session.execute(update(Entry).where(col(Entry.position) == 3).values(**forged))
    assert found(five) == at(3)


def test_an_entry_dated_back_is_found(five, clock):
    with five.write() as session:
        session.execute(
            update(Entry).where(col(Entry.position) == 2).values(at=clock.forward(microseconds=-1))
        )
    assert found(five) == at(2)


@pytest.mark.parametrize(
    "forged", ["at = 'no moment'", "at = at || '+03:00'", "of_register = 5", "fields = x'00'"]
)
def test_what_only_sqlite_would_take_is_found(five, forged):
    if not five.sqlite:
        pytest.skip("PostgreSQL refuses it")
    with five.write() as session:
        session.execute(text(f"UPDATE journal SET {forged} WHERE position = 4"))  # noqa: S608
    assert found(five) == at(4)


def test_an_entry_taken_out_is_found(five):
    with five.write() as session:
        session.execute(delete(Entry).where(col(Entry.position) == 3))
    assert found(five) == at(3)


def test_an_entry_put_in_is_found(five):
    """With everything after it moved on by one, and a right hash of its own."""
    with five.write() as session:
        rows = [
            row.model_dump()
            for row in session.execute(select(Entry).order_by(col(Entry.position))).scalars()
        ]
        for position in (5, 4, 3):
            moved = update(Entry).where(col(Entry.position) == position)
            session.execute(moved.values(position=position + 1))
        forged = Entry(**rows[2] | {"reference": "X-9", "hash": ""})
        session.execute(
            insert(Entry).values(**forged.model_dump() | {"hash": journal.digest(forged)})
        )
    assert found(five) == at(4)


def test_an_entry_before_the_first_is_found(five):
    with five.write() as session:
        first = session.get_one(Entry, 1).model_dump()
        session.execute(insert(Entry).values(**first | {"position": 0}))
    assert found(five) == at(1)


def test_entries_that_changed_places_are_found(five):
    with five.write() as session:
        for away, to in ((2, 20), (3, 2), (20, 3)):
            session.execute(update(Entry).where(col(Entry.position) == away).values(position=to))
    assert found(five) == at(2)


def test_a_forged_entry_with_a_right_hash_of_its_own_breaks_the_next(five):
    with five.write() as session:
        entry = session.get_one(Entry, 3)
        entry.reference = "X-9"
        entry.hash = journal.digest(entry)
    assert found(five) == at(4)


def test_a_cut_tail_is_found_from_the_kept_head(five, clock):
    kept = head(five, clock)
    cut_after(five, 3)
    assert found(five) is None
    assert found(five, kept) == at(4, Wrong.CUT, 0, kept)


def test_an_emptied_journal_is_found_from_the_kept_head(five, clock):
    kept = head(five, clock)
    cut_after(five, 0)
    assert found(five, kept) == at(1, Wrong.CUT, 0, kept)


def test_a_backup_put_back_and_gone_on_from_is_found_from_the_kept_heads(five, clock):
    late = head(five, clock)
    cut_after(five, 4)
    early = head(five, clock)
    cut_after(five, 3)
    for number in (4, 5, 6):
        clock.forward(minutes=1)
        act(five, clock, number)
    assert found(five) is None
    assert found(five, late) == at(5, Wrong.REWRITTEN, 0, late)
    assert found(five, late, early) == at(4, Wrong.REWRITTEN, 0, early)


def test_a_wholly_rewritten_chain_is_found_from_the_kept_heads(five, clock):
    late = head(five, clock)
    with five.write() as session:
        rows = list(session.execute(select(Entry).order_by(col(Entry.position))).scalars())
        early = Head(clock.today, 2, rows[1].hash)
        for before, row in pairwise(rows[1:]):
            row.at += timedelta(seconds=1)
            row.previous = before.hash
            row.hash = journal.digest(row)
    assert found(five) is None
    assert found(five, early, late) == at(5, Wrong.REWRITTEN, 2, late)
