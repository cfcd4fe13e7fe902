"""One candidate as the agency sees them: points with their reasons, gates, the next step, and the contact of whoever agreed."""

from functools import partial
from typing import Any

from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import NotFound, Refusal
from catalog.vacancies import agency_vacancies
from matching.applications import applications
from matching.applications.applications import Application, State
from matching.applications.state_machine import ON_THE_WAY
from matching.recruiting import applicant_view
from matching.scoring.eligibility import Gate, Held
from service.infra.access import Permission
from service.pages.desk.agency import candidate_list
from service.pages.desk.placements import application_pages
from service.pages.desk.shared import agency_desk
from service.pages.shared import record_actions
from service.pages.shared.record_actions import Act
from service.web import context
from service.web.context import Form, Req, page_get, page_post

GATE = "gate_"


@page_get("/desk/own/candidates/{reference:str}", permission=Permission.OWN_OPEN)
def show(request: Req, lang: FromPath[str], reference: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return _show(request, reference, {}, None)


def _show(
    request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None,
    contact: applicant_view.Contact | None = None,
) -> Response[Any]:  # fmt: skip
    by, today = context.who(request), context.house(request).today
    with context.reading(request) as session:
        row = applications.get(session, reference, by=by)
        one = applicant_view.told(session, row, by=by, day=today)
        vacancy = agency_vacancies.get(session, row.vacancy, by=by)
        trades, passed = context.shelf(request, session).occupations, application_pages.passed_for_agency(session, row)
    # Whoever only looks here is told of no person; whoever is shown a name is noted by the deed that shows it.
    facts = {"one": one, "vacancy": vacancy, "groups": trades, "contact": contact, "gates": list(Gate), "typed": typed}
    facts |= {"on_the_way": State(one.state) in ON_THE_WAY, "unsettled": _unsettled(one)} | passed
    return agency_desk.page(request, "desk/agency/own_candidate.html", refusal, **facts)


def _unsettled(one: applicant_view.Candidate) -> bool:
    """Whether there is a paper that could still be noted as seen."""
    gates = one.sheet.gates.items() if one.sheet else ()
    return any(held is Held.TO_CHECK and gate.value not in one.checked for gate, held in gates)


@page_post("/desk/own/candidates/{reference:str}/contact", permission=Permission.OWN_OPEN)
def contact(request: Req, lang: FromPath[str], reference: FromPath[str]) -> Response[Any]:
    """Name and number of whoever agreed; that they were read stands in the person's file before they are shown."""
    context.of_address(lang)
    by, house = context.who(request), context.house(request)
    try:
        with context.writing(request) as session:
            row = applications.get(session, reference, by=by)
            told = applicant_view.contact(session, row, by=by, on=house.clock(), day=house.today)
    except NotFound:
        raise
    except Refusal as refusal:
        return _show(request, reference, {}, refusal)
    return _show(request, reference, {}, None, told)


@page_post("/desk/own/candidates/{reference:str}/steps", permission=Permission.OWN_WRITE)
def step(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    return _done(request, lang, reference, data, _stepped)


@page_post("/desk/own/candidates/{reference:str}/papers", permission=Permission.OWN_WRITE)
def see(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    return _done(request, lang, reference, data, _seen)


def _done(request: Req, lang: str, reference: str, data: dict[str, Any], deed: Any) -> Response[Any]:
    context.of_address(lang)
    try:
        record_actions.once(request, data, partial(deed, reference=reference))
    except NotFound:
        raise
    except Refusal as refusal:
        return _show(request, reference, record_actions.typed_of(data), refusal)
    return context.see_other(f"/{lang}/desk/own/candidates/{reference}")


def _mine(act: Act, reference: str) -> Application:
    row = applications.get(act.session, reference, by=act.by)
    record_actions.require_same(row, act.typed)
    return row


def _stepped(act: Act, reference: str) -> dict[str, Any]:
    told = candidate_list.read(act.typed)
    row, name = _mine(act, reference), act.typed.get("act", "")
    applicant_view.take(act.session, row, name, told, by=act.by, on=act.on, day=act.day)
    return {"reference": reference}


def _seen(act: Act, reference: str) -> dict[str, Any]:
    seen = [gate for gate in Gate if act.typed.get(GATE + gate.value)]
    applicant_view.see_papers(act.session, _mine(act, reference), seen, by=act.by, on=act.on, day=act.day)
    return {"reference": reference}


HANDLERS = [show, contact, step, see]
