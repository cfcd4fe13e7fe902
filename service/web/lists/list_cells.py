"""Cells of a list: values that a page shows in the reader's language and an export as data."""

from datetime import date, datetime
from decimal import Decimal

import msgspec
from markupsafe import Markup, escape

from catalog.core.fields import TASHKENT
from i18n import formats, gettext
from service.web import rendering
from service.web.reader import Reader


class Labelled(msgspec.Struct, frozen=True):
    """A value with its label, as in `label_lists`."""

    kind: str
    value: str


class Country(msgspec.Struct, frozen=True):
    """A country by its code, with a city where one is known."""

    code: str
    city: str = ""


class Money(msgspec.Struct, frozen=True):
    """An amount in minor units."""

    amount: int
    currency: str


class Due(msgspec.Struct, frozen=True):
    """A day by which something is due, beside today's date at its place."""

    day: date
    there: date


class Stamp(msgspec.Struct, frozen=True):
    """A few words in a colour: `no` for what is wrong, `soon` for what is near, else `plainly`."""

    cell: "Cell"
    colour: str = "plainly"


class Reference(msgspec.Struct, frozen=True):
    """The reference of a record, which never breaks into two lines."""

    text: str


class Link(msgspec.Struct, frozen=True):
    """A value that leads to an address, which is without its language."""

    cell: "Cell"
    address: str


class Foreign(msgspec.Struct, frozen=True):
    """A text in another language than that of the page."""

    text: str
    language: str


class Sentence(msgspec.Struct, frozen=True):
    """A sentence of ours, in the reader's language."""

    sentence: str


Cell = (
    str
    | int
    | date
    | datetime
    | None
    | Labelled
    | Country
    | Money
    | Due
    | Stamp
    | Reference
    | Link
    | Foreign
    | Sentence
    | tuple["Cell", ...]
)


def html(cell: Cell, reader: Reader) -> Markup:
    """Return a cell as a page shows it; empty for a value that is not there."""
    return Markup(_html(cell, reader))


def _html(cell: Cell, reader: Reader) -> str:
    """Return the text of the HTML: filling in marked text takes several times as long."""
    match cell:
        case None | "":
            return ""
        case str():
            return escape(cell)
        case tuple():
            return "<br>".join(filter(None, [_html(one, reader) for one in cell]))
        case Link(value, address):
            at = escape(f"/{reader.lang.value}{address}")
            return f'<a href="{at}">{_html(value, reader)}</a>'
        case Stamp(value, colour):
            return f'<span class="stamp {escape(colour)}">{_html(value, reader)}</span>'
        case Due(day, there):
            return _due(day, there, reader)
        case Reference(text):
            return f'<span class="ref">{escape(text)}</span>'
        case Foreign(text, language) if language != reader.lang.value:
            return f'<span lang="{escape(language)}">{escape(text)}</span>'
    return escape(_words(cell, reader))


def data(cell: Cell, reader: Reader) -> str:
    """Return a cell as an export has it: days as in ISO 8601, amounts with their currency."""
    match cell:
        case None:
            return ""
        case tuple():
            return "; ".join(part for one in cell if (part := data(one, reader)))
        case Link(value) | Stamp(value):
            return data(value, reader)
        case Due(day):
            return day.isoformat()
        case datetime():
            return cell.astimezone(TASHKENT).isoformat(" ", "minutes")[:16]
        case date():
            return cell.isoformat()
        case int():
            return str(cell)
        case Money(amount, currency):
            digits = formats.exponent(currency)
            return f"{Decimal(amount).scaleb(-digits):f} {currency}"
    return _words(cell, reader)


def _words(cell: Cell, reader: Reader) -> str:
    lang = reader.lang
    match cell:
        case datetime():
            return formats.datetime_(lang, cell)
        case date():
            return formats.short_date(lang, cell)
        case int():
            return formats.number(lang, cell)
        case Labelled(kind, value):
            return rendering.label(lang, kind, value) if value else ""
        case Country(code, city):
            country = formats.country(lang, code)
            return f"{country}, {reader.city(code, city)}" if city else country
        case Money(amount, currency):
            return formats.money(lang, amount, currency)
        case Foreign(text) | Reference(text):
            return text
        case Sentence(sentence):
            return gettext(lang, sentence)
    return str(cell)


def _due(day: date, there: date, reader: Reader) -> str:
    left = (day - there).days
    if left > 0:
        return f'<span class="due">{escape(formats.short_date(reader.lang, day))}</span>'
    text = formats.days_left(reader.lang, left) if left else gettext(reader.lang, "due today")
    colour = "no" if left < 0 else "soon"
    return f'<span class="stamp due {colour}">{escape(text)}</span>'
