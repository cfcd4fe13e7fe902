"""The invented vacancies: plausible employers, places and pay for each country and occupation."""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import TypeVar

import msgspec

from catalog.vacancies.vacancies import NewVacancy, Payer, Period
from seed import reference
from seed.demonstration.adverts import Adverts
from seed.demonstration.money import minor
from seed.demonstration.schedule import Days, working_days_in
from seed.reference import Row

T = TypeVar("T")


class Job(msgspec.Struct):
    """A vacancy with the agency that offers it and the employer (a row of the table)."""

    number: int
    vacancy: NewVacancy
    agency: str
    employer: Row
    # How many working days ago it opened, and the most that the agency can have submitted it ago.
    opened: int
    since: int


class Jobs:
    def __init__(self, days: Days, dice: Random) -> None:
        self._days, self._dice = days, dice
        self.adverts = Adverts(dice)
        self._corridors = {row["country"]: row for row in reference.rows("demo/corridors.tsv")}
        self._trades = {
            row["sector"]: row["codes"].split() for row in reference.rows("demo/trades.tsv")
        }
        self.employers: dict[str, list[Row]] = {country: [] for country in self._corridors}
        for row in reference.rows("demo/employers.tsv"):
            self.employers[row["country"]].append(row)
        listed = list(reference.rows("demo/agencies.tsv"))
        self._agencies = [row["id"] for row in listed for _ in range(_share(row))]
        self._since = {
            row["id"]: max(working_days_in(int(row["since"] or 700)) - 4, 1) for row in listed
        }

    def invent(self, number: int, *, country: str | None = None, agency: str | None = None) -> Job:
        """Invent one more vacancy; the same number of calls always gives the same vacancies."""
        weights = [int(row["weight"]) for row in self._corridors.values()]
        corridor = self._corridors[country or self._dice.choices(list(self._corridors), weights)[0]]
        employer = self._dice.choice(self.employers[corridor["country"]])
        isco08 = _pick_ranked(self._dice, self._trades[employer["sector"]])
        opened, closes = self._open()
        vacancy = self._vacancy(number, corridor, employer, isco08, closes)
        if self._dice.random() < 0.06:
            vacancy.age_min, vacancy.age_max = 18, self._dice.choice((45, 50, 55))
        if agency == "STATE":
            vacancy.quota, vacancy.age_min, vacancy.age_max = True, 18, 39
            vacancy.language_required, vacancy.worker_fee = "ko:A2", 0
        if self._dice.random() < 0.88:
            vacancy.description = self.adverts.describe(vacancy, employer["sector"])
        agency = agency or self._dice.choice(self._agencies)
        since = self._since[agency]
        opened = min(opened, since - 1)
        vacancy.opens_on = self._days.working_day(opened)
        vacancy.closes_on = max(vacancy.opens_on, vacancy.closes_on)
        return Job(number, vacancy, agency, employer, opened, since)

    def _vacancy(
        self, number: int, corridor: Row, employer: Row, isco08: str, closes: date
    ) -> NewVacancy:
        dice = self._dice
        language = dice.choice(corridor["languages"].split())
        hours = int(dice.choice(corridor["hours"].split()))
        low, high = self._pay(corridor, isco08, hours)
        licence = self.adverts.say("licence", isco08, language)
        return NewVacancy(
            external_id=f"NAMUNA-{number:05}",
            title=self.adverts.title(isco08, language),
            language=language,
            country=corridor["country"],
            city=employer["city"],
            isco08=isco08,
            classified=dice.random() < 0.15,
            seats=_pick_ranked(dice, (2, 5, 1, 3, 10, 4, 8, 6, 15, 20, 12, 25, 30, 40, 50, 60)),
            wage_min=low,
            wage_max=high,
            currency=corridor["currency"],
            period=Period(corridor["period"]),
            hours_per_week=_maybe(dice, hours, 1 if corridor["period"] == "hour" else 0.9),
            housing=self._payer(corridor["housing"]),
            meals=self._payer(corridor["meals"]),
            travel=self._payer(corridor["travel"]),
            insurance=self._payer("75"),
            worker_fee=_maybe(dice, 0, 0.86),
            language_required=self._language(corridor, isco08),
            experience_years=dice.choice((1, 2, 3)) if licence else self._experience(isco08),
            opens_on=closes,
            closes_on=closes,
            licence_required=licence,
            contract_months=_maybe(dice, int(dice.choice(corridor["months"].split())), 0.92),
        )

    def _pay(self, corridor: Row, isco08: str, hours: int) -> tuple[int, int]:
        """The lowest and highest pay, within the usual range; overtime is paid at one and a
        half."""
        currency = corridor["currency"]
        least, most = (minor(amount, currency) for amount in corridor[f"pay{isco08[0]}"].split("-"))
        step, norm = minor(corridor["step"], currency), int(corridor["norm"])
        if corridor["period"] == "month" and hours > norm:
            least, most = (pay + pay * (hours - norm) * 3 // (norm * 2) for pay in (least, most))
        low = least + int((most - least) * self._dice.random() * 0.6)
        high = low + int((most - low) * self._dice.random())
        return -(-low // step) * step, -(-high // step) * step

    def _open(self) -> tuple[int, date]:
        """How many working days ago it opened, and when it closes.

        Most stay open for weeks; a few close within days, today, or are over.
        """
        dice = self._dice
        opened = int(43 * dice.random() ** 1.3)
        chance = dice.random()
        if chance < 0.02:
            return 43, self._days.day(-dice.randint(1, 15))
        ahead = (
            0 if chance < 0.03 else dice.randint(1, 9) if chance < 0.07 else dice.randint(10, 120)
        )
        return opened, self._days.day(ahead)

    def _payer(self, percent: str) -> Payer | None:
        chance = self._dice.random() * 100
        if chance < int(percent):
            return Payer.EMPLOYER
        rest = (Payer.WORKER, Payer.SHARED, Payer.NONE, None, None)
        return self._dice.choice(rest)

    def _language(self, corridor: Row, isco08: str) -> str:
        if isco08[0] in "12" and isco08[:2] != "22":
            return self._dice.choice(corridor["office"].split())
        kind = "care" if isco08[:2] in ("22", "32", "53") else "speaks"
        language = self._dice.choice(corridor[kind].split())
        return "" if language == "-" else language

    def _experience(self, isco08: str) -> int | None:
        skilled = (0, 1, 1, 2, 2, 3, 5, None) if isco08[0] in "12378" else (0, 0, 0, 1, None)
        return self._dice.choice(skilled)


def _share(row: Row) -> int:
    """The weight of an agency: those with an active licence have most vacancies.

    Others have a few, so that their hiding can be seen.
    """
    if row["status"] == "state":
        return 0
    lives = row["status"] == "valid" and row["country"] == "UZ" and row["order"] in ("", "surveil")
    return 10 if lives and int(row["until"]) >= 0 else 3


def _pick_ranked(dice: Random, values: Sequence[T]) -> T:
    """One of the values, earlier ones more often."""
    return dice.choices(values, [1 / (place + 2) ** 0.7 for place in range(len(values))])[0]


def _maybe(dice: Random, value: T, chance: float) -> T | None:
    return value if dice.random() < chance else None
