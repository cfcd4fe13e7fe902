"""Jobs that suit a person, after a few questions without an account.

Each job has its points, its gates and what would help.
"""

import asyncio
from typing import Annotated, Any

import msgspec
from litestar import Response
from msgspec import Meta
from sqlmodel import Session

from catalog.core.actor import Role
from catalog.core.errors import Refusal
from catalog.reference import countries
from catalog.reference.country_measures import Measure
from catalog.reference.occupations import Occupation
from i18n import N_
from matching.applications import applications
from matching.applications.applications import FINAL_STATES, State
from matching.lexicon.lexicon import GroupMatch, Lexicon
from matching.profiles import profiles
from matching.ranking import match_preview, recommendations
from matching.ranking.match_preview import Matches
from matching.scoring.eligibility import Profile
from matching.search.query import SURE, parse_query
from matching.search.search_results import Item
from matching.search.search_results import items as items_of
from service.infra.access import Permission
from service.input import forms, typed_amounts
from service.pages.shared import account_page
from service.web import context, form_actions, queued_work
from service.web.context import Req, async_route

MAX_SHOWN = 15
_MAX_GROUPS = 6


class UnknownTrade(Refusal):
    slug = "unknown-trade"
    sentence = N_(
        "We do not recognise this trade. Try other words, for example “payvandchi” or “сварщик”."
    )


class NoTrade(Refusal):
    slug = "no-trade"
    sentence = N_("Enter the kind of work you can do.")


class NoCurrency(Refusal):
    slug = "no-currency"
    sentence = N_("Choose the currency of the pay.")


class MoreYearsThanAge(Refusal):
    slug = "more-years-than-age"
    sentence = N_("You cannot have worked for more years than your age. Check both numbers.")


class Answers(Profile):
    """The answers of a person, whose age and years of work must be possible."""

    years: Annotated[int, Meta(ge=0, le=60)] = 0
    age: Annotated[int, Meta(ge=1, le=100)] | None = None


@async_route("/matches", http_method=["GET", "HEAD"], permission=Permission.PUBLIC)
async def show(request: Req) -> Response[Any]:
    answers = request.query_params.items()
    typed = {name: value[:128] for name, value in answers if value and name != "page"}
    if typed or "trade" in request.query_params:  # a form, though an empty one
        return await queued_work.run(_show_by_answers, request, typed, dear=True)
    return await asyncio.to_thread(_show_without_answers, request)


def _show_without_answers(request: Req) -> Response[Any]:
    return _show_by_profile(request) if _has_profile(request) else _show_by_answers(request, {})


class MatchedJobs(msgspec.Struct, frozen=True):
    """One page of the jobs that suit the answers, and the trades that the words may mean.

    `notices` are about the country that was chosen."""

    found: Matches | None = None
    groups: list[Occupation] = []
    by_reference: dict[str, Item] = {}
    number: int = 1
    size: int = MAX_SHOWN
    notices: list[Measure] = []


def _show_by_answers(request: Req, typed: dict[str, str]) -> Response[Any]:
    """Show the few questions, and the jobs that suit the answers."""
    asked = typed or "trade" in request.query_params
    with context.reading(request) as session:
        codes, matched, errors = countries.destinations(session), MatchedJobs(), {}
        try:
            if asked:
                matched = _rank_vacancies(request, session, typed)
        except Refusal as refusal:
            errors = forms.errors_by_field(refusal)
        return context.page(
            request,
            "public/matches/show.html",
            matched,
            status=422 if errors else 200,
            typed=typed,
            codes=codes,
            errors=errors,
        )


def _has_profile(request: Req) -> bool:
    """Return whether a citizen is signed in whose profile has a trade."""
    if context.actor(request).role is not Role.CITIZEN or request.scope.get("auth") is None:
        return False
    with context.reading(request) as session:
        return bool(
            profiles.rows(
                session, profiles.TradeRow, account_page.current_person(request, session).reference
            )
        )


def _show_by_profile(request: Req) -> Response[Any]:
    """Show the jobs that suit the signed-in person's own profile."""
    today = context.app_state(request).today
    with context.reading(request) as session:
        register_cache = context.register_cache(request, session)
        person = account_page.current_person(request, session)
        number = context.page_number(request)
        ranked = recommendations.rank(session, person.reference, today, limit=number * MAX_SHOWN)
        found = _page_of(ranked, number)
        items = items_of(session, register_cache, [match.reference for match in found.best], today)
        applied = {
            row.vacancy: row
            for row in applications.list_for_person(session, person)
            if State(row.state) not in FINAL_STATES
        }
        matched = MatchedJobs(found, [], {item.reference: item for item in items}, number)
        return form_actions.form_page(request, "public/matches/mine.html", matched, applied=applied)


def _page_of(found: Matches, number: int) -> Matches:
    """Return the matches of one page of the list."""
    return msgspec.structs.replace(found, best=found.best[(number - 1) * MAX_SHOWN :])


def _rank_vacancies(request: Req, session: Session, typed: dict[str, str]) -> MatchedJobs:
    register_cache, today = (
        context.register_cache(request, session),
        context.app_state(request).today,
    )
    codes = find_groups(typed.get("trade", ""), register_cache.lexicon)
    asked = {name: value for name, value in typed.items() if name != "trade"}
    number = context.page_number(request)
    result = {"occupation": codes[0]} | typed_amounts.with_minor_units(asked, "wage", "currency")
    if asked.get("wage") and not result.get("currency"):
        result["currency"] = NoCurrency()
    profile = forms.read(Answers, result)
    if profile.age is not None and profile.years > profile.age:
        raise MoreYearsThanAge("years")
    ranked = match_preview.rank(
        session,
        register_cache.columns,
        profile,
        today,
        limit=number * MAX_SHOWN,
        pays_enough=True,
    )
    found = _page_of(ranked, number)
    items = items_of(session, register_cache, [match.reference for match in found.best], today)
    trades = [
        register_cache.occupations[code] for code in codes if code in register_cache.occupations
    ]
    return MatchedJobs(
        found,
        trades,
        {item.reference: item for item in items},
        number,
        notices=context.app_state(request).notices(session, profile.country),
    )


def find_groups(trade: str, lexicon: Lexicon) -> list[str]:
    """Return the unit groups that the words may mean, the likeliest first.

    Refuses: NoTrade, UnknownTrade.
    """
    return list(dict.fromkeys(one.isco08 for one in _called(trade, lexicon)))[:_MAX_GROUPS]


def find_sure_groups(trade: str, lexicon: Lexicon) -> list[str]:
    """Return the unit groups that are called just so. Refuses: NoTrade, UnknownTrade."""
    return [one.isco08 for one in _called(trade, lexicon) if one.score >= SURE]


def _called(trade: str, lexicon: Lexicon) -> tuple[GroupMatch, ...]:
    if not trade.strip():
        raise NoTrade("trade")
    called = parse_query(trade, lexicon).called
    if not called:
        raise UnknownTrade("trade")
    return called
