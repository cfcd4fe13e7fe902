"""A page of search results, checked again in the database, with each recruiter's status."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from sqlalchemy import Select, bindparam, select
from sqlmodel import Session, col

from catalog.core.exchange_rates import RateTable
from catalog.core.fields import Count, CountryCode, CurrencyCode, IscoGroup, Minor
from catalog.employers.employers import Employer
from catalog.licensing import licences
from catalog.licensing.agencies import Agency, AgencySummary
from catalog.vacancies import vacancies, vacancy_numbers
from catalog.vacancies.vacancies import Vacancy
from i18n.scripts import has_cyrillic, tokens
from matching.lexicon.stemming import stems
from matching.search import relaxation, search
from matching.search.explain import Fact
from matching.search.filters import Filters
from matching.search.query import ParsedQuery, parse_query
from matching.search.register_cache import RegisterCache
from matching.search.search import Order

_PLAIN = (
    *(
        "reference",
        "title",
        "language",
        "isco08",
        "country",
        "city",
        "wage_min",
        "wage_max",
        "currency",
        "period",
    ),
    *(
        "pay_month",
        "hours_per_week",
        "housing",
        "meals",
        "travel",
        "insurance",
        "worker_fee",
        "language_required",
    ),
    *(
        "age_min",
        "age_max",
        "experience_years",
        "licence_required",
        "contract_months",
        "opens_on",
        "closes_on",
        "quota",
    ),
)


Spoken = Annotated[str, Meta(min_length=2, max_length=8, pattern=r"^[a-z]{2,8}\Z")]


class Query(msgspec.Struct):
    """The fields of a search; the wage is the minimum a month, in minor units."""

    q: str = ""
    country: CountryCode | None = None
    occupation: IscoGroup | None = None
    wage_min: Minor | None = None
    currency: CurrencyCode = "UZS"
    language: Spoken | None = None
    housing: bool | None = None
    language_not: Spoken | None = None
    meals: bool | None = None
    travel: bool | None = None
    insurance: bool | None = None
    no_fee: bool | None = None
    state_programme: bool | None = None
    hours_max: Count | None = None
    months_min: Count | None = None
    months_max: Count | None = None
    experience_max: Count | None = None
    sort: Order = Order.FIT
    offset: Count = 0


class Item(msgspec.Struct, kw_only=True):
    """One vacancy with its employer, its recruiter's status today, and why it was found."""

    reference: str
    title: str
    language: str
    isco08: str | None
    country: str
    city: str
    wage_min: int
    wage_max: int
    currency: str
    period: str
    pay_month: int | None
    hours_per_week: int | None
    housing: str | None
    meals: str | None
    travel: str | None
    insurance: str | None
    worker_fee: int | None
    language_required: str
    age_min: int | None
    age_max: int | None
    experience_years: int | None
    licence_required: str
    contract_months: int | None
    opens_on: date
    closes_on: date
    quota: bool
    seats: int
    seats_left: int
    employer: str
    employer_warning: str
    agency_id: str
    agency_kind: str
    agency_name: str
    agency_state: licences.State
    agency_licence_no: str | None
    agency_valid_to: date | None
    why: tuple[Fact, ...] = ()


class Listing(msgspec.Struct):
    """A page of results; `next_offset` is where the next one begins, if there is one."""

    items: list[Item]
    total: int
    next_offset: int | None
    understood: ParsedQuery


# The filters that a search and the index have by the same names.
_SAME = tuple(set(Query.__struct_fields__) & set(Filters.__struct_fields__) - {"wage_min"})


def filters(rates: RateTable, asked: Query) -> Filters:
    """The filters of the index; a currency without a recent rate is left out."""
    least = (
        None
        if asked.wage_min is None
        else relaxation.least_pay(rates, asked.wage_min, asked.currency)
    )
    return Filters(wage_min=least, **{name: getattr(asked, name) for name in _SAME})


def page(
    session: Session,
    register_cache: RegisterCache,
    query: str,
    filters: Filters,
    today: date,
    *,
    limit: int = 20,
    offset: int = 0,
    order: Order = Order.FIT,
) -> Listing:
    """The best vacancies in order, without those that may no longer be shown.

    A query that is the number of a vacancy leads to this one alone, whatever the filters.
    """
    if named := of_number(session, register_cache, query, today):
        return Listing(named, 1, None, parse_query(query, register_cache.lexicon))
    found = search.find(
        register_cache.index, query, filters, limit, offset, order=order, rates=register_cache.rates
    )
    written = {token: word for word in query.split() for token in tokens(word)}
    # Most results have the same typed words.
    as_typed = cache(lambda folded: " ".join(_written(folded.split(), written)))
    why = {
        number: _as_typed(facts, as_typed)
        for number, facts in zip(found.ids, found.why, strict=True)
    }
    shown = items(session, register_cache, found.ids, today, why)
    further = offset + limit
    understood = msgspec.structs.replace(
        found.understood,
        unknown=_written(found.understood.unknown, written),
        firm_words=_written(found.understood.firm_words, written),
    )
    return Listing(shown, found.total, further if further < found.total else None, understood)


def of_number(
    session: Session, register_cache: RegisterCache, query: str, today: date
) -> list[Item]:
    """The vacancy whose number a query is, if it may be shown today."""
    number = vacancy_numbers.read(query)
    return items(session, register_cache, [number], today) if number else []


def _as_typed(facts: tuple[Fact, ...], as_typed: Callable[[str], str]) -> tuple[Fact, ...]:
    """The reasons with the words as they were typed, not folded."""
    return tuple(
        fact
        if fact.typed == (words := as_typed(fact.typed))
        else msgspec.structs.replace(fact, typed=words)
        for fact in facts
    )


def _written(words: Sequence[str], written: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(written.get(word, word) for word in words)


def found_as(
    items: Sequence[Item],
    language: str = "",
    occupations: Mapping[str, str] | None = None,
    most: int = 3,
) -> dict[str, list[str]]:
    """What the typed words were taken for, where that is mostly another word, with the commonest
    first; in the reader's language and script, if need be as the occupation is called.

    Reasons from titles count before those from the names of occupations.
    """
    names: dict[str, Counter[tuple[str, bool]]] = {}
    same = Counter[str]()
    called = occupations or {}
    stems_of = cache(_stems)
    # Most results have the same reason.
    is_same = cache(lambda typed, name: _is_same(stems_of(typed), stems_of(name)))
    for item in items:
        facts = [fact for fact in item.why if fact.where == "title"] or item.why
        for fact in facts[:1]:
            name, readable = _read_by(language, fact, called.get(item.isco08 or "", ""))
            if is_same(fact.typed, name):
                same[fact.typed] += 1
            else:
                names.setdefault(fact.typed, Counter())[name, readable] += 1
    return {
        typed: _read_first(matched)[:most]
        for typed, matched in names.items()
        if same[typed] < max(matched.values())
    }


def _read_first(matched: Counter[tuple[str, bool]]) -> list[str]:
    """The names that can be read, or all where there is none."""
    names = [one for one, _ in matched.most_common()]
    return [name for name, readable in names if readable] or [name for name, _ in names]


def _read_by(language: str, fact: Fact, occupation: str) -> tuple[str, bool]:
    """The word that was meant, or the occupation's name for who does not read that word; and
    whether it is in the reader's language."""
    of_work = fact.where in ("name", "title") and fact.language != ""
    script = has_cyrillic(fact.matched) == has_cyrillic(occupation or fact.matched)
    readable = fact.language == language and script
    if of_work and occupation and not readable:
        return occupation, True
    return fact.matched, readable


def _stems(words: str) -> list[tuple[str, ...]]:
    """The stems of each word."""
    return [stems(word) for word in tokens(words)]


def _is_same(typed: list[tuple[str, ...]], matched: list[tuple[str, ...]]) -> bool:
    """Whether the words typed, by their stems, are those matched, or other forms of them."""
    there = {stem for word in matched for stem in word}
    return all(not there.isdisjoint(word) for word in typed)


def items(
    session: Session,
    register_cache: RegisterCache,
    references: Sequence[str],
    today: date,
    why: Mapping[str, tuple[Fact, ...]] | None = None,
) -> list[Item]:
    """These vacancies, if they may be shown today, in the given order."""
    if not references:
        return []
    # Rows of columns need nothing of the session.
    found = session.connection().execute(_rows(today), {"references": list(references)})
    values = {row[0]: row for row in found}
    return [
        _item(
            values[number],
            register_cache.recruiters[values[number][-1]],
            (why or {}).get(number, ()),
        )
        for number in references
        if number in values
    ]


@lru_cache(maxsize=8)  # building the statement takes as long as running it
def _rows(today: date) -> Select[Any]:
    """The statement that reads vacancies by `references`, if they may be shown on the day."""
    rows = select(
        *(getattr(Vacancy, name) for name in _PLAIN),
        col(Vacancy.seats),
        col(Vacancy.seats_taken),
        col(Employer.name),
        col(Employer.warning),
        col(Vacancy.agency),
    ).join(Agency, col(Agency.external_id) == col(Vacancy.agency))
    rows = rows.join(Employer, col(Employer.reference) == col(Vacancy.employer))
    wanted = col(Vacancy.reference).in_(bindparam("references", expanding=True))
    return rows.where(wanted, vacancies.may_be_shown(today))


def _item(row: Any, recruiter: AgencySummary, why: tuple[Fact, ...]) -> Item:
    *plain, seats, taken, employer, warning, agency = row
    return Item(
        **dict(zip(_PLAIN, plain, strict=True)),
        seats=seats,
        seats_left=seats - taken,
        employer=employer,
        employer_warning=warning,
        agency_id=agency,
        agency_kind=recruiter.kind,
        agency_name=recruiter.name,
        agency_state=recruiter.state,
        agency_licence_no=recruiter.licence_no,
        agency_valid_to=recruiter.valid_to,
        why=why,
    )
