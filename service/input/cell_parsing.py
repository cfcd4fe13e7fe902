"""Parsing of cells of an uploaded table into the values they mean."""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec
from sqlmodel import SQLModel

from catalog.core.errors import InvalidInput, Refusal
from catalog.core.exchange_rates import exponent
from catalog.core.fields import CURRENCIES, TooLong
from catalog.vacancies.vacancies import Payer
from i18n import N_
from i18n.overlays import load_table
from i18n.scripts import fold
from service.input import forms

T = TypeVar("T", bound=msgspec.Struct)
Cells = dict[str, Any]
Reader = Callable[[Cells, str], Any]

_YES = ("yes", "ha", "да", "awa", "true")
_NO = ("no", "yoʻq", "нет", "joq", "false")
PAYERS = {fold(word): Payer.EMPLOYER for word in _YES} | {fold(word): Payer.NONE for word in _NO}
PAYERS |= {fold(payer.value): payer for payer in Payer}


# A language and its level at the beginning of a list, with what ends it. The letter of the level may
# be typed on a Cyrillic keyboard.
_LANGUAGE = re.compile(r"([^\d:,;]+?)\s*[:\s]\s*([A-Ca-cАВСавс][12])(?:[,;\s]+|$)")
_LATIN = str.maketrans("АВСавс", "ABCABC")
# Names of languages in each of ours; in Uzbek also without the word “tili”.
_NAMED = {
    fold(short): code
    for code, names in load_table("languages").items()
    for one in names.values()
    for short in (one, one.removesuffix(" tili"))
}


class EmptyCell(Refusal):
    slug = "empty-cell"
    sentence = N_("This cell is empty.")


class NotAnAmount(Refusal):
    slug = "not-an-amount"
    sentence = N_(
        "Enter the amount in digits and in the main unit of the currency, for "
        "example 2900000 or 1200.50."
    )


class NotACurrency(Refusal):
    slug = "not-a-currency"
    sentence = N_("Enter the currency as three letters, for example RUB.")


class NotAPayer(Refusal):
    slug = "not-a-payer"
    sentence = N_(
        "Enter who pays: employer, worker, state, shared or none. You can also enter yes or no."
    )


class NotLanguages(Refusal):
    slug = "not-languages"
    sentence = N_("Enter languages with levels from A1 to C2, for example Korean A2, English B1.")


class NotListed(Refusal):
    """A word that is not one of a fixed list, which a table cannot offer."""

    slug = "not-listed"
    sentence = N_("Enter one of these words: %(words)s.")


class NotYesOrNo(Refusal):
    slug = "not-yes-or-no"
    sentence = N_("Enter yes or no.")


def read(
    kind: type[T],
    cells: Mapping[str, str],
    readers: Mapping[str, Reader],
    *,
    longest: Mapping[str, int],
) -> T:
    """Read a row as a struct and report all its mistakes at once. Refuses: InvalidInput."""
    values, errors = dict(cells), []
    for name in cells:
        try:
            values[name] = readers[name](values, name) if name in readers else values[name]
        except Refusal as refusal:
            refusal.field = name
            errors.append(refusal)
            values.pop(name)
    found: T | None = None
    try:
        found = forms.read(kind, values)
    except InvalidInput as wrong:
        known = {error.field for error in errors}
        errors += [_for_cell(one) for one in wrong.errors if one.field not in known]
    errors += _too_long(values, longest)
    if errors or found is None:
        raise InvalidInput(errors)
    return found


def _for_cell(error: Refusal) -> Refusal:
    """Word the error of an answer for a cell of a table."""
    if isinstance(error, forms.MissingAnswer):
        return EmptyCell(error.field)
    if isinstance(error, forms.NotAChoice) and error.allowed:
        return NotListed(error.field, words=", ".join(error.allowed))
    return error


def lengths(table: type[SQLModel]) -> dict[str, int]:
    """Return the maximum length of each text column.

    SQLite would store what PostgreSQL refuses, so lengths are checked on input.
    """
    columns = table.metadata.tables[str(table.__tablename__)].columns
    return {
        column.name: length
        for column in columns
        if (length := getattr(column.type, "length", None))
    }


def _too_long(values: Mapping[str, Any], longest: Mapping[str, int]) -> list[Refusal]:
    return [
        TooLong(name, most=longest[name])
        for name, value in values.items()
        if isinstance(value, str) and len(value) > longest.get(name, len(value))
    ]


def day(cells: Cells, name: str) -> str:
    """Read 27.03.2026 as 2026-03-27, and drop the midnight that a workbook adds to a date."""
    found = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", cells[name])
    return (
        f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
        if found
        else cells[name].removesuffix(" 00:00:00")
    )


def money(cells: Cells, name: str) -> int:
    """Read an amount in whole units of the row's currency as minor units.

    A fraction finer than the currency has is a misread separator.
    """
    found = re.fullmatch(r"([0-9]{1,15})(?:[.,]([0-9]{1,3}))?", "".join(cells[name].split()))
    places = exponent(cells.get("currency", "").strip().upper())
    part = (found[2] or "") if found else ""
    if not found or len(part) > max(places, 2) or part[places:].strip("0"):
        raise NotAnAmount
    return int(found[1] + part[:places].ljust(places, "0"))


def payer(cells: Cells, name: str) -> str:
    found = PAYERS.get(fold(cells[name]))
    if found is None:
        raise NotAPayer
    return found.value


def parse_yes_no(cells: Cells, name: str) -> bool:
    found = PAYERS.get(fold(cells[name]))
    if found not in (Payer.EMPLOYER, Payer.NONE):
        raise NotYesOrNo
    return found is Payer.EMPLOYER


def currency(cells: Cells, name: str) -> str:
    found = str(cells[name]).strip().upper()
    if found not in CURRENCIES:
        raise NotACurrency
    return found


def languages(cells: Cells, name: str) -> str:
    """Return languages with their levels, named or by code: “Korean A2, en:B1” is ko:A2,en:B1."""
    left, found = cells[name].strip(), []
    while left:
        asked = _LANGUAGE.match(left)
        code = asked and (_NAMED.get(fold(asked[1])) or _language_code(asked[1]))
        if not asked or not code:
            raise NotLanguages
        found.append(f"{code}:{asked[2].translate(_LATIN).upper()}")
        left = left[asked.end() :]
    return ",".join(found)


def _language_code(text: str) -> str:
    return text.lower() if re.fullmatch(r"[A-Za-z]{2,3}", text) else ""


def upper(cells: Cells, name: str) -> str:
    return str(cells[name]).upper()


def lower(cells: Cells, name: str) -> str:
    return str(cells[name]).lower()


# The reader of each column of a vacancy.
VACANCY_READERS: dict[str, Reader] = {
    **dict.fromkeys(("wage_min", "wage_max", "worker_fee"), money),
    **dict.fromkeys(("housing", "meals", "travel", "insurance"), payer),
    **dict.fromkeys(("opens_on", "closes_on"), day),
    "country": upper,
    "currency": currency,
    "period": lower,
    "language_required": languages,
    "quota": parse_yes_no,
}
