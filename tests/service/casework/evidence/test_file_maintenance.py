"""What is done while nobody waits: the scanner asked again, halves forgotten, files and records
kept together."""

import asyncio
import os
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core import journal
from catalog.core.actor import SYSTEM
from service.casework.evidence import Evidence, evidence_files, file_maintenance
from tests.service.outside.scanner import Scanner
from tests.support import sample_files


@pytest.fixture
def scanner():
    with Scanner() as one:
        yield one


def place_of(store, number: str) -> str:
    with store.database.read() as session:
        return session.get_one(Evidence, number).place


def looked(store, clock) -> file_maintenance.RescanResult:
    return file_maintenance.rescan(store, by=SYSTEM, on=clock())


def test_with_a_scanner_its_verdict_rules(send, store, scanner):
    scanned = msgspec.structs.replace(store, scanner=scanner.address)
    good = [
        send("a.txt", sample_files.CHAT, into=scanned),
        send("a.pdf", sample_files.pdf(), into=scanned),
    ]
    assert [(one.state, one.as_file) for one in good] == [("clean", True)] * 2
    scanner.finds = "Invented.Trojan"
    bad = send("b.jpg", sample_files.photo(), into=scanned)
    assert (bad.state, bad.reason) == ("refused", "found")
    assert scanner.asked == 3
    assert len(list(evidence_files.list_files(store.home))) == 2


def test_while_the_scanner_is_silent_files_wait_and_are_looked_at_when_it_is_back(
    send, store, scanner, row, clock
):
    dead = msgspec.structs.replace(store, scanner="127.0.0.1:1")
    photo, chat = (
        send("a.jpg", sample_files.photo(), into=dead),
        send("b.txt", sample_files.CHAT, into=dead),
    )
    assert {(one.state, one.reason, one.as_pictures) for one in (photo, chat)} == {
        ("waiting", "scanner_silent", False)
    }
    assert looked(dead, clock) == file_maintenance.RescanResult(0, 2)
    alive = msgspec.structs.replace(store, scanner=scanner.address)
    assert looked(alive, clock) == file_maintenance.RescanResult(2, 0)
    assert {row(one.reference).state for one in (photo, chat)} == {"clean"}
    assert looked(alive, clock) == file_maintenance.RescanResult(0, 0)


def test_what_is_found_later_is_removed(send, store, scanner, row, clock):
    number = send("b.txt", sample_files.CHAT).reference
    scanner.finds = "Invented.Trojan"
    assert looked(msgspec.structs.replace(store, scanner=scanner.address), clock).settled == 1
    assert (row(number).state, row(number).sha256) == ("refused", None)
    assert list(evidence_files.list_files(store.home)) == []


def test_without_a_scanner_any_more_pictures_may_be_opened_again(send, store, row, clock):
    dead = msgspec.structs.replace(store, scanner="127.0.0.1:1")
    photo, chat = (
        send("a.jpg", sample_files.photo(), into=dead),
        send("b.txt", sample_files.CHAT, into=dead),
    )
    assert looked(store, clock) == file_maintenance.RescanResult(1, 1)
    now = [(row(one.reference).state, row(one.reference).reason) for one in (photo, chat)]
    assert now == [("clean", ""), ("waiting", "no_scanner")]


def test_a_file_that_is_not_there_goes_on_waiting_and_is_told(send, store, scanner, clock):
    number = send("b.txt", sample_files.CHAT).reference
    evidence_files.delete(store.home, place_of(store, number))
    assert looked(
        msgspec.structs.replace(store, scanner=scanner.address), clock
    ) == file_maintenance.RescanResult(0, 1)
    assert file_maintenance.sweep(store, by=SYSTEM, on=clock()).lost == 1


def test_files_without_a_record_go_after_a_day_and_no_others(send, begin, store, clock):
    kept, half, key = send("a.jpg", sample_files.photo()).reference, begin("b.txt", b"x"), bytes(32)
    for name in ("0" * 32, "1" * 32, place_of(store, half)):
        evidence_files.write(store.home, name, key, b"x")
    unmoved = evidence_files.path(store.home, "0" * 32)
    unmoved.rename(unmoved.with_name(unmoved.name + ".new"))
    old = (clock() - timedelta(days=2)).timestamp()
    for name, _ in list(evidence_files.list_files(store.home)):
        os.utime(evidence_files.path(store.home, name), (old, old))
    fresh = evidence_files.new_place()
    evidence_files.write(store.home, fresh, key, b"x")
    assert file_maintenance.sweep(store, by=SYSTEM, on=clock()) == file_maintenance.SweepResult(
        0, 2, 0
    )
    assert {name for name, _ in evidence_files.list_files(store.home)} == {
        place_of(store, kept),
        place_of(store, half),
        fresh,
    }


def test_a_half_is_forgotten_after_a_week(begin, store, clock):
    begin("b.txt", sample_files.CHAT)
    clock.forward(days=6)
    assert file_maintenance.sweep(store, by=SYSTEM, on=clock()).halves == 0
    clock.forward(days=2)
    assert file_maintenance.sweep(store, by=SYSTEM, on=clock()).halves == 1
    with store.database.read() as session:
        assert session.execute(select(col(Evidence.reference))).all() == []
        assert journal.history(session, "evidence", "halves")[-1].act == "forget"
        assert journal.verify(session) is None


def test_a_round_each_minute_goes_on_whatever_happens(store, clock, monkeypatch):
    done = []

    def fails(*_told, **_more):
        done.append(1)
        raise OSError

    monkeypatch.setattr(file_maintenance, "EVERY", 0.01)
    monkeypatch.setattr(file_maintenance, "rescan", fails)

    async def some() -> None:
        task = asyncio.ensure_future(
            file_maintenance.run_rescans(msgspec.structs.replace(store, scanner="h:1"), clock)
        )
        while len(done) < 3:
            await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.wait([task])

    asyncio.run(asyncio.wait_for(some(), 10))
    asyncio.run(asyncio.wait_for(file_maintenance.run_rescans(store, clock), 1))
