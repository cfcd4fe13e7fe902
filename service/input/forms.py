"""Reading of submitted values field by field, so that all mistakes are reported at once.

Nothing that was typed is lost.
"""

import re
import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, TypeVar

import msgspec

from catalog.core import fields
from catalog.core.errors import InvalidInput, Refusal
from catalog.core.exchange_rates import exponent
from i18n import N_
from service.input import typed_days

T = TypeVar("T", bound=msgspec.Struct)
# The most mistakes that are reported at once.
MAX_ERRORS = 20
# Limits above this are those of the database and say nothing about the answer.
_USEFUL_LIMIT = 10_000
# The hidden field of every form, which the middleware has already checked.
TOKEN_FIELD = "token"


class MissingAnswer(Refusal):
    """A question without an answer; the sentence says what to enter where the field's name does."""

    slug = "missing"
    sentence = N_("Answer this question.")

    def __init__(self, field: str | None = None) -> None:
        super().__init__(field)
        sentence = _WHAT_TO_ENTER.get((field or "").rpartition(".")[2], self.sentence)
        self.sentence = sentence  # type: ignore[misc] # Of each other refusal it belongs to the class.


_WHAT_TO_ENTER: Mapping[str, str] = {
    "phone": N_("Enter a telephone number."),
    "name": N_("Enter a name."),
    "code": N_("Enter the code."),
    "reference": N_("Enter the reference number."),
    "secret": N_("Enter the secret code."),
    "employer": N_("Enter the name of the employer."),
    "country": N_("Choose a country."),
    "topic": N_("Choose a topic."),
    "outcome": N_("Choose an outcome."),
    "trade": N_("Enter the kind of work you can do."),
    "years": N_("Enter the number of years, in digits; 0 if none."),
    "email": N_("Enter an email address."),
    "password": N_("Enter the password."),
    "why": N_("Give the reason."),
    "reason": N_("Give the reason."),
}


class NotANumber(Refusal):
    slug = "not-a-number"
    sentence = N_("Enter a whole number, in digits.")


class NotASum(Refusal):
    slug = "not-a-sum"
    sentence = N_("Enter an amount in digits, for example 1 200 or 1 200,50.")

    def __init__(self, field: str | None = None, *, places: int = 2) -> None:
        super().__init__(field)
        if not places:
            whole = N_("Enter an amount in whole units of this currency, for example 1 200 000.")
            self.sentence = whole  # type: ignore[misc]


class OutOfRange(Refusal):
    slug = "out-of-range"
    sentence = N_("This number is too small or too large.")

    def __init__(self, field: str | None = None, limits: tuple[int, int] | None = None) -> None:
        super().__init__(field)
        if (field or "").rpartition(".")[2] == "birth_year":
            self.sentence = N_("Enter a year after 1900 in four digits, such as 1985.")  # type: ignore[misc]
        elif limits:
            self.sentence = N_("Enter a number from %(least)s to %(most)s.")  # type: ignore[misc]
            self.facts = dict(zip(("least", "most"), limits, strict=True))


class NotADay(Refusal):
    slug = "not-a-day"
    sentence = N_("Enter a real date, for example 27.03.2026 or 2026-03-27.")


class NotAChoice(Refusal):
    """The answer is not one of the listed values; programs are sent the list."""

    slug = "not-a-choice"
    sentence = N_("Choose one of the answers.")

    def __init__(self, field: str | None = None, allowed: Iterable[str] = ()) -> None:
        super().__init__(field)
        self.allowed = sorted(allowed)


class NotUnderstood(Refusal):
    slug = "not-understood"
    sentence = N_("We did not understand this answer. Enter it in a different way.")


class UnexpectedField(Refusal):
    slug = "unexpected"
    sentence = N_("There is no field with this name.")


class NotAnObject(Refusal):
    slug = "not-an-object"
    sentence = N_("Send an object with named fields.")


class MoreMistakes(Refusal):
    slug = "more-mistakes"
    sentence = N_("And %(count)s more.")


def read(
    kind: type[T],
    value: Any,
    *,
    within: str = "",
    typed: bool = False,
    today: date | None = None,
) -> T:
    """Read a submitted value as a struct.

    `today` is the day from which words such as “tomorrow” count; without it they are no days.

    Raises InvalidInput with one refusal for each field that was not understood. Typed values come
    from programs: a number is then not accepted for a text, and an empty text is not a missing
    answer.
    """
    if not isinstance(value, Mapping):
        raise InvalidInput([NotAnObject(within or None)])
    values: dict[str, Any] = {}
    errors: list[Refusal] = []
    known = _fields(kind)
    for name in value:
        carried = name == TOKEN_FIELD and not typed
        if name not in known and kind.__struct_config__.forbid_unknown_fields and not carried:
            errors.append(UnexpectedField(_at(within, str(name)[:40])))
    for name, field in known.items():
        try:
            if name in value and not _empty(value[name], typed):
                at = _at(within, name)
                values[field.name] = _value(field.type, value[name], at, typed, today)
            elif field.required:
                errors.append(MissingAnswer(_at(within, name)))
        except InvalidInput as wrong:
            errors += wrong.errors
        except Refusal as refusal:
            refusal.field = refusal.field or _at(within, name)
            errors.append(refusal)
    if errors:
        raise InvalidInput(errors)
    return kind(**values)


@cache
def _fields(kind: type[msgspec.Struct]) -> dict[str, msgspec.structs.FieldInfo]:
    """Return the fields of a struct by their names in forms and JSON."""
    return {field.encode_name: field for field in msgspec.structs.fields(kind)}


def _at(within: str, name: str) -> str:
    return f"{within}.{name}" if within else name


def _empty(value: Any, typed: bool) -> bool:
    """Return whether an answer is missing.

    A field that accepts an empty text gets it as its default.
    """
    return value is None or (isinstance(value, str) and not typed and not value.strip())


def _value(kind: Any, value: Any, at: str, typed: bool, today: date | None) -> Any:
    bare = _bare(kind)
    if isinstance(value, Refusal):
        raise value
    if isinstance(bare, type) and issubclass(bare, msgspec.Struct):
        return read(bare, value, within=at, typed=typed, today=today)
    if typing.get_origin(bare) is list:
        return _list(typing.get_args(bare)[0], value, at, typed, today)
    if typed and not isinstance(value, {bool: bool, int: int | float}.get(bare, str)):
        raise NotANumber if bare is int else NotUnderstood
    if isinstance(value, str) and bare is not bytes:
        value = fields.text(value)
    if bare is str and isinstance(value, bool | int | float | list | dict):
        raise NotUnderstood
    if kind in (str, str | None) and isinstance(value, str) and len(value) > 200:
        raise fields.TooLong(most=200)
    if isinstance(value, str) and value.casefold() == "null" and bare is not str:
        raise _refusal(kind, bare, value, at)  # the word "null", which msgspec would read as None
    if bare is date and isinstance(value, str) and not typed:
        value = str(typed_days.parse(value, today) or value)
    if isinstance(value, bool) and bare is int:
        raise NotANumber
    if bare is int and isinstance(value, str):
        value = value.replace(" ", "").replace("\u00a0", "")
        if not re.fullmatch(r"-?[0-9]+", value):
            raise NotANumber
    try:
        return msgspec.convert(
            value, kind, strict=bare is not bool and not isinstance(value, str) and bare is not int
        )
    except (msgspec.ValidationError, ValueError, OverflowError) as reason:
        raise _refusal(kind, bare, value, at) from reason


def _list(kind: Any, value: Any, at: str, typed: bool, today: date | None) -> list[Any]:
    if not isinstance(value, list) or len(value) > 200:
        raise NotUnderstood(at)
    errors: list[Refusal] = []
    read_all: list[Any] = []
    for place, one in enumerate(value):
        try:
            read_all.append(_value(kind, one, f"{at}.{place}", typed, today))
        except InvalidInput as wrong:
            errors += wrong.errors
        except Refusal as refusal:
            refusal.field = refusal.field or f"{at}.{place}"
            errors.append(refusal)
    if errors:
        raise InvalidInput(errors)
    return read_all


def _bare(kind: Any) -> Any:
    """Return the type without its constraints and without None."""
    if typing.get_origin(kind) is typing.Annotated:
        return _bare(typing.get_args(kind)[0])
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return _bare(next(one for one in typing.get_args(kind) if one is not type(None)))
    return kind


def _limits(kind: Any) -> tuple[int, int] | None:
    """Return the lowest and highest number of a type, if a reader can learn something from them."""
    for one in (kind, *typing.get_args(kind)):
        for meta in _metas(one):
            if meta.ge is not None and meta.le is not None and meta.le <= _USEFUL_LIMIT:
                return meta.ge, meta.le
    return None


def _longest(kind: Any) -> int:
    """Return how many characters a text may have, unless it must also look like a code."""
    metas = [meta for one in (kind, *typing.get_args(kind)) for meta in _metas(one)]
    return next((meta.max_length for meta in metas if meta.max_length and not meta.pattern), 200)


def _metas(kind: Any) -> tuple[Any, ...]:
    return getattr(kind, "__metadata__", ())


def _refusal(kind: Any, bare: Any, value: Any, at: str) -> Refusal:
    if bare is int:
        whole = isinstance(value, int) or (
            isinstance(value, str) and value.strip().lstrip("-").isdigit()
        )
        return OutOfRange(at, _limits(kind)) if whole else NotANumber()
    if bare is date:
        return NotADay()
    if isinstance(bare, type) and issubclass(bare, Enum):
        return NotAChoice(allowed=(str(one.value) for one in bare))
    if typing.get_origin(bare) is typing.Literal:
        return NotAChoice(allowed=map(str, typing.get_args(bare)))
    longest = _longest(kind)
    if isinstance(value, str) and len(value) > longest and bare is not bytes:
        return fields.TooLong(most=longest)
    return NotUnderstood()


def errors_by_field(refusal: Refusal | None) -> dict[str, Refusal]:
    """Return the refusal of each field; one that belongs to no field has the empty name."""
    if refusal is None:
        return {}
    values: dict[str, Refusal] = {}
    for error in refusal.errors[:MAX_ERRORS]:
        values.setdefault(error.field or "", error)
    if len(refusal.errors) > MAX_ERRORS:
        values.setdefault("", MoreMistakes(count=len(refusal.errors) - MAX_ERRORS))
    return values


# Thousands are separated throughout and by one mark, or not at all.
_WHOLE = r"([0-9]{1,20}|[1-9][0-9]{0,2}([ .,])[0-9]{3}(?:\2[0-9]{3}){0,5})"
# Twelve hundred to one reader, one and a fifth to another: such an amount is asked for again, never
# rounded.
_AMBIGUOUS = re.compile(r"[0-9]{1,3}[.,][0-9]{3}")


def with_minor_units(typed: Mapping[str, Any], amount: str, currency: str) -> dict[str, Any]:
    """Return the typed answers with an amount in whole units ("1 200,50") as minor units.

    An amount that was not understood is replaced by its refusal, so that it cannot be mistaken for
    minor units.
    """
    values = dict(typed)
    if plain := " ".join(str(values.get(amount) or "").split()):
        places = exponent(str(values.get(currency) or ""))
        found = _parse_minor_units(plain, places)
        values[amount] = NotASum(places=places) if found is None else found
    return values


def _parse_minor_units(plain: str, places: int) -> int | None:
    found = re.fullmatch(
        _WHOLE + (rf"(?:(?!\2)[.,]([0-9]{{1,{places}}}))?" if places else "()"), plain
    )
    if found is None or (places == 2 and _AMBIGUOUS.fullmatch(plain)):
        return None
    return int(re.sub(r"[ .,]", "", found[1]) + (found[3] or "").ljust(places, "0"))


def format_amount(amount: int | None, currency: str) -> str:
    """Format an amount in minor units as it is typed into a form, with decimals only if needed."""
    if amount is None:
        return ""
    places = exponent(currency)
    whole, part = divmod(amount, 10**places)
    return f"{whole}.{part:0{places}}" if part else str(whole)


def parse_hidden_number(value: str) -> int:
    """Return a number from a hidden field; anything that is not one, or is too long, is 0."""
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else 0


def fields_of(kind: type[msgspec.Struct], typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that the fields of a struct name, without any others."""
    return {name: typed.get(name, "") for name in kind.__struct_fields__}


def fields_under(prefix: str, typed: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of one form on a page with several, by prefix and without it."""
    return {
        name.removeprefix(prefix): value for name, value in typed.items() if name.startswith(prefix)
    }


@contextmanager
def errors_under(prefix: str) -> Iterator[None]:
    """Add the prefix of a form to the fields of its errors."""
    try:
        yield
    except Refusal as refusal:
        for error in refusal.errors:
            error.field = f"{prefix}{error.field}" if error.field else None
        raise
