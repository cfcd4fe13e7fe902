"""Client of the virus scanner: sends files to clamd over a socket by INSTREAM."""

import re
import socket
import struct
import time

_PIECE = 65_536
_LONGEST = 1_000


class ScannerUnavailable(Exception):
    """The scanner gave no verdict: it is absent, too slow, or its answer is not a verdict."""


def scan(address: str, content: bytes, patience: float) -> str:
    """Scan a file and return the name of the malware found, or an empty text.

    `patience` is in seconds. Raises ScannerUnavailable.
    """
    host, _, port = address.rpartition(":")
    until = time.monotonic() + patience
    try:
        with socket.create_connection((host.strip("[]"), int(port)), timeout=patience) as line:
            _send(line, content, until)
            reply = _receive(line, until)
    except OSError as reason:
        raise ScannerUnavailable(type(reason).__name__) from None
    return _parse_verdict(reply)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _send(line: socket.socket, content: bytes, until: float) -> None:
    line.sendall(b"zINSTREAM\0")
    for start in range(0, len(content), _PIECE):
        piece = content[start : start + _PIECE]
        line.settimeout(_left(until))
        line.sendall(struct.pack("!L", len(piece)) + piece)
    line.sendall(struct.pack("!L", 0))


def _receive(line: socket.socket, until: float) -> bytes:
    reply = b""
    while b"\0" not in reply and len(reply) <= _LONGEST:
        line.settimeout(_left(until))
        piece = line.recv(_LONGEST)
        if not piece:
            break
        reply += piece
    return reply


def _parse_verdict(reply: bytes) -> str:
    if reply == b"stream: OK\0":
        return ""
    name = re.fullmatch(rb"stream: ([!-~ ]{1,200}) FOUND\0", reply)
    if name is None:
        raise ScannerUnavailable("no verdict")
    return name[1].decode("ascii")
