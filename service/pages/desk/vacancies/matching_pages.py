"""Matching both ways: candidates for a vacancy, vacancies for a person, and suggestions."""

from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal
from catalog.vacancies.vacancies import Vacancy
from matching.identity.persons import Citizen
from matching.profiles import profiles
from matching.ranking import recommendations
from matching.recruiting import candidate_search, officer_suggestions
from matching.scoring import score_rules
from matching.search.search_results import items as items_of
from service.casework import people_access
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import desk_page
from service.web import auth_middleware, context
from service.web.context import Form, Req, page_get, page_post


@page_get("/desk/vacancies/{reference:str}/candidates", permission=Permission.CANDIDATES_FIND)
def show_candidates(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _candidates_page(request, reference)


def _candidates_page(request: Req, reference: str, refusal: Refusal | None = None) -> Response[Any]:
    """Show the best candidates for a vacancy, without names; the read is recorded.

    Refuses: NotFound, Unavailable.
    """
    with context.reading(request) as session:
        found = candidate_search.find_best(session, reference, context.app_state(request).today)
        answer = desk_page.page(
            request,
            "desk/vacancies/candidates.html",
            status=auth_middleware.refusal_status(request, refusal),
            headers=context.NO_STORE,
            vacancy=session.get_one(Vacancy, reference),
            found=found,
            rule=score_rules.CURRENT,
            errors=forms.errors_by_field(refusal),
        )
    context.note_read(request, "vacancy", reference)
    return answer


@page_post("/desk/vacancies/{reference:str}/candidates", permission=Permission.CANDIDATES_FIND)
def propose(
    request: Req, lang: FromPath[str], reference: FromPath[str], data: Form
) -> Response[Any]:
    """Suggest the vacancy to one of its candidates."""
    try:
        _propose_once(
            request, reference, {"citizen": str(data.get("citizen", ""))}, str(data.get("once", ""))
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return _candidates_page(request, reference, refusal)
    return context.see_other(f"/{lang}/desk/vacancies/{reference}/candidates#found")


def _propose_once(request: Req, vacancy: str, typed: dict[str, str], key: str) -> None:
    with context.writing(request) as session:
        context.run_form_once(
            request,
            session,
            key,
            typed,
            lambda: _propose(request, session, vacancy, typed["citizen"]),
        )


def _propose(request: Req, session: Session, vacancy: str, person: str) -> dict[str, Any]:
    house, row = context.app_state(request), session.get(Citizen, person)
    if row is None:
        raise NotFound
    officer_suggestions.propose(
        session, row, vacancy, by=context.actor(request), on=house.clock(), day=house.today
    )
    return {"vacancy": vacancy}


@page_get("/desk/citizens/{reference:str}/vacancies", permission=Permission.CITIZENS_READ)
def show_vacancies(request: Req, reference: FromPath[str]) -> Response[Any]:
    """Show the best vacancies for a person within scope, to pass on to them."""
    house = context.app_state(request)
    with context.reading(request) as session:
        row = people_access.get(session, reference, by=context.actor(request))
        found = recommendations.rank(session, row.reference, house.today)
        items = items_of(session, [one.reference for one in found.best], house.today)
        answer = desk_page.page(
            request,
            "desk/vacancies/work.html",
            headers=context.NO_STORE,
            row=row,
            found=found,
            rule=score_rules.CURRENT,
            described=profiles.for_person(session, row.reference),
            by_reference={item.reference: item for item in items},
        )
    context.note_read(request, "citizen", reference)
    return answer
