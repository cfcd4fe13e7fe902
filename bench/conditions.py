"""Searches that state conditions: whether the first ten results meet all that was asked.

`./musofir bench conditions [FILE] [HOME]` fills a temporary home with the demonstration, or reads
one; without a file, it uses the queries of bench/conditions.jsonl. They were written without
knowledge of the lexicon and mended since; those of bench/conditions_held_out.jsonl were asked once
and nothing was mended for them (docs/measurements.md).
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import msgspec

from catalog.core import fields
from catalog.core.exchange_rates import exponent
from matching.search import search_results
from matching.search.filters import ALL
from matching.search.register_cache import RegisterCache
from matching.search.search_results import Item, Listing
from seed import demonstration
from service.commands import home as open_home
from service.commands import migrate
from service.infra.database import Database
from service.infra.settings import Settings

OWN: Final = Path(__file__).parent / "conditions.jsonl"
_WEEKS: Final = 52 / 12
_MARK: Final = " (namuna)"  # which the demonstration adds to each invented firm


class Wanted(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a query says; the prefixes are those of ISCO-08."""

    occupations: tuple[str, ...] = ()
    not_occupation: tuple[str, ...] = ()
    country: str | None = None
    countries: tuple[str, ...] = ()
    not_country: str | None = None
    not_countries: tuple[str, ...] = ()
    city: str | None = None
    housing: bool = False
    meals: bool = False
    travel: bool = False
    no_language: bool = False
    language: str | None = None
    no_experience: bool = False
    no_fee: bool = False
    max_hours: int | None = None
    min_months: int | None = None
    max_months: int | None = None
    employer: str | None = None
    agency: str | None = None
    wage_min: tuple[float, str, str] | None = None  # amount, currency, "month" or "hour"


class Labelled(msgspec.Struct, frozen=True):
    """A query as typed, what it says, and whether some vacancy meets all of it."""

    q: str
    lang: str
    wants: Wanted
    possible: bool


class Answer(msgspec.Struct):
    asked: Labelled
    found: Listing
    unmet: list[tuple[str, ...]]  # by each of the first ten results

    @property
    def hit(self) -> bool:
        """One result meets everything, and all meet every condition besides the work."""
        conditions = [set(one) - {"occupations"} for one in self.unmet]
        return () in self.unmet and not any(conditions)

    @property
    def named(self) -> bool:
        return not self.found.items or bool(self.found.understood.relaxed)


class _Judge:
    """Compares a vacancy with what is wanted."""

    def __init__(self, register_cache: RegisterCache) -> None:
        self._rates = register_cache.rates

    def unmet(self, item: Item, wanted: Wanted) -> tuple[str, ...]:
        values = msgspec.structs.asdict(wanted)
        return tuple(
            name
            for name, value in values.items()
            if value not in (None, False, ()) and not _MEETS[name](item, value, self)
        )

    def pays(self, item: Item, wanted: tuple[float, str, str]) -> bool:
        amount, currency, period = wanted
        pay = item.pay_month
        if pay is None:
            return False
        pay = self._rates.convert(pay, item.currency, currency)
        if pay is None:
            return False
        if period == "hour":
            pay = int(pay / ((item.hours_per_week or 40) * _WEEKS))
        # The highest pay of the range counts, as one who reads “2 000 to 2 500” would say.
        share = item.wage_max / max(item.wage_min, 1)
        enough: bool = pay * share >= amount * 10 ** exponent(currency) * 0.98
        return enough


def _starts(item: Item, groups: Sequence[str]) -> bool:
    return (item.isco08 or "").startswith(tuple(groups))


_MEETS: Final[dict[str, Callable[[Item, Any, _Judge], bool]]] = {
    "occupations": lambda item, groups, _: _starts(item, groups),
    "not_occupation": lambda item, groups, _: not _starts(item, groups),
    "country": lambda item, code, _: item.country == code,
    "countries": lambda item, codes, _: item.country in codes,
    "not_country": lambda item, code, _: item.country != code,
    "not_countries": lambda item, codes, _: item.country not in codes,
    "city": lambda item, name, _: item.city == name,
    "housing": lambda item, _, __: item.housing == "employer",
    "meals": lambda item, _, __: item.meals == "employer",
    "travel": lambda item, _, __: item.travel == "employer",
    "no_language": lambda item, _, __: not item.language_required,
    "language": lambda item, code, _: (
        code in [one.split(":")[0] for one in item.language_required.split(",")]
    ),
    "no_experience": lambda item, _, __: not item.experience_years,
    "no_fee": lambda item, _, __: item.worker_fee == 0,
    "max_hours": lambda item, most, _: (item.hours_per_week or 999) <= most,
    "min_months": lambda item, least, _: (item.contract_months or 0) >= least,
    "max_months": lambda item, most, _: (item.contract_months or 999) <= most,
    "employer": lambda item, name, _: item.employer.removesuffix(_MARK) == name,
    "agency": lambda item, name, _: item.agency_name == name,
    "wage_min": lambda item, wanted, judge: judge.pays(item, wanted),
}


def queries(path: Path) -> list[Labelled]:
    return [msgspec.json.decode(line, type=Labelled) for line in path.read_bytes().splitlines()]


@contextmanager
def home(path: Path | None) -> Iterator[Database]:
    """The home that is named, or a temporary one with the demonstration."""
    with TemporaryDirectory() as temporary:
        given = Settings(home=path or Path(temporary))
        with open_home.open_database(given, new=path is None) as database:
            if path is None:
                migrate.bring_up_to_date(database, given.heads_file)
                demonstration.load(database, fields.now())
            yield database


def answers(database: Database, some: Sequence[Labelled]) -> list[Answer]:
    today = fields.tashkent_day(fields.now())
    register_cache = RegisterCache()
    with database.read() as session:
        register_cache.refresh(session, today)
        judge, found = _Judge(register_cache), []
        for asked in some:
            listing = search_results.page(session, register_cache, asked.q, ALL, today, limit=10)
            unmet = [judge.unmet(item, asked.wants) for item in listing.items]
            found.append(Answer(asked, listing, unmet))
    return found


def line(label: str, some: Sequence[Answer]) -> str:
    possible = [answer for answer in some if answer.asked.possible]
    others = [answer for answer in some if not answer.asked.possible]
    hit = sum(answer.hit for answer in possible) / max(len(possible), 1)
    one = sum(() in answer.unmet for answer in possible) / max(len(possible), 1)
    every = sum(bool(a.unmet) and not any(a.unmet) for a in possible) / max(len(possible), 1)
    named = sum(answer.named for answer in others) / max(len(others), 1)
    return (
        f"{label:24} {len(possible):4}   hit@10 {hit:.3f}   one of ten {one:.3f}   all ten {every:.3f}"
        f"   impossible {len(others):3}   named {named:.3f}"
    )


def main(words: Sequence[str]) -> None:
    file = Path(words[0]) if words else OWN
    with home(Path(words[1]) if len(words) > 1 else None) as database:
        found = answers(database, queries(file))
    by: dict[str, list[Answer]] = defaultdict(list)
    for answer in found:
        for label in (answer.asked.lang, *msgspec.to_builtins(answer.asked.wants)):
            by[label].append(answer)
    print(line("all", found))
    for label in sorted(by):
        print(line(label, by[label]))
    for answer in found:
        if not (answer.hit if answer.asked.possible else answer.named):
            understood = answer.found.understood
            print(
                "MISS",
                repr(answer.asked.q),
                msgspec.to_builtins(answer.asked.wants),
                "got",
                answer.found.total,
                answer.unmet[:3],
                [item.title for item in answer.found.items[:2]],
                "by",
                understood.words,
                understood.country,
                understood.conditions.stated(),
                understood.firm,
                understood.relaxed,
            )


if __name__ == "__main__":
    main(sys.argv[1:])
