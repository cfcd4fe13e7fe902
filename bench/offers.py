"""Verdicts on labelled offers: no false one is a genuine match, and true ones are not warned of.

`./musofir bench offers [HOME] [--shows]` fills a temporary home with the demonstration of the day
of the labels, or reads a HOME filled before. bench/offers.jsonl was written from public pages only,
by people who do not know the code; `--shows` prints the true offers that are warned of.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Final

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import fields
from catalog.employers.employers import Employer
from catalog.licensing.agencies import Agency
from catalog.vacancies.vacancies import Vacancy, may_be_shown
from matching.fraud import offer_check
from matching.fraud.offer import OfferCheck, OfferInput, Verdict
from matching.identity import personal_names
from matching.search.register_cache import RegisterCache
from seed import demonstration, reference
from service.commands import home, migrate
from service.infra.database import Database
from service.infra.settings import Settings
from service.input import forms
from service.pages.public.offer_check import read_trade

LABELS: Final = Path(__file__).parent / "offers.jsonl"
DAY: Final = date(2026, 11, 30)  # on which the labels were written
LEAST_TRUE: Final = 0.95
NAMES, SEED = 500, 18
GOOD: Final = frozenset({Verdict.GENUINE_MATCH, Verdict.FITS_SO_FAR})
FRAUD: Final = frozenset({Verdict.LIKELY_FRAUD, Verdict.KNOWN_SCAM})


class Labelled(msgspec.Struct):
    """An offer as typed, whether all of it is true, and what the main lie is."""

    id: str
    params: dict[str, Any]
    truth: str
    lie: str | None = None


class Checker:
    """Checks of offers on one demonstration, as the page and the API make them."""

    def __init__(self, session: Session, today: date) -> None:
        self.session, self.today, self.register_cache = session, today, RegisterCache()
        self.register_cache.refresh(session, today)

    def check(self, params: dict[str, Any]) -> OfferCheck:
        values = {name: value for name, value in params.items() if name != "vacancy_of"}
        if "vacancy_of" in params:
            values["vacancy"] = self._number(*params["vacancy_of"])
        trade = read_trade(values, self.register_cache)
        values.pop("trade", None)
        offer = forms.read(OfferInput, values)
        known = self.register_cache.known(self.session, self.today)
        return offer_check.check(self.session, known, offer, trade)

    def _number(self, agency: str, employer: str, title: str) -> str:
        """The number of the vacancy of these names, which each home draws by lot."""
        asked = select(col(Vacancy.reference)).join(Agency).join(Employer)
        asked = asked.where(col(Agency.name) == agency, col(Employer.name) == employer)
        asked = asked.where(col(Vacancy.title) == title, may_be_shown(self.today))
        return str(self.session.execute(asked.order_by(col(Vacancy.reference))).scalars().first())


def labelled(path: Path = LABELS) -> list[Labelled]:
    return [msgspec.json.decode(line, type=Labelled) for line in path.read_bytes().splitlines()]


def common_names(count: int = NAMES) -> list[str]:
    """Random names of people, of the given names and surnames that many bear."""
    dice = Random(SEED)
    given = personal_names.COMMON.split()
    surnames = sorted({f"{name.capitalize()}ov{end}" for name in given for end in ("", "a")})
    rows = [row["name"] for row in reference.rows("demo/names.tsv")]
    first = [name.capitalize() for name in given] + rows
    return [f"{dice.choice(surnames)} {dice.choice(first)}" for _ in range(count)]


def firms(session: Session) -> list[str]:
    """The names of all firms of the registers that are not on the black list."""
    rows = session.execute(select(Agency)).scalars()
    return [name for row in rows for name in (row.name, row.name_local) if name]


def barred(checker: Checker, name: str) -> bool:
    """Whether a firm of this name is itself on the black list."""
    return any(
        checker.register_cache.frauds(checker.session).of_agency(firm)
        for firm in checker.register_cache.names.exact(name)
    )


@contextmanager
def open_demonstration(given: str) -> Iterator[Database]:
    """The demonstration in a home filled before, or in a temporary one of the day of the labels."""
    if given:
        with home.open_database(Settings(home=Path(given), demonstration=True)) as database:
            yield database
        return
    with TemporaryDirectory() as folder:
        made = Settings(home=Path(folder))
        with home.open_database(made, new=True) as database:
            migrate.bring_up_to_date(database, made.heads_file)
            demonstration.load(database, datetime.combine(DAY, time(10), fields.TASHKENT))
            yield database


def main(given: str = "", shows: bool = False) -> int:
    with open_demonstration(given) as database, database.read() as session:
        checker = Checker(session, DAY)
        offers = labelled()
        found = [(one, checker.check(one.params)) for one in offers]
        called = {
            "firms of the register": [
                name
                for name in firms(session)
                if not barred(checker, name) and checker.check({"agency": name}).verdict in FRAUD
            ],
            "common names": [
                name for name in common_names() if checker.check({"agency": name}).verdict in FRAUD
            ],
        }
    return report(found, called, shows)


def report(
    found: list[tuple[Labelled, OfferCheck]], called: dict[str, list[str]], shows: bool
) -> int:
    genuine = Verdict.GENUINE_MATCH
    wrong = [one for one, answer in found if one.truth == "false" and answer.verdict is genuine]
    true = [(one, answer) for one, answer in found if one.truth == "true"]
    alarms = [(one, answer) for one, answer in true if answer.verdict not in GOOD]
    share = 1 - len(alarms) / len(true)
    kinds = Counter((one.lie or "true", answer.verdict.value) for one, answer in found)
    for (lie, verdict), number in sorted(kinds.items()):
        print(f"{lie:28} {verdict:22} {number:4}")
    for one, answer in alarms if shows else ():
        print(
            one.id,
            one.params,
            answer.verdict.value,
            [reason.code for reason in answer.reasons],
        )
    print(f"offers {len(found)}, false ones called genuine: {len(wrong)} (limit 0)")
    print(f"true ones genuine or fitting so far: {share:.1%} (at least {LEAST_TRUE:.0%})")
    for kind, names in called.items():
        print(f"{kind} called fraud: {len(names)} (limit 0) {names[:5]}")
    return int(bool(wrong) or share < LEAST_TRUE or any(called.values()))


if __name__ == "__main__":
    places = [word for word in sys.argv[1:] if not word.startswith("-")]
    sys.exit(main(places[0] if places else "", "--shows" in sys.argv))
