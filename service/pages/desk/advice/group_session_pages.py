"""Counts beside advice sessions: contacts without a session, group sessions, mass events."""

from typing import Any

from litestar import Response

from catalog.core.errors import Refusal
from catalog.reference import countries
from i18n import N_
from service.casework.advice import contacts, group_sessions
from service.casework.advice.contacts import NewContact
from service.casework.advice.group_sessions import NewEvent, NewGroupSession
from service.infra.access import Permission
from service.input import forms
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction, FormRoute

CONTACT = "desk/advice/contact_new.html"
GROUP = "desk/advice/gathering_new.html"
EVENT = "desk/advice/event_new.html"


@page_get("/desk/advice/contacts/new", permission=Permission.ADVICE_WRITE)
def show_contact_form(request: Req) -> Response[Any]:
    return _form(request, CONTACT, {"channel": "hotline"})


@page_get("/desk/advice/groups/new", permission=Permission.ADVICE_WRITE)
def show_group_form(request: Req) -> Response[Any]:
    typed = {"held_on": str(context.app_state(request).today), "channel": "in_person"}
    return _form(request, GROUP, typed)


@page_get("/desk/advice/events/new", permission=Permission.ADVICE_WRITE)
def show_event_form(request: Req) -> Response[Any]:
    return _form(request, EVENT, {"held_on": str(context.app_state(request).today)})


def _form(
    request: Req, template: str, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    with context.reading(request) as session:
        codes = countries.destinations(session)
    return form_actions.form_page(request, template, refusal=refusal, typed=typed, codes=codes)


def _post(path: str, back: str, template: str, done: str) -> FormRoute:
    """Return the route of a form, which shows its template again after a refusal."""
    return form_actions.post(
        path,
        permission=Permission.ADVICE_WRITE,
        back=back,
        redraw=lambda request, typed, refusal: _form(request, template, typed, refusal),
        done=done,
    )


@_post("/desk/advice/contacts/new", "/desk/advice", CONTACT, N_("The contact has been recorded."))
def note_contact(act: FormAction) -> None:
    new_contact = forms.read(NewContact, act.typed)
    contacts.record(act.session, new_contact, by=act.by, on=act.on, day=act.day)


@_post(
    "/desk/advice/groups/new",
    "/desk/advice/groups",
    GROUP,
    N_("The group session is recorded."),
)
def note_group(act: FormAction) -> None:
    new_session = forms.read(NewGroupSession, act.typed)
    group_sessions.record_group_session(act.session, new_session, by=act.by, on=act.on, day=act.day)


@_post("/desk/advice/events/new", "/desk/advice/events", EVENT, N_("The event is recorded."))
def note_event(act: FormAction) -> None:
    new_event = forms.read(NewEvent, act.typed)
    group_sessions.record_mass_event(act.session, new_event, by=act.by, on=act.on, day=act.day)
