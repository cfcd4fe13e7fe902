"""The master key changed: nothing that was sealed or is found by its fingerprint notices, and the
old key opens nothing."""

import pytest
from sqlalchemy import select, update

from catalog.core import vault
from catalog.core.vault import BrokenSeal, Key
from tests.conftest import MASTER_KEY

SECOND, THIRD = b"\x02" * 32, b"\x03" * 32
PEOPLE = [f"C-{number}" for number in range(10)]


@pytest.fixture
def sealed(database) -> list[bytes | None]:
    """Something that each of ten people told, sealed under the first master key."""
    with database.write() as session:
        return [vault.seal(session, owner, "p", f"words of {owner}") for owner in PEOPLE]


@pytest.fixture
def derived() -> tuple[str, str, bytes]:
    """What was reckoned by the first master key and has left the service or is searched by."""
    return (
        vault.blind("phone", "+998900000001"),
        vault.token("claim", "W-1"),
        vault.lock("draft", b"words"),
    )


def change(database, *masters: bytes, most: int = 3) -> None:
    """A process that knows these master keys wraps everything anew, each batch in a transaction of
    its own."""
    start(database, *masters)
    turn = vault.RotationBatch(0, "")
    while True:
        with database.write() as session:
            turn = vault.rotate(session, turn.last, most)
        if not turn.last:
            return


def start(database, *masters: bytes, read=None) -> None:
    vault.open_with(*masters, read=read)
    with database.read() as session:
        vault.load(session)


def words(database, sealed) -> list[str]:
    with database.read() as session:
        return [
            vault.unseal(session, owner, "p", one)
            for owner, one in zip(PEOPLE, sealed, strict=True)
        ]


def unchanged(derived) -> bool:
    phone, secret, locked = derived
    return (vault.blind("phone", "+998900000001"), vault.token("claim", "W-1")) == (
        phone,
        secret,
    ) and (vault.unlock("draft", locked) == b"words")


def test_nothing_changes_for_anybody_and_the_old_key_opens_nothing(database, sealed, derived):
    change(database, SECOND, MASTER_KEY)
    expected = [f"words of {owner}" for owner in PEOPLE]
    assert (words(database, sealed), unchanged(derived)) == (expected, True)
    start(database, SECOND)
    assert (words(database, sealed), unchanged(derived)) == (expected, True)
    vault.open_with(MASTER_KEY)
    with pytest.raises(BrokenSeal):
        words(database, sealed)
    with pytest.raises(BrokenSeal), database.read() as session:
        vault.load(session)


def test_it_can_be_changed_again_and_again(database, sealed, derived):
    change(database, SECOND, MASTER_KEY)
    change(database, THIRD, SECOND)
    start(database, THIRD)
    assert (words(database, sealed)[0], unchanged(derived)) == ("words of C-0", True)
    with database.read() as session:
        assert vault.count_by_master_key(session) == {vault.newest(): len(PEOPLE) + 3}


def test_two_changes_one_of_which_was_never_carried_out_are_one(database, sealed, derived):
    change(database, THIRD, SECOND, MASTER_KEY)
    start(database, THIRD)
    assert (words(database, sealed)[9], unchanged(derived)) == ("words of C-9", True)


def test_cut_off_in_the_middle_it_goes_on(database, sealed, derived):
    start(database, SECOND, MASTER_KEY)
    with database.write() as session:
        assert vault.rotate(session, "", 4).done == 4
    start(database, SECOND, MASTER_KEY)
    assert (words(database, sealed)[9], unchanged(derived)) == ("words of C-9", True)
    with database.read() as session:
        assert vault.count_outdated(session) == len(PEOPLE) - 4
    change(database, SECOND, MASTER_KEY)
    start(database, SECOND)
    assert (words(database, sealed)[9], unchanged(derived)) == ("words of C-9", True)


def test_a_batch_given_up_leaves_the_process_believing_nothing(database, sealed, derived):
    start(database, SECOND, MASTER_KEY)
    with database.write() as session:
        vault.rotate(session)
        session.rollback()
    with database.write() as session:
        vault.rotate(session)
    start(database, SECOND)
    assert (words(database, sealed)[0], unchanged(derived)) == ("words of C-0", True)


def test_with_nothing_to_do_nothing_is_done(database, sealed):
    change(database, SECOND, MASTER_KEY)
    with database.write() as session:
        assert vault.rotate(session) == vault.RotationBatch(0, "")
        assert vault.count_outdated(session) == 0


def test_without_the_key_of_the_fingerprints_nothing_is_begun(database, sealed):
    """Whoever put the new key in the place of the old one, and not above it."""
    start(database, THIRD, SECOND)
    with pytest.raises(BrokenSeal), database.write() as session:
        vault.rotate(session)
    vault.open_with(MASTER_KEY)
    with database.read() as session:
        assert set(vault.count_by_master_key(session)) == {vault.newest()}


def test_keys_under_an_unknown_master_key_are_passed_over_and_counted(database, sealed):
    change(database, SECOND, MASTER_KEY)
    with database.write() as session:
        session.execute(update(Key).where(Key.owner == "C-5").values(master="gone"))
    change(database, THIRD, SECOND)
    with database.read() as session:
        assert vault.count_by_master_key(session)["gone"] == vault.count_outdated(session) == 1
        assert not vault.has_master_key("gone")


def test_a_running_process_reads_the_file_again_when_it_meets_an_unknown_name(
    database, sealed, derived
):
    change(database, SECOND, MASTER_KEY)
    vault.open_with(MASTER_KEY, read=lambda: [SECOND, MASTER_KEY])
    assert (words(database, sealed)[0], unchanged(derived)) == ("words of C-0", True)


def test_a_running_process_wraps_new_keys_by_the_newest_without_having_met_its_name(
    database, derived
):
    in_the_file = [MASTER_KEY]
    start(database, MASTER_KEY, read=lambda: in_the_file)
    in_the_file.insert(0, SECOND)
    with database.write() as session:
        vault.key_of(session, "C-NEW")
        session.flush()
        assert session.execute(select(Key.master)).scalar() == vault.newest()
    vault.open_with(SECOND)
    with database.read() as session:
        assert vault.count_by_master_key(session) == {vault.newest(): 1}


@pytest.mark.parametrize("file", [[], [MASTER_KEY], [SECOND]])
def test_a_file_that_cannot_be_read_or_went_back_takes_nothing_away(
    database, sealed, derived, file
):
    change(database, SECOND, MASTER_KEY)
    vault.open_with(SECOND, MASTER_KEY, read=lambda: file)
    with database.write() as session:
        vault.key_of(session, "C-NEW")
    assert (words(database, sealed)[0], unchanged(derived)) == ("words of C-0", True)


def test_an_erased_person_stays_erased(database, sealed):
    with database.write() as session:
        vault.destroy(session, "C-3")
    change(database, SECOND, MASTER_KEY)
    assert words(database, sealed)[3] == ""


def test_a_closed_vault_rotates_nothing(session):
    vault.close()
    with pytest.raises(BrokenSeal):
        vault.newest()
