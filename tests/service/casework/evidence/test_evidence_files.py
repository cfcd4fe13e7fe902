"""The files themselves: sealed, whole or not there, and belonging to one place and one key."""

import errno
import os
import secrets
import threading

import pytest

from catalog.core import vault
from catalog.core.errors import NotFound, Unavailable
from service.casework.evidence import evidence_files
from service.infra import settings

KEY = secrets.token_bytes(32)
SIZES = (
    0,
    1,
    evidence_files.PIECE - 1,
    evidence_files.PIECE,
    evidence_files.PIECE + 1,
    3 * evidence_files.PIECE + 7,
)


@pytest.mark.parametrize("size", SIZES)
def test_what_is_kept_is_read_again(tmp_path, size):
    content, place = secrets.token_bytes(size), evidence_files.new_place()
    evidence_files.write(tmp_path, place, KEY, content)
    assert evidence_files.read(tmp_path, place, KEY, size) == content


def test_no_byte_of_it_and_no_name_is_readable_on_disk(tmp_path):
    """By others nothing of it is read at all; by a group only where the commands were told of one
    for backups."""
    place = evidence_files.new_place()
    before = os.umask(settings.umask())
    evidence_files.write(tmp_path, place, KEY, b"Zqsecret" * 20_000)
    os.umask(before)
    assert b"Zqsecret" not in evidence_files.path(tmp_path, place).read_bytes()
    assert evidence_files.path(tmp_path, place).stat().st_mode & 0o077 == 0
    assert [name for name, _ in evidence_files.list_files(tmp_path)] == [place]


@pytest.mark.parametrize(
    "harm", ["cut", "grown", "flipped", "swapped", "another key", "another place", "another size"]
)
def test_whatever_was_changed_opens_nothing(tmp_path, harm):
    place, other, size = (
        evidence_files.new_place(),
        evidence_files.new_place(),
        2 * evidence_files.PIECE + 5,
    )
    evidence_files.write(tmp_path, place, KEY, bytes(size))
    kept = evidence_files.path(tmp_path, place)
    sealed, step = kept.read_bytes(), evidence_files.PIECE + 29
    changed = {
        "cut": sealed[: 2 * step],
        "grown": sealed + sealed[-34:],
        "flipped": sealed[:100] + bytes([sealed[100] ^ 1]) + sealed[101:],
        "swapped": sealed[step : 2 * step] + sealed[:step] + sealed[2 * step :],
    }
    kept.write_bytes(changed.get(harm, sealed))
    if harm == "another place":
        evidence_files.path(tmp_path, other).parent.mkdir(parents=True)
        kept.rename(evidence_files.path(tmp_path, other))
        place = other
    key = bytes(32) if harm == "another key" else KEY
    with pytest.raises(vault.BrokenSeal):
        evidence_files.read(tmp_path, place, key, size + (harm == "another size"))


def test_what_is_not_there_is_not_found_and_dropped_twice(tmp_path):
    place = evidence_files.new_place()
    with pytest.raises(NotFound):
        evidence_files.read(tmp_path, place, KEY, 1)
    evidence_files.write(tmp_path, place, KEY, b"x")
    evidence_files.delete(tmp_path, place)
    evidence_files.delete(tmp_path, place)
    evidence_files.delete(tmp_path, "")
    assert list(evidence_files.list_files(tmp_path)) == []


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_on_a_full_disk_nothing_half_is_left(tmp_path, monkeypatch, step):
    def full(*_told):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(
        *{"fsync": (os, "fsync"), "replace": (evidence_files.Path, "replace")}[step], full
    )
    with pytest.raises(Unavailable):
        evidence_files.write(tmp_path, evidence_files.new_place(), KEY, b"x" * 100_000)
    monkeypatch.undo()
    assert list(evidence_files.list_files(tmp_path)) == []


def test_pieces_come_to_one_file_in_any_order_and_again(tmp_path):
    place, content = evidence_files.new_place(), secrets.token_bytes(2 * evidence_files.PIECE + 9)
    for number in (1, 0, 2, 1):
        with evidence_files.open_locked(tmp_path, place) as handle:
            evidence_files.write_piece(
                handle,
                place,
                KEY,
                number,
                content[number * evidence_files.PIECE : (number + 1) * evidence_files.PIECE],
            )
    assert evidence_files.read(tmp_path, place, KEY, len(content)) == content


def test_two_do_not_hold_a_file_at_once(tmp_path):
    place, texts = evidence_files.new_place(), []

    def hold() -> None:
        with evidence_files.open_locked(tmp_path, place):
            texts.append("in")

    with evidence_files.open_locked(tmp_path, place):
        other = threading.Thread(target=hold)
        other.start()
        other.join(0.3)
        texts.append("out")
    other.join()
    assert texts == ["out", "in"]


def test_a_copy_is_the_same_sealed_file(tmp_path):
    place, into = evidence_files.new_place(), tmp_path / "copy"
    evidence_files.write(tmp_path, place, KEY, b"x" * 99)
    assert evidence_files.copy(tmp_path, place, into)
    assert evidence_files.copy(tmp_path, place, into)
    assert evidence_files.read(into, place, KEY, 99) == b"x" * 99
    assert not evidence_files.copy(tmp_path, evidence_files.new_place(), into)
    assert len(list(evidence_files.list_files(into))) == 1
