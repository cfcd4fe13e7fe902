"""Counts beside advice sessions: contacts without a session, group sessions, mass events."""

from collections.abc import Callable
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from catalog.reference import countries
from service.casework.advice import contacts, group_sessions
from service.casework.advice.contacts import NewContact
from service.casework.advice.group_sessions import NewEvent, NewGroupSession
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import desk_page
from service.web import auth_middleware, context
from service.web.app_state import AppState
from service.web.context import Form, Req, page_get, page_post

PAGE = 50


class FormKind(msgspec.Struct, frozen=True):
    """One kind of count: its form, its input, and the function that records it."""

    template: str
    told: type[msgspec.Struct]
    deed: Callable[[Session, Any, Actor, AppState], object]


def _save_contact(session: Session, new_contact: NewContact, by: Actor, house: AppState) -> object:
    return contacts.record(session, new_contact, by=by, on=house.clock(), day=house.today)


def _save_group(
    session: Session, new_group_session: NewGroupSession, by: Actor, house: AppState
) -> object:
    return group_sessions.record_group_session(
        session, new_group_session, by=by, on=house.clock(), day=house.today
    )


def _save_event(session: Session, new_event: NewEvent, by: Actor, house: AppState) -> object:
    return group_sessions.record_mass_event(
        session, new_event, by=by, on=house.clock(), day=house.today
    )


CONTACT = FormKind("desk/advice/contact_new.html", NewContact, _save_contact)
GROUP = FormKind("desk/advice/gathering_new.html", NewGroupSession, _save_group)
EVENT = FormKind("desk/advice/event_new.html", NewEvent, _save_event)


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
        return desk_page.page(
            request,
            "desk/advice/gatherings.html",
            groups=groups,
            events=events,
            page=number,
            more=more,
        )


@page_get("/desk/advice/contacts/new", permission=Permission.ADVICE_WRITE)
def show_contact_form(request: Req, lang: FromPath[str]) -> Response[Any]:
    return _form(request, lang, CONTACT, {"channel": "hotline"}, None)


@page_post("/desk/advice/contacts/new", permission=Permission.ADVICE_WRITE)
def note_contact(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    return _save(request, lang, CONTACT, data, "/desk/advice?noted")


@page_get("/desk/advice/groups/new", permission=Permission.ADVICE_WRITE)
def show_group_form(request: Req, lang: FromPath[str]) -> Response[Any]:
    return _form(
        request,
        lang,
        GROUP,
        {"held_on": str(context.app_state(request).today), "channel": "in_person"},
        None,
    )


@page_post("/desk/advice/groups/new", permission=Permission.ADVICE_WRITE)
def note_group(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    return _save(request, lang, GROUP, data, "/desk/advice/groups?saved")


@page_get("/desk/advice/events/new", permission=Permission.ADVICE_WRITE)
def show_event_form(request: Req, lang: FromPath[str]) -> Response[Any]:
    return _form(request, lang, EVENT, {"held_on": str(context.app_state(request).today)}, None)


@page_post("/desk/advice/events/new", permission=Permission.ADVICE_WRITE)
def note_event(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    return _save(request, lang, EVENT, data, "/desk/advice/groups?saved")


def _save(
    request: Req, lang: str, kind: FormKind, data: dict[str, Any], behind: str
) -> Response[Any]:
    key, house, by = str(data.pop("once", "")), context.app_state(request), context.actor(request)
    typed = {name: str(value) for name, value in data.items() if name != forms.TOKEN_FIELD}

    def deed() -> dict[str, Any]:
        kind.deed(session, record, by, house)
        return {}

    try:
        record = forms.read(kind.told, typed)
        with context.writing(request) as session:
            context.run_form_once(request, session, key, typed, deed)
    except Refusal as refusal:
        return _form(request, lang, kind, typed, refusal)
    return context.see_other(f"/{lang}{behind}")


def _form(
    request: Req, lang: str, kind: FormKind, typed: dict[str, str], refusal: Refusal | None
) -> Response[Any]:
    with context.reading(request) as session:
        codes = countries.destinations(session)
    facts = {
        "typed": typed,
        "errors": forms.errors_by_field(refusal) if refusal else {},
        "codes": codes,
    }
    return desk_page.page(
        request, kind.template, status=auth_middleware.refusal_status(request, refusal), **facts
    )
