"""A crawler without scripts that follows every link and form, and reports faulty answers."""

import html
import re
import zlib
from collections import Counter, deque
from collections.abc import Callable, Iterator
from itertools import cycle, pairwise
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import html5lib
import msgspec

LANGUAGES = ("en", "ru", "uz-Cyrl")
# So many sets of parameters of one page are requested: a search can be narrowed in any order. In a
# plain run a third of them, and so many forms of one address that differ in their fields.
MOST_SETS = 12
# In so many places a parameter of this name is asked strangely, unless it is asked so everywhere;
# in a plain run in one.
MOST_PLACES = 2
_TAG = re.compile(r"<(/?[a-zA-Z][^\s>/]*)")
_ID = re.compile(r'\sid="([^"]*)"')
_HREF = re.compile(r'<(?:a|link)\b[^>]*?\shref="([^"]*)"')
_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_FIELD = re.compile(r"<(input|select|textarea|button)\b([^>]*)>")
_OPTION = re.compile(r'<option value="([^"]*)"')
_ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?')
_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
# What a template writes if it was given something that it should not show.
_LEAK = re.compile(
    r"undefined|<function|&lt;function|object at 0x|&lt;[a-z_.]+ object", re.IGNORECASE
)
# How an answer says what is wrong: above a form, beside a field, or on a page with the request's
# number.
_SENTENCE = re.compile(r'role="alert"|class="mistake|<p class="hint">[^<]*[0-9a-f]{16}')
# Forms that end a login session, or prevent signing in afterwards.
_LAST = re.compile("/sign-|/leave|/walk/|/me/(codes|password|second|number|erase)|/accounts/")
_WORD = re.compile(r"[a-z][a-z_-]*(\.[a-z]+)?|uz-Cyrl|")
# Bad values for an address: numbers where a page has one, and words where it has words.
NUMBERS, WORDS = ("-1", "999999", "9" * 40), ("", "nonsense ж'\"<", "x" * 3_000)
GOOD = {"date": "2026-11-20", "month": "2026-10", "number": "3"}
CHOICES, KNOWN = (
    ("hidden", "select", "radio", "checkbox"),
    ("hidden", "select", "radio", "checkbox", "date", "month", "number"),
)
LONG, NEGATIVE, FOREIGN = "x" * 5_000, "-1", "\u0661\u0662 \u05d0\u05d1 \u4e2d\u6587 \U0001f600 ʻ’"


class Form(msgspec.Struct, frozen=True):
    """A form of a page: its method and address, and its fields with what a browser would send."""

    method: str
    action: str
    fields: tuple[tuple[str, str, str], ...]  # name, value, kind
    parts: bool = False

    def names(self) -> frozenset[str]:
        return frozenset(name for name, _value, _kind in self.fields)

    def filled(self, *values: str, kept: tuple[str, ...] = ("hidden",)) -> list[tuple[str, str]]:
        """Return the fields filled with these values in turn.

        The token and fields of these kinds stay as they are.
        """
        turn = cycle(values)
        return [
            (name, own if kind in kept or name == "token" else next(turn))
            for name, own, kind in self.fields
        ]

    def as_it_stands(self) -> list[tuple[str, str]]:
        return self.filled("", kept=("hidden", "select"))

    def body(self, pairs: list[tuple[str, str]]) -> dict[str, Any]:
        """Return the request body that a browser sends."""
        if not self.parts:
            return {
                "content": urlencode(pairs),
                "headers": {"content-type": "application/x-www-form-urlencoded"},
            }
        files = {name for name, _, kind in self.fields if kind == "file"}
        return {
            "files": [
                (name, ("a.csv" if name in files else None, value.encode()))
                for name, value in pairs
            ]
        }


def links(page: str, url: str) -> Iterator[str]:
    """Yield every address of ours to which a page leads."""
    for href in _HREF.findall(_SCRIPT.sub("", page)):
        address = urljoin(url, html.unescape(href))
        if urlsplit(address).netloc == urlsplit(url).netloc and "/static/" not in address:
            yield address.partition("#")[0]


def forms(page: str, url: str) -> Iterator[Form]:
    for head, body in _FORM.findall(page):
        result = _attributes(head)
        yield Form(
            result.get("method", "get"),
            urljoin(url, result.get("action", url)),
            tuple(_fields(body)),
            "enctype" in result,
        )


def _attributes(text: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(text)}


def _fields(body: str) -> Iterator[tuple[str, str, str]]:
    """Yield each field with a valid answer if one is known: a first choice, a day, a number."""
    chosen = set()
    for found in _FIELD.finditer(body):
        values, kind = _attributes(found[2]), found[1]
        name, own, typed = values.get("name", ""), values.get("value", ""), values.get("type", kind)
        if kind == "select":
            own = next(
                filter(None, _OPTION.findall(body[found.end() :].partition("</select>")[0])), ""
            )
        if typed in ("radio", "button", "submit") or kind == "button":
            if name in chosen:
                continue
            chosen.add(name)
        typed = (
            "hidden"
            if kind == "button"
            else "number"
            if values.get("inputmode") in ("numeric", "decimal")
            else typed
        )
        if name:
            yield name, own or GOOD.get(typed, ""), typed


def shape(url: str) -> str:
    """Return the kind of an address: its fixed words, stars for references, parameter names."""
    result = urlsplit(url)
    path = "/".join(
        one if _WORD.fullmatch(one) else re.sub(r"^[^.]*", "*", one)
        for one in result.path.split("/")
    )
    return f"{path}?{'&'.join(sorted({name for name, _ in parse_qsl(result.query, keep_blank_values=True)}))}"


def _left_out(like: str) -> str:
    return LANGUAGES[1 + zlib.crc32(like.encode()) % 2]


class Crawler:
    """One application as several people see it.

    It collects what is wrong, with who met it and where.
    """

    def __init__(
        self,
        send: Callable[..., Any],
        base: str,
        most: int = 1,
        languages: tuple[str, ...] = LANGUAGES,
    ) -> None:
        self.send, self.base, self.most, self.languages = send, base, most, languages
        self.plain = len(languages) == 1
        self.seen: set[Any] = set()
        self.times: Counter[Any] = Counter()
        self.wrong: list[str] = []
        self.read: set[Any] = set()
        self.pairs: set[tuple[str, str]] = set()
        # The places whose parameters somebody has asked strangely.
        self.asked: set[str] = set()
        self.places: Counter[str] = Counter()
        self.requests = self.parsed = 0

    def is_new(self, url: str, role: str, names: frozenset[str] | None = None) -> bool:
        """Return whether fewer than `most` addresses of this kind were met by this role.

        In other languages anybody counts; and if one of a kind is enough, only one of those
        languages is visited.
        """
        _, lang, area, *_ = *urlsplit(url).path.split("/"), "", ""
        like = shape(url)
        if lang and (
            lang not in self.languages
            or (self.most == 1 and lang == _left_out(like.partition(lang)[2]))
        ):
            return False
        who = role if area in ("me", "desk") or role in ("", "citizen") else "staff"
        kind = like, names, who if lang in ("en", "") else ""
        if self.times[kind] >= self.most or (*kind, url) in self.seen:
            return False
        path, _, parameters = like.partition("?")
        form = self.plain and names is not None
        sets = path, None if form else names, kind[-1], bool(parameters)
        most = MOST_SETS // 3 if self.plain else MOST_SETS * self.most
        if (parameters or form) and self.times[sets] >= most:
            return False
        self.times[sets] += 1
        self.times[kind] += 1
        self.seen.add((*kind, url))
        return True

    def check(self, who: str, asked: str, answer: Any) -> str:
        """Return the page of an answer, empty if it is none, and note what is wrong with it."""
        self.requests += 1
        if answer.status_code >= 500:
            self.wrong.append(f"{answer.status_code} {who} {asked}")
        kind = answer.headers.get("content-type", "")
        if kind.count("charset") > 1:
            self.wrong.append(f"kind {kind!r}: {who} {asked}")
        if not kind.startswith("text/html"):
            return ""
        page = answer.text
        self.wrong += [f"{text}: {who} {asked}" for text in self._mistakes(page)]
        return page

    def _mistakes(self, page: str) -> Iterator[str]:
        if leak := _LEAK.search(page):
            yield f"leak {page[max(leak.start() - 60, 0) : leak.end() + 40]!r}"
        ids = _ID.findall(page)
        if len(ids) > len(set(ids)):
            yield f"double id {sorted({one for one in ids if ids.count(one) > 1})}"
        if self._is_new_build(page):
            self.parsed += 1
            parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"))
            parser.parse(page)
            yield from (f"html {where} {code}" for where, code, _ in parser.errors[:3])

    def _is_new_build(self, page: str) -> bool:
        """Return whether no page had one of the pairs of tags that follow each other.

        On the whole walk, whether no page had the same pairs.
        """
        built = frozenset(pairwise(_TAG.findall(page)))
        is_new = built not in self.read if self.most > 1 else not built <= self.pairs
        self.read.add(built)
        self.pairs |= built
        return is_new


def _strange(
    values: dict[str, str], names: list[str], *, whole: bool
) -> Iterator[list[tuple[str, str]]]:
    """Yield the parameters of a place with those of these names asked strangely, one at a time."""
    yield [("nonesuch", "1"), *values.items()]
    for name in names:
        value = values[name]
        others = [(one, its) for one, its in values.items() if one != name]
        yield others
        yield [(name, value), *others, (name, "nonsense")]
        for strange in NUMBERS + WORDS if whole else NUMBERS if value.isdigit() else WORDS:
            # Alone, because the other parameters might leave nothing to show.
            yield [(name, strange)]
            if whole:
                yield [*others, (name, strange)]


class Walk:
    """One person's walk through the service: every page that links lead to, then every form."""

    def __init__(
        self,
        crawler: Crawler,
        who: str,
        role: str,
        sign_in: Callable[[], tuple[dict[str, str], str]],
    ) -> None:
        self.crawler, self.who, self.role, self.sign_in = crawler, who, role, sign_in
        self.headers, self.token = sign_in()
        self.queue: deque[tuple[str, str]] = deque()
        self.noted: set[str] = set()
        self.forms: dict[tuple[str, frozenset[str]], Form] = {}
        # For each kind of address, one that was answered, and its parameters.
        self.found: dict[str, str] = {}
        self.asked: dict[str, dict[str, str]] = {}

    def begin(self, *paths: str) -> None:
        for path in paths:
            self.queue.append((self.crawler.base + path, ""))
        while self.queue:
            self.step(*self.queue.popleft())

    def note(self, url: str, source: str) -> None:
        """Queue an address, if nobody has visited one like it."""
        if url not in self.noted and self.crawler.is_new(url, self.role):
            self.queue.append((url, source))
        self.noted.add(url)

    def step(self, url: str, source: str) -> None:
        asked = (
            f"{url.removeprefix(self.crawler.base)} from {source.removeprefix(self.crawler.base)}"
        )
        answer = self.crawler.send("GET", url, headers=self.headers)
        page = self.crawler.check(self.who, asked, answer)
        if answer.status_code in (403, 404) or (answer.status_code == 401 and self.role):
            self.crawler.wrong.append(f"dead {answer.status_code}: {self.who} {asked}")
        if "location" in answer.headers:
            self.note(urljoin(url, answer.headers["location"]), url)
        place = shape(url).partition("?")[0]
        if answer.status_code == 200:
            self.found.setdefault(place, url)
        self.asked.setdefault(place, {}).update(
            parse_qsl(urlsplit(url).query, keep_blank_values=True)
        )
        self.follow(page, url)

    def follow(self, page: str, url: str) -> None:
        for one in links(page, url):
            self.note(one, url)
        for form in forms(page, url):
            if form.method != "post":
                self.note(f"{form.action.partition('?')[0]}?{urlencode(form.as_it_stands())}", url)
            elif self.crawler.is_new(
                form.action, self.role if self.crawler.most > 1 else "", form.names()
            ):
                self.forms[shape(form.action), form.names()] = form

    def ask_strangely(self, walks: list["Walk"], *, whole: bool) -> None:
        """Request every known parameter absent, twice, unknown, negative, huge and past the end.

        Unless `whole`, whoever of these walks knows most parameters of a place asks there, and a
        parameter of many places, as those of all lists, is asked strangely in `MOST_PLACES`.
        """
        for place, url in self.found.items():
            result = self.asked[place]
            known = max(len(one.asked.get(place, ())) for one in walks if place in one.found)
            once = place.startswith("/en/") and place not in self.crawler.asked
            if result and (whole or (once and len(result) == known)):
                self.crawler.asked.add(place)
                self.crawler.places.update(list(result))
                most = 1 if self.crawler.plain else MOST_PLACES
                names = [one for one in result if whole or self.crawler.places[one] <= most]
                for pairs in _strange(result, names, whole=whole):
                    strange = f"{url.partition('?')[0]}?{urlencode(pairs)}"
                    self.crawler.check(
                        self.who,
                        strange[:200],
                        self.crawler.send("GET", strange, headers=self.headers),
                    )

    def send_forms(self, *, apart: bool, whole: bool) -> None:
        """Send every form empty and with nonsense, one kind of it at a time or all together.

        The last attempt keeps the other fields valid, so that the form may take effect.
        """
        known = [
            form
            for form in self.forms.values()
            if whole or urlsplit(form.action).path.startswith("/en/")
        ]
        last = [form for form in known if _LAST.search(form.action)]
        ways: list[tuple[tuple[str, ...], tuple[str, ...]]] = [(("",), ("hidden",))]
        ways += (
            [((NEGATIVE,), CHOICES), ((LONG,), CHOICES)]
            if apart
            else [((LONG, NEGATIVE, FOREIGN), CHOICES)]
        )
        ways += [((FOREIGN,), KNOWN)]
        ways += [
            ((value,), kept)
            for value in ("", LONG, NEGATIVE, FOREIGN)
            for kept in ((), ("hidden",))
            if whole
        ]
        for order in ([form for form in known if form not in last], last):
            for values, kept in ways:
                for form in order:
                    self.send_form(form, form.filled(*values, kept=kept))

    def send_form(self, form: Form, pairs: list[tuple[str, str]]) -> None:
        answer = self._sent(form, pairs)
        if answer.status_code == 401 and self.role:
            self.headers, self.token = self.sign_in()
            answer = self._sent(form, pairs)
        asked = f"POST {form.action.removeprefix(self.crawler.base)} {[(name, value[:9]) for name, value in pairs]}"
        page = self.crawler.check(self.who, asked, answer)
        if 400 <= answer.status_code < 500 and not _SENTENCE.search(page):
            self.crawler.wrong.append(f"no sentence {answer.status_code}: {self.who} {asked}")

    def _sent(self, form: Form, pairs: list[tuple[str, str]]) -> Any:
        """Return the answer to a form that carries the current form token."""
        result = form.body(
            [(name, self.token if name == "token" else value) for name, value in pairs]
        )
        return self.crawler.send(
            "POST", form.action, **result | {"headers": self.headers | result.get("headers", {})}
        )
