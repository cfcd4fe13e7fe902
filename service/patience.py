"""How long the doors wait for somebody who speaks slowly or not at all: the server itself would wait for ever."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from service import threshold


class Patient(HttpToolsProtocol):
    """One connection. The head of a request must be whole in time, its body must keep a pace that the poorest line keeps,
    and what we answer must be taken. Times in seconds."""

    head = 10.0
    grace = 10.0
    # Bytes a second after the grace: a line of 40 kbit/s brings 5,000.
    rate = 2_000
    stall = 30.0
    pace = 1.0
    longest_head = 65_536

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._since: float | None = self.loop.time()
        self._in_head, self._head_size = False, 0
        self._body_since, self._body_size = 0.0, 0
        self._unread, self._unread_since = 0, 0.0
        self._watch = self.loop.call_later(self.pace, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        self._watch.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._head_size += len(data)
        if self._in_head and self._head_size > self.longest_head:
            self.transport.abort()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head, self._head_size = True, 0
        if self._since is None and not self._busy():
            self._since = self.loop.time()

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self._since, self._in_head = None, False
        self._body_since, self._body_size = self.loop.time(), 0

    def on_body(self, body: bytes) -> None:
        super().on_body(body)
        self._body_size += len(body)

    def send_400_response(self, msg: str) -> None:
        """To what is no HTTP at all, with the headers of every answer."""
        said = {"content-type": "text/plain; charset=utf-8", "content-length": str(len(msg)), "connection": "close"}
        lines = "".join(f"{name}: {value}\r\n" for name, value in (said | threshold.HEADERS).items())
        self.transport.write(f"HTTP/1.1 400 Bad Request\r\n{lines}\r\n{msg}".encode())
        self.transport.close()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        chosen: Any = app if app is self.app else threshold.crowded
        super()._start_asgi_task(cycle, chosen)

    def _look(self) -> None:
        now = self.loop.time()
        if self._head_is_late(now) or self._body_is_late(now) or self._answer_is_stuck(now):
            self.transport.abort()
            return
        self._watch = self.loop.call_later(self.pace, self._look)

    def _busy(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _head_is_late(self, now: float) -> bool:
        if self._busy() or self.transport.is_closing():
            return False
        if self._since is None and self.timeout_keep_alive_task is None:
            # What comes now is the rest of a body that was answered before it was read.
            self._since = now
        return self._since is not None and now - self._since > self.head

    def _body_is_late(self, now: float) -> bool:
        if not self._busy() or not self.cycle.more_body:
            return False
        if self.flow.read_paused or self.cycle.waiting_for_100_continue:
            # It is we who do not listen.
            self._body_since += self.pace
        return now - self._body_since > self.grace + self._body_size / self.rate

    def _answer_is_stuck(self, now: float) -> bool:
        unread = self.transport.get_write_buffer_size()
        if unread == 0 or unread != self._unread:
            self._unread, self._unread_since = unread, now
        return unread > 0 and now - self._unread_since > self.stall
