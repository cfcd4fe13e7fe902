"""The year 2019 as records of invented people, imported to match the printed report's counts."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import msgspec

from catalog.core.actor import SYSTEM
from seed import reference
from seed.year_2019 import advice, money, people, protection, work
from seed.year_2019.people import Group
from service.infra.database import Database
from service.reporting.annual import frozen_year

YEAR = 2019
# Counts below this stay whole when only a part of the year is made.
SMALL_COUNT = 102
_Loader = Callable[[Database, Group, Sequence[int], datetime], None]


class Kind(msgspec.Struct, frozen=True):
    """How records of one kind are imported, and how many in one transaction."""

    take: _Loader
    batch: int


KINDS = {
    "placement": Kind(work.load_placements, 500),
    "advice": Kind(advice.load_sessions, 2_000),
    "victim": Kind(protection.load_cases, 10),
    "claim": Kind(money.load_claims, 10),
}


def groups(part: int = 1) -> list[Group]:
    """The lines of the report; with `part`, large counts are divided by it."""
    return [_group(row, part) for row in reference.rows("year_2019.tsv")]


def _group(row: reference.Row, part: int) -> Group:
    count = int(row["count"])
    return Group(
        row["kind"],
        row["country"] or None,
        row["post"] or None,
        count if count < SMALL_COUNT else count // part,
        int(row["each_usd"] or 0) * 100,
    )


class YearAlreadySigned(Exception):
    """The figures of 2019 are signed: no invented people may be added to them."""


def load(database: Database, on: datetime, part: int = 1) -> Iterator[int]:
    """Import the missing records; yield after each transaction how many it processed.

    Safe to interrupt and repeat. Raises YearAlreadySigned before anything is written, or between
    two transactions if the year is signed meanwhile.
    """
    require_unsigned(database)
    with database.write() as session:
        reference.load(session, by=SYSTEM, on=on)
        people.state_agency_number(session, on=on)
    for group in groups(part):
        kind = KINDS[group.kind]
        for begin in range(0, group.count, kind.batch):
            numbers = range(begin + 1, min(begin + kind.batch, group.count) + 1)
            require_unsigned(database)
            kind.take(database, group, numbers, on)
            yield len(numbers)


def require_unsigned(database: Database) -> None:
    """Check that the year is not signed. Raises YearAlreadySigned."""
    with database.read() as session:
        if frozen_year.list_for_year(session, YEAR):
            raise YearAlreadySigned
