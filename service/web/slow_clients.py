"""Timeouts for slow or silent clients; the server itself would wait for ever."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from service.infra import rate_limits
from service.web import security_middleware


class TimeoutProtocol(HttpToolsProtocol):
    """One connection with time limits.

    The head of a request must be complete in time, its body must keep a rate that the slowest line
    reaches, and the client must accept the response. Times are in seconds.
    """

    head = 10.0
    grace = 10.0
    # Bytes a second after the grace period: a line of 40 kbit/s delivers 5,000.
    rate = 2_000
    stall = 30.0
    pace = 1.0
    longest_head = 65_536
    # Connections of one address whose heads are incomplete; a proxy of ours is exempt because it
    # speaks for everyone.
    most_heads = 200
    proxies: ClassVar[Sequence[IPv4Network | IPv6Network]] = ()
    _heads: ClassVar[Counter[str]] = Counter()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._from = ""
        self._count_head()
        self._since: float | None = self.loop.time()
        self._in_head, self._head_size = False, 0
        self._body_since, self._body_size = 0.0, 0
        self._unread, self._unread_since = 0, 0.0
        self._watch = self.loop.call_later(self.pace, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        self._watch.cancel()
        if self._from:
            self._head_is_whole()
        super().connection_lost(exc)

    def _counted_from(self) -> str:
        """Return the address for which incomplete heads are counted, or an empty text for our
        proxy.

        For IPv6 it is the network that one person can rent.
        """
        address = self.client[0] if self.client else ""
        try:
            known = ip_address(address.partition("%")[0])
        except ValueError:
            return ""
        if any(known in one for one in self.proxies):
            return ""
        return (
            address
            if known.version == 4
            else rate_limits.wide_network(rate_limits.network(address))
        )

    def _count_head(self) -> None:
        """Count this connection as having an incomplete head, and abort it if there are too
        many."""
        self._from = self._counted_from()
        if self._from:
            self._heads[self._from] += 1
        if self._heads[self._from] > self.most_heads:
            self.transport.abort()

    def _head_is_whole(self) -> None:
        """Stop counting this connection as having an incomplete head."""
        self._heads[self._from] -= 1
        if self._heads[self._from] <= 0:
            del self._heads[self._from]
        self._from = ""

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._head_size += len(data)
        if self._in_head and self._head_size > self.longest_head:
            self.transport.abort()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head, self._head_size = True, 0
        if not self._from:
            self._count_head()
        if self._since is None and not self._busy():
            self._since = self.loop.time()

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        if self._from:
            self._head_is_whole()
        self._since, self._in_head = None, False
        self._body_since, self._body_size = self.loop.time(), 0

    def on_body(self, body: bytes) -> None:
        super().on_body(body)
        self._body_size += len(body)

    def send_400_response(self, msg: str) -> None:
        """Answer what is not HTTP, with the headers of every response."""
        response = {
            "content-type": "text/plain; charset=utf-8",
            "content-length": str(len(msg)),
            "connection": "close",
        }
        lines = "".join(
            f"{name}: {value}\r\n"
            for name, value in (response | security_middleware.HEADERS).items()
        )
        self.transport.write(f"HTTP/1.1 400 Bad Request\r\n{lines}\r\n{msg}".encode())
        self.transport.close()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        chosen: Any = app if app is self.app else security_middleware.answer_overloaded
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
            # The data is the rest of a body that was answered before it was read.
            self._since = now
        return self._since is not None and now - self._since > self.head

    def _body_is_late(self, now: float) -> bool:
        if not self._busy() or not self.cycle.more_body:
            return False
        if self.flow.read_paused or self.cycle.waiting_for_100_continue:
            # It is this side that does not read.
            self._body_since += self.pace
        return now - self._body_since > self.grace + self._body_size / self.rate

    def _answer_is_stuck(self, now: float) -> bool:
        unread = self.transport.get_write_buffer_size()
        if unread == 0 or unread != self._unread:
            self._unread, self._unread_since = unread, now
        return unread > 0 and now - self._unread_since > self.stall
