"""A complaint about an agency that an officer records for the person who makes it."""

from functools import partial
from typing import Any

from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import Refusal
from catalog.licensing import agencies
from service.casework import people_access
from service.casework.complaints import complaints
from service.casework.complaints.complaints import NewComplaint
from service.infra import access
from service.infra.access import Permission
from service.web import context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction


@page_get("/desk/citizens/{reference:str}/complaint", permission=Permission.CITIZENS_WRITE)
def show_form(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _form(request, reference, {}, None)


@page_post("/desk/citizens/{reference:str}/complaint", permission=Permission.CITIZENS_WRITE)
def file_complaint(
    request: Req, lang: FromPath[str], reference: FromPath[str], data: Form
) -> Response[Any]:
    access.require(context.actor(request), Permission.CITIZENS_READ)
    return form_actions.submit(
        request,
        data,
        partial(_file_complaint, reference=reference),
        lambda done: f"/{lang}/desk/citizens/{reference}?complained={done['reference']}",
        partial(_form, request, reference),
    )


def _file_complaint(act: FormAction, reference: str) -> Answer:
    person = people_access.get(act.session, reference, by=act.by)
    new_complaint = act.read(NewComplaint)
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
    return form_actions.form_page(
        request,
        "desk/people/citizen_complaint.html",
        refusal=refusal,
        person=person,
        agencies=known,
        typed=typed,
    )
