"""Every page that one person of the demonstration reaches in one language, as stable text."""

import hashlib
import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit
from zipfile import ZipFile

import msgspec
from litestar import Litestar
from litestar.routes import HTTPRoute
from litestar.testing import TestClient

from tests.snapshot import fixtures
from tests.support.crawler import KNOWN, MOST_SETS, Crawler, Walk, shape
from tests.support.page_text import without_unseen_space

NOBODY, LANGUAGES = "nobody", ("uz", "ru")
# Pages of each kind of address; more of one record's pages, since they depend on its state.
MOST, MOST_RECORDS = 1, 3
# Addresses that no link or empty form leads to: filled-in queries, and the one claim with files.
_ASKED = (
    "/vacancies?q=payvandchi",
    "/vacancies?q=svarshik&country=RU",
    "/vacancies?q=welder+korea&offset=20",
    "/agencies?q=ishonch",
    "/offers?agency=Namuna&country=KR&wage=2000000&currency=KRW",
    "/selection/2026",
    "/report/2019/bodies",
    "/matches?trade=7212&years=5&age=30&language=ko&level=A1&country=KR&wage=2000000&currency=KRW&housing=yes",
    "/desk/wages/W-NMA22SH",
    "/desk/wages/W-NMA22SH/evidence/1",
    "/desk/wages/W-NMA22SH/evidence/2/pages/1",
    "/desk/groups/G-NMCREW36/slips",
    "/stop/P-1/SECRET",
)
_PROGRAMS = (
    "/api/v1/vacancies?q=payvandchi",
    "/api/v1/agencies?country=KR",
    "/api/v1/agencies/check?q=Namuna",
    "/api/v1/offers/check?agency=Namuna&country=KR",
    "/api/v1/report/2025",
    "/api/v1/report/2026",
)
_RECORD = re.compile(r"/uz/(?:desk/)?(vacancies|agencies|wages|advice|seats)/([A-Z0-9-]+)")
# A form that ends the login session, or removes what the next form needs, is not sent.
_NOT_SENT = re.compile("/sign-|/walk/|/me/(codes|password|prove|second|number|erase)|/accounts/")
# The text for open fields; choices, days and numbers are those of the crawler.
_TYPED = "Namuna 12"
_WALK = re.compile(r'action="/uz/walk/([^"]+)"')
_TOKEN = re.compile(r'name="token" value="([^"]*)"')
_HEADERS = (
    "content-type",
    "location",
    "content-disposition",
    "cache-control",
    "content-security-policy",
)
# What differs for each page or each version of an asset, with its replacement.
_FIXED = (
    (re.compile(r"/static/[0-9a-f]{12}/"), "/static/-/"),
    (re.compile(r"nonce([-=][\"']?)[\w+/=-]+"), r"nonce\1-"),
    (re.compile(r'(name="(?:once|token)" value=")[^"]*'), r"\1-"),
    (re.compile(r'(<p class="hint">[^<]*|"request_id":")[0-9a-f]{16}'), r"\1-"),
)


class Page(msgspec.Struct, frozen=True):
    """One answer: who requested it, its kind of address, and its text."""

    who: str
    place: str
    address: str
    status: int
    text: str


def cast(client: TestClient[Litestar]) -> list[str]:
    """Return nobody, and every demonstration user by e-mail address."""
    return [NOBODY, *map(html.unescape, _WALK.findall(client.get("/uz/walk").text))]


def routes(client: TestClient[Litestar]) -> list[HTTPRoute]:
    return [one for one in client.app.routes if isinstance(one, HTTPRoute)]


def list_get_routes(client: TestClient[Litestar]) -> list[str]:
    """Return the routes that are read by GET."""
    return sorted(one.path for one in routes(client) if "GET" in one.methods)


class _Reader(Crawler):
    """A crawler that follows links in one language and stores each answer."""

    def __init__(self, client: TestClient[Litestar], who: str, lang: str) -> None:
        super().__init__(self.ask, fixtures.BASE)
        self.client, self.who, self.lang = client, who, lang
        self.pages: list[Page] = []
        self.met: Counter[str] = Counter()
        self.sets: defaultdict[str, set[str]] = defaultdict(set)

    def is_new(self, url: str, _role: str, names: frozenset[str] | None = None) -> bool:
        first = urlsplit(url).path.split("/")[1]
        foreign = not url.startswith(fixtures.BASE) or (
            first in fixtures.LANGUAGES and first != self.lang
        )
        like = shape(url)
        if names is not None:
            sent = like, names
            fresh = (
                self.lang == LANGUAGES[0]
                and not foreign
                and not _NOT_SENT.search(url)
                and sent not in self.seen
            )
            self.seen.add(sent)
            return fresh
        if foreign or url in self.seen:
            return False
        self.seen.add(url)
        place, _, parameters = like.partition("?")
        if parameters:
            self.sets[place].add(parameters)
            if len(self.sets[place]) > MOST_SETS:
                return False
        self.met[like] += 1
        return self.met[like] <= (MOST_RECORDS if "*" in like else MOST)

    def ask(self, method: str, url: str, headers: dict[str, str], **body: Any) -> Any:
        address = url.removeprefix(fixtures.BASE)
        fixtures.seed(f"{self.who} {method} {address}")
        if self.who != NOBODY:
            self.client.cookies.clear()
        answer = self.client.request(
            method, url, headers=headers | {"accept-language": self.lang}, **body
        )
        place = shape(url) if method == "GET" else f"{method} {shape(url)}"
        self.pages.append(Page(self.who, place, address, answer.status_code, normalise(answer)))
        return answer

    def check(self, _who: str, _asked: str, answer: Any) -> str:
        """Return the page of an answer, empty if it is none."""
        return answer.text if answer.headers.get("content-type", "").startswith("text/html") else ""


def normalise(answer: Any) -> str:
    """Return an answer as text, with fixed words for what differs for each page."""
    texts = [f"{name}: {answer.headers[name]}" for name in _HEADERS if name in answer.headers]
    kind = answer.headers.get("content-type", "")
    plain = re.match(r"text/|application/([a-z.]+\+)?(json|xml)", kind)
    content = answer.text if plain else "\n".join(_parts(answer.content))
    if kind.startswith("text/html"):
        content = without_unseen_space(content)
    text = "\n".join([*texts, "", content])
    for found, instead in _FIXED:
        text = found.sub(instead, text)
    return text


def _parts(content: bytes) -> Iterator[str]:
    """Yield the digest of a file, or of each part of a ZIP file.

    The part with the time of its making is left out.
    """
    if not content.startswith(b"PK"):
        yield f"sha256 {hashlib.sha256(content).hexdigest()}"
        return
    with ZipFile(BytesIO(content)) as packed:
        for name in packed.namelist():
            if name != "docProps/core.xml":
                yield f"{name} sha256 {hashlib.sha256(packed.read(name)).hexdigest()}"


def crawl_pages(email: str) -> list[Page]:
    """Return what one person reads in each language and is answered in the first.

    The application is a fresh copy.
    """
    with fixtures.open_client() as client:
        plain, pages = [path for path in list_get_routes(client) if _may_begin(path)], []
        for lang in LANGUAGES:
            reader = _Reader(client, email.partition("@")[0], lang)
            walk = Walk(reader, email, "", partial(_sign_in, reader, email))
            begin = [path.replace("{lang:str}", lang) for path in plain] + [
                f"/{lang}{asked}" for asked in _ASKED
            ]
            reader.seen |= {fixtures.BASE + path for path in begin}
            walk.begin(*begin)
            if lang == LANGUAGES[0]:
                walk.begin(*_PROGRAMS, *_api_addresses(reader.pages))
                _send_forms(walk)
            pages += reader.pages
            # Pages refused in one language are refused in the other.
            refused = {page.address for page in pages if page.status in (401, 403, 404)}
            plain = [path for path in plain if path.replace("{lang:str}", lang) not in refused]
        return pages


def _api_addresses(pages: list[Page]) -> list[str]:
    """Return the API addresses of the records whose pages were seen."""
    found = dict.fromkeys(
        result.groups() for page in pages if (result := _RECORD.fullmatch(page.address))
    )
    paths = [f"/api/v1/{kind}/{number}" for kind, number in found]
    return paths + [f"/api/v1/wages/{number}/history" for kind, number in found if kind == "wages"]


def _send_forms(walk: Walk) -> None:
    """Send each form once, filled in; follow the redirect and send the forms found there."""
    sent: set[Any] = set()
    while left := [(name, form) for name, form in walk.forms.items() if name not in sent]:
        for name, form in left:
            sent.add(name)
            answer = walk._sent(form, form.filled(_TYPED, kept=KNOWN))
            if "location" in answer.headers:
                walk.note(urljoin(form.action, answer.headers["location"]), form.action)
            walk.begin()


def _may_begin(path: str) -> bool:
    """Return whether an address needs no record and does not depend on the machine.

    The contract is stored whole.
    """
    return "{" not in path.removeprefix("/{lang:str}") and not path.startswith(
        ("/metrics", "/health", "/schema")
    )


def _sign_in(reader: _Reader, email: str) -> tuple[dict[str, str], str]:
    """Sign in and return the headers and the form token."""
    headers = {"accept-encoding": "identity"}
    if email == NOBODY:
        return headers, ""
    form = reader.client.get("/uz/walk").text
    token = _TOKEN.search(form)
    fixtures.seed(f"sign in {email} {reader.lang}")
    answer = reader.client.post(f"/uz/walk/{email}", data={"token": token[1]} if token else {})
    assert answer.status_code == 303, answer.text
    cookies = answer.headers.get_list("set-cookie")
    headers["cookie"] = next(one.partition(";")[0] for one in cookies if one.startswith("sid="))
    reader.client.cookies.clear()
    own = _TOKEN.search(reader.client.get("/uz/walk", headers=headers).text)
    return headers, own[1] if own else ""


def find_route(paths: list[str], address: str) -> str:
    """Return the route that answers an address; fixed words come before placeholders."""
    found = [
        path
        for path in paths
        if re.fullmatch(re.sub(r"\\\{[^}]*\\\}|\{[^}]*\}", "[^/]+", path), address)
    ]
    return min(found, key=lambda path: (path.count("{"), path), default="")


def by_kind(pages: list[Page]) -> Iterator[tuple[str, Page]]:
    """Yield each page with its own name: person, kind of address, and number within the kind."""
    met: Counter[tuple[str, str]] = Counter()
    for page in pages:
        met[page.who, page.place] += 1
        yield f"{page.who}\t{page.place}\t{met[page.who, page.place]}", page
