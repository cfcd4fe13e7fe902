"""Jobs abroad: search in free text, and one job with its terms and its recruiter.

The page of a job also shows how to report fraud.
"""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core import exchange_rates
from catalog.core.errors import Refusal
from catalog.employers.employers import Employer
from catalog.licensing import agencies
from catalog.licensing.agencies import AgencyStatus
from catalog.reference import countries
from catalog.reference.occupations import Occupation
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import Vacancy
from matching.search import autocomplete, saved_searches, search_results, suggestions
from matching.search.query import ParsedQuery
from matching.search.saved_searches import Query
from matching.search.search import find
from matching.search.search_results import Listing
from matching.search.suggestions import Suggestion
from service.infra.access import Permission
from service.input import forms
from service.pages.shared import job_posting
from service.web import context, failed_search_log
from service.web.context import Req, page_get
from service.web.response_cache import Cached

PAGE = 20
_MAX_OFFSET = 2_000
_MAX_TYPED = 128  # characters of a search that are read


@page_get("/vacancies", permission=Permission.PUBLIC, cached=Cached(Query.__struct_fields__))
def search(request: Req) -> Response[Any]:
    typed = {name: value[:_MAX_TYPED] for name, value in request.query_params.items() if value}
    errors: dict[str, Refusal] = {}
    try:
        query = read_query(typed)
    except Refusal as refusal:
        query, errors = Query(typed.get("q", "")), forms.errors_by_field(refusal)
    with context.reading(request) as session:
        if number := _numbered(request, session, query.q):
            return context.see_other(number)
        results = _results(request, session, query)
        meant = _meant(request, session, query.q, results.listing)
        jobs = context.register_cache(request, session).index.jobs
    failed_search_log.count_failed_search(request, query.q, results.listing, jobs)
    facts: dict[str, Any] = {"typed": typed, "errors": errors, "status": 422 if errors else 200}
    return context.page(request, "public/vacancies/search.html", results, meant, **facts)


def _numbered(request: Req, session: Session, typed: str) -> str:
    """Return the address of the vacancy whose number was typed, or nothing."""
    shelf, today = context.register_cache(request, session), context.app_state(request).today
    named = search_results.of_number(session, shelf, typed, today)
    return f"/{context.language(request)}/vacancies/{named[0].reference}" if named else ""


class SearchResults(msgspec.Struct, frozen=True):
    """A page of results; `address` is that of another page of them, `to_save` the search's own."""

    q: str
    listing: Listing
    understood: ParsedQuery
    offset: int
    narrowed: bool
    before: int
    codes: list[str]
    address: Callable[[int], str]
    to_save: str


class SearchSuggestions(msgspec.Struct, frozen=True):
    """What may have been meant.

    Where nothing was found, `freed` is how many jobs there are without filters, and `near` are
    related trades.
    """

    meant: list[Suggestion]
    freed: int = 0
    near: list[Suggestion] = []


@page_get("/vacancies/words", permission=Permission.PUBLIC)
def suggest(request: Req, lang: FromPath[str]) -> Response[Any]:
    """Return trades, places and visas that complete the typed text, for the list below the field.

    The search works without it as well.
    """
    tongue, typed = context.require_language(lang), request.query_params.get("q", "")[:_MAX_TYPED]
    with context.reading(request) as session:
        found = autocomplete.complete(context.register_cache(request, session).index, typed, tongue)
    return Response(found, media_type="application/json")


def read_query(typed: dict[str, str]) -> Query:
    """Parse the typed search, with its wage in minor units. Refuses: InvalidInput."""
    return forms.read(
        Query, forms.with_minor_units({"currency": "UZS"} | typed, "wage_min", "currency")
    )


def _results(request: Req, session: Session, query: Query) -> SearchResults:
    today, offset = context.app_state(request).today, min(query.offset, _MAX_OFFSET)
    asked = search_results.filters(session, query, today)
    found = search_results.page(
        session,
        context.register_cache(request, session),
        query.q,
        asked,
        today,
        limit=PAGE,
        offset=offset,
    )
    narrowed = query.wage_min is not None or query.language is not None or query.housing is not None
    return SearchResults(
        q=query.q,
        listing=found,
        understood=found.understood,
        offset=offset,
        narrowed=narrowed,
        before=max(min(offset, found.total) - PAGE, 0),
        codes=countries.destinations(session),
        address=_page_address(request),
        to_save=saved_searches.address(query),
    )


def _meant(request: Req, session: Session, typed: str, found: Listing) -> SearchSuggestions:
    index, tongue = (
        context.register_cache(request, session).index,
        context.language(request).value.partition("-")[0],
    )
    meant = suggestions.did_you_mean(index, found.understood, typed)
    if found.total:
        return SearchSuggestions(meant)
    freed = find(index, typed, limit=1).total if typed else 0
    near = suggestions.list_related(index, found.understood.called, tongue)
    return SearchSuggestions(meant, freed, near)


def _page_address(request: Req) -> Callable[[int], str]:
    """Return the address of the same search at another page, which can be passed on."""
    kept = [
        (name, value)
        for name, value in request.query_params.multi_items()
        if value and name != "offset"
    ]
    return lambda offset: urlencode([*kept, *([("offset", offset)] if offset else [])])


class VacancyPage(msgspec.Struct, frozen=True):
    """A vacancy with its terms; `summary` is for previews, `posting` for search engines."""

    row: Vacancy
    employer: Employer
    standing: AgencyStatus
    in_soum: int | None
    trade: Occupation | None
    summary: str
    posting: str


@page_get("/vacancies/{reference:str}", permission=Permission.PUBLIC, cached=Cached())
def show(request: Req, lang: FromPath[str], reference: FromPath[str]) -> Response[Any]:
    home, reader = context.app_state(request), context.require_language(lang)
    with context.reading(request) as session:
        row = vacancies.get_shown(session, reference, home.today)
        employer = session.get_one(Employer, row.employer)
        standing = agencies.status(session, row.agency, home.today)
        in_soum = _wage_in_soum(session, row, home.today)
        shown = VacancyPage(
            row=row,
            employer=employer,
            standing=standing,
            in_soum=in_soum,
            trade=context.register_cache(request, session).occupations.get(row.isco08 or ""),
            summary=job_posting.summary(row, in_soum, reader),
            posting=job_posting.job_posting(
                row, employer, standing.agency, in_soum, home.settings.public_url, reader
            ),
        )
        return context.page(request, "public/vacancies/show.html", shown)


def _wage_in_soum(session: Session, row: Vacancy, today: date) -> int | None:
    if not row.pay_month:
        return None
    rates = exchange_rates.table(session, today)
    return _round_wage(rates.convert(row.pay_month, row.currency, "UZS"))


def _round_wage(minor: int | None) -> int | None:
    """Round to three significant figures: a converted wage is no more exact than that."""
    return minor and int(float(f"{minor:.3g}"))
