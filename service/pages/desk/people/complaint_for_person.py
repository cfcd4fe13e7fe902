"""A complaint about an agency that an officer records for the person who makes it."""

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
from service.pages.shared.record_actions import FormAction
from service.web import context
from service.web.context import Form, Req, page_get, page_post


@page_get("/desk/citizens/{reference:str}/complaint", permission=Permission.CITIZENS_WRITE)
def show_form(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _form(request, reference, {}, None)


@page_post("/desk/citizens/{reference:str}/complaint", permission=Permission.CITIZENS_WRITE)
def file_complaint(
    request: Req, lang: FromPath[str], reference: FromPath[str], data: Form
) -> Response[Any]:
    access.require(context.actor(request), Permission.CITIZENS_READ)
    try:
        done = record_actions.run_once(request, data, partial(_file_complaint, reference=reference))
    except Refusal as refusal:
        if isinstance(refusal, NotFound) and refusal.field is None:
            raise
        return _form(request, reference, record_actions.typed_of(data), refusal)
    return context.see_other(f"/{lang}/desk/citizens/{reference}?complained={done['reference']}")


def _file_complaint(act: FormAction, reference: str) -> dict[str, Any]:
    person = people_access.get(act.session, reference, by=act.by)
    new_complaint = forms.read(
        NewComplaint, {name: act.typed.get(name, "") for name in NewComplaint.__struct_fields__}
    )
    row = complaints.file_complaint(act.session, new_complaint, person, by=act.by, on=act.on)
    return {"reference": row.reference}


def _form(
    request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None
) -> Response[Any]:
    with context.reading(request) as session:
        person, known = (
            people_access.get(session, reference, by=context.actor(request)),
            agencies.list_home(session),
        )
    return agency_desk.page(
        request,
        "desk/people/citizen_complaint.html",
        refusal,
        person=person,
        agencies=known,
        typed=typed,
    )
