"""A supplier of messages on the loopback, which can be made to behave as badly as any."""

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from catalog.core.outbox import Channel, OpenedMessage


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # Three senders knock with eight messages each at once; who is not let in to the queue waits
    # longer than senders do.
    request_queue_size = 64


class Supplier:
    """Answers as it was told, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str], Any]] = []
        self.answer: Callable[[BaseHTTPRequestHandler], None] = say(200)
        self.closing = threading.Event()
        asked, values = self.asked, self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                asked.append(
                    (
                        self.path,
                        {name.lower(): value for name, value in self.headers.items()},
                        json.loads(body),
                    )
                )
                try:
                    values.answer(self)
                except OSError:
                    """Whoever asked has gone."""

            do_GET = do_POST

            def log_message(self, *_told: object) -> None:
                """Nothing on the terminal."""

        self.server = _Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def drip(self, route: BaseHTTPRequestHandler) -> None:
        """One byte at a time, each of them well within any patience."""
        route.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n"
        )
        for _ in range(100_000):
            route.wfile.write(b" ")
            if self.closing.wait(0.05):
                return

    def drip_headers(self, route: BaseHTTPRequestHandler) -> None:
        """An answer whose first line never ends."""
        for _ in range(100_000):
            route.wfile.write(b"H")
            if self.closing.wait(0.05):
                return

    def silence(self, _route: BaseHTTPRequestHandler) -> None:
        self.closing.wait(20)


def say(
    status: int, body: bytes = b"{}", **headers: str
) -> Callable[[BaseHTTPRequestHandler], None]:
    """An answer in one piece."""

    def answer(route: BaseHTTPRequestHandler) -> None:
        route.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            route.send_header(name, value)
        route.end_headers()
        route.wfile.write(body)

    return answer


def raw(content: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    """Whatever bytes."""
    return lambda route: route.wfile.write(content) and None


def letter(
    words: str = "Invented: your code is 493027", code: str = "493027", **values: Any
) -> OpenedMessage:
    on = datetime(2026, 11, 25, 6, tzinfo=UTC)
    facts = {
        "channel": Channel.SMS,
        "number": "+998900000077",
        "put_at": on,
        "sent_at": None,
        "tries": 1,
    } | values
    return OpenedMessage(reference="M-INVENTED2345", words=words, code=code, **facts)
