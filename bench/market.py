"""An invented labour market by seed: vacancies and people, with common and rare trades and
countries."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final

import msgspec
import numpy as np

from bench.corpus import ROOT
from catalog.core.exchange_rates import NewRate, RateTable
from matching.scoring.eligibility import LEVELS, Level, Profile, Terms

DAY: Final = date(2026, 11, 25)
# Country, currency, usual monthly pay in minor units, units per euro in millionths, weight, and
# languages required.
_ABROAD: Final = (
    ("KR", "KRW", 2_200_000, 1_600_000_000, 30, ("ko:A1", "ko:A2", "ko:B1", "ko:A2,en:A2", "")),
    ("RU", "RUB", 9_000_000, 90_000_000, 25, ("", "ru:A2", "ru:B1")),
    ("TR", "TRY", 3_000_000, 50_000_000, 10, ("", "tr:A2")),
    ("DE", "EUR", 220_000, 1_000_000, 8, ("de:B1", "de:A2", "de:B2", "de:A2,en:B1")),
    ("PL", "PLN", 550_000, 4_300_000, 7, ("", "en:A2", "pl:A1")),
    ("AE", "AED", 300_000, 4_200_000, 6, ("en:A2", "en:B1", "")),
    ("KZ", "KZT", 35_000_000, 560_000_000, 5, ("", "ru:A2")),
    ("GB", "GBP", 210_000, 860_000, 4, ("en:A2", "en:B1", "")),
    ("JP", "JPY", 210_000, 165_000_000, 3, ("ja:A2", "ja:B1")),
    ("IL", "ILS", 900_000, 4_000_000, 2, ("en:A2", "he:A1", "")),
)
_AGES: Final = (
    (18, 39),
    (18, 45),
    (20, 50),
    (18, 35),
    (21, 45),
    (None, None),
    (None, 55),
    (25, None),
)
_LICENCES: Final = ("", "", "", "", "", "B", "C,CE", "6G")
_HOUSING: Final = ("employer", "employer", "employer", "worker", None, None, "state")
_TONGUES: Final = ("ru", "ru", "ru", "en", "en", "ko", "ko", "tr", "de", "ja")
_WISHES: Final = ("", "", "", "KR", "KR", "RU", "KR,RU", "DE,PL", "AE,TR")


class Person(msgspec.Struct, frozen=True):
    """A person with trades, languages and preferences, and the expiry date of their passport."""

    reference: str
    age: int | None
    trades: tuple[tuple[str, int, bool | None], ...]
    tongues: tuple[tuple[str, Level], ...]
    wage: int | None
    currency: str | None
    housing: bool | None
    available_from: date | None
    countries: str
    passport_until: date | None

    def profiles(self) -> list[Profile]:
        """Return the profiles that are scored: one for each trade and language."""
        facts: dict[str, Any] = {
            name: getattr(self, name)
            for name in ("age", "wage", "currency", "housing", "available_from", "passport_until")
        }
        spoken = self.tongues or ((None, None),)
        return [
            Profile(trade, years, language=language, level=level, certificate=certificate, **facts)
            for trade, years, certificate in self.trades
            for language, level in spoken
        ]


def groups() -> list[str]:
    """Return every unit group."""
    with (ROOT / "seed" / "occupations.tsv").open(encoding="utf-8", newline="") as lines:
        codes = [row["code"] for row in csv.DictReader(lines, delimiter="\t")]
    return sorted(code for code in codes if len(code) == 4)


def rates() -> RateTable:
    known = {currency: units for _, currency, _, units, *_ in _ABROAD} | {
        "USD": 1_100_000,
        "UZS": 13_000_000_000,
    }
    return RateTable(
        DAY,
        {
            code: NewRate(currency=code, on=DAY, millionths=units, source="")
            for code, units in known.items()
        },
    )


class Market:
    """A market by seed.

    The same seed gives the same vacancies, and the same person for the same number, however many
    are made.
    """

    def __init__(self, seed: int) -> None:
        self.seed, self.groups = seed, groups()
        chance = np.random.default_rng(seed)
        common = 1 / (np.arange(len(self.groups)) + 6)
        self.common = chance.permutation(common / common.sum())
        self.places = np.array([one[4] for one in _ABROAD]) / sum(one[4] for one in _ABROAD)

    def vacancies(self, size: int) -> list[Terms]:
        chance = np.random.default_rng([self.seed, 1])
        codes = chance.choice(len(self.groups), size, p=self.common)
        places = chance.choice(len(_ABROAD), size, p=self.places)
        numbers, luck = chance.permutation(size), chance.random((size, 8))
        return [
            self._vacancy(f"V-{number:07d}", self.groups[code], _ABROAD[place], one)
            for number, code, place, one in zip(numbers, codes, places, luck.tolist(), strict=True)
        ]

    def _vacancy(
        self, reference: str, isco08: str, place: tuple[Any, ...], luck: list[float]
    ) -> Terms:
        country, currency, usual, _, _, languages = place
        ages, years = _AGES[_at(luck[0], len(_AGES))], _at(luck[1], 7)
        pay = (
            None
            if luck[2] < 0.04
            else round(usual * (0.6 + 1.2 * luck[3]), -3 if usual > 10**6 else -2)
        )
        return Terms(
            reference,
            isco08,
            country,
            pay,
            currency,
            _HOUSING[_at(luck[4], len(_HOUSING))],
            languages[_at(luck[5], len(languages))],
            *ages,
            years if years < 6 else None,
            _LICENCES[_at(luck[6], len(_LICENCES))],
            DAY - timedelta(days=30),
            DAY + timedelta(days=_at(luck[7], 180)),
            (12, 24, 36)[_at(luck[2], 3)],
        )

    def people(self, first: int, last: int) -> Iterator[Person]:
        """Yield the people with these numbers, drawn a thousand at a time."""
        for begin in range(first - first % 1_000, last, 1_000):
            chance = np.random.default_rng([self.seed, 2, begin])
            codes = chance.choice(len(self.groups), (1_000, 3), p=self.common)
            drawn = zip(codes.tolist(), chance.random((1_000, 20)).tolist(), strict=True)
            for number, (trades, luck) in enumerate(drawn, start=begin):
                if first <= number < last:
                    yield self._person(number, trades, luck)

    def _person(self, number: int, codes: Sequence[int], luck: list[float]) -> Person:
        many = 1 + (luck[0] > 0.6) + (luck[0] > 0.9)
        trades = {
            self.groups[code]: (int(-6 * np.log(1 - own)), (None, True, False)[_at(paper, 3)])
            for code, own, paper in zip(codes[:many], luck[1:4], luck[4:7], strict=False)
        }
        spoken = {
            _TONGUES[_at(one, len(_TONGUES))]: Level(LEVELS[_at(well, 5)])
            for one, well in (luck[7:9], luck[9:11])
        }
        wishes = _at(luck[11], 5)
        currency, usual = (("USD", 100_000), ("UZS", 1_300_000_000), ("KRW", 2_000_000))[
            min(wishes, 2)
        ]
        wage = None if wishes > 2 else usual * (10 + _at(luck[12], 20)) // 20
        return Person(
            f"C-{number:08d}",
            18 + _at(luck[13], 38) if luck[13] > 0.05 else None,
            tuple((code, *rest) for code, rest in trades.items()),
            tuple(list(spoken.items())[: _at(luck[14], 3)]),
            wage,
            currency if wage else None,
            True if luck[15] > 0.6 else None,
            DAY + timedelta(days=_at(luck[16], 180)) if luck[16] > 0.5 else None,
            _WISHES[_at(luck[17], len(_WISHES))],
            DAY + timedelta(days=100 + _at(luck[18], 3_000)) if luck[19] > 0.4 else None,
        )


def _at(luck: float, many: int) -> int:
    """Return an index below `many`."""
    return min(int(luck * many), many - 1)
