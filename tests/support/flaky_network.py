"""A browser on a bad connection: lost requests, lost replies, and bodies cut half way."""

import html
import random
import re
from urllib.parse import urlencode

from service.web import context


class Lost(Exception):
    """What a browser reports: there was no answer."""


class Line:
    """A client whose connection is cut at random moments, so many times.

    Every attempt uses the connection again.
    """

    def __init__(self, client, seed: int, cuts: int, often: float = 0.45) -> None:
        self.client, self.left, self.often = client, cuts, often
        self.chance = random.Random(seed)
        self.kinds = {"request": 0, "reply": 0, "half": 0}

    def once(self, method: str, path: str, data: dict[str, str] | None = None):
        """Make one attempt.

        Raises Lost where the connection is cut, whatever the service did meanwhile.
        """
        if not self.left or self.chance.random() > self.often:
            return self.client.request(method, path, data=data)
        kind = self.chance.choice(["request", "reply", "half"] if data else ["request", "reply"])
        self.left -= 1
        self.kinds[kind] += 1
        if kind == "reply":
            self.client.request(method, path, data=data)
        if kind == "half":
            assert half(self.client, path, data) == 422
        raise Lost

    def until(self, method: str, path: str, data: dict[str, str] | None = None):
        """Repeat the same request, as a user does who presses “Try again”."""
        while True:
            try:
                return self.once(method, path, data)
            except Lost:
                continue

    def page(self, path: str) -> str:
        answer = self.until("GET", path)
        assert answer.status_code == 200
        return answer.text


def half(client, path: str, data: dict[str, str]) -> int:
    """Send half a body, on which no handler may act; return the status that nobody receives."""
    body = urlencode(data).encode()
    headers = {
        "host": "testserver.local",
        "content-type": "application/x-www-form-urlencoded",
        "content-length": str(len(body)),
        "cookie": f"{context.COOKIE}={client.cookies[context.COOKIE]}",
    }
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "client": ("127.0.0.1", 50_000),
        "server": ("testserver.local", 80),
        "headers": [(name.encode(), values.encode()) for name, values in headers.items()],
    }
    pieces = [{"type": "http.request", "body": body[: len(body) // 2], "more_body": True}]

    async def receive():
        return pieces.pop() if pieces else {"type": "http.disconnect"}

    texts = []

    async def send(message) -> None:
        texts.append(message.get("status"))

    async def ask() -> None:
        await client.app(scope, receive, send)

    client.blocking_portal.call(ask)
    return next(filter(None, texts))


def form_of(page: str, route: str) -> dict[str, str]:
    """Return the hidden fields of one form of a page."""
    form = re.search(rf'<form method="post" action="{route}".*?</form>', page, re.DOTALL)[0]
    return {
        name: html.unescape(values)
        for name, values in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    }
