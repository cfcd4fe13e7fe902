"""Test data of the market: vacancies of a licensed agency, and people with profiles."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final

from sqlalchemy import insert, update
from sqlmodel import Session

from bench import market
from bench.market import Market, Person
from catalog.core import exchange_rates
from catalog.core.actor import SYSTEM
from catalog.core.exchange_rates import NewRate
from catalog.reference import countries, occupations
from catalog.reference.countries import NewCountry
from catalog.reference.occupations import NewOccupation
from catalog.vacancies.vacancies import Vacancy
from matching.identity.persons import Citizen
from matching.profiles.profiles import LookingFor, Paper, PaperRow, TongueRow, TradeRow
from matching.scoring.eligibility import Terms
from service.infra.database import Database
from tests.support import cast

ON: Final = datetime(2026, 11, 25, 6, tzinfo=UTC)
BATCH: Final = 10_000


def fill(database: Database, size: int, people: int, seed: int) -> None:
    """Add vacancies and people, and the records that they need."""
    made = Market(seed)
    with database.write() as session:
        cast.settle(session, on=ON)
        ground(session, made.groups)
        like = cast.named(session, "published")
        stands = {
            "agency": like.agency,
            "employer": like.employer,
            "state": "published",
            "published_at": ON,
        }
        session.execute(update(Vacancy).values(state="withdrawn"))
        _insert(session, Vacancy, (_vacancy(one) | stands for one in made.vacancies(size)))
    for first in range(0, people, BATCH):
        with database.write() as session:
            _people(session, list(made.people(first, min(first + BATCH, people))))


def ground(session: Session, groups: Sequence[str]) -> None:
    known = {one.code for one in cast.COUNTRIES}
    abroad = [
        (country, currency) for country, currency, *_ in market._ABROAD if country not in known
    ]
    countries.load(
        session,
        [NewCountry(country, currency, "0", True) for country, currency in abroad],
        by=SYSTEM,
        on=ON,
    )
    named = [
        NewOccupation(code, 4, code[:3], *([code] * 10))
        for code in groups
        if code not in cast.OCCUPATIONS
    ]
    occupations.load(session, named, by=SYSTEM, on=ON)
    fresh = market.rates().per_euro.values()
    exchange_rates.load(
        session,
        [NewRate(one.currency, market.DAY, one.millionths, "invented") for one in fresh],
        by=SYSTEM,
        on=ON,
    )
    session.flush()


def _vacancy(one: Terms) -> dict[str, Any]:
    """Return the columns of a vacancy; those that do not affect the score are the same for all."""
    return {name: getattr(one, name) for name in one.__struct_fields__} | {
        "external_id": one.reference,
        "title": "Invented",
        "language": "en",
        "seats": 5,
        "seats_taken": 0,
        "version": 1,
        "wage_min": one.pay_month or 0,
        "wage_max": one.pay_month or 0,
        "period": "month" if one.pay_month is not None else "day",
        "classified": False,
        "quota": False,
        "description": "",
        "city": "",
        "decision": "",
    }


def _people(session: Session, people: Sequence[Person]) -> None:
    facts = {
        "language": "uz",
        "sex": "not_stated",
        "age_band": "not_stated",
        "region": "not_stated",
        "recorded_by": "",
    }
    names = (
        {"reference": one.reference, "name": "x", "name_key": "x", "recorded_at": ON} | facts
        for one in people
    )
    _insert(session, Citizen, names)
    _insert(session, LookingFor, map(_wishes, people))
    _insert(session, TradeRow, (row for one in people for row in _trades(one)))
    _insert(session, TongueRow, (row for one in people for row in _tongues(one)))
    _insert(session, PaperRow, (_passport(one) for one in people if one.passport_until))


def _trades(one: Person) -> Iterator[dict[str, Any]]:
    for code, years, paper in one.trades:
        yield {"citizen": one.reference, "isco08": code, "years": years, "certificate": paper}


def _tongues(one: Person) -> Iterator[dict[str, Any]]:
    for language, level in one.tongues:
        yield {
            "citizen": one.reference,
            "language": language,
            "level": level.value,
            "tested_on": None,
            "valid_until": None,
        }


def _passport(one: Person) -> dict[str, Any]:
    return {
        "citizen": one.reference,
        "kind": Paper.PASSPORT.value,
        "issued_on": None,
        "expires_on": one.passport_until,
    }


def _wishes(one: Person) -> dict[str, Any]:
    born = market.DAY.replace(year=market.DAY.year - one.age) if one.age is not None else None
    return {
        "citizen": one.reference,
        "version": 1,
        "born_on": born,
        "education": None,
        "driving": "",
        "countries": one.countries,
        "wage": one.wage,
        "currency": one.currency,
        "housing": one.housing,
        "available_from": one.available_from,
        "hour": None,
        "looking": True,
        "told_of": True,
        "changed_at": ON,
    }


def _insert(session: Session, table: type[Any], rows: Iterable[dict[str, Any]]) -> None:
    for some in _batched(rows):
        session.execute(insert(table).execution_options(render_nulls=True), some)


def _batched(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    left = iter(rows)
    while some := list(islice(left, BATCH)):
        yield some
