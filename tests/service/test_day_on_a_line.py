"""A day of thirty cases costs a thin line at most three megabytes, both ways, heads of requests and
answers included."""

import re
from datetime import date

import pytest

from matching.identity.persons import NewCitizen
from service.casework.claims import wage_claims
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import NewClaim, NewLine
from tests.support import cast
from tests.support.flaky_network import form_of

BUDGET, CASES = 3_000_000, 30
STORY = (
    "We were promised wages each month and were paid for three of six;"
    " the foreman said to wait, and then the site closed. "
)
# What a browser of today says of itself with every request.
BROWSER = {
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/131.0.0.0 Safari/537.36",
    "accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8",
    "accept-encoding": "gzip, deflate, br",
    "accept-language": "ru,en-US;q=0.9,en;q=0.8,uz;q=0.7",
    "sec-fetch-site": "same-origin",
    "sec-fetch-mode": "navigate",
    "sec-fetch-user": "?1",
    "sec-fetch-dest": "document",
    "upgrade-insecure-requests": "1",
    "sec-ch-ua": '"Chromium";v="131", "Not_A Brand";v="24"',
    "sec-ch-ua-mobile": "?0",
    "sec-ch-ua-platform": '"Linux"',
}
TYPED = {
    "next_action": "Позвонить работнику и записать, какие бумаги у него есть",
    "reason": "Первый разговор",
    "due": "2026-12-01",
}


class Browser:
    """Counts every byte of both ways, keeps what may be kept, and asks about the rest whether it
    has changed."""

    def __init__(self, client) -> None:
        self.client, self.up, self.down = client, 0, 0
        self.kept: dict[str, str] = {}
        self.marks: dict[str, str] = {}

    def sent(self, method: str, path: str, data: dict[str, str] | None = None):
        result = {"if-none-match": self.marks[path]} if path in self.marks else {}
        answer = self.client.request(method, path, data=data, headers=BROWSER | result)
        asked = answer.request
        self.up += _head(f"{method} {path} HTTP/1.1", asked.headers) + len(asked.content)
        self.down += (
            _head(f"HTTP/1.1 {answer.status_code} See Other", answer.headers)
            + answer.num_bytes_downloaded
        )
        if "etag" in answer.headers:
            self.marks[path] = answer.headers["etag"]
        return answer

    def page(self, path: str) -> str:
        """A page and what it is drawn with, each of which comes once."""
        answer = self.sent("GET", path)
        assert answer.status_code == 200
        for one in re.findall(r'(?:href|src)="(/static/[^"]+)"', answer.text):
            if one not in self.kept:
                drawn = self.sent("GET", one)
                assert "immutable" in drawn.headers["cache-control"]
                self.kept[one] = drawn.text
        return answer.text

    def typed(self, page: str, route: str, form: str, values: dict[str, str]) -> None:
        """What somebody types for twenty seconds, kept twice on the way, sent, and the page that
        follows."""
        hidden, record = form_of(page, route), route.split("/")[4]
        for part in (0.5, 1):
            half = {name: value[: int(len(value) * part)] for name, value in values.items()}
            assert (
                self.sent(
                    "POST", "/ru/desk/drafts", hidden | half | {"form": form, "record": record}
                ).status_code
                == 204
            )
        answer = self.sent("POST", route, hidden | values)
        assert answer.status_code == 303
        self.last = self.page(answer.headers["location"])

    @property
    def total(self) -> int:
        return self.up + self.down


def _head(first: str, headers) -> int:
    return len(first) + 4 + sum(len(name) + len(value) + 4 for name, value in headers.items())


@pytest.fixture
def claims(seeded, clock) -> list[str]:
    """Thirty claims of this post, each as long as they come."""
    with seeded.write() as session:
        return [
            wage_claims.file(
                session, _claim(n), by=cast.ELYOR, on=clock(), day=cast.TODAY
            ).claim.reference
            for n in range(CASES)
        ]


def _claim(n: int) -> NewClaim:
    lines = [
        NewLine(Component.BASE_PAY, 240_000_00, "RUB"),
        NewLine(Component.OVERTIME, 31_500_00, "RUB"),
    ]
    return NewClaim(
        employer=f"Severny Dvor Stroy {n}",
        country="RU",
        city="Moscow",
        worked_from=date(2026, 3, 1),
        worked_to=date(2026, 8, 31),
        lines=lines,
        contact=NewCitizen(f"Worker {n:02} Invented", f"+998 90 000 10 {n:02}"),
        story=STORY * 5 + str(n),
    )


def test_thirty_cases_a_day_fit_into_three_megabytes(as_, claims, capsys):
    browser = Browser(as_("elyor"))
    browser.page("/ru/desk")
    for n, claim in enumerate(claims):
        browser.page("/ru/desk/wages")
        place = f"/ru/desk/wages/{claim}"
        page = browser.page(place)
        browser.typed(page, f"{place}/notes", "note", {"note": f"{n}: {STORY}"})
        browser.typed(browser.last, f"{place}/steps", "step", TYPED | {"to": "acknowledged"})
        assert "Первый разговор" in browser.last
    with capsys.disabled():
        print(
            f"\nA day of {CASES} cases: {browser.up:,} bytes up, {browser.down:,} down, {browser.total:,} in all"
        )
    assert len(browser.kept) >= 3, "style, mark and script came, once"
    assert 100_000 < browser.total <= BUDGET


def test_a_claim_costs_at_most_forty_kilobytes_after_the_first(as_, claims):
    browser = Browser(as_("elyor"))
    browser.page(f"/ru/desk/wages/{claims[0]}")
    before = browser.total
    browser.page(f"/ru/desk/wages/{claims[1]}")
    assert browser.total - before <= 40_000
