"""Jobs abroad: search in free text, and one job with its terms and its recruiter.

The page of a job also shows how to report fraud.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.actor import Role
from catalog.employers.employers import Employer
from catalog.licensing.agencies import AgencySummary
from catalog.reference.country_measures import Measure
from catalog.reference.occupations import Occupation
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import Vacancy
from i18n import Language
from matching.applications import applications
from matching.applications.applications import State
from matching.search import autocomplete, saved_searches, search_results, suggestions
from matching.search.query import ParsedQuery
from matching.search.register_cache import RegisterCache
from matching.search.search import find
from matching.search.search_results import Listing, Query
from matching.search.suggestions import Suggestion
from service.infra.access import Permission
from service.pages.shared import account_page, search_form
from service.pages.shared.search_form import AppliedFilter
from service.web import context, failed_search_log, rendering
from service.web.context import Req, page_get
from service.web.jobs import job_posting
from service.web.response_cache import Cached

PAGE = 20
_MAX_OFFSET = 2_000
_MAX_TYPED = 128  # characters of a search that are read


@page_get("/vacancies", permission=Permission.PUBLIC, cached=Cached(Query.__struct_fields__))
def search(request: Req) -> Response[Any]:
    typed = {name: value[:_MAX_TYPED] for name, value in request.query_params.items() if value}
    query, errors = search_form.read(typed)
    with context.reading(request) as session:
        register_cache = context.register_cache(request, session)
        if number := _numbered(request, session, register_cache, query.q):
            return context.see_other(number)
        results = _results(request, session, register_cache, query)
        meant = _meant(context.language(request), register_cache, query.q, results.listing)
    choices = search_form.choices(context.language(request), register_cache)
    status = 422 if errors else 200
    path = "public/vacancies/search.html"
    answer = context.page(
        request, path, results, meant, choices, status=status, typed=typed, errors=errors
    )
    jobs = register_cache.index.jobs
    return failed_search_log.count_failed_search(request, answer, query.q, results.listing, jobs)


def _numbered(request: Req, session: Session, register_cache: RegisterCache, typed: str) -> str:
    """Return the address of the vacancy whose number was typed, or nothing."""
    today = context.app_state(request).today
    named = search_results.of_number(session, register_cache, typed, today)
    return f"/{context.language(request)}/vacancies/{named[0].reference}" if named else ""


class SearchResults(msgspec.Struct, frozen=True):
    """A page of results; `address` is that of another page of them, `to_save` the search's own.

    `notices` are about the countries that were chosen or are named in the words."""

    q: str
    query: Query
    listing: Listing
    understood: ParsedQuery
    offset: int
    number: int
    pages: int
    applied: list[AppliedFilter]
    found_as: dict[str, list[str]]
    address: Callable[..., str]
    to_save: str
    notices: list[Measure]


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
    language, typed = context.require_language(lang), request.query_params.get("q", "")[:_MAX_TYPED]
    with context.reading(request) as session:
        found = autocomplete.complete(
            context.register_cache(request, session).index, typed, language
        )
    return Response(found, media_type="application/json")


def _results(
    request: Req, session: Session, register_cache: RegisterCache, query: Query
) -> SearchResults:
    today, offset = context.app_state(request).today, min(query.offset, _MAX_OFFSET)
    lang = context.language(request)
    asked = search_results.filters(register_cache.rates, query)
    found = search_results.page(
        session, register_cache, query.q, asked, today, limit=PAGE, offset=offset, order=query.sort
    )
    shown = min(found.total, _MAX_OFFSET + PAGE)
    named = query.country, found.understood.country, *found.understood.countries
    return SearchResults(
        q=query.q,
        query=query,
        listing=found,
        understood=found.understood,
        offset=offset,
        number=offset // PAGE + 1,
        pages=max(-(-shown // PAGE), 1),
        applied=search_form.applied(query),
        found_as=search_results.found_as(
            found.items, lang.value.partition("-")[0], _trade_names(lang, register_cache, found)
        ),
        address=_page_address(request),
        to_save=saved_searches.address(query),
        notices=context.app_state(request).notices(session, *named),
    )


def _trade_names(lang: Language, register_cache: RegisterCache, found: Listing) -> dict[str, str]:
    """Return what these results' occupations are called in the reader's language."""
    trades = register_cache.occupations
    codes = {item.isco08 for item in found.items if item.isco08 in trades}
    return {code: rendering.localized_text(lang, trades[code], "name") for code in codes if code}


def _meant(
    lang: Language, register_cache: RegisterCache, typed: str, found: Listing
) -> SearchSuggestions:
    index, language = register_cache.index, lang.value.partition("-")[0]
    meant = [
        *suggestions.on_other_keyboard(index, found.understood, typed),
        *suggestions.did_you_mean(index, found.understood, typed),
    ]
    if found.total:
        return SearchSuggestions(meant)
    freed = find(index, typed, limit=1).total if typed else 0
    near = suggestions.list_related(index, found.understood.called, language)
    return SearchSuggestions(meant, freed, near)


def _page_address(request: Req) -> Callable[..., str]:
    """Return the address of the same search with other values; without any, a value is left out.

    It goes back to the first page unless another is named.
    """
    # In the order of the address; the framework's own order changes from process to process.
    typed: list[tuple[str, object]] = [*parse_qsl(request.url.query)]

    def address(**changed: object) -> str:
        left = {"offset", *changed}
        values = [(name, value) for name, value in changed.items() if value]
        return urlencode([pair for pair in typed if pair[0] not in left] + values)

    return address


class VacancyPage(msgspec.Struct, frozen=True):
    """A vacancy with its terms; `summary` is for previews, `posting` for search engines.

    `application` is the reference of the reader's own application for it, if there is one, and
    `search` the query of the search from which the reader came.
    """

    row: Vacancy
    notices: list[Measure]
    employer: Employer
    recruiter: AgencySummary
    trade: Occupation | None
    summary: str
    posting: str
    application: str
    search: str


@page_get(
    "/vacancies/{reference:str}",
    permission=Permission.PUBLIC,
    cached=Cached(Query.__struct_fields__),
)
def show(request: Req, lang: FromPath[str], reference: FromPath[str]) -> Response[Any]:
    home, reader = context.app_state(request), context.require_language(lang)
    with context.reading(request) as session:
        register_cache = context.register_cache(request, session)
        row = vacancies.get_shown(session, reference, home.today)
        employer = session.get_one(Employer, row.employer)
        recruiter, in_soum = register_cache.recruiters[row.agency], register_cache.in_soum(row)
        shown = VacancyPage(
            row=row,
            notices=home.notices(session, row.country),
            employer=employer,
            recruiter=recruiter,
            trade=register_cache.occupations.get(row.isco08 or ""),
            summary=job_posting.summary(row, in_soum, reader),
            posting=job_posting.job_posting(
                row, employer, recruiter, in_soum, home.settings.public_url, reader
            ),
            application=_application(request, session, reference),
            search=request.url.query,
        )
        return context.page(request, "public/vacancies/show.html", shown)


def _application(request: Req, session: Session, vacancy: str) -> str:
    """Return the reference of the reader's own application that was sent and is open, or nothing."""
    if context.actor(request).role is not Role.CITIZEN:
        return ""
    person = account_page.current_person(request, session)
    found = applications.find_open(session, person, vacancy)
    return found.reference if found and found.state != State.DRAFT else ""
