"""Recording an incident of a person: what happened, where they are now, and who told us."""

from functools import partial
from typing import Any

import msgspec
from litestar import Response
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal, require_found
from catalog.reference import countries, posts
from catalog.reference.posts import Post
from i18n import N_
from matching.identity.persons import Citizen
from matching.placements import arrivals
from service.casework import people_access
from service.casework.incidents import incidents
from service.casework.incidents.incidents import NewIncident
from service.infra.access import Permission
from service.web import context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction


class NewIncidentPage(msgspec.Struct, frozen=True):
    """The form, with the person, the countries and the missions to choose from."""

    person: Citizen
    typed: dict[str, str]
    codes: list[str]
    offices: list[Post]


@page_get("/desk/incidents/new", permission=Permission.INCIDENTS_WRITE)
def show_form(request: Req) -> Response[Any]:
    asked = request.query_params
    typed = {name: asked.get(name, "") for name in ("citizen", "kind", "country")}
    return _form(request, typed, None)


@page_post("/desk/incidents/new", permission=Permission.INCIDENTS_WRITE)
def record(request: Req, data: Form) -> Response[Any]:
    lang = request.path_params["lang"]
    return form_actions.submit(
        request,
        data,
        _record,
        lambda done: f"/{lang}/desk/incidents/{done['reference']}",
        partial(_form, request),
        done=N_("The incident is recorded. The procedure below says what comes next."),
    )


def _record(act: FormAction) -> Answer:
    person = require_found(
        people_access.get_chosen(act.session, act.typed.get("citizen"), by=act.by)
    )
    row = incidents.record(
        act.session, person, act.read(NewIncident), by=act.by, on=act.on, day=act.day
    )
    return {"reference": row.reference}


def _form(request: Req, typed: dict[str, str], refusal: Refusal | None) -> Response[Any]:
    """Show the form; that the person was opened is recorded. Refuses: NotFound."""
    with context.reading(request) as session:
        by = context.actor(request)
        person = people_access.get_chosen(session, typed.get("citizen"), by=by)
        if person is None:
            raise NotFound
        shown = NewIncidentPage(
            person=person,
            typed=_known(session, person) | {name: one for name, one in typed.items() if one},
            codes=countries.destinations(session),
            offices=posts.list_for(session, by),
        )
        answer = form_actions.form_page(
            request, "desk/incidents/incident_new.html", shown, refusal=refusal
        )
    context.note_read(request, "citizen", person.reference)
    return answer


def _known(session: Session, person: Citizen) -> dict[str, str]:
    """Return the employer and country of the person's latest placement, if there is one."""
    placed = next(iter(arrivals.list_for_person(session, person.reference)), None)
    return {"employer": placed.employer, "country": placed.country or ""} if placed else {}
