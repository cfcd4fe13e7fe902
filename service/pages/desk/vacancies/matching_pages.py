"""Matching both ways: candidates for a vacancy, vacancies for a person, and suggestions."""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import Refusal, require_found
from catalog.vacancies.vacancies import Vacancy
from matching.identity.persons import Citizen
from matching.profiles import profiles
from matching.profiles.profiles import LookingFor
from matching.ranking import recommendations
from matching.ranking.match_preview import Matches
from matching.recruiting import candidate_search, officer_suggestions
from matching.scoring import score_rules
from matching.search.search_results import Item
from matching.search.search_results import items as items_of
from service.casework import people_access
from service.infra.access import Permission
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction


@page_get("/desk/vacancies/{reference:str}/candidates", permission=Permission.CANDIDATES_FIND)
def show_candidates(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _candidates_page(request, reference)


def _candidates_page(request: Req, reference: str, refusal: Refusal | None = None) -> Response[Any]:
    """Show the best candidates for a vacancy, without names; the read is recorded.

    Refuses: NotFound, Unavailable.
    """
    with context.reading(request) as session:
        found = candidate_search.find_best(session, reference, context.app_state(request).today)
        answer = form_actions.form_page(
            request,
            "desk/vacancies/candidates.html",
            refusal=refusal,
            vacancy=session.get_one(Vacancy, reference),
            found=found,
            rule=score_rules.CURRENT,
        )
    context.note_read(request, "vacancy", reference)
    return answer


class BestVacanciesPage(msgspec.Struct):
    row: Citizen
    found: Matches
    described: LookingFor | None
    by_reference: dict[str, Item]


@page_get("/desk/citizens/{reference:str}/vacancies", permission=Permission.CITIZENS_READ)
def show_vacancies(request: Req, reference: FromPath[str]) -> Response[Any]:
    """Show the best vacancies for a person within scope, to pass on to them."""
    today = context.app_state(request).today
    with context.reading(request) as session:
        row = people_access.get(session, reference, by=context.actor(request))
        found = recommendations.rank(session, row.reference, today)
        register_cache = context.register_cache(request, session)
        items = items_of(session, register_cache, [one.reference for one in found.best], today)
        answer = context.page(
            request,
            "desk/vacancies/work.html",
            BestVacanciesPage(
                row=row,
                found=found,
                described=profiles.for_person(session, row.reference),
                by_reference={item.reference: item for item in items},
            ),
            rule=score_rules.CURRENT,
        )
    context.note_read(request, "citizen", reference)
    return answer


@form_actions.post(
    "/desk/vacancies/{reference:str}/candidates",
    permission=Permission.CANDIDATES_FIND,
    back="/desk/vacancies/{reference}/candidates#found",
    redraw=lambda request, reference, _typed, refusal: _candidates_page(
        request, reference, refusal
    ),
)
def propose(act: FormAction, reference: str) -> None:
    """Suggest the vacancy to one of its candidates."""
    person = require_found(act.session.get(Citizen, act.typed.get("citizen", "")))
    officer_suggestions.propose(act.session, person, reference, by=act.by, on=act.on, day=act.day)
