"""Twenty clients of five networks that send expensive requests; run by bench.cost during
searches."""

import http.client
import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count
from urllib.parse import quote

from bench.dear import form, nested

CLIENTS, NETWORKS, SECONDS = 20, 5, 20.0
PROFILE = json.dumps(
    {"occupation": "7212", "years": 4, "age": 31, "wage": 200_000, "currency": "USD"}
).encode()


def requests(ticket: str, client: int) -> Iterator[tuple[str, str, bytes | None, dict[str, str]]]:
    """Yield in turn: a ranking by API, one as a page, a file of the report, a PDF of nested
    forms."""
    from_cost = {"content-type": "multipart/form-data; boundary=BB"}
    for number in count(client * 100_000):
        yield "POST", "/api/v1/matches", PROFILE, {"content-type": "application/json"}
        yield "GET", f"/en/matches?trade={quote('сварщик')}&years={number % 40}&age=30", None, {}
        yield "GET", f"/ru/report/2026.pdf?x={number}", None, {}
        yield "POST", "/en/wages/follow/evidence", paper(ticket, number), from_cost


def paper(ticket: str, number: int) -> bytes:
    return form({"ticket": ticket}, [("a.pdf", nested(number))])


def send(port: int, ticket: str, client: int, until: float, found: Counter[str]) -> None:
    for method, path, body, headers in requests(ticket, client):
        if time.monotonic() > until:
            return
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request(
                method,
                path,
                body,
                headers | {"x-forwarded-for": f"10.200.{client % NETWORKS}.{client}"},
            )
            answer = connection.getresponse()
            answer.read()
            found[f"{path.split('?', 1)[0].rsplit('/', 1)[1]} {answer.status}"] += 1
        except OSError as reason:
            found[type(reason).__name__] += 1
        finally:
            connection.close()


def main(words: Sequence[str]) -> None:
    port, tickets, found = int(words[0]), words[1:], Counter[str]()
    until = time.monotonic() + SECONDS
    clients = [
        threading.Thread(target=send, args=(port, tickets[client % NETWORKS], client, until, found))
        for client in range(CLIENTS)
    ]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    print(json.dumps(dict(found)))


if __name__ == "__main__":
    main(sys.argv[1:])
