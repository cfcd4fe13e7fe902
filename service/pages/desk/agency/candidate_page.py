"""One candidate as the agency sees them: points with reasons, gates, next step, contact.

The contact is shown if the candidate agreed.
"""

from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import Refusal
from catalog.vacancies import agency_vacancies
from catalog.vacancies.vacancies import Vacancy
from i18n import N_
from matching.applications import applications
from matching.applications.applications import EXITS, Application, State
from matching.applications.state_machine import ON_THE_WAY
from matching.recruiting import applicant_view
from matching.recruiting.applicant_view import Candidate, Contact
from matching.scoring.eligibility import Gate, GateResult
from service.infra.access import Permission
from service.pages.desk.agency import candidate_rows, candidate_steps
from service.pages.desk.placements import application_pages
from service.web import context, form_actions
from service.web.context import Req, page_get, page_post
from service.web.form_actions import Answer, FormAction

GATE = "gate_"


@page_get("/desk/own/candidates/{reference:str}", permission=Permission.OWN_OPEN)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _show(request, reference, {}, None)


class CandidatePage(msgspec.Struct):
    one: Candidate
    vacancy: Vacancy
    skills: tuple[str, ...]
    spoken: str
    contact: Contact | None
    on_the_way: bool
    ended: bool
    unsettled: bool


def _show(
    request: Req,
    reference: str,
    typed: dict[str, str],
    refusal: Refusal | None,
    contact: Contact | None = None,
) -> Response[Any]:
    by, today = context.actor(request), context.app_state(request).today
    with context.reading(request) as session:
        row = applications.get(session, reference, by=by)
        one = applicant_view.describe(session, row, by=by, day=today)
        vacancy = agency_vacancies.get(session, row.vacancy, by=by)
        known = context.register_cache(request, session).occupations
        history = application_pages.history_for_agency(session, row)
    # No read is recorded here, since no person is shown; the action that shows a name records it.
    lang = context.language(request)
    return form_actions.form_page(
        request,
        "desk/agency/own_candidate.html",
        CandidatePage(
            one=one,
            vacancy=vacancy,
            skills=candidate_rows.skills(one, lang, known),
            spoken=candidate_rows.languages(one, lang),
            contact=contact,
            on_the_way=State(one.state) in ON_THE_WAY,
            ended=State(one.state) in EXITS,
            unsettled=_has_unseen_papers(one),
        ),
        history,
        refusal=refusal,
        gates=list(Gate),
        typed=typed,
    )


def _has_unseen_papers(one: Candidate) -> bool:
    """Return whether there is a paper that could still be marked as seen."""
    gates = one.sheet.gates.items() if one.sheet else ()
    return any(
        held is GateResult.TO_CHECK and gate.value not in one.checked for gate, held in gates
    )


@page_post("/desk/own/candidates/{reference:str}/contact", permission=Permission.OWN_OPEN)
def contact(request: Req, reference: FromPath[str]) -> Response[Any]:
    """Show name and phone number of a candidate who agreed.

    The read is recorded in the person's file before they are shown.
    """

    def action(act: FormAction) -> Answer:
        row = applications.get(act.session, reference, by=act.by)
        shown = applicant_view.contact(act.session, row, by=act.by, on=act.on, day=act.day)
        return {"contact": shown}

    return form_actions.submit(
        request,
        {},
        action,
        lambda done: _show(request, reference, {}, None, done["contact"]),
        partial(_show, request, reference),
        answer_is_secret=True,
    )


post = partial(
    form_actions.post,
    back="/desk/own/candidates/{reference}",
    find=lambda act, reference: applications.get(act.session, reference, by=act.by),
    redraw=_show,
)


@post(
    "/desk/own/candidates/{reference:str}/steps",
    permission=Permission.OWN_WRITE,
    done=N_("The step is recorded."),
)
def step(act: FormAction, row: Application) -> None:
    name, step_input = act.typed.get("act", ""), candidate_steps.read_step(act.typed, act.day)
    applicant_view.take_step(act.session, row, name, step_input, by=act.by, on=act.on, day=act.day)


@post("/desk/own/candidates/{reference:str}/papers", permission=Permission.OWN_WRITE)
def mark_papers_seen(act: FormAction, row: Application) -> None:
    seen = [gate for gate in Gate if act.typed.get(GATE + gate.value)]
    applicant_view.see_papers(act.session, row, seen, by=act.by, on=act.on, day=act.day)
