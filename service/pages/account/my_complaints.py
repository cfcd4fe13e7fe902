"""The person's own complaints about agencies: file, follow, settle, or escalate to officers."""

from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import Refusal, require_found
from catalog.licensing import agencies
from catalog.licensing.agencies import Agency
from matching.identity.persons import Citizen
from matching.placements import arrivals
from service.casework import evidence
from service.casework.complaints import complaint_deadlines, complaint_decisions, complaints
from service.casework.complaints.complaint_deadlines import ResponseDeadlines
from service.casework.complaints.complaints import Complaint, NewComplaint, State
from service.casework.evidence import Item
from service.casework.evidence.owners import Record, RecordKind
from service.infra.access import Permission
from service.pages.shared import account_page
from service.web import auth_middleware, context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import Answer, FormAction


def current_person(request: Req, session: Session) -> Citizen:
    """Return the record of the signed-in person. Refuses: NotFound."""
    account_page.require_citizen(request)
    number = account_page.current_account(request, session).citizen
    return require_found(session.get(Citizen, number) if number else None)


@page_get("/me/complaints", permission=Permission.ME_OPEN)
def index(request: Req) -> Response[Any]:
    with context.reading(request) as session:
        rows = complaints.list_own(session, current_person(request, session))
        names = {row.agency: session.get_one(Agency, row.agency).name for row in rows}
        return form_actions.form_page(request, "account/complaints.html", rows=rows, names=names)


@page_get("/me/complaints/new", permission=Permission.ME_OPEN)
def show_form(request: Req) -> Response[Any]:
    account_page.require_citizen(request)
    return _form(request, {"agency": request.query_params.get("agency", "")[:60]}, None)


def _form(request: Req, typed: dict[str, str], refusal: Refusal | None) -> Response[Any]:
    with context.reading(request) as session:
        mine = {
            row.agency
            for row in arrivals.list_for_person(session, current_person(request, session).reference)
        }
        known = [(number, name) for number, name in agencies.list_home(session)]
    # Agencies through which the person went abroad come first.
    known.sort(key=lambda one: (one[0] not in mine, one[1]))
    return form_actions.form_page(
        request, "account/complaint_new.html", refusal=refusal, typed=typed, agencies=known
    )


@page_get("/me/complaints/{reference:str}", permission=Permission.ME_OPEN)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _show(request, reference, None)


class ComplaintPage(msgspec.Struct, frozen=True):
    row: Complaint
    words: str
    answer: str
    dues: ResponseDeadlines
    receipts: list[Item]
    agency: str
    settles: bool
    escalates: bool


def _show(request: Req, reference: str, refusal: Refusal | None) -> Response[Any]:
    app_state = context.app_state(request)
    with context.reading(request) as session:
        row = complaints.get_own(session, reference, current_person(request, session))
        promise, state = complaint_deadlines.in_force(session, app_state.today), State(row.state)
        late = complaint_decisions.is_late(row, promise, app_state.clock())
        answered, waits = state is State.ANSWERED, state in complaint_decisions.WAITING_STATES
        shown = ComplaintPage(
            row=row,
            words=complaints.full_text(session, row),
            answer=complaints.answer_of(session, row),
            dues=complaint_decisions.response_deadlines(row, promise),
            receipts=evidence.list_files(
                session, Record(RecordKind.COMPLAINT, row.reference, row.citizen)
            ),
            agency=session.get_one(Agency, row.agency).name,
            settles=waits or answered,
            escalates=answered or (waits and late),
        )
    return form_actions.form_page(request, "account/complaint.html", shown, refusal=refusal)


post = partial(
    form_actions.post,
    permission=Permission.ME_OPEN,
    back="/me/complaints/{reference}",
    first=account_page.require_citizen,
)
post_on_own = partial(
    post,
    find=lambda act, reference: complaints.get_own(
        act.session, reference, current_person(act.request, act.session)
    ),
    redraw=lambda request, reference, _typed, refusal: _show(request, reference, refusal),
)


@post_on_own("/me/complaints/{reference:str}/settled")
def settle(act: FormAction, row: Complaint) -> None:
    complaint_decisions.settle(act.session, row, by=act.by, on=act.on)


@post_on_own("/me/complaints/{reference:str}/officers")
def escalate(act: FormAction, row: Complaint) -> None:
    rule = complaint_deadlines.in_force(act.session, act.day)
    complaint_decisions.escalate(act.session, row, rule, by=act.by, on=act.on)


@post("/me/complaints/new", redraw=_form, done="")
def file_complaint(act: FormAction) -> Answer:
    auth_middleware.count_submission(act.request, act.session, "complaints")
    row = complaints.file_complaint(
        act.session,
        act.read(NewComplaint),
        current_person(act.request, act.session),
        by=act.by,
        on=act.on,
    )
    return {"reference": row.reference}
