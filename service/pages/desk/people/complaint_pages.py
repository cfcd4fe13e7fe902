"""Complaints about agencies at the desk: an agency reads and answers those about itself, officers judge what was not settled."""

from collections.abc import Callable
from typing import Any

from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import NotFound, Refusal
from catalog.licensing import recruiting_rights
from catalog.licensing.agencies import Agency
from service.casework.complaints import complaint_deadlines, complaint_decisions, complaints
from service.casework.complaints.complaint_decisions import Answer
from service.casework.complaints.complaints import Complaint, State
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import agency_desk
from service.pages.shared import record_actions
from service.pages.shared.record_actions import Act
from service.web import context
from service.web.context import Form, Req, page_get, page_post

# What each list shows; the first is what somebody has to do something about.
OWN = {"waiting": [*complaint_decisions.WAITS], "answered": [State.ANSWERED], "officers": [*complaint_decisions.JUDGED]}
OWN |= {"over": [State.SETTLED, State.CONFIRMED, State.UNFOUNDED, State.CLOSED]}
OFFICE = {"officers": OWN["officers"], "waiting": [*OWN["waiting"], State.ANSWERED], "over": OWN["over"]}


@page_get("/desk/own/complaints", permission=Permission.OWN_OPEN)
def index(request: Req, lang: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    recruiting_rights.require_agency(context.who(request))
    return _list(request, OWN, "desk/people/own_complaints.html")


@page_get("/desk/complaints", permission=Permission.COMPLAINTS_READ)
def office(request: Req, lang: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return _list(request, OFFICE, "desk/people/complaints.html")


def _list(request: Req, lists: dict[str, list[State]], template: str) -> Response[Any]:
    by, number, now = context.who(request), context.page_number(request), context.house(request).clock()
    asked = request.query_params.get("state", "")
    chosen = asked if asked in lists else next(iter(lists))
    with context.reading(request) as session:
        promise = complaint_deadlines.standing(session, context.house(request).today)
        rows = complaints.listed(session, lists[chosen], number, by=by)
        total = complaints.counted(session, lists[chosen], by=by)
        names = {row.agency: session.get_one(Agency, row.agency).name for row in rows}
    told = [(row, *agency_desk.soonest(row, promise, now)) for row in rows]
    facts = {"rows": told, "total": total, "number": number, "size": complaints.PAGE, "state": chosen, "names": names}
    return agency_desk.page(request, template, None, lists=list(lists), waits=complaint_decisions.WAITS, **facts)


@page_get("/desk/own/complaints/{reference:str}", permission=Permission.OWN_OPEN)
def show(request: Req, lang: FromPath[str], reference: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return _show(request, reference, {}, None)


@page_get("/desk/complaints/{reference:str}", permission=Permission.COMPLAINTS_READ)
def read(request: Req, lang: FromPath[str], reference: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return _show(request, reference, {}, None)


def _show(
    request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None, contact: tuple[str, str] | None = None
) -> Response[Any]:
    """One complaint; that somebody read it stands in the file of whoever complained. Refuses: NotFound, Unavailable."""
    by, house = context.who(request), context.house(request)
    with context.reading(request) as session:
        row = complaints.get(session, reference, by=by)
        promise = complaint_deadlines.standing(session, house.today)
        facts = {
            "row": row,
            "words": complaints.words(session, row, by=by),
            "answer": complaints.answer_of(session, row),
        }
        facts |= {
            "dues": complaint_decisions.dues(row, promise),
            "late": complaint_decisions.late(row, promise, house.clock()),
        }
        facts |= {"agency": session.get_one(Agency, row.agency).name, "contact": contact, "own": by.agency is not None}
        facts |= {
            "waits": row.state in complaint_decisions.WAITS,
            "judged": row.state in complaint_decisions.JUDGED,
            "me": by.account,
        }
        facts |= {"answerable": complaint_decisions.answerable(row)}
    context.note_read(request, "complaint", reference)
    return agency_desk.page(request, "desk/people/complaint.html", refusal, typed=typed, **facts)


@page_post("/desk/own/complaints/{reference:str}/acknowledge", permission=Permission.OWN_WRITE)
def acknowledge(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    def deed(act: Act, row: Complaint) -> None:
        complaint_decisions.acknowledge(act.session, row, by=act.by, on=act.on)

    return _done(request, f"/{lang}/desk/own/complaints", reference, data, deed)


@page_post("/desk/own/complaints/{reference:str}/answer", permission=Permission.OWN_WRITE)
def answer(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    def deed(act: Act, row: Complaint) -> None:
        told = forms.read(Answer, {"answer": act.typed.get("answer", "")})
        complaint_decisions.answer(act.session, row, told, by=act.by, on=act.on)

    return _done(request, f"/{lang}/desk/own/complaints", reference, data, deed)


@page_post("/desk/own/complaints/{reference:str}/contact", permission=Permission.OWN_OPEN)
def contact(request: Req, lang: FromPath[str], reference: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    by = context.who(request)
    try:
        with context.writing(request) as session:
            row = complaints.get(session, reference, by=by)
            told = complaint_decisions.contact(session, row, by=by, on=context.house(request).clock())
    except NotFound:
        raise
    except Refusal as refusal:
        return _show(request, reference, {}, refusal)
    return _show(request, reference, {}, None, told)


@page_post("/desk/complaints/{reference:str}/escalate", permission=Permission.COMPLAINTS_DECIDE)
def escalate(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    def deed(act: Act, row: Complaint) -> None:
        complaint_decisions.escalate(
            act.session, row, complaint_deadlines.standing(act.session, act.day), by=act.by, on=act.on
        )

    return _done(request, f"/{lang}/desk/complaints", reference, data, deed)


@page_post("/desk/complaints/{reference:str}/uphold", permission=Permission.COMPLAINTS_DECIDE)
def uphold(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    def deed(act: Act, row: Complaint) -> None:
        complaint_decisions.uphold(act.session, row, by=act.by, on=act.on)

    return _done(request, f"/{lang}/desk/complaints", reference, data, deed)


@page_post("/desk/complaints/{reference:str}/dismiss", permission=Permission.COMPLAINTS_DECIDE)
def dismiss(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    def deed(act: Act, row: Complaint) -> None:
        complaint_decisions.dismiss(act.session, row, by=act.by, on=act.on)

    return _done(request, f"/{lang}/desk/complaints", reference, data, deed)


def _done(
    request: Req, back: str, reference: str, data: dict[str, Any], deed: Callable[[Act, Complaint], object]
) -> Response[Any]:  # fmt: skip
    return record_actions.done(
        request, back, reference, data, lambda act: complaints.get(act.session, reference, by=act.by), deed, _show
    )  # fmt: skip


HANDLERS = [index, office, show, read, acknowledge, answer, contact, escalate, uphold, dismiss]
