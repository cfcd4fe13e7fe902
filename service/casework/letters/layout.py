"""The layout of a letter, block by block: preview, print and seal are all made from it."""

import re
from datetime import date

import msgspec

# Characters that the letters' typefaces have (Latin, Greek, Cyrillic, Hangul, signs). The
# typesetter refuses a letter with a missing character, and a box in place of a person's name helps
# nobody.
_PRINTABLE = (
    "\n\x20-\x7e\xa0-\xac\xae-\u024f\u0259\u02b0-\u02ff\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u0477"
    "\u048c-\u04c4\u04c7-\u04cc\u04cf-\u04f9\u1e00-\u1eff\u2010-\u2027\u2030-\u2037\u2039-\u203e\u20a0-\u20b5\u20b8-\u20ba"
    "\u20bd\u20bf\u2116\u2122\u2190-\u2193\u2212\u3001-\u3003\u3008-\u3011\u3131-\u318e\uac00-\ud7a3\uff01-\uff60"
)
_UNPRINTABLE = re.compile(f"[^{_PRINTABLE}]+")


class Paragraph(msgspec.Struct, tag="paragraph", frozen=True):
    """A paragraph; with `keep_with_next` no page ends between it and the next block."""

    text: str
    keep_with_next: bool = False


class Facts(msgspec.Struct, tag="facts", frozen=True):
    """Labelled values; an empty value is printed as a line to write on."""

    rows: list[tuple[str, str]]


class Table(msgspec.Struct, tag="table", frozen=True):
    """A table of sums: the first `words` columns are text, the others right-aligned."""

    caption: str
    heads: list[str]
    rows: list[list[str]]
    words: int = 1


class Points(msgspec.Struct, tag="points", frozen=True):
    items: list[str]


class Signatures(msgspec.Struct, tag="signatures", frozen=True):
    """The signatories: under each line its purpose and the name."""

    of: list[tuple[str, str]]


Block = Paragraph | Facts | Table | Points | Signatures


class Check(msgspec.Struct, frozen=True):
    """How the receiver can check a letter; `opens` is the content of the QR code."""

    how: str
    code: str
    opens: str


class LetterLayout(msgspec.Struct, frozen=True):
    """One letter with its whole text.

    `office` is the letterhead, its first line the Agency itself."""

    edition: str
    tongue: str
    day: date
    office: list[str]
    marks: list[tuple[str, str]]
    to: list[tuple[str, str]]
    title: str
    blocks: list[Block]
    check: Check


def printable(text: str) -> str:
    """Return the text without characters that our typefaces lack."""
    return _UNPRINTABLE.sub("", text)


def unprintable(text: str) -> str:
    """Return the characters of a text that cannot be printed, each once."""
    return "".join(dict.fromkeys("".join(_UNPRINTABLE.findall(text))))


def encoded(sheet: LetterLayout) -> str:
    return msgspec.json.encode(sheet).decode()


def decoded(kept: str) -> LetterLayout:
    return msgspec.json.decode(kept, type=LetterLayout)


def plain(sheet: LetterLayout) -> str:
    """Return the text of a letter line by line, as it is read out."""
    lines = [*sheet.office, *_pairs(sheet.marks), *_pairs(sheet.to), sheet.title]
    for block in sheet.blocks:
        lines += _lines(block)
    return "\n".join([*lines, sheet.check.how, sheet.check.code])


def _pairs(rows: list[tuple[str, str]]) -> list[str]:
    return [f"{name}: {value}" for name, value in rows]


def _lines(block: Block) -> list[str]:
    match block:
        case Paragraph(text=text):
            return [text]
        case Facts(rows) | Signatures(rows):
            return _pairs(rows)
        case Points(items):
            return items
        case Table():
            return [block.caption, *(" · ".join(row) for row in [block.heads, *block.rows])]
