"""Complaints about agencies: an agency answers its own, officers judge unsettled ones."""

from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import Refusal
from catalog.licensing import recruiting_rights
from catalog.licensing.agencies import Agency
from i18n import N_
from service.casework.complaints import complaint_deadlines, complaint_decisions, complaints
from service.casework.complaints.complaint_deadlines import ResponseDeadlines
from service.casework.complaints.complaint_decisions import AnswerInput
from service.casework.complaints.complaints import Complaint
from service.casework.evidence.owners import RecordKind
from service.infra.access import Permission
from service.pages.desk.people import complaint_lists
from service.pages.desk.shared import record_documents
from service.web import context, form_actions
from service.web.context import Req, page_get, page_post
from service.web.form_actions import Answer, FormAction
from service.web.lists import listing


class ComplaintPage(msgspec.Struct, frozen=True):
    """One complaint; `contact` is the name and number shown once, `own` the agency's view."""

    row: Complaint
    words: str
    answer: str
    dues: ResponseDeadlines
    late: bool
    agency: str
    contact: tuple[str, str] | None
    own: bool
    waits: bool
    judged: bool
    me: str
    answerable: bool
    typed: dict[str, str]


@page_get("/desk/own/complaints", permission=Permission.OWN_OPEN)
def index(request: Req) -> Response[Any]:
    recruiting_rights.require_agency(context.actor(request))
    return listing.show(request, complaint_lists.OWN)


@page_get("/desk/complaints", permission=Permission.COMPLAINTS_READ)
def officer_index(request: Req) -> Response[Any]:
    return listing.show(request, complaint_lists.ALL)


@page_get("/desk/own/complaints/{reference:str}", permission=Permission.OWN_OPEN)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _show(request, reference, {}, None)


@page_get("/desk/complaints/{reference:str}", permission=Permission.COMPLAINTS_READ)
def review(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _show(request, reference, {}, None)


def _show(
    request: Req,
    reference: str,
    typed: dict[str, str],
    refusal: Refusal | None,
    contact: tuple[str, str] | None = None,
) -> Response[Any]:
    """Show one complaint; the read is recorded in the file of the person who complained.

    Refuses: NotFound, Unavailable.
    """
    by, app_state = context.actor(request), context.app_state(request)
    with context.reading(request) as session:
        row = complaints.get(session, reference, by=by)
        sent = (
            record_documents.WITHHELD
            if by.agency is not None
            else record_documents.of_record(request, session, RecordKind.COMPLAINT, reference)
        )
        promise = complaint_deadlines.in_force(session, app_state.today)
        shown = ComplaintPage(
            row=row,
            words=complaints.visible_text(session, row, by=by),
            answer=complaints.answer_of(session, row),
            dues=complaint_decisions.response_deadlines(row, promise),
            late=complaint_decisions.is_late(row, promise, app_state.clock()),
            agency=session.get_one(Agency, row.agency).name,
            contact=contact,
            own=by.agency is not None,
            waits=row.state in complaint_decisions.WAITING_STATES,
            judged=row.state in complaint_decisions.REVIEW_STATES,
            me=by.account,
            answerable=complaint_decisions.can_answer(row),
            typed=typed,
        )
    context.note_read(request, "complaint", reference)
    return form_actions.form_page(
        request, "desk/people/complaint.html", shown, sent, refusal=refusal
    )


@page_post("/desk/own/complaints/{reference:str}/contact", permission=Permission.OWN_OPEN)
def contact(request: Req, reference: FromPath[str]) -> Response[Any]:
    def action(act: FormAction) -> Answer:
        row = complaints.get(act.session, reference, by=act.by)
        return {"contact": complaint_decisions.contact(act.session, row, by=act.by, on=act.on)}

    return form_actions.submit(
        request,
        {},
        action,
        lambda done: _show(request, reference, {}, None, done["contact"]),
        partial(_show, request, reference),
        answer_is_secret=True,
    )


post = partial(
    form_actions.post,
    back="/desk/complaints/{reference}",
    find=lambda act, reference: complaints.get(act.session, reference, by=act.by),
    redraw=_show,
)
post_own = partial(post, back="/desk/own/complaints/{reference}")


@post_own("/desk/own/complaints/{reference:str}/acknowledge", permission=Permission.OWN_WRITE)
def acknowledge(act: FormAction, row: Complaint) -> None:
    complaint_decisions.acknowledge(act.session, row, by=act.by, on=act.on)


@post_own("/desk/own/complaints/{reference:str}/answer", permission=Permission.OWN_WRITE)
def answer(act: FormAction, row: Complaint) -> None:
    answer_input = act.read(AnswerInput)
    complaint_decisions.answer(act.session, row, answer_input, by=act.by, on=act.on)


@post(
    "/desk/complaints/{reference:str}/escalate",
    permission=Permission.COMPLAINTS_DECIDE,
    done=N_("The complaint is passed on."),
)
def escalate(act: FormAction, row: Complaint) -> None:
    complaint_decisions.escalate(
        act.session,
        row,
        complaint_deadlines.in_force(act.session, act.day),
        by=act.by,
        on=act.on,
    )


@post(
    "/desk/complaints/{reference:str}/uphold",
    permission=Permission.COMPLAINTS_DECIDE,
    done=N_("The complaint is upheld."),
)
def uphold(act: FormAction, row: Complaint) -> None:
    complaint_decisions.uphold(act.session, row, by=act.by, on=act.on)


@post(
    "/desk/complaints/{reference:str}/dismiss",
    permission=Permission.COMPLAINTS_DECIDE,
    done=N_("The complaint is dismissed."),
)
def dismiss(act: FormAction, row: Complaint) -> None:
    complaint_decisions.dismiss(act.session, row, by=act.by, on=act.on)
