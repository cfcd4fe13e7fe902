"""The text of the four letters: demand, complaint, power of attorney and receipt."""

from collections.abc import Callable, Iterable
from datetime import date

import msgspec

from i18n.tongues import LetterLanguage, country, money, site_language
from i18n.tongues import date as dated
from matching.identity.telephones import format_number
from service.casework.claims.wage_claims import Line
from service.casework.letters import letter_codes, letter_law, letter_texts
from service.casework.letters.layout import (
    Block,
    Check,
    Facts,
    LetterLayout,
    Paragraph,
    Points,
    Signatures,
    Table,
    printable,
)
from service.casework.letters.letter_facts import Firm, Matter, Place, Worker
from service.casework.letters.letter_request import (
    NAMES_PASSPORT,
    PAPERS_OF_WORKER,
    SENT_ABROAD,
    Kind,
    LetterRequest,
    deadline,
)
from service.casework.money import money_entries
from service.casework.money.money_entries import Balance

# The most currencies side by side; more go into another table below.
MAX_COLUMNS = 3
# The sums of a currency as a letter names them.
_SUMS: dict[str, Callable[[Balance], int]] = {
    "claimed": lambda one: one.claimed,
    "documented": lambda one: one.documented,
    "agreed": lambda one: one.agreed,
    "owed": lambda one: one.due,
    "received": lambda one: one.received,
    "paid_out": lambda one: one.paid_out,
    "held": lambda one: one.held,
    "left": lambda one: one.outstanding,
}


class LetterWriter(msgspec.Struct, frozen=True):
    """The context for writing one letter: facts, request and day.

    `demanded` is the earlier demand, if any, `court_day` the next last day to go to court."""

    matter: Matter
    wish: LetterRequest
    today: date
    demanded: tuple[date, str] | None = None
    court_day: date | None = None

    @property
    def language(self) -> LetterLanguage:
        return self.wish.language

    def say(self, name: str, **facts: str) -> str:
        return letter_texts.fill_sentence(self.language, name, **facts)

    def kind(self, name: str, **facts: str) -> str:
        """Return a sentence of this kind of letter; one of a group speaks of many workers."""
        many = f"{self.wish.kind}.{name}_many"
        if self.matter.group and many in letter_texts.sentences(self.language):
            return self.say(many, **facts)
        return self.say(f"{self.wish.kind}.{name}", **facts)

    def sum(self, minor: int | None, currency: str) -> str:
        return self.say("none") if minor is None else money(self.language, minor, currency)

    def place(self, place: Place) -> str:
        town = printable(place.name_in(self.language))
        return ", ".join(part for part in (town, country(self.language, place.country)) if part)

    def name(self, text: str) -> str:
        return printable(text).strip() or self.say("none")

    def signatory(self, name: str) -> str:
        """Return the name of a person in the script of the letter."""
        return self.name(letter_texts.in_script(self.language, printable(name).strip()))

    def person(self, name: str) -> str:
        """Return the name of a person in the script of the letter, with the spelling of the record,
        which is that of the passport, in brackets where it differs."""
        recorded, written = self.name(name), self.signatory(name)
        return written if written == recorded else f"{written} ({recorded})"

    def days(self, first: date, last: date) -> str:
        days = {"from": dated(self.language, first), "to": dated(self.language, last)}
        return self.say("period", **days)

    def until(self) -> str:
        return dated(self.language, deadline(self.wish, self.today, self.court_day))


def letter(pen: LetterWriter, number: str, site: str) -> LetterLayout:
    """Return a whole letter under its number.

    `site` is the address of the service, where it can be checked."""
    language, code = pen.language, letter_codes.code_of(number)
    page = f"{site}/{site_language(language) or 'en'}/letters/check"
    address = page.partition("://")[2] or page
    marks = [("number", number), ("day", dated(language, pen.today)), ("claim", pen.matter.claim)]
    return LetterLayout(
        edition=letter_texts.edition(language),
        tongue=language.value,
        day=pen.today,
        office=office(pen),
        marks=[(pen.say(f"fact.{name}"), value) for name, value in marks],
        to=_to(pen),
        title=pen.kind("title"),
        blocks=_BLOCKS[pen.wish.kind](pen),
        check=Check(pen.say("check.how", address=address), code, f"{page}?code={code}"),
    )


def office(pen: LetterWriter) -> list[str]:
    """Return the letterhead: the Agency, the post or head office, and how it is reached."""
    contact = pen.matter.contact
    reached = [
        printable(contact.address),
        pen.say("telephone", phone=format_number(contact.telephone)) if contact.telephone else "",
        pen.say("email", address=contact.email) if contact.email else "",
    ]
    return [pen.say("agency"), _office_name(pen), *filter(None, reached)]


def _office_name(pen: LetterWriter) -> str:
    post = pen.matter.office
    if post is None:
        return pen.say("office.home")
    kind = f"office.{post.kind}"
    if kind not in letter_texts.sentences(pen.language):
        return pen.place(post.place)
    return pen.say(kind, city=post.place.name_in(pen.language))


def default_recipient(pen: LetterWriter) -> str:
    """Return the recipient unless the officer names another."""
    if pen.wish.kind is Kind.DEMAND:
        firm = pen.matter.employer
        where = printable(firm.address).strip() or pen.place(pen.matter.place)
        return f"{pen.name(firm.name)}\n{where}"
    if pen.wish.kind is Kind.COMPLAINT:
        return f"{pen.kind('to')}\n{pen.place(pen.matter.place)}"
    return "\n".join(office(pen)) if pen.wish.kind is Kind.POWER else ""


def _to(pen: LetterWriter) -> list[tuple[str, str]]:
    if pen.wish.kind is Kind.RECEIPT:
        return []
    label = "representative" if pen.wish.kind is Kind.POWER else "to"
    return [(pen.say(f"fact.{label}"), printable(pen.wish.to or default_recipient(pen)))]


def _demand(pen: LetterWriter) -> list[Block]:
    return [
        Paragraph(pen.kind("opening")),
        _parties(pen),
        *_lines(pen, {"sum": money_entries.due}),
        *_totals(pen, "owed", "received", "left"),
        *_law(pen),
        *_own_paragraphs(pen.wish.first),
        Paragraph(pen.kind("ask", day=pen.until())),
        Paragraph(pen.kind("proof")),
        Paragraph(pen.kind("otherwise")),
        *_own_paragraphs(pen.wish.second),
        Paragraph(pen.kind("answer")),
        _signatures(pen, officer=pen.matter.officer),
    ]


def _complaint(pen: LetterWriter) -> list[Block]:
    sums: dict[str, Callable[[Line], int | None]] = {
        "claimed": lambda line: line.claimed,
        "documented": lambda line: line.documented,
        "agreed": lambda line: line.agreed,
    }
    before = pen.demanded
    demanded = (
        [pen.kind("demanded", day=dated(pen.language, before[0]), number=before[1])]
        if before
        else []
    )
    urgent = [pen.kind("court", day=dated(pen.language, pen.court_day))] if pen.court_day else []
    return [
        Paragraph(pen.kind("opening")),
        _parties(pen),
        *_lines(pen, sums),
        *_totals(pen, "claimed", "documented", "agreed", "received", "paid_out", "left"),
        *_law(pen),
        *map(Paragraph, demanded),
        *_own_paragraphs(pen.wish.first),
        Paragraph(pen.kind("ask")),
        Points([pen.kind("look"), pen.kind("order"), pen.kind("tell", day=pen.until())]),
        *map(Paragraph, urgent),
        Paragraph(pen.kind("papers")),
        *_own_paragraphs(pen.wish.second),
        Paragraph(pen.kind("answer")),
        _signatures(pen, officer=pen.matter.officer)
        if pen.matter.group
        else _signatures(pen, officer=pen.matter.officer, worker=pen.matter.worker.name),
    ]


def _power(pen: LetterWriter) -> list[Block]:
    return [
        Paragraph(pen.kind("opening")),
        _parties(pen, by_hand=("address",)),
        *_lines(pen, {"claimed": lambda line: line.claimed}),
        *_own_paragraphs(pen.wish.first),
        Paragraph(pen.kind("powers")),
        Points([pen.kind(name) for name in ("talk", "file", "see", "receive")]),
        Paragraph(pen.kind("limits")),
        Paragraph(pen.kind("until", day=pen.until())),
        *_own_paragraphs(pen.wish.second),
        _signatures(pen, principal=pen.matter.worker.name, witness=pen.matter.officer),
    ]


def _receipt(pen: LetterWriter) -> list[Block]:
    heads = [pen.say(f"column.{name}") for name in ("day", "way", "sum")]
    rows = [
        [
            dated(pen.language, one.on),
            pen.kind("direct" if one.direct else "handed"),
            pen.sum(one.amount, one.currency),
        ]
        for one in pen.matter.handed
    ]
    return [
        Paragraph(pen.kind("opening")),
        _parties(pen),
        Table(pen.kind("lines"), heads, rows, words=2),
        *_totals(pen, "received", "paid_out", "held", "left"),
        *_own_paragraphs(pen.wish.first),
        Paragraph(pen.kind("whole")),
        *_own_paragraphs(pen.wish.second),
        _signatures(pen, worker=pen.matter.worker.name, officer=pen.matter.officer),
    ]


_BLOCKS: dict[Kind, Callable[[LetterWriter], list[Block]]] = {
    Kind.DEMAND: _demand,
    Kind.COMPLAINT: _complaint,
    Kind.POWER: _power,
    Kind.RECEIPT: _receipt,
}


def _parties(pen: LetterWriter, by_hand: tuple[str, ...] = ()) -> Facts:
    """Return the parties, place and period of work; `by_hand` facts are left blank to fill in.

    A passport is named where the receiver must know who the worker is, never to the employer, and
    nobody is given the worker's own telephone."""
    firm = pen.matter.employer
    items = [
        *_facts_of_worker(pen, by_hand),
        ("employer", pen.name(firm.name)),
        *((name, text) for name, text in _facts_of_firm(firm) if text),
        ("place", pen.place(pen.matter.place)),
        ("period", pen.days(pen.matter.worked_from, pen.matter.worked_to)),
    ]
    return Facts([(pen.say(f"fact.{name}"), value) for name, value in items])


def _facts_of_firm(firm: Firm) -> list[tuple[str, str]]:
    return [("firm_number", printable(firm.number)), ("firm_address", printable(firm.address))]


def _facts_of_worker(pen: LetterWriter, by_hand: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return what the letter says of its worker, or how many workers of a group it names."""
    contact = [("contact", pen.say("contact"))] if pen.wish.kind in SENT_ABROAD else []
    if pen.matter.group:
        return [("workers", str(len(pen.matter.group))), *contact]
    worker = pen.matter.worker
    blank = [*by_hand]
    if pen.wish.kind in PAPERS_OF_WORKER and not worker.passport:
        blank.insert(0, "passport")
    return [
        ("worker", pen.person(worker.name)),
        *_identity(pen, worker),
        *((name, "") for name in blank),
        *contact,
    ]


def _identity(pen: LetterWriter, worker: Worker) -> list[tuple[str, str]]:
    """Return the year of birth, and the passport where the receiver must know who it is."""
    passport = worker.passport if pen.wish.kind in NAMES_PASSPORT else ""
    known = [("born", str(worker.birth_year or "")), ("passport", passport)]
    return [(name, value) for name, value in known if value]


def _law(pen: LetterWriter) -> list[Paragraph]:
    """Return the articles that the letter relies on, each with the components it covers."""
    claimed = list(dict.fromkeys(line.component for line in pen.matter.lines))
    parts = []
    for basis in letter_law.covering(pen.matter.law, claimed):
        covered = [pen.say(f"component.{one}") for one in claimed if one in basis.components]
        name = basis.name_in(pen.language)
        parts.append(f"{name} ({', '.join(covered)})" if covered else name)
    return [Paragraph(pen.say("law", articles="; ".join(dict.fromkeys(parts))))] if parts else []


def _lines(pen: LetterWriter, sums: dict[str, Callable[[Line], int | None]]) -> list[Table]:
    """Return a table of what is owed by component, or by worker of a group; without lines no table."""
    if pen.matter.group:
        return [_workers(pen)]
    heads = [pen.say(f"column.{name}") for name in ("part", *sums)]
    rows = [
        [
            f"{pen.say(f'component.{line.component}')}\n{_days_of(pen, line)}",
            *(pen.sum(of(line), line.currency) for of in sums.values()),
        ]
        for line in pen.matter.lines
    ]
    return [Table(pen.kind("lines"), heads, rows)] if rows else []


def _workers(pen: LetterWriter) -> Table:
    """Return the table of the workers of a group, each with who they are, their days and sums."""
    names = ("owed", "left")
    heads = [pen.say("fact.worker"), *(pen.say(f"column.{name}") for name in names)]
    rows = []
    for place, one in enumerate(pen.matter.group, start=1):
        known = [f"{pen.say(f'fact.{name}')}: {text}" for name, text in _identity(pen, one.worker)]
        days = pen.days(one.worked_from, one.worked_to)
        who = [f"{place}. {pen.person(one.worker.name)}", "; ".join([*known, days])]
        sums = [[pen.sum(_SUMS[name](row), row.currency) for row in one.balances] for name in names]
        rows.append(["\n".join(cell) for cell in (who, *sums)])
    return Table(pen.kind("lines"), heads, rows)


def _days_of(pen: LetterWriter, line: Line) -> str:
    """Return the days that a sum is for: its own, else all days of work."""
    first, last = line.first_day or pen.matter.worked_from, line.last_day or pen.matter.worked_to
    return pen.days(first, max(first, last))


def _totals(pen: LetterWriter, *names: str) -> list[Table]:
    """Return tables of these sums by currency; currencies are never added to each other."""
    found, tables = pen.matter.balances, []
    for start in range(0, len(found), MAX_COLUMNS):
        some = found[start : start + MAX_COLUMNS]
        heads = [pen.say("column.currency"), *(one.currency for one in some)]
        rows = [
            [
                pen.say(f"column.{name}"),
                *(pen.sum(_sum_or_none(pen, name, one), one.currency) for one in some),
            ]
            for name in names
        ]
        tables.append(Table(pen.kind("totals"), heads, rows))
    return tables


def _sum_or_none(pen: LetterWriter, name: str, one: Balance) -> int | None:
    """Return a sum of a currency, or None if no line states it yet."""
    parts = [getattr(line, name, 0) for line in pen.matter.lines if line.currency == one.currency]
    return None if parts and all(part is None for part in parts) else _SUMS[name](one)


def _own_paragraphs(words: str | None) -> Iterable[Paragraph]:
    """Return the officer's own text in its paragraphs."""
    result = printable(words or "").split("\n\n")
    return [Paragraph(part.strip()) for part in result if part.strip()]


def _signatures(pen: LetterWriter, **names: str) -> Signatures:
    return Signatures(
        [(pen.say(f"sign.{role}"), pen.signatory(name)) for role, name in names.items()]
    )
