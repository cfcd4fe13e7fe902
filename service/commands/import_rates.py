"""Import of exchange rates as a bank publishes them: units of a currency for one euro."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import exchange_rates
from catalog.core.errors import Refusal
from catalog.core.exchange_rates import NewRate, Rate
from catalog.core.fields import CurrencyCode, Line
from i18n import N_
from service.commands import central_bank_rates
from service.commands.import_options import ImportContext, ImportKind, Outcome
from service.input import cell_parsing

HEADERS = ("currency", "on", "per_euro", "source")
LARGEST = 10**15


class NotARate(Refusal):
    slug = "not-a-rate"
    sentence = N_("Enter how many units of the currency one euro is worth, for example 1.0837.")


class RateRow(msgspec.Struct):
    currency: CurrencyCode
    on: date
    per_euro: int
    source: Line


def read(values: Mapping[str, str]) -> NewRate:
    readers = {"currency": cell_parsing.upper, "on": cell_parsing.day, "per_euro": _millionths}
    found = cell_parsing.read(RateRow, values, readers, longest=cell_parsing.lengths(Rate))
    return NewRate(found.currency, found.on, found.per_euro, found.source)


def _millionths(row: cell_parsing.Cells, name: str) -> int:
    try:
        worth = int(Decimal("".join(row[name].split()).replace(",", ".")) * exchange_rates.SCALE)
    except (ArithmeticError, ValueError) as reason:
        raise NotARate from reason
    if not 0 < worth < LARGEST:
        raise NotARate
    return worth


def import_batch(
    session: Session, batch: list[NewRate], asked: ImportContext
) -> list[Outcome | Refusal]:
    """Import rates; one that is there already stays, since payments may depend on it."""
    days = {rate.on for rate in batch}
    held = select(col(Rate.currency), col(Rate.on)).where(col(Rate.on).in_(days))
    known = {(currency, day) for currency, day in session.execute(held)}
    exchange_rates.load(session, batch, by=asked.by, on=asked.on)
    return [Outcome.SAME if (rate.currency, rate.on) in known else Outcome.NEW for rate in batch]


KIND = ImportKind(
    "currency+on",
    HEADERS,
    frozenset(HEADERS),
    read,
    import_batch,
    open=central_bank_rates.open_sheet,
)
