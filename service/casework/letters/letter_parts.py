"""The parts of letters: parties, policy, sums, totals, law, enclosures, and the wage diary."""

from collections import Counter
from collections.abc import Callable
from itertools import groupby

from i18n.tongues import date as dated
from service.casework.claims import line_days
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import Line
from service.casework.evidence.file_states import DocumentKind
from service.casework.letters import letter_law, letter_texts
from service.casework.letters.layout import Block, Facts, Paragraph, Points, Table, printable
from service.casework.letters.letter_facts import Firm, Worker
from service.casework.letters.letter_request import (
    NAMES_PASSPORT,
    PAPERS_OF_WORKER,
    SENT_ABROAD,
    Kind,
)
from service.casework.letters.letter_writer import LetterWriter
from service.casework.money import money_entries
from service.casework.money.money_entries import Balance
from service.casework.wage_diary import ClaimDiary

# The most currencies side by side; more go into another table below.
MAX_COLUMNS = 3
# The most days of a diary in one letter; a longer one is summed by month.
MAX_DAYS = 100
# What a worker earns by all days of work, so that it is for them unless it has days of its own.
_BY_WORK = line_days.EARNINGS | {
    Component.LEAVE,
    Component.SEVERANCE,
    Component.DEDUCTION,
    Component.TAX_SOCIAL,
}
# The sums of a currency as a letter names them.
_SUMS: dict[str, Callable[[Balance], int]] = {
    "claimed": lambda one: one.claimed,
    "documented": lambda one: one.documented,
    "agreed": lambda one: one.agreed,
    "owed": lambda one: one.due,
    "received": lambda one: one.received,
    "paid_out": lambda one: one.paid_out,
    # What could not be delivered has not left us.
    "held": lambda one: one.held + one.undelivered,
    "left": lambda one: one.outstanding,
}


def formula(pen: LetterWriter, name: str) -> list[Paragraph]:
    """Return a sentence that only letters in some languages have: greeting, regards, and that a
    paper was explained to its worker, who may not read this language."""
    known = letter_texts.sentences(pen.language)
    closes = name == "regards"
    return [Paragraph(known[name], keep_with_next=closes)] if name in known else []


def parties(pen: LetterWriter, by_hand: tuple[str, ...] = ()) -> Facts:
    """Return the parties, place and period of work; `by_hand` facts are left blank to fill in.

    A passport is named where the receiver must know who the worker is, never to the employer, and
    nobody is given the worker's own telephone."""
    firm, period = pen.matter.employer, _period(pen)
    items = [
        *_facts_of_policy(pen),
        *_facts_of_worker(pen, by_hand),
        ("employer", pen.name(firm.name)),
        *((name, text) for name, text in _facts_of_firm(pen, firm) if text),
        ("place", pen.place(pen.matter.place)),
        *([("period_heirs" if pen.matter.worker.died_on else "period", period)] if period else []),
    ]
    return Facts([(pen.say(f"fact.{name}"), value) for name, value in items])


def _period(pen: LetterWriter) -> str:
    """Return the days of work in words, if known; an insurer is asked for no pay for them."""
    if pen.wish.kind is Kind.INSURER:
        return ""
    return pen.days(pen.matter.worked_from, pen.matter.worked_to)


def _facts_of_policy(pen: LetterWriter) -> list[tuple[str, str]]:
    """Return the policy and its event for an insurer; an unknown number or day is left blank."""
    policy = pen.policy
    if pen.wish.kind is not Kind.INSURER or policy is None:
        return []
    day = dated(pen.language, policy.happened_on) if policy.happened_on else ""
    insured = pen.sum(policy.amount, policy.currency) if policy.currency else ""
    return [
        ("policy", printable(policy.number)),
        ("event", pen.say(f"event.{policy.event}")),
        ("event_day", day),
        *([("sum_insured", insured)] if insured else []),
    ]


def _facts_of_firm(pen: LetterWriter, firm: Firm) -> list[tuple[str, str]]:
    """Return how the employer is found; the insurer is not asked to."""
    if pen.wish.kind is Kind.INSURER:
        return []
    return [("firm_number", printable(firm.number)), ("firm_address", printable(firm.address))]


def _facts_of_worker(pen: LetterWriter, by_hand: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return what the letter says of its worker, or how many workers of a group it names."""
    contact = [("contact", pen.say("contact"))] if pen.wish.kind in SENT_ABROAD else []
    if pen.matter.group:
        return [("workers", str(len(pen.matter.group))), *contact]
    worker = pen.matter.worker
    return [
        ("worker", pen.person(worker.name)),
        *_identity(pen, worker),
        *_death(pen, worker),
        *((name, "") for name in _by_hand(pen, worker, by_hand)),
        *contact,
    ]


def _by_hand(pen: LetterWriter, worker: Worker, by_hand: tuple[str, ...]) -> list[str]:
    """Return the facts that whoever signs writes in: the worker, or after a death an heir."""
    kind = pen.wish.kind
    if kind not in PAPERS_OF_WORKER:
        return [*by_hand]
    if worker.died_on:
        if kind is Kind.RECEIPT:
            return []
        name = [] if len(worker.heirs) == 1 else ["heir"]
        return [*name, "heir_passport", *(f"heir_{one}" for one in by_hand)]
    return [*([] if worker.passport and kind in NAMES_PASSPORT else ["passport"]), *by_hand]


def _death(pen: LetterWriter, worker: Worker) -> list[tuple[str, str]]:
    """Return the day of death, and for which heirs the claim is brought."""
    if worker.died_on is None:
        return []
    heirs = "\n".join(map(pen.person, worker.heirs)) or pen.say("heirs_unnamed")
    return [("died", dated(pen.language, worker.died_on)), ("heirs", heirs)]


def _identity(pen: LetterWriter, worker: Worker) -> list[tuple[str, str]]:
    """Return the year of birth, and the passport where the receiver must know who it is."""
    passport = worker.passport if pen.wish.kind in NAMES_PASSPORT else ""
    known = [("born", str(worker.birth_year or "")), ("passport", passport)]
    return [(name, value) for name, value in known if value]


def law(pen: LetterWriter) -> list[Paragraph]:
    """Return the articles that the letter relies on, each with the components it covers."""
    claimed = list(dict.fromkeys(line.component for line in pen.matter.lines))
    parts = []
    for basis in letter_law.covering(pen.matter.law, claimed):
        covered = [pen.say(f"component.{one}") for one in claimed if one in basis.components]
        name = basis.name_in(pen.language)
        parts.append(f"{name} ({', '.join(covered)})" if covered else name)
    return [Paragraph(pen.say("law", articles="; ".join(dict.fromkeys(parts))))] if parts else []


def lines(pen: LetterWriter, sums: dict[str, Callable[[Line], int | None]]) -> list[Table]:
    """Return a table of what is owed by component, or by worker of a group; without lines no table."""
    if pen.matter.group:
        return [_workers(pen)]
    return _components(pen, pen.matter.lines, sums)


def _components(
    pen: LetterWriter, found: list[Line], sums: dict[str, Callable[[Line], int | None]]
) -> list[Table]:
    heads = [pen.say(f"column.{name}") for name in ("part", *sums)]
    rows = [
        [
            f"{pen.say(f'component.{line.component}')}\n{_days_of(pen, line)}".rstrip(),
            *(pen.sum(of(line), line.currency) for of in sums.values()),
        ]
        for line in found
    ]
    return [Table(pen.kind("lines"), heads, rows)] if rows else []


def benefits(pen: LetterWriter) -> list[Table]:
    """Return what an insurer is asked for, and what is left of it once a part was paid.

    Of a claim that also has other sums, it is not known which of them was paid."""
    tables = _components(pen, pen.matter.benefits, {"sum": money_entries.due})
    if pen.matter.benefits_alone and any(one.covered for one in pen.matter.balances):
        tables += totals(pen, "received", "left")
    return tables


def enclosed(pen: LetterWriter) -> list[Block]:
    """Return the documents that go with the letter, or that they can be asked for."""
    names = (pen.wish.enclosed or default_enclosed(pen)).splitlines()
    papers = [printable(one).strip() for one in names if printable(one).strip()]
    if not papers:
        return [Paragraph(pen.kind("papers"))]
    return [Paragraph(pen.kind("enclosed"), keep_with_next=True), Points(papers)]


def default_enclosed(pen: LetterWriter) -> str:
    """Return the documents on record by their kinds, one in each line, several of a kind as one.

    One of no kind has the name of its file."""
    found = Counter(
        f"{pen.say(f'document.{one.kind}')} ({one.name})"
        if one.kind == DocumentKind.OTHER
        else pen.say(f"document.{one.kind}")
        for one in (pen.policy.documents if pen.policy else [])
    )
    return "\n".join(name if many == 1 else f"{name} × {many}" for name, many in found.items())


def answer_period(pen: LetterWriter) -> list[Paragraph]:
    """Return in how many days the insurer must answer, where the law is known."""
    known = pen.matter.insurer_answer
    if known is None:
        return []
    articles = known.law.name_in(pen.language)
    return [Paragraph(pen.kind("period", days=str(known.days), articles=articles))]


def _workers(pen: LetterWriter) -> Table:
    """Return the table of the workers of a group, each with who they are, their days and sums."""
    names = ("owed", "left")
    heads = [pen.say("fact.worker"), *(pen.say(f"column.{name}") for name in names)]
    rows = []
    for place, one in enumerate(pen.matter.group, start=1):
        known, death = (
            [f"{pen.say(f'fact.{name}')}: {text}" for name, text in facts]
            for facts in (_identity(pen, one.worker), _death(pen, one.worker))
        )
        days = pen.days(one.worked_from, one.worked_to)
        about = "; ".join(filter(None, [*known, days]))
        who = [f"{place}. {pen.person(one.worker.name)}", about]
        who += [text.replace("\n", ", ") for text in death]
        sums = [[pen.sum(_SUMS[name](row), row.currency) for row in one.balances] for name in names]
        rows.append(["\n".join(cell) for cell in (who, *sums)])
    return Table(pen.kind("lines"), heads, rows)


def annex(pen: LetterWriter) -> list[Block]:
    """Return the days of work as the worker noted them, with their sums, if there is a diary.

    What was noted after the claim was filed is not in the claimed sum, and left out."""
    known = pen.matter.diary
    if known is None or pen.wish.without_diary or pen.wish.kind not in SENT_ABROAD:
        return []
    diary = known.at_filing()
    currency, all_days = diary.row.currency, diary.sum
    facts = [
        ("fact.days", str(all_days.days)),
        ("fact.hours", _hours(all_days.minutes)),
        *([("fact.overtime", _hours(diary.overtime))] if diary.rule else []),
        ("fact.earned", pen.sum(all_days.earned, currency)),
        ("column.received", pen.sum(all_days.paid, currency)),
    ]
    return [
        (_by_day if len(diary.days) <= MAX_DAYS else _by_month)(pen, diary),
        Facts([(pen.say(name), value) for name, value in facts]),
    ]


def _by_day(pen: LetterWriter, diary: ClaimDiary) -> Table:
    heads = [pen.say(f"column.{name}") for name in ("day", "hours", "received")]
    rows = [
        [dated(pen.language, day), _hours(minutes), _paid(pen, diary, paid)]
        for day, minutes, paid in diary.days
    ]
    return Table(pen.say("annex"), heads, rows)


def _by_month(pen: LetterWriter, diary: ClaimDiary) -> Table:
    """Return a long diary with one row for each month: its days worked, hours and pay."""
    names = ("column.day", "fact.days", "column.hours", "column.received")
    rows = []
    for _, month in groupby(diary.days, key=lambda one: (one[0].year, one[0].month)):
        noted = list(month)
        worked = [minutes for _, minutes, _ in noted if minutes]
        paid = _paid(pen, diary, sum(one[2] for one in noted))
        span = pen.days(noted[0][0], noted[-1][0])
        rows.append([span, str(len(worked)), _hours(sum(worked)), paid])
    return Table(pen.say("annex"), [pen.say(name) for name in names], rows)


def _paid(pen: LetterWriter, diary: ClaimDiary, paid: int) -> str:
    return pen.sum(paid, diary.row.currency) if paid else ""


def _hours(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}" if minutes else ""


def _days_of(pen: LetterWriter, line: Line) -> str:
    """Return the days that a sum is for: its own, and for earnings all days of work.

    A journey home, interest, insurance or compensation is for no days of work."""
    first, last = line.first_day, line.last_day
    has_own = first is not None or last is not None
    if line.component in (line_days.EARNINGS if has_own else _BY_WORK):
        first, last = first or pen.matter.worked_from, last or pen.matter.worked_to
    return pen.days(first, last)


def totals(pen: LetterWriter, *names: str) -> list[Table]:
    """Return tables of these sums by currency; currencies are never added to each other."""
    found, tables = pen.matter.balances, []
    for start in range(0, len(found), MAX_COLUMNS):
        some = found[start : start + MAX_COLUMNS]
        heads = [pen.say("column.currency"), *(one.currency for one in some)]
        rows = [
            [
                pen.for_heirs(f"column.{name}"),
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
