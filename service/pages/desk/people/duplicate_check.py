"""Is this person known already? Asked while somebody is being written down, and by whoever looks for a file."""

from collections.abc import Mapping
from typing import Any

from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import NotFound, Refusal
from matching.identity import duplicates
from matching.identity import persons as people
from matching.identity.duplicates import Sought
from service.casework import people_access
from service.casework.people_access import Found, Likeness
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import desk_page
from service.web import auth_middleware, context
from service.web.context import Form, Req, page_get, page_post

NOBODY = Likeness([], False)


@page_get("/desk/citizens", permission=Permission.CITIZENS_READ)
def index(request: Req, lang: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return desk_page.page(request, "desk/people/citizens.html", typed={}, errors={}, found=None)


@page_post("/desk/citizens", permission=Permission.CITIZENS_READ)
def search(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Whom is looked for stands in no address, and so in no log and no history of a browser."""
    context.of_address(lang)
    try:
        duplicates.require(_told(data))
        found, errors = known(request, data).people, {}
    except Refusal as refusal:
        found, errors = None, forms.by_field(refusal)
    status = 422 if errors else 200
    return desk_page.page(request, "desk/people/citizens.html", status=status, typed=data, errors=errors, found=found)


@page_post("/desk/citizens/alike", permission=Permission.CITIZENS_READ)
def ask(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """For the script of a form: the part of the page in which those who may be meant are shown."""
    context.of_address(lang)
    opens = "open" in request.query_params
    return context.part(request, "desk/people/citizens_alike.html", known=known(request, data), typed=data, opens=opens)


def known(request: Req, typed: Mapping[str, Any]) -> Likeness:
    """Who may be meant by what was typed so far; every such question is counted and written down. Refuses: TooMany."""
    told, by = _told(typed), context.who(request)
    if not duplicates.numbers(told) and not duplicates.words(told.name):
        return NOBODY
    auth_middleware.attempt(request, "alike", by.account)
    with context.writing(request) as session:
        people_access.note_asked(session, told, by=by, on=context.house(request).clock())
    with context.reading(request) as session:
        return people_access.alike(session, told, by=by)


def _told(typed: Mapping[str, Any]) -> Sought:
    return forms.read(Sought, {name: typed.get(name, "") for name in Sought.__struct_fields__})


def kept(request: Req, number: str) -> Likeness:
    """Somebody who was chosen before, so that a page drawn again still shows them; nobody if they may not be seen."""
    with context.reading(request) as session:
        try:
            row = people_access.get(session, number, by=context.who(request))
        except NotFound:
            return NOBODY
        return Likeness([Found(row.reference, row.name, people.masked(people.phone(session, row)), "chosen")], False)


HANDLERS = [index, search, ask]
