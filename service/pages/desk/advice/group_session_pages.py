"""What is counted beside sessions: calls from which none came, group sessions, mass events."""

from collections.abc import Callable
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.actor import Who
from catalog.core.errors import Refusal
from catalog.reference import countries
from service.casework.advice import contacts, group_sessions
from service.casework.advice.contacts import NewContact
from service.casework.advice.group_sessions import NewEvent, NewGroup
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import desk_page
from service.web import auth_middleware, context
from service.web.app_state import House
from service.web.context import Form, Req, page_get, page_post

PAGE = 50


class Kind(msgspec.Struct, frozen=True):
    """One kind of thing that is counted: its form, what is told, and the deed."""

    template: str
    told: type[msgspec.Struct]
    deed: Callable[[Session, Any, Who, House], object]


def _contact(session: Session, told: NewContact, by: Who, house: House) -> object:
    return contacts.note(session, told, by=by, on=house.clock(), day=house.today)


def _group(session: Session, told: NewGroup, by: Who, house: House) -> object:
    return group_sessions.hold(session, told, by=by, on=house.clock(), day=house.today)


def _event(session: Session, told: NewEvent, by: Who, house: House) -> object:
    return group_sessions.inform(session, told, by=by, on=house.clock(), day=house.today)


CONTACT = Kind("desk/advice/contact_new.html", NewContact, _contact)
GROUP = Kind("desk/advice/gathering_new.html", NewGroup, _group)
EVENT = Kind("desk/advice/event_new.html", NewEvent, _event)


@page_get("/desk/advice/groups", permission=Permission.ADVICE_READ)
def index(request: Req, lang: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    by, number = context.who(request), context.page_number(request)
    with context.reading(request) as session:
        there = {"limit": PAGE, "offset": (number - 1) * PAGE}
        groups, events = group_sessions.groups(session, by=by, **there), group_sessions.events(session, by=by, **there)
        more = max(len(groups), len(events)) == PAGE
        return desk_page.page(
            request, "desk/advice/gatherings.html", groups=groups, events=events, page=number, more=more
        )


@page_get("/desk/advice/contacts/new", permission=Permission.ADVICE_WRITE)
def ask_contact(request: Req, lang: FromPath[str]) -> Response[Any]:
    return _form(request, lang, CONTACT, {"channel": "hotline"}, None)


@page_post("/desk/advice/contacts/new", permission=Permission.ADVICE_WRITE)
def note_contact(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    return _noted(request, lang, CONTACT, data, "/desk/advice?noted")


@page_get("/desk/advice/groups/new", permission=Permission.ADVICE_WRITE)
def ask_group(request: Req, lang: FromPath[str]) -> Response[Any]:
    return _form(request, lang, GROUP, {"held_on": str(context.house(request).today), "channel": "in_person"}, None)


@page_post("/desk/advice/groups/new", permission=Permission.ADVICE_WRITE)
def hold(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    return _noted(request, lang, GROUP, data, "/desk/advice/groups?saved")


@page_get("/desk/advice/events/new", permission=Permission.ADVICE_WRITE)
def ask_event(request: Req, lang: FromPath[str]) -> Response[Any]:
    return _form(request, lang, EVENT, {"held_on": str(context.house(request).today)}, None)


@page_post("/desk/advice/events/new", permission=Permission.ADVICE_WRITE)
def inform(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    return _noted(request, lang, EVENT, data, "/desk/advice/groups?saved")


def _noted(request: Req, lang: str, kind: Kind, data: dict[str, Any], behind: str) -> Response[Any]:
    context.of_address(lang)
    key, house, by = str(data.pop("once", "")), context.house(request), context.who(request)
    typed = {name: str(value) for name, value in data.items() if name != forms.TOKEN}

    def deed() -> dict[str, Any]:
        kind.deed(session, told, by, house)
        return {}

    try:
        told = forms.read(kind.told, typed)
        with context.writing(request) as session:
            context.done_by_form(request, session, key, typed, deed)
    except Refusal as refusal:
        return _form(request, lang, kind, typed, refusal)
    return context.see_other(f"/{lang}{behind}")


def _form(request: Req, lang: str, kind: Kind, typed: dict[str, str], refusal: Refusal | None) -> Response[Any]:
    context.of_address(lang)
    with context.reading(request) as session:
        codes = countries.destinations(session)
    facts = {"typed": typed, "errors": forms.by_field(refusal) if refusal else {}, "codes": codes}
    return desk_page.page(request, kind.template, status=auth_middleware.status_of(request, refusal), **facts)


HANDLERS = [index, ask_contact, note_contact, ask_group, hold, ask_event, inform]
