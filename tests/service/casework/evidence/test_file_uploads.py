"""A file on its way in: cut wherever it may be, it goes on; sent twice, it is one; and nothing is
ever half kept."""

import os
import random
import secrets
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core import vault
from catalog.core.actor import VISITOR
from catalog.core.errors import NotFound, Unavailable
from service.casework import evidence
from service.casework.claims import wage_claims
from service.casework.evidence import PIECE, Evidence, evidence_files, file_uploads
from service.casework.evidence.file_uploads import WrongOffset, WrongPiece
from service.commands import vault as rotating
from tests.conftest import MASTER_KEY
from tests.support import cast, sample_files

LONG = sample_files.CHAT * 3_000
PIECES = range(0, len(LONG), PIECE)


@pytest.fixture
def put(store, clock):
    """put(number, offset) sends the piece of LONG that begins there."""

    def one(number: str, offset: int, piece: bytes | None = None, claim: str = cast.CLAIM):
        body = LONG[offset : offset + PIECE] if piece is None else piece
        return file_uploads.receive_piece(
            store, number, claim, offset, body, by=VISITOR, on=clock()
        )

    return one


def read(store, number: str) -> bytes:
    with store.database.read() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
        row = session.get_one(Evidence, number)
    return file_uploads.content_of(store, claim, row)


def there(store) -> set[str]:
    return {place for place, _ in evidence_files.list_files(store.home)}


def named(store) -> set[str]:
    with store.database.read() as session:
        return set(
            session.execute(select(col(Evidence.place)).where(col(Evidence.place) != "")).scalars()
        )


def test_pieces_become_the_file_that_was_sent(begin, put, store):
    number = begin("chat.txt", LONG)
    assert len(PIECES) >= 4
    for offset in PIECES:
        one = put(number, offset)
    assert (one.arrived, one.state, one.reason) == (len(LONG), "waiting", "no_scanner")
    assert read(store, number) == LONG
    assert there(store) == named(store)


def test_a_cut_in_the_middle_goes_on_where_it_stopped(begin, put, store):
    number = begin("chat.txt", LONG)
    for offset in PIECES[: len(PIECES) // 2]:
        put(number, offset)
    assert begin("chat.txt", LONG) == number, "the same file begun again is the same"
    standing = file_uploads.progress(store, number, cast.CLAIM)
    assert standing.arrived == PIECES[len(PIECES) // 2]
    while standing.state == "arriving":
        standing = put(number, standing.arrived)
    assert read(store, number) == LONG


def test_fifty_random_cuts_lose_nothing_and_double_nothing(begin, put, store):
    """Of each piece the line may lose the way there or the answer; whoever sends begins again and
    goes on from there."""
    dice, cuts, content = random.Random(2026), 0, LONG * 20
    number = begin("chat.txt", content)
    while (one := file_uploads.progress(store, number, cast.CLAIM)).state == "arriving":
        lost = dice.choice(("there", "answer", "no")) if cuts < 50 else "no"
        cuts += lost != "no"
        piece = content[one.arrived : one.arrived + PIECE]
        if lost != "there":
            put(number, one.arrived, piece)
        if lost == "answer":
            put(number, one.arrived, piece)
        assert begin("chat.txt", content) == number
    assert cuts == 50
    assert read(store, number) == content
    with store.database.read() as session:
        assert len(session.execute(select(Evidence)).all()) == 1


def test_the_same_piece_twice_is_harmless(begin, put, store):
    number = begin("chat.txt", LONG)
    for offset in PIECES:
        first, again = put(number, offset), put(number, offset)
        assert first.arrived == again.arrived
    assert read(store, number) == LONG


def test_a_wrong_offset_is_told_the_right_one(begin, put):
    number = begin("chat.txt", LONG)
    put(number, 0)
    for offset in (2 * PIECE, 2**40, PIECE + 1):
        with pytest.raises(WrongOffset) as refused:
            put(number, offset, b"x" * PIECE)
        assert refused.value.facts["offset"] == PIECE


@pytest.mark.parametrize("length", [1, PIECE - 1, PIECE + 1])
def test_a_piece_of_another_length_is_refused_and_an_empty_one_changes_nothing(begin, put, length):
    number = begin("chat.txt", LONG)
    with pytest.raises(WrongPiece):
        put(number, 0, b"x" * length)
    assert put(number, 0, b"").arrived == 0
    assert put(number, 0).arrived == PIECE


def test_two_who_send_the_same_file_at_once_make_one(begin, put, store):
    number = begin("chat.txt", LONG)

    def send(_who: int) -> str:
        one = file_uploads.progress(store, number, cast.CLAIM)
        while one.state == "arriving":
            try:
                one = put(number, one.arrived)
            except WrongOffset:
                one = file_uploads.progress(store, number, cast.CLAIM)
        return one.state

    with ThreadPoolExecutor(2) as two:
        assert set(two.map(send, range(2))) == {"waiting"}
    assert read(store, number) == LONG


def test_finishing_twice_at_once_is_one_verdict(begin, store, clock, row):
    number, texts = begin("badge.jpg", sample_files.photo()), []

    def finish() -> None:
        result = file_uploads.finish(
            store, number, cast.CLAIM, sample_files.photo(), by=VISITOR, on=clock()
        )
        texts.append((result.state, result.number))

    both = [threading.Thread(target=finish) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert texts == [("clean", 1)] * 2
    assert read(store, number).startswith(b"\xff\xd8")
    assert row(number).place in there(store)


def test_the_same_content_comes_once_however_it_is_called(send):
    first, again = send("a.jpg", sample_files.photo()), send("b.jpg", sample_files.photo())
    assert first.reference == again.reference
    unannounced = send("c.jpg", sample_files.photo(), given=False)
    assert (unannounced.state, unannounced.reason) == ("refused", "twice")


def test_what_arrives_otherwise_than_it_was_announced_is_not_kept(begin, store, clock):
    number = begin("chat.txt", LONG)
    one = file_uploads.finish(store, number, cast.CLAIM, LONG[:-1] + b"x", by=VISITOR, on=clock())
    assert (one.state, one.reason) == ("refused", "damaged")
    assert begin("chat.txt", LONG) != number, "sent again it is another"
    assert there(store) == set()


@pytest.mark.parametrize("name", ["x.png", "x.pdf"])
def test_under_a_false_name_it_is_not_kept_and_under_its_own_it_is(send, store, name):
    one = send(name, sample_files.photo())
    assert (one.state, one.reason, there(store)) == ("refused", "false_name", set())
    assert send("x.jpg", sample_files.photo()).state == "clean"


def test_another_claim_s_file_is_nothing(begin, put, seeded, clock, store):
    number = begin("chat.txt", LONG)
    with seeded.write() as session:
        other = wage_claims.file(
            session, cast.ALISHERS_CLAIM, by=VISITOR, on=clock(), day=cast.TODAY
        ).claim.reference
    with pytest.raises(NotFound):
        put(number, 0, claim=other)
    with pytest.raises(NotFound):
        file_uploads.progress(store, number, other)
    with pytest.raises(NotFound):
        put("D-22222222", 0)


def test_only_what_is_drawn_anew_is_kept_of_a_photo(send, store):
    number = send("badge.jpg", sample_files.photo()).reference
    assert sample_files.MARK.encode() in sample_files.photo()
    assert sample_files.MARK.encode() not in read(store, number)


def test_no_byte_of_a_file_is_readable_on_disk_at_any_moment(begin, put, store):
    number = begin("chat.txt", LONG)
    for offset in PIECES:
        put(number, offset)
        for place in there(store):
            assert b"Brigadir" not in evidence_files.path(store.home, place).read_bytes()


def test_a_file_is_still_read_after_the_master_key_was_changed(send, store, clock):
    number = send("chat.txt", LONG).reference
    vault.open_with(bytes(32), MASTER_KEY)
    assert sum(1 for _ in rotating.rotate_keys(store.database, by=cast.CHINORA, on=clock())) > 0
    vault.open_with(bytes(32))
    assert read(store, number) == LONG


def test_half_a_file_that_a_restored_backup_lost_is_asked_for_again(begin, put, store, row):
    number = begin("chat.txt", LONG)
    for offset in PIECES[:-1]:
        put(number, offset)
    evidence_files.delete(store.home, row(number).place)
    one = put(number, PIECES[-1])
    assert (one.state, one.reason) == ("refused", "damaged")


def test_on_a_full_disk_nothing_is_acknowledged_and_it_goes_on_afterwards(
    begin, put, store, monkeypatch
):
    number = begin("chat.txt", LONG)
    put(number, 0)
    monkeypatch.setattr(os, "pwrite", lambda _handle, data, _at: len(data) - 1)
    with pytest.raises(Unavailable):
        put(number, PIECE)
    monkeypatch.undo()
    assert file_uploads.progress(store, number, cast.CLAIM).arrived == PIECE
    for offset in PIECES[1:]:
        one = put(number, offset)
    assert one.state == "waiting"
    assert read(store, number) == LONG


def test_a_verdict_that_cannot_be_written_leaves_no_file(begin, store, clock, monkeypatch):
    number = begin("badge.jpg", sample_files.photo())

    def lost(*_told, **_more):
        raise Unavailable

    monkeypatch.setattr(evidence, "record_result", lost)
    with pytest.raises(Unavailable):
        file_uploads.finish(store, number, cast.CLAIM, sample_files.photo(), by=VISITOR, on=clock())
    monkeypatch.undo()
    assert there(store) <= named(store)
    assert (
        file_uploads.finish(
            store, number, cast.CLAIM, sample_files.photo(), by=VISITOR, on=clock()
        ).state
        == "clean"
    )


def test_random_content_of_every_length_around_a_piece_comes_whole(begin, put, store):
    for size in (1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE):
        content = secrets.token_hex(size)[:size].encode()
        number = begin(f"{size}.txt", content)
        for offset in range(0, size, PIECE):
            one = put(number, offset, content[offset : offset + PIECE])
        assert one.state == "waiting"
        assert read(store, number) == content
