"""Counts beside advice sessions: contacts without a session, group sessions, mass events."""

from typing import Any

import msgspec
from litestar import Response

from catalog.core import corrections
from catalog.core.errors import Refusal
from catalog.reference import countries
from service.casework.advice import contacts, group_sessions
from service.casework.advice.contacts import NewContact
from service.casework.advice.group_sessions import (
    GroupSession,
    MassEvent,
    NewEvent,
    NewGroupSession,
)
from service.infra.access import Permission
from service.input import forms
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction, FormRoute

PAGE = 50
CONTACT = "desk/advice/contact_new.html"
GROUP = "desk/advice/gathering_new.html"
EVENT = "desk/advice/event_new.html"


class GroupSessionsPage(msgspec.Struct, frozen=True):
    groups: list[GroupSession]
    events: list[MassEvent]
    void: set[str]
    page: int
    more: bool
    saved: bool


@page_get("/desk/advice/groups", permission=Permission.ADVICE_READ)
def index(request: Req) -> Response[Any]:
    by, number = context.actor(request), context.page_number(request)
    with context.reading(request) as session:
        there = {"limit": PAGE, "offset": (number - 1) * PAGE}
        groups, events = (
            group_sessions.groups(session, by=by, **there),
            group_sessions.events(session, by=by, **there),
        )
        more = max(len(groups), len(events)) == PAGE
        numbers = [*(one.reference for one in groups), *(one.reference for one in events)]
        void = corrections.void_among(session, ("gathering", "mass_event"), numbers)
        shown = GroupSessionsPage(
            groups, events, void, number, more, "saved" in request.query_params
        )
        return context.page(request, "desk/advice/gatherings.html", shown)


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


def _post(path: str, back: str, template: str) -> FormRoute:
    """Return the route of a form, which shows its template again after a refusal."""
    return form_actions.post(
        path,
        permission=Permission.ADVICE_WRITE,
        back=back,
        redraw=lambda request, typed, refusal: _form(request, template, typed, refusal),
    )


@_post("/desk/advice/contacts/new", "/desk/advice?noted", CONTACT)
def note_contact(act: FormAction) -> None:
    new_contact = forms.read(NewContact, act.typed)
    contacts.record(act.session, new_contact, by=act.by, on=act.on, day=act.day)


@_post("/desk/advice/groups/new", "/desk/advice/groups?saved", GROUP)
def note_group(act: FormAction) -> None:
    new_session = forms.read(NewGroupSession, act.typed)
    group_sessions.record_group_session(act.session, new_session, by=act.by, on=act.on, day=act.day)


@_post("/desk/advice/events/new", "/desk/advice/groups?saved", EVENT)
def note_event(act: FormAction) -> None:
    new_event = forms.read(NewEvent, act.typed)
    group_sessions.record_mass_event(act.session, new_event, by=act.by, on=act.on, day=act.day)
