"""Processor time and size of the most expensive public requests, and searches during a flood.

`./musofir bench cost [PORT]` fills a temporary home with the demonstration, serves it on this
machine only, and sends each kind of expensive request from a network of its own. Seconds are
processor time of the server, including its children. Exit code 1 where a limit is missed.
"""

import base64
import http.client
import itertools
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import quote, urlencode

import msgspec

from bench import flood
from bench.dear import form, names, nested, photo
from catalog.core import fields, vault
from matching.scoring.eligibility import Profile
from seed import demonstration
from service.api.contract import components, examples
from service.casework.claims.wage_claims import NewClaim
from service.commands import migrate
from service.infra import settings
from service.infra.database import Database
from service.infra.settings import Settings
from tests.support import sample_files

FORM: Final = {"content-type": "application/x-www-form-urlencoded"}
JSON: Final = {"content-type": "application/json"}
MULTIPART: Final = {"content-type": "multipart/form-data; boundary=BB"}
# Seconds of processor time and bytes of the response.
REFUSED, PAGE, FILE, KEPT = (0.25, 64_000), (0.5, None), (2.3, None), (0.5, None)
YEAR = "2026"


class Asked(msgspec.Struct):
    """One request; the status of its response must begin with this digit."""

    method: str
    path: str
    body: bytes | None = None
    headers: dict[str, str] = {}
    status: str = "4"


class Kind(msgspec.Struct):
    """A kind of request with its limits and a function that makes each instance."""

    name: str
    limit: tuple[float, int | None]
    make: Callable[[int], Asked]
    times: int = 3


class Cost(msgspec.Struct):
    name: str
    seconds: float
    size: int
    status: int
    fits: bool


class Server:
    """The service in a separate process."""

    def __init__(self, port: int, process: int) -> None:
        self.port, self.process, self.networks = port, process, itertools.count(1)

    def ask(self, asked: Asked, network: int = 0) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        number = network or next(self.networks)
        came = {"x-forwarded-for": f"10.{number // 250}.{number % 250}.1"}
        connection.request(asked.method, asked.path, asked.body, asked.headers | came)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, content

    def seconds(self) -> float:
        result = Path(f"/proc/{self.process}/stat").read_text().rsplit(")", 1)[1].split()
        return sum(map(int, result[11:15])) / os.sysconf("SC_CLK_TCK")


def fill(home: Path) -> None:
    """Fill a home with the demonstration as of last Wednesday, whatever day this runs."""
    given, now = Settings(home=home), fields.now()
    vault.open_with(*settings.master_keys(given))
    database = Database(given.url)
    migrate.bring_up_to_date(database, given.heads_file)
    noon = datetime.combine(
        now.date() - timedelta(days=(now.weekday() - 2) % 7 or 7),
        now.time().replace(hour=7),
        now.tzinfo,
    )
    demonstration.load(database, noon)
    database.close()


@contextmanager
def served(home: Path, port: int) -> Iterator[Server]:
    if not port:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
    words = [sys.executable, "-m", "service", "serve", "--port", str(port)]
    given = os.environ | {"MUSOFIR_HOME": str(home), "MUSOFIR_PROXY": "127.0.0.1"}
    with subprocess.Popen(words, env=given, stderr=subprocess.DEVNULL) as process:
        try:
            server = Server(port, process.pid)
            _wait(server)
            yield server
        finally:
            process.terminate()


def _wait(server: Server) -> None:
    for _ in range(600):
        try:
            if server.ask(Asked("GET", "/en/vacancies?q=a"))[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("The service did not open")


def _example(kind: type) -> dict[str, Any]:
    values: dict[str, Any] = examples.component_example(components.NAMES[kind])["invented"]["value"]
    return values


def claim(server: Server) -> tuple[str, str]:
    """File a claim as an unknown person; return its reference and secret."""
    result = _example(NewClaim) | {
        "contact": {
            "name": "Alisher Invented",
            "phone": f"+998 90 {os.urandom(3)[0] % 90 + 10} 00 01",
        }
    }
    headers = JSON | {"idempotency-key": os.urandom(16).hex()}
    status, content = server.ask(
        Asked("POST", "/api/v1/wages", json.dumps(result).encode(), headers)
    )
    if status != 201:
        raise OSError(status, content)
    filed = json.loads(content)
    return filed["reference"], filed["secret"]


def ticket(server: Server, reference: str, secret: str) -> str:
    """Return the ticket with which the page of a claim accepts files."""
    body = urlencode({"reference": reference, "secret": secret}).encode()
    _, page = server.ask(Asked("POST", "/en/wages/follow", body, FORM))
    found = re.search(r'name="ticket" value="([^"]+)"', page.decode())
    if found is None:
        raise OSError("no ticket")
    return found[1]


def refused() -> list[Kind]:
    """Return requests that must be refused within a quarter of a second and 64 kB."""
    many = [f"{name}=1" for name in names(140_000)]
    short, long = "&".join(many[:35_000]).encode(), "&".join(many).encode()
    objects = json.dumps(dict.fromkeys(names(85_000), 1)).encode()
    lists = b'{"lines": [' + b"1," * 480_000 + b"1]}"
    nothing = json.dumps(
        {"name": "a.pdf", "content": base64.b64encode(bytes(10_000_000)).decode()}
    ).encode()
    files = form({"ticket": "x"}, [(f"{number}.png", bytes(250_000)) for number in range(40)])
    asked = {
        "a form of 35,000 fields": Asked("POST", "/en/offers/report", short, FORM),
        "a form of a megabyte": Asked("POST", "/en/offers/report", long, FORM),
        "a text of quotation marks": Asked(
            "POST", "/en/offers/report", b"story=" + b'"' * 240_000, FORM
        ),
        "an address of 60 kB": Asked("GET", "/en/offers?" + "&".join(many[:8_000])),
        "an address of 200 names": Asked("GET", "/en/offers?" + "&".join(many[:199]), status=""),
        "sixty cookies": Asked("GET", "/en/", headers={"cookie": "; ".join(many[:60])}),
        "a file for no claim": Asked("POST", "/api/v1/wages/W-22222222/evidence", nothing, JSON),
        "forty files for no claim": Asked("POST", "/en/wages/follow/evidence", files, MULTIPART),
    }
    for path in ("/api/v1/matches", "/api/v1/wages", "/api/v1/offers/reports"):
        asked[f"85,000 names to {path}"] = Asked("POST", path, objects, JSON)
        asked[f"480,000 numbers to {path}"] = Asked("POST", path, lists, JSON)
    return [Kind(name, REFUSED, lambda _, one=one: one) for name, one in asked.items()]


def pages() -> list[Kind]:
    """Return requests that must be answered within half a second.

    Each has another address, so that no response comes from the cache.
    """

    def page(path: str) -> Callable[[int], Asked]:
        return lambda number: Asked("GET", path.format(number), status="2")

    asked = {
        "the first page": "/en/?x={}",
        "a country": "/en/countries/KR?x={}",
        "agencies": "/en/agencies?x={}",
        "all vacancies": "/en/vacancies?x={}",
        "a page far behind": "/en/vacancies?offset=100&x={}",
        "an agency by name": "/en/agencies?q=olti{}",
        "an offer": "/en/offers?agency=oltin+yol+{}&country=KR&employer=Hanbit",
        "numbers to call": "/en/danger?x={}",
        "a year as a page": f"/en/report/{YEAR}?x={{}}",
        "a year for programs": f"/api/v1/report/{YEAR}?x={{}}",
        "the contract": "/schema/openapi.json?x={}",
    }
    found = [Kind(name, PAGE, page(path), 5) for name, path in asked.items()]
    signing = b"email=a%40musofir.example&password=wrong"
    wrong = Asked("POST", "/en/sign-in/work", signing, FORM)
    return [*found, *_searches(), Kind("a wrong password", PAGE, lambda _: wrong)]


def _searches() -> list[Kind]:
    """Return a search, and rankings of vacancies for a profile."""
    profile = json.dumps(_example(Profile)).encode()

    def trade(number: int) -> str:
        return quote(("сварщик", "oshpaz", "haydovchi", "driver")[number % 4])

    def search(number: int) -> Asked:
        return Asked("GET", f"/en/vacancies?q={trade(number)}&x={number}", status="2")

    def ranking(number: int) -> Asked:
        return Asked("GET", f"/en/matches?trade={trade(number)}&years={number}", status="2")

    matches = Asked("POST", "/api/v1/matches", profile, JSON, "2")
    return [
        Kind("a search", PAGE, search, 5),
        Kind("a ranking as a page", PAGE, ranking, 5),
        Kind("a ranking for programs", PAGE, lambda _: matches, 5),
    ]


def files(server: Server) -> list[Kind]:
    """Return uploads of strangers.

    Each must take at most two seconds in the child process, and little outside it.
    """
    found = []
    noise = [photo(number) for number in range(2)]
    made: dict[str, Callable[[int], tuple[str, bytes]]] = {
        "a paper of nested forms": lambda n: ("a.pdf", nested(n)),
        "a paper that unpacks": lambda n: ("a.pdf", sample_files.zip_bomb() + b"\n" * n),
        "a picture of 4,000 million dots": lambda n: ("a.png", sample_files.bomb(65_000 - n)),
        "a photo": lambda n: ("a.jpg", noise[n]),
    }
    for name, make in made.items():
        result = ticket(server, *claim(server))

        def sent(number: int, make: Any = make, text: str = result) -> Asked:
            return Asked(
                "POST",
                "/en/wages/follow/evidence",
                form({"ticket": text}, [make(number)]),
                MULTIPART,
                "2",
            )

        found.append(Kind(name, FILE, sent, 2))
    return found


def kept() -> list[Kind]:
    """Return the files of a year, requested again at another address; they are made only once."""
    endings = (".pdf", ".xlsx", ".csv", "-dictionary.csv", ".json")
    return [
        Kind(
            f"{YEAR}{ending}, again",
            KEPT,
            lambda n, e=ending: Asked("GET", f"/ru/report/{YEAR}{e}?x={n}", status="2"),
        )
        for ending in endings
    ]


def measured(server: Server, kind: Kind) -> Cost:
    """Return the highest cost of several requests, sent one after another."""
    worst, status, size = 0.0, 0, 0
    for number in range(kind.times):
        asked, before = kind.make(number), server.seconds()
        status, content = server.ask(asked)
        # The time of a child counts once it has been waited for.
        time.sleep(0.05)
        worst, size = max(worst, server.seconds() - before), max(size, len(content))
        if not str(status).startswith(asked.status):
            return Cost(kind.name, worst, size, status, False)
    seconds, most = kind.limit
    return Cost(
        kind.name,
        round(worst, 2),
        size,
        status,
        worst <= seconds and (most is None or size <= most),
    )


def costs(server: Server) -> list[Cost]:
    for one in kept():
        server.ask(one.make(1_000))
    return [measured(server, kind) for kind in (*refused(), *pages(), *files(server), *kept())]


def main(words: Sequence[str]) -> int:
    port = int(words[0]) if words else 0
    with TemporaryDirectory(prefix="msf-cost-") as folder:
        fill(Path(folder))
        with served(Path(folder), port) as server:
            found = costs(server)
            for one in found:
                print(
                    f"{'' if one.fits else 'MISSED ':7}{one.seconds:6.2f} s {one.size:>9,} B  {one.status}  {one.name}",
                    flush=True,
                )
            beside = crowded(server)
    print(json.dumps(beside, indent=1))
    values = {"dearest": [msgspec.to_builtins(one) for one in found], "beside": beside}
    (Path(__file__).parent / "cost.json").write_text(
        json.dumps(values, indent=1) + "\n", encoding="utf-8"
    )
    return 0 if all(one.fits for one in found) and beside["fits"] else 1


def crowded(server: Server) -> dict[str, Any]:
    """Measure ordinary searches while twenty clients of five networks send expensive requests.

    The flood lasts 20 s.
    """
    tickets = [ticket(server, *claim(server)) for _ in range(flood.NETWORKS)]
    quiet = searches(server, 6.0)
    words = [sys.executable, "-m", "bench.flood", str(server.port), *tickets]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as sending:
        time.sleep(1)
        busy = searches(server, flood.SECONDS - 2)
        output, _ = sending.communicate(timeout=180)
    middle, late = median(busy), sorted(busy)[int(len(busy) * 0.95)]
    values = {
        "quiet_ms": median(quiet),
        "median_ms": middle,
        "p95_ms": late,
        "searches": len(busy),
        "sent": json.loads(output),
    }
    return values | {"fits": middle <= 5 * median(quiet) and late <= 500}


def searches(server: Server, seconds: float) -> list[float]:
    """Return the milliseconds of each search; none is answered from the cache."""
    until, taken = time.monotonic() + seconds, []
    trades = itertools.cycle(("payvandchi", "oshpaz", "сварщик", "haydovchi", "driver", "quruvchi"))
    for number, trade in enumerate(trades):
        if time.monotonic() > until:
            return [round(one, 1) for one in taken]
        begun = time.monotonic()
        server.ask(Asked("GET", f"/en/vacancies?q={quote(trade)}&x={number}"), 60_000 % 250)
        taken.append((time.monotonic() - begun) * 1000)
        time.sleep(0.05)
    return taken


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
