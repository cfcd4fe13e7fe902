"""The journal sealed: who has the database and not the key cannot write it anew, cut its end or add
to it unseen."""

from itertools import pairwise

import pytest
from sqlalchemy import delete, select, text
from sqlmodel import col

from catalog.core import journal, vault
from catalog.core.actor import SYSTEM
from catalog.core.journal import Entry, Flaw, Wrong
from tests.conftest import MASTER_KEY
from tests.support.cast import FARIDA


def act(database, clock, number: int) -> None:
    with database.write() as session:
        journal.write(session, "amend", "agency", f"X-{number}", by=FARIDA, on=clock())


def begin(database, clock) -> None:
    with database.write() as session:
        assert vault.set_up(session)
        journal.begin_seals(session, by=SYSTEM, on=clock())


@pytest.fixture
def six(database, clock):
    """Two entries of before, the one that seals them, and three more."""
    for number in (1, 2):
        act(database, clock, number)
    begin(database, clock)
    for number in (3, 4, 5):
        act(database, clock, number)
    return database


def found(database) -> journal.Verification:
    with database.read() as session:
        return journal.examine(session)


def rebuilt(session, rows) -> None:
    """What anybody can do: every hash right again."""
    for position, row in enumerate(rows, start=1):
        row.position = position
    for before, row in pairwise([None, *rows]):
        row.previous = before.hash if before else journal.GENESIS
        row.hash = journal.digest(row)


def test_older_entries_are_sealed_by_one_that_names_the_last_of_them(six):
    with six.read() as session:
        (entry,) = journal.history(session, "journal", "2")
        assert (entry.position, entry.act, entry.fields) == (
            3,
            "seal",
            session.get_one(Entry, 2).hash,
        )
        assert [row.seal is None for row in session.execute(select(Entry)).scalars()] == [
            True
        ] * 2 + [False] * 4
    assert (found(six).flaw, found(six).sealed_from, found(six).tried) == (None, 3, True)


def test_a_new_journal_is_sealed_from_its_first_entry(database, clock):
    begin(database, clock)
    assert found(database).flaw is None
    act(database, clock, 1)
    assert (found(database).flaw, found(database).sealed_from) == (None, 1)


def test_another_master_key_changes_no_seal(six, clock):
    vault.open_with(b"\x02" * 32, MASTER_KEY)
    with six.write() as session:
        vault.rotate(session)
    vault.open_with(b"\x02" * 32)
    act(six, clock, 6)
    assert (found(six).flaw, found(six).tried, found(six).position) == (None, True, 7)


def test_without_the_master_key_the_hashes_are_still_tried(six):
    vault.open_with(b"\x02" * 32)
    assert (found(six).flaw, found(six).tried, found(six).sealed_from) == (None, False, 3)
    with six.write() as session:
        session.execute(text("UPDATE journal SET account = 'nobody' WHERE position = 5"))
    assert found(six).flaw == Flaw(5, Wrong.ENTRY)


def test_a_process_without_the_key_writes_nothing(six, clock):
    vault.open_with(b"\x02" * 32)
    with pytest.raises(vault.BrokenSeal):
        act(six, clock, 6)


@pytest.mark.parametrize("number", [1, 4])
def test_an_entry_rewritten_with_every_hash_after_it_is_found(six, number):
    with six.write() as session:
        rows = list(session.execute(select(Entry).order_by(col(Entry.position))).scalars())
        rows[number - 1].account = "U-MALLORY"
        rebuilt(session, rows)
    assert found(six).flaw == Flaw(max(number, 3), Wrong.SEAL)


def test_a_journal_rebuilt_without_any_seal_is_found(six):
    with six.write() as session:
        rows = list(session.execute(select(Entry).order_by(col(Entry.position))).scalars())
        for row in rows:
            row.seal = None
        rebuilt(session, rows)
    assert found(six).flaw == Flaw(6, Wrong.SEAL)


@pytest.mark.parametrize("seal", [None, "0" * 64])
def test_an_entry_added_without_the_key_is_found(six, seal):
    with six.write() as session:
        last = session.get_one(Entry, 6)
        forged = Entry(
            **last.model_dump() | {"position": 7, "previous": last.hash, "hash": "", "seal": seal}
        )
        forged.hash = journal.digest(forged)
        session.add(forged)
    assert found(six).flaw == Flaw(7, Wrong.SEAL)


@pytest.mark.parametrize("more", [0, 1, 2, 5])
def test_a_cut_end_is_found_by_itself_and_stays_so_when_more_is_written(six, clock, more):
    with six.write() as session:
        session.execute(delete(Entry).where(col(Entry.position) > 4))
    for number in range(more):
        act(six, clock, 10 + number)
    flaw = found(six).flaw
    assert flaw == (Flaw(5 + more, Wrong.CUT) if more < 2 else Flaw(6, Wrong.REWRITTEN))


def test_a_sealed_head_taken_away_is_found(six):
    with six.write() as session:
        session.execute(text("DELETE FROM journal_head"))
    assert found(six).flaw == Flaw(7, Wrong.CUT)


def test_keys_are_made_once_and_not_over_those_that_went_missing(six):
    with six.write() as session:
        assert not vault.set_up(session)
        session.execute(text("DELETE FROM vault_keys WHERE owner = '~seal'"))
        assert (vault.is_set_up(session), journal.is_sealed(session)) == (False, True)
        with pytest.raises(vault.BrokenSeal):
            vault.set_up(session)
        session.rollback()
