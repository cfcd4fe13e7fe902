"""The text of the letters: demand, complaint, power of attorney, receipt, claim on the insurer."""

from collections.abc import Callable, Iterable

from i18n.tongues import date as dated
from i18n.tongues import site_language
from matching.identity.telephones import format_number
from service.casework.claims.wage_claims import Line
from service.casework.letters import letter_codes, letter_parts, letter_texts
from service.casework.letters.layout import (
    Block,
    Check,
    LetterLayout,
    Paragraph,
    Points,
    Signatures,
    Table,
    printable,
)
from service.casework.letters.letter_request import Kind
from service.casework.letters.letter_writer import LetterWriter
from service.casework.money import money_entries

# The most signatures side by side.
MAX_SIGNATURES = 3


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
        blocks=[*_BLOCKS[pen.wish.kind](pen), *letter_parts.annex(pen)],
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
    if pen.wish.kind is Kind.INSURER:
        return pen.name(pen.policy.insurer if pen.policy else "")
    return "\n".join(office(pen)) if pen.wish.kind is Kind.POWER else ""


def _to(pen: LetterWriter) -> list[tuple[str, str]]:
    if pen.wish.kind is Kind.RECEIPT:
        return []
    label = "representative" if pen.wish.kind is Kind.POWER else "to"
    return [(pen.say(f"fact.{label}"), printable(pen.wish.to or default_recipient(pen)))]


def _demand(pen: LetterWriter) -> list[Block]:
    return [
        *letter_parts.formula(pen, "greeting"),
        Paragraph(pen.kind("opening")),
        letter_parts.parties(pen),
        *letter_parts.lines(pen, {"sum": money_entries.due}),
        *letter_parts.totals(pen, "owed", "received", "left"),
        *letter_parts.law(pen),
        *_own_paragraphs(pen.wish.first),
        Paragraph(pen.kind("ask", day=pen.until())),
        Paragraph(pen.kind("proof")),
        Paragraph(pen.kind("otherwise")),
        *_own_paragraphs(pen.wish.second),
        Paragraph(pen.kind("answer")),
        *letter_parts.formula(pen, "regards"),
        *_signatures(pen, ("officer", pen.matter.officer)),
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
        *letter_parts.formula(pen, "greeting"),
        Paragraph(pen.kind("opening")),
        letter_parts.parties(pen),
        *letter_parts.lines(pen, sums),
        *letter_parts.totals(
            pen, "claimed", "documented", "agreed", "received", "paid_out", "left"
        ),
        *letter_parts.law(pen),
        *map(Paragraph, demanded),
        *_own_paragraphs(pen.wish.first),
        Paragraph(pen.kind("ask")),
        Points([pen.kind("look"), pen.kind("order"), pen.kind("tell", day=pen.until())]),
        *map(Paragraph, urgent),
        Paragraph(pen.kind("papers")),
        *_own_paragraphs(pen.wish.second),
        Paragraph(pen.kind("answer")),
        *letter_parts.formula(pen, "regards"),
        *_signatures(pen, ("officer", pen.matter.officer), *_claimants(pen)),
    ]


def _power(pen: LetterWriter) -> list[Block]:
    return [
        Paragraph(pen.kind("opening")),
        letter_parts.parties(pen, by_hand=("address",)),
        *letter_parts.lines(pen, {"claimed": lambda line: line.claimed}),
        *_own_paragraphs(pen.wish.first),
        Paragraph(pen.kind("powers")),
        Points([pen.kind(name) for name in ("talk", "file", "see", "receive")]),
        Paragraph(pen.kind("limits")),
        Paragraph(pen.kind("until", day=pen.until())),
        *letter_parts.formula(pen, "power.explained"),
        *_own_paragraphs(pen.wish.second),
        *_signatures(pen, ("principal", _principal(pen)), ("witness", pen.matter.officer)),
    ]


def _receipt(pen: LetterWriter) -> list[Block]:
    heads = [pen.say(f"column.{name}") for name in ("day", "way", "sum")]
    rows = [
        [
            dated(pen.language, one.on),
            "\n".join([pen.kind("direct" if one.direct else "handed"), *_receiver(pen, one.heir)]),
            pen.sum(one.amount, one.currency),
        ]
        for one in pen.matter.handed
    ]
    return [
        Paragraph(pen.kind("opening")),
        letter_parts.parties(pen),
        Table(pen.kind("lines"), heads, rows, words=2),
        *letter_parts.totals(pen, "received", "paid_out", "held", "left"),
        *_own_paragraphs(pen.wish.first),
        Paragraph(pen.kind("whole")),
        *_own_paragraphs(pen.wish.second),
        *_signatures(pen, *_receivers(pen), ("officer", pen.matter.officer)),
    ]


def _insurer(pen: LetterWriter) -> list[Block]:
    return [
        *letter_parts.formula(pen, "greeting"),
        Paragraph(pen.kind("opening")),
        letter_parts.parties(pen),
        *letter_parts.benefits(pen),
        *_own_paragraphs(pen.wish.first),
        Paragraph(pen.kind("ask")),
        Points([pen.kind(name) for name in ("register", "pay", "missing", "reasons")]),
        Paragraph(pen.kind("account")),
        *letter_parts.enclosed(pen),
        *letter_parts.answer_period(pen),
        *_own_paragraphs(pen.wish.second),
        Paragraph(pen.kind("answer")),
        *letter_parts.formula(pen, "regards"),
        *_signatures(pen, ("officer", pen.matter.officer), *_claimants(pen)),
    ]


_BLOCKS: dict[Kind, Callable[[LetterWriter], list[Block]]] = {
    Kind.DEMAND: _demand,
    Kind.COMPLAINT: _complaint,
    Kind.POWER: _power,
    Kind.RECEIPT: _receipt,
    Kind.INSURER: _insurer,
}


def _own_paragraphs(words: str | None) -> Iterable[Paragraph]:
    """Return the officer's own text in its paragraphs."""
    result = printable(words or "").split("\n\n")
    return [Paragraph(part.strip()) for part in result if part.strip()]


def _claimants(pen: LetterWriter) -> list[tuple[str, str]]:
    """Return who signs beside the office: the worker or the heirs; of a group nobody."""
    worker = pen.matter.worker
    if pen.matter.group:
        return []
    return [("heir", one) for one in worker.heirs] if worker.died_on else [("worker", worker.name)]


def _principal(pen: LetterWriter) -> str:
    """Return who gives a power: the worker, or the only heir; of several the one who writes it in."""
    worker = pen.matter.worker
    if not worker.died_on:
        return worker.name
    return worker.heirs[0] if len(worker.heirs) == 1 else ""


def _receivers(pen: LetterWriter) -> list[tuple[str, str]]:
    """Return who signs a receipt: the worker, or each heir who was paid."""
    if not pen.matter.worker.died_on:
        return [("worker", pen.matter.worker.name)]
    return [("heir", one) for one in dict.fromkeys(paid.heir for paid in pen.matter.handed)]


def _receiver(pen: LetterWriter, heir: str) -> list[str]:
    return [pen.person(heir)] if heir else []


def _signatures(pen: LetterWriter, *signatories: tuple[str, str]) -> list[Signatures]:
    """Return the signatories by their roles, a few in each row; one without a name writes it."""
    named = [(pen.say(f"sign.{role}"), name and pen.signatory(name)) for role, name in signatories]
    rows = range(0, len(named), MAX_SIGNATURES)
    return [Signatures(named[start : start + MAX_SIGNATURES]) for start in rows]
