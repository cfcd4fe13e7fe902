"""A complaint about an agency, written down by an officer for the person who tells it."""

from functools import partial
from typing import Any

from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import NotFound, Refusal
from catalog.licensing import agencies
from service.casework import people_access
from service.casework.complaints import complaints
from service.casework.complaints.complaints import NewComplaint
from service.infra import access
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import agency_desk
from service.pages.shared import record_actions
from service.pages.shared.record_actions import Act
from service.web import context
from service.web.context import Form, Req, page_get, page_post


@page_get("/desk/citizens/{reference:str}/complaint", permission=Permission.CITIZENS_WRITE)
def ask(request: Req, lang: FromPath[str], reference: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return _form(request, reference, {}, None)


@page_post("/desk/citizens/{reference:str}/complaint", permission=Permission.CITIZENS_WRITE)
def tell(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    context.of_address(lang)
    access.require(context.who(request), Permission.CITIZENS_READ)
    try:
        done = record_actions.once(request, data, partial(_told, reference=reference))
    except Refusal as refusal:
        if isinstance(refusal, NotFound) and refusal.field is None:
            raise
        return _form(request, reference, record_actions.typed_of(data), refusal)
    return context.see_other(f"/{lang}/desk/citizens/{reference}?complained={done['reference']}")


def _told(act: Act, reference: str) -> dict[str, Any]:
    person = people_access.get(act.session, reference, by=act.by)
    told = forms.read(NewComplaint, {name: act.typed.get(name, "") for name in NewComplaint.__struct_fields__})
    row = complaints.complain(act.session, told, person, by=act.by, on=act.on)
    return {"reference": row.reference}


def _form(request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None) -> Response[Any]:
    with context.reading(request) as session:
        person, known = people_access.get(session, reference, by=context.who(request)), agencies.here(session)
    return agency_desk.page(
        request, "desk/people/citizen_complaint.html", refusal, person=person, agencies=known, typed=typed
    )  # fmt: skip


HANDLERS = [ask, tell]
