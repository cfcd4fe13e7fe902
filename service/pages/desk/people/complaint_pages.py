"""Complaints about agencies: an agency answers its own, officers judge unsettled ones."""

from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import Refusal
from catalog.licensing import recruiting_rights
from catalog.licensing.agencies import Agency
from service.casework.complaints import complaint_deadlines, complaint_decisions, complaints
from service.casework.complaints.complaint_deadlines import ResponseDeadlines
from service.casework.complaints.complaint_decisions import AnswerInput
from service.casework.complaints.complaints import Complaint, State
from service.infra.access import Permission
from service.pages.desk.shared import agency_desk
from service.web import context, form_actions
from service.web.context import Req, page_get, page_post
from service.web.form_actions import Answer, FormAction

# The states in each list; the first list is what needs an action.
AGENCY_LISTS = {
    "waiting": [*complaint_decisions.WAITING_STATES],
    "answered": [State.ANSWERED],
    "officers": [*complaint_decisions.REVIEW_STATES],
}
AGENCY_LISTS |= {"over": [State.SETTLED, State.CONFIRMED, State.UNFOUNDED, State.CLOSED]}
OFFICER_LISTS = {
    "officers": AGENCY_LISTS["officers"],
    "waiting": [*AGENCY_LISTS["waiting"], State.ANSWERED],
    "over": AGENCY_LISTS["over"],
}


class ComplaintListPage(msgspec.Struct, frozen=True):
    """One page of a list of complaints, each with its next deadline and whether it is late.

    `state` is the chosen one of `lists`; `waits` are the states in which the agency must act.
    """

    rows: list[tuple[Complaint, datetime, bool]]
    total: int
    number: int
    size: int
    state: str
    lists: list[str]
    names: dict[str, str]
    waits: Collection[State]


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
    return _list(request, AGENCY_LISTS, "desk/people/own_complaints.html")


@page_get("/desk/complaints", permission=Permission.COMPLAINTS_READ)
def officer_index(request: Req) -> Response[Any]:
    return _list(request, OFFICER_LISTS, "desk/people/complaints.html")


def _list(request: Req, lists: dict[str, list[State]], template: str) -> Response[Any]:
    by, number, now = (
        context.actor(request),
        context.page_number(request),
        context.app_state(request).clock(),
    )
    asked = request.query_params.get("state", "")
    chosen = asked if asked in lists else next(iter(lists))
    with context.reading(request) as session:
        promise = complaint_deadlines.in_force(session, context.app_state(request).today)
        rows = complaints.list_page(session, lists[chosen], number, by=by)
        total = complaints.count(session, lists[chosen], by=by)
        names = {row.agency: session.get_one(Agency, row.agency).name for row in rows}
    items = [(row, *agency_desk.next_deadline(row, promise, now)) for row in rows]
    shown = ComplaintListPage(
        rows=items,
        total=total,
        number=number,
        size=complaints.PAGE,
        state=chosen,
        lists=list(lists),
        names=names,
        waits=complaint_decisions.WAITING_STATES,
    )
    return form_actions.form_page(request, template, shown)


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
    return form_actions.form_page(request, "desk/people/complaint.html", shown, refusal=refusal)


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


@post("/desk/complaints/{reference:str}/escalate", permission=Permission.COMPLAINTS_DECIDE)
def escalate(act: FormAction, row: Complaint) -> None:
    complaint_decisions.escalate(
        act.session,
        row,
        complaint_deadlines.in_force(act.session, act.day),
        by=act.by,
        on=act.on,
    )


@post("/desk/complaints/{reference:str}/uphold", permission=Permission.COMPLAINTS_DECIDE)
def uphold(act: FormAction, row: Complaint) -> None:
    complaint_decisions.uphold(act.session, row, by=act.by, on=act.on)


@post("/desk/complaints/{reference:str}/dismiss", permission=Permission.COMPLAINTS_DECIDE)
def dismiss(act: FormAction, row: Complaint) -> None:
    complaint_decisions.dismiss(act.session, row, by=act.by, on=act.on)
