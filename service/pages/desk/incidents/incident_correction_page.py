"""Correcting the facts of an incident at the desk."""

from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from catalog.reference import countries, posts
from i18n import N_
from service.casework.incidents import incidents
from service.casework.incidents.incidents import IncidentFacts
from service.casework.scope.incident_tables import Incident
from service.infra.access import Permission
from service.pages.desk.shared import correction_pages, desk_page, record_fields
from service.pages.desk.shared.correction_pages import CorrectionForm, CorrectionHistory, FactField
from service.web import context, form_actions, rendering
from service.web.context import Req, page_get
from service.web.form_actions import FormAction
from service.web.reader import Reader


@page_get("/desk/incidents/{reference:str}/correct", permission=Permission.INCIDENTS_WRITE)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _page(request, reference, {}, None)


def history(request: Req, session: Session, row: Incident) -> CorrectionHistory:
    """Return the corrections of an incident as its pages show them."""
    return correction_pages.history(
        session,
        incidents.NOUN,
        row.reference,
        lambda: desk_page.office_names(request, posts.list_all(session)),
    )


def _page(
    request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None
) -> Response[Any]:
    """Show the form; the read is recorded before it leaves. Refuses: NotFound."""
    by = context.actor(request)
    with context.reading(request) as session:
        row = incidents.get(session, reference, by=by)
        form = CorrectionForm(
            heading=N_("Correct the incident"),
            reference=reference,
            back=f"/desk/incidents/{reference}",
            send_to=f"/desk/incidents/{reference}/correct",
            facts=_fields(session, incidents.current(session, row), by, context.reader(request)),
            version=row.version,
            typed=typed,
        )
        answer = correction_pages.form_page(request, history(request, session, row), form, refusal)
    context.note_read(request, incidents.NOUN, reference)
    return answer


def _fields(session: Session, facts: IncidentFacts, by: Actor, reader: Reader) -> list[FactField]:
    offices = rendering.by_country(reader.lang, posts.list_for(session, by))
    options = {
        "country": correction_pages.codes(countries.destinations(session), facts.country),
        "post": [(one.code, reader.office(one)) for one in offices],
    }
    return correction_pages.fact_fields(facts, record_fields.INCIDENT, options)


def _find(act: FormAction, reference: str) -> Incident:
    """Return the incident; a step recorded meanwhile changes none of its facts."""
    row = incidents.get(act.session, reference, by=act.by)
    facts = correction_pages.fact_fields(
        incidents.current(act.session, row), record_fields.INCIDENT, {}
    )
    correction_pages.follow_other_changes(act, row.version, facts, [])
    return row


@form_actions.post(
    "/desk/incidents/{reference:str}/correct",
    permission=Permission.INCIDENTS_WRITE,
    back="/desk/incidents/{reference}",
    redraw=_page,
    find=_find,
    reads=Permission.INCIDENTS_READ,
    done=N_("The correction is saved."),
)
def correct(act: FormAction, row: Incident) -> None:
    facts, reason = correction_pages.with_reason(act, lambda: act.read(IncidentFacts))
    incidents.correct(act.session, row, facts, reason, by=act.by, on=act.on, day=act.day)
