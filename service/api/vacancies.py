"""API routes of vacancies: the same search and terms that people see."""

from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from litestar import Response
from litestar.params import FromPath
from msgspec import Meta

from catalog.core.errors import NotFound
from catalog.core.fields import Count, CountryCode, CurrencyCode, IscoGroup, Minor
from catalog.licensing.agencies import Kind
from catalog.licensing.licences import State
from catalog.reference.occupations import Occupation
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import Payer, Period
from i18n import Language
from matching.search import search_results
from matching.search.explain import Fact
from matching.search.search_results import Item, Query, Spoken
from service.api import api_routes
from service.api.api_routes import PagedQuery
from service.infra.access import Permission
from service.web import context, failed_search_log, rendering
from service.web.context import Req
from service.web.response_cache import Cached

_Q = Annotated[
    str,
    Meta(max_length=200, description="In any words, script and spelling.", examples=["payvandchi"]),
]
_Country = Annotated[CountryCode, Meta(description="ISO 3166-1 alpha-2.", examples=["KR"])]
_Isco = Annotated[IscoGroup, Meta(description="ISCO-08, or its first digits.", examples=["7212"])]
_Wage = Annotated[
    Minor, Meta(description="The least a month, in minor units of `currency`.", examples=[150_000])
]
_Currency = Annotated[CurrencyCode, Meta(description="ISO 4217.", examples=["USD"])]
_Spoken = Annotated[
    Spoken,
    Meta(description="That the work asks for; `none`: it asks for none.", examples=["ko"]),
]
_SpokenNot = Annotated[Spoken, Meta(description="That the work must not ask for.", examples=["ko"])]
_Sort = Annotated[
    Literal["fit", "pay", "newest", "closing"],
    Meta(description="`pay` compares soum a month at the day's rates.", examples=["pay"]),
]
_Given = Annotated[bool, Meta(description="Whether the employer or the State gives it.")]


class VacancyQuery(PagedQuery):
    cursor_name = "VacancyQuery"
    q: _Q = ""
    country: _Country | None = None
    occupation: _Isco | None = None
    wage_min: _Wage | None = None
    currency: _Currency = "UZS"
    language: _Spoken | None = None
    language_not: _SpokenNot | None = None
    housing: _Given | None = None
    meals: _Given | None = None
    travel: _Given | None = None
    insurance: _Given | None = None
    no_fee: Annotated[bool, Meta(description="The worker pays the agency nothing.")] | None = None
    state_programme: Annotated[bool, Meta(description="Of the State.")] | None = None
    hours_max: Annotated[Count, Meta(description="A week.", examples=[48])] | None = None
    months_min: Annotated[Count, Meta(description="Of the contract.", examples=[12])] | None = None
    months_max: Annotated[Count, Meta(description="Of the contract.", examples=[24])] | None = None
    experience_max: (
        Annotated[Count, Meta(description="Years that are required.", examples=[0])] | None
    ) = None
    sort: _Sort = "fit"


class Trade(msgspec.Struct):
    """A unit group of ISCO-08, in the reader's language."""

    isco08: str
    title: str


class Recruiter(msgspec.Struct):
    """Who offers the job, and what its licence is worth today."""

    kind: Kind
    licence_no: str | None
    name: str
    status: State


class Wage(msgspec.Struct):
    """In minor units of the currency."""

    min: int
    max: int
    currency: str
    period: Period


class Vacancy(msgspec.Struct):
    """One vacancy as it may be shown today, and why it was found."""

    reference: str
    title: str
    occupation: Trade | None
    country: str
    city: str
    employer: str
    agency: Recruiter
    wage: Wage
    seats_left: int
    closes_on: date
    why: list[Fact]


class VacancyPage(msgspec.Struct):
    items: list[Vacancy]
    total: int
    next: str | None
    relaxed: list[str] = []
    not_understood: list[str] = []


class VacancyTerms(Vacancy, kw_only=True):
    """One vacancy with all its terms; what is null was not stated."""

    agency_id: str
    employer_warning: str
    language: str
    description: str
    pay_month: int | None
    hours_per_week: int | None
    housing: Payer | None
    meals: Payer | None
    travel: Payer | None
    insurance: Payer | None
    worker_fee: int | None
    language_required: str
    age_min: int | None
    age_max: int | None
    experience_years: int | None
    licence_required: str
    contract_months: int | None
    opens_on: date
    quota: bool
    seats: int


@api_routes.get(
    "/vacancies",
    operation_id="vacancies_search",
    tags=["vacancies"],
    permission=Permission.PUBLIC,
    cached=Cached(VacancyQuery.__struct_fields__),
    asks=VacancyQuery,
    gives=VacancyPage,
)
def search(request: Req) -> Response[VacancyPage]:
    """Search the vetted vacancies that may be shown today, the best first.

    `wage_min` compares pay by the month; a vacancy in a currency without a fresh exchange rate
    is then left out. Conditions in `q` are applied as filters are; `relaxed` names those that
    were left out, because nothing met all of them or because no filter can apply them.
    """
    asked, lang = api_routes.read_query(request, VacancyQuery), context.language(request)
    today, offset = context.app_state(request).today, api_routes.page_offset(asked)
    query = msgspec.convert(asked, Query, from_attributes=True)
    with context.reading(request) as session:
        cache = context.register_cache(request, session)
        fits = search_results.filters(cache.rates, query)
        found = search_results.page(
            session, cache, query.q, fits, today, limit=asked.limit, offset=offset, order=query.sort
        )
    onward = api_routes.next_cursor(asked, found.next_offset)
    items = [build_vacancy(item, lang, cache.occupations) for item in found.items]
    page = VacancyPage(items, found.total, onward, *map(list, found.understood.left_out))
    answer = api_routes.respond_page(request, page, onward)
    return failed_search_log.count_failed_search(request, answer, asked.q, found, cache.index.jobs)


@api_routes.get(
    "/vacancies/{reference:str}",
    operation_id="vacancies_show",
    tags=["vacancies"],
    permission=Permission.PUBLIC,
    cached=Cached(),
    gives=VacancyTerms,
    refuses=(404,),
)
def show(request: Req, reference: FromPath[str]) -> Response[VacancyTerms]:
    """One vacancy with all its terms, if it may be shown today."""
    lang, today = context.language(request), context.app_state(request).today
    with context.reading(request) as session:
        row, register_cache = (
            vacancies.get_shown(session, reference, today),
            context.register_cache(request, session),
        )
        item = next(
            iter(search_results.items(session, register_cache, [row.reference], today)), None
        )
        if item is None:
            raise NotFound
        return api_routes.respond(_terms(item, row.description, lang, register_cache.occupations))


def build_vacancy(item: Item, lang: Language, occupations: dict[str, Occupation]) -> Vacancy:
    """Return a vacancy as the API describes it."""
    return Vacancy(**_vacancy_fields(item, lang, occupations))


def _vacancy_fields(
    item: Item, lang: Language, occupations: dict[str, Occupation]
) -> dict[str, Any]:
    group = occupations.get(item.isco08 or "")
    return {
        "reference": item.reference,
        "title": item.title,
        "country": item.country,
        "city": item.city,
        "employer": item.employer,
        "seats_left": item.seats_left,
        "closes_on": item.closes_on,
        "why": list(item.why),
        "occupation": Trade(group.code, rendering.localized_text(lang, group, "title"))
        if group
        else None,
        "agency": Recruiter(
            Kind(item.agency_kind), item.agency_licence_no, item.agency_name, item.agency_state
        ),
        "wage": Wage(item.wage_min, item.wage_max, item.currency, Period(item.period)),
    }


_PAYERS = ("housing", "meals", "travel", "insurance")


def _terms(
    item: Item, description: str, lang: Language, occupations: dict[str, Occupation]
) -> VacancyTerms:
    result = _vacancy_fields(item, lang, occupations) | {"description": description}
    rest = [
        name
        for name in VacancyTerms.__struct_fields__
        if name not in result and name not in _PAYERS
    ]
    payers: dict[str, Any] = {
        name: Payer(value) if (value := getattr(item, name)) else None for name in _PAYERS
    }
    return VacancyTerms(**result, **payers, **{name: getattr(item, name) for name in rest})
