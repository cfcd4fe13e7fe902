"""A complaint about an agency that an officer records for the person who makes it."""

from typing import Any

from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import Refusal
from catalog.licensing import agencies
from service.casework import people_access
from service.casework.complaints import complaints
from service.casework.complaints.complaints import NewComplaint
from service.infra.access import Permission
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import Answer, FormAction


@page_get("/desk/citizens/{reference:str}/complaint", permission=Permission.CITIZENS_WRITE)
def show_form(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _form(request, reference, {}, None)


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


@form_actions.post(
    "/desk/citizens/{reference:str}/complaint",
    permission=Permission.CITIZENS_WRITE,
    back="/desk/citizens/{reference}?complained={complaint}",
    redraw=_form,
    reads=Permission.CITIZENS_READ,
    done="",
)
def file_complaint(act: FormAction, reference: str) -> Answer:
    person = people_access.get(act.session, reference, by=act.by)
    new_complaint = act.read(NewComplaint)
    row = complaints.file_complaint(act.session, new_complaint, person, by=act.by, on=act.on)
    return {"complaint": row.reference}
