"""The scanner is a stranger too: believed when it says yes or no, and never waited for longer than
said."""

import socket
import time

import pytest

from service.outside import clamd
from tests.service.outside.scanner import EICAR, Scanner


@pytest.fixture
def scanner():
    with Scanner() as one:
        yield one


@pytest.mark.parametrize("content", [b"", b"x", bytes(65_536), bytes(200_001)])
def test_a_harmless_file_comes_whole_and_nothing_is_found(scanner, content):
    assert clamd.scan(scanner.address, content, 5) == ""
    assert scanner.last == content


def test_what_is_found_has_its_name(scanner):
    assert clamd.scan(scanner.address, b"x" * 70_000 + EICAR, 5) == "Eicar-Test-Signature"


@pytest.mark.parametrize(
    "reply",
    [
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: OK",
        b"\0",
        b"OK\0",
        b"stream: \xff FOUND\0",
        b"stream: OK\0stream: X FOUND\0",
        b"x" * 5_000,
        b"stream: FOUND\0",
    ],
)
def test_what_is_no_verdict_is_none(scanner, reply):
    scanner.says = reply
    with pytest.raises(clamd.ScannerUnavailable):
        clamd.scan(scanner.address, b"x", 5)


def test_it_is_not_waited_for_longer_than_said(scanner):
    scanner.slow = 3
    begun = time.monotonic()
    with pytest.raises(clamd.ScannerUnavailable):
        clamd.scan(scanner.address, b"x", 0.4)
    assert time.monotonic() - begun < 1


@pytest.mark.parametrize("address", ["127.0.0.1:1", "nowhere.invalid:3310", "[::1]:1"])
def test_where_nobody_is_nobody_answers(address):
    with pytest.raises(clamd.ScannerUnavailable):
        clamd.scan(address, b"x", 1)


def test_one_who_takes_nothing_holds_nobody_up():
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(1)
        begun = time.monotonic()
        with pytest.raises(clamd.ScannerUnavailable):
            clamd.scan(f"127.0.0.1:{deaf.getsockname()[1]}", bytes(9_000_000), 0.5)
        assert time.monotonic() - begun < 2
