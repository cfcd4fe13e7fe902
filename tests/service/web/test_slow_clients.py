"""How long the routes wait: on a real server on this machine, with everything that takes seconds
made short."""

import contextlib
import socket
import threading
import time
from ipaddress import ip_network

import pytest
import uvicorn

from service.commands import serve
from service.web.slow_clients import TimeoutProtocol


class Hasty(TimeoutProtocol):
    """The same patience, ten times shorter."""

    head, grace, rate, stall, pace = 1.0, 1.0, 20_000, 0.8, 0.1


async def answering(scope, receive, send):
    """Reads what is sent and says how much it was; /long answers more than anybody's line takes at once."""
    if scope["type"] != "http":
        return
    size, more = 0, True
    while more and scope["path"] != "/unread":
        message = await receive()
        size, more = size + len(message.get("body", b"")), message.get("more_body", False)
    body = b"x" * 20_000_000 if scope["path"] == "/long" else str(size).encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


class Site:
    """A running server and whoever talks to it."""

    def __init__(self, **values: object) -> None:
        given = serve.SERVER | {"http": Hasty, "log_config": None, "lifespan": "off"} | values
        self.server = uvicorn.Server(uvicorn.Config(answering, host="127.0.0.1", port=0, **given))
        self.listening = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.thread = threading.Thread(
            target=self.server.run, kwargs={"sockets": [self.listening]}, daemon=True
        )
        self.open: list[socket.socket] = []

    def __enter__(self):
        self.thread.start()
        until = time.monotonic() + 10
        while not self.server.started and time.monotonic() < until:
            time.sleep(0.02)
        return self

    def __exit__(self, *_told: object) -> None:
        for one in self.open:
            one.close()
        self.server.should_exit = True
        self.thread.join(10)
        self.listening.close()

    def says(self, words: bytes, source: str = "127.0.0.1") -> socket.socket:
        """Somebody who comes from this address, says this and waits."""
        one = socket.create_connection(self.listening.getsockname(), source_address=(source, 0))
        one.settimeout(5)
        self.open.append(one)
        one.sendall(words)
        return one

    def asks(
        self, words: bytes = b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
    ) -> bytes:
        return all_of(self.says(words))


def all_of(one: socket.socket) -> bytes:
    """What is said until the other side closes."""
    result = b""
    with contextlib.suppress(ConnectionError):
        while more := one.recv(65_536):
            result += more
    return result


def answer_of(one: socket.socket) -> bytes:
    """A short answer, whose head and body may come apart, on a line that stays open."""
    result = one.recv(1_000)
    return result if result.partition(b"\r\n\r\n")[2] else result + one.recv(1_000)


@pytest.fixture(scope="module")
def site():
    with Site() as site:
        yield site


HALF = b"POST / HTTP/1.1\r\nhost: x\r\n"
SLOW = HALF + b"content-length: 90000\r\n\r\n"


def drip(ones: list[socket.socket], until: float) -> int:
    """One byte from each of them every tenth of a second, until all are shut out; how many are
    not."""
    left = list(ones)
    while left and time.monotonic() < until:
        for one in list(left):
            try:
                one.send(b"x")
                one.setblocking(False)
                if one.recv(10) == b"":
                    left.remove(one)
            except BlockingIOError:
                pass
            except OSError:
                left.remove(one)
        time.sleep(0.1)
    return len(left)


def test_three_hundred_who_never_finish_are_shed_while_others_are_served(site):
    """Those who are slow come from three addresses: of one alone no more than two hundred are let
    in."""
    begun = time.monotonic()
    ones = [
        site.says(words, f"127.0.0.{last}")
        for last, words in enumerate((b"", HALF, SLOW), 2)
        for _ in range(100)
    ]
    took = []

    def ask():
        for _ in range(20):
            at = time.monotonic()
            assert site.asks().endswith(b"\r\n\r\n0")
            took.append(time.monotonic() - at)

    asking = threading.Thread(target=ask)
    asking.start()
    assert drip(ones, begun + 4) == 0
    asking.join()
    assert (len(took), max(took) < 1) == (20, True)


def test_a_slow_line_that_keeps_its_pace_brings_all_it_has(site):
    """As 40 kbit/s to the pace of every day: 18 seconds for 90,000 bytes."""
    one = site.says(HALF + b"connection: close\r\ncontent-length: 90000\r\n\r\n")
    for _ in range(18):
        one.sendall(b"x" * 5_000)
        time.sleep(0.1)
    assert all_of(one).endswith(b"90000")


def test_somebody_who_waits_between_two_questions_may_ask_again(site):
    one = site.says(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
    assert answer_of(one).endswith(b"0")
    time.sleep(1.5)
    one.sendall(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
    assert answer_of(one).endswith(b"0")
    one.sendall(b"GET / HT")
    begun = time.monotonic()
    assert drip([one], begun + 4) == 0


def test_the_rest_of_a_body_that_was_answered_unread_is_not_waited_for(site):
    one = site.says(SLOW.replace(b"POST /", b"POST /unread"))
    assert b"200" in one.recv(1_000)
    assert drip([one], time.monotonic() + 4) == 0


def test_an_answer_that_nobody_takes_is_given_up(site):
    one = site.says(b"GET /long HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
    time.sleep(1.8)
    assert len(all_of(one)) < 20_000_000


def test_a_head_without_end_is_cut_off(site):
    one = site.says(b"GET / HTTP/1.1\r\n")
    lines = b"".join(b"x-%d: %s\r\n" % (number, b"y" * 1_000) for number in range(10_000))
    with pytest.raises(ConnectionError):
        one.sendall(lines)


@pytest.mark.parametrize(
    "words",
    [
        b"nonsense\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabc",
        b"GET / HTTP/1.1\r\nhost: x\r\nx-folded: a\r\n b\r\n\r\n",
    ],
)
def test_what_can_be_read_in_two_ways_is_refused_and_closed(site, words):
    """Request smuggling (ASVS 5.0, 4.2.1)."""
    result = site.asks(words)
    assert result.startswith(b"HTTP/1.1 400 ")
    assert b"content-security-policy: " in result
    assert result.count(b"HTTP/1.1") == 1


def test_who_finds_no_room_is_told_to_come_again():
    with Site(limit_concurrency=1) as full:
        result = full.asks(b"GET /en/ HTTP/1.1\r\nhost: x\r\n\r\n")
    assert result.startswith(b"HTTP/1.1 503 ")
    assert b"retry-after: 5" in result
    assert b"few seconds" in result


def test_the_pace_of_every_day_lets_the_poorest_line_through():
    seconds = 90_000 / 5_000
    assert seconds < TimeoutProtocol.grace + 90_000 / TimeoutProtocol.rate
    assert max(TimeoutProtocol.head, TimeoutProtocol.grace) + TimeoutProtocol.pace < 20, (
        "shed within twenty seconds (trust.md T-10)"
    )


def test_one_address_cannot_take_every_place_with_heads_that_never_end(monkeypatch):
    monkeypatch.setattr(Hasty, "most_heads", 20)
    with Site() as site:
        ones = [site.says(HALF) for _ in range(25)]
        # Whoever speaks a whole head frees its place at once.
        assert sum(all_of(one) == b"" for one in ones[20:]) == 5
        for one in ones[:20]:
            one.sendall(b"content-length: 0\r\n\r\n")
        assert site.asks().endswith(b"\r\n\r\n0")
    with Site() as site:
        monkeypatch.setattr(Hasty, "proxies", [ip_network("127.0.0.0/8")])
        assert [site.says(HALF) for _ in range(25)]
        assert site.asks().endswith(b"\r\n\r\n0"), "a proxy of ours speaks for everybody"
