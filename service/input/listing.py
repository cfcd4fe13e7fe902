"""Filters of a list: read from the query string field by field, and written back to it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Any, TypeVar, get_args
from urllib.parse import parse_qsl, urlencode

import msgspec
from msgspec import Meta
from sqlalchemy import ColumnElement, and_, literal, or_
from sqlmodel import SQLModel, col

from catalog.core.errors import InvalidInput, Refusal
from catalog.core.fields import TASHKENT, CountryCode, CurrencyCode
from i18n.scripts import tokens
from service.input import forms

T = TypeVar("T", bound=msgspec.Struct)
# The rest of a longer query string is not read.
MAX_QUERY_LENGTH = 4_000
_CODES = {CountryCode, CurrencyCode}
# What is typed to find rows by a name, a title or a number.
Word = Annotated[str, Meta(max_length=100)]
# Rows are counted up to here; a longer list says so.
MOST_COUNTED = 500


class YesNo(StrEnum):
    YES = "yes"
    NO = "no"


def read(
    kind: type[T], values: Mapping[str, str], today: date | None = None
) -> tuple[T, dict[str, Refusal]]:
    """Return the filters in a query string, and the refusals of those that were not understood.

    Filters that were not understood are left out. Codes are read in small letters too. Days in
    words, such as “yesterday”, count from `today`.
    """
    given = {
        field.encode_name: value.upper() if _CODES & {*get_args(field.type)} else value
        for field in msgspec.structs.fields(kind)
        if (value := (values.get(field.encode_name) or "").strip())
    }
    try:
        return forms.read(kind, given, today=today), {}
    except InvalidInput as wrong:
        errors = forms.errors_by_field(wrong)
        rest = {name: value for name, value in given.items() if name not in errors}
        return forms.read(kind, rest, today=today), errors


def pairs(query: str) -> list[tuple[str, str]]:
    """Return the names and values in a query string."""
    try:
        return parse_qsl(query.removeprefix("?")[:MAX_QUERY_LENGTH], max_num_fields=60)
    except ValueError:
        return []


def query_string(asked: msgspec.Struct, **changed: Any) -> str:
    """Return the shortest query string for the filters, with the given values changed."""
    values: dict[str, Any] = msgspec.to_builtins(msgspec.structs.replace(asked, **changed))
    usual = msgspec.to_builtins(type(asked)())
    return urlencode({name: value for name, value in values.items() if value != usual[name]})


def form_values(asked: msgspec.Struct) -> dict[str, str]:
    """Return the filters as a form shows them."""
    return {
        name: "" if value is None else str(value)
        for name, value in msgspec.to_builtins(asked).items()
    }


def form_values_as_typed(answers: msgspec.Struct, values: Mapping[str, str]) -> dict[str, str]:
    """Return the filters as a form shows them, with values that were not understood as typed."""
    kept = {name: str(values.get(name) or "")[:100] for name in answers.__struct_fields__}
    return kept | {name: value for name, value in form_values(answers).items() if value}


def matches_words(key: Any, text: str) -> ColumnElement[bool]:
    """Return a condition that every word of a text begins a word of the key, in any script."""
    words = tokens(text)[:6]
    return and_(
        *(
            literal(" ").concat(key).contains(f" {word}", autoescape=True)
            for word in words or ["\N{BULLET}"]
        )
    )


def contains(column: Any, text: str) -> ColumnElement[bool]:
    """Return the condition that a column has a text in it, in small letters or large.

    SQLite compares letters of other alphabets than the Latin one as they are written.
    """
    spellings = {text, text.lower(), text.capitalize()}
    return or_(*(col(column).icontains(one, autoescape=True) for one in sorted(spellings)))


def equals(table: type[SQLModel], asked: msgspec.Struct, *names: str) -> list[ColumnElement[bool]]:
    """Return the conditions that these columns have the values of the filter, where it has some."""
    values = {name: getattr(asked, name) for name in names}
    return [col(getattr(table, name)) == str(value) for name, value in values.items() if value]


def between(column: Any, first: date | None, last: date | None) -> list[ColumnElement[bool]]:
    """Return the conditions that a column of days is between two days, which both count."""
    return [
        *([col(column) >= first] if first else []),
        *([col(column) <= last] if last else []),
    ]


def moments_between(
    column: Any, first: date | None, last: date | None
) -> list[ColumnElement[bool]]:
    """Return the conditions that a column of moments is within these days of Tashkent."""
    return [
        *([col(column) >= _begin(first)] if first else []),
        *([col(column) < _begin(last + timedelta(days=1))] if last and last < date.max else []),
    ]


def _begin(day: date) -> datetime:
    """Return when a day begins in Tashkent; the first of the calendar has no such moment in UTC."""
    day = max(day, date.min + timedelta(days=1))
    return datetime.combine(day, time(), TASHKENT).astimezone(UTC)
