"""Keeping and erasing a person's file: legal holds, requests, the second person's decision."""

from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from i18n import N_
from matching.identity.persons import Citizen
from service.casework import people_access
from service.infra.access import Permission
from service.pages.desk.shared import desk_page
from service.privacy import erased_list, erasure_records, erasure_requests, legal_holds
from service.privacy.erasure_requests import DeclineInput, ErasureRequest, NewErasure
from service.privacy.legal_holds import HoldDetails, NewHold
from service.web import auth_middleware, context, form_actions
from service.web.app_state import AppState
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction


class NeitherYesNorNo(Refusal):
    slug = "neither-yes-nor-no"
    sentence = N_("Choose whether to erase the file or leave it as it is.")


class KnownAtAnotherPost(Refusal):
    slug = "kept-elsewhere"
    sentence = N_("Another mission may know this person. Ask your supervisor.")


class RequestPage(msgspec.Struct, frozen=True):
    """A request with the person's name, the number of their records, and what prevents it."""

    asked: ErasureRequest
    name: str
    records: int
    obstacle: Refusal | None
    officers: dict[str, str]
    typed: dict[str, str]


class ErasurePage(msgspec.Struct, frozen=True):
    """A person with the number of their records, requests to erase them, and active holds."""

    person: Citizen
    records: int
    asked: list[ErasureRequest]
    held: list[HoldDetails]
    officers: dict[str, str]
    typed: dict[str, str]


class HoldsPage(msgspec.Struct, frozen=True):
    person: Citizen
    held: list[HoldDetails]
    officers: dict[str, str]
    typed: dict[str, str]


@page_get("/desk/erasures/{number:str}", permission=Permission.CITIZENS_ERASE)
def show_request(request: Req, number: FromPath[str]) -> Response[Any]:
    return _request_page(request, number, {})


def _request_page(
    request: Req, number: str, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    with context.reading(request) as session:
        asked = erasure_requests.get(session, number)
        rows = erasure_records.records(session, asked.citizen)
        shown = RequestPage(
            asked=asked,
            name=rows[0].name,
            records=len(rows),
            obstacle=None if asked.decided_at else _obstacle(session, rows),
            officers=desk_page.officer_names(session, {asked.asked_by, asked.decided_by or ""}),
            typed=typed,
        )
    return form_actions.form_page(
        request, "desk/people/erasure_request.html", shown, refusal=refusal
    )


def _obstacle(session: Session, rows: list[Citizen]) -> Refusal | None:
    try:
        erasure_requests.require_erasable(session, rows)
    except Refusal as obstacle:
        return obstacle
    return None


@page_post("/desk/erasures/{number:str}", permission=Permission.CITIZENS_ERASE)
def decide(request: Req, lang: FromPath[str], number: FromPath[str], data: Form) -> Response[Any]:
    """Record the second person's decision. Refuses: ConfirmFirst, NotFound."""
    auth_middleware.require_fresh(request)

    def redirect(done: Answer) -> str:
        whole = not done["erased"] or _finish(context.app_state(request))
        return f"/{lang}/desk/erasures" + ("" if whole else "?left=1")

    return form_actions.submit(
        request,
        data,
        partial(_decide, number=number),
        redirect,
        lambda typed, refusal: _request_page(request, number, typed, refusal),
    )


def _decide(act: FormAction, number: str) -> Answer:
    verdict = act.typed.get("verdict", "")
    if verdict == "erase":
        erasure_requests.approve(act.session, number, by=act.by, on=act.on)
    elif verdict == "stay":
        answer = act.read(DeclineInput).answer
        erasure_requests.decline(act.session, number, answer, by=act.by, on=act.on)
    else:
        raise NeitherYesNorNo("verdict")
    return {"erased": verdict == "erase"}


def _finish(app_state: AppState) -> bool:
    """Update the list that outlives a restore and remove all bytes, after an erasure.

    What fails here is done at night.
    """
    try:
        with app_state.database.read() as session:
            erased_list.update_file(session, app_state.settings.home)
    except OSError:
        return False
    return erasure_records.scrub(app_state.database, by_day=True)


@page_get("/desk/citizens/{reference:str}/erasure", permission=Permission.CITIZENS_WRITE)
def show_form(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _form(request, reference, {})


def _list_requests(
    session: Session, row: Citizen, rows: list[Citizen], by: Actor
) -> list[ErasureRequest]:
    """Return every request about this person, without what was written at another post."""
    own = {one.reference for one in rows}
    return [
        one
        if one.citizen in own or one.asked_by == by.account
        else msgspec.structs.replace(one, asked_by="", decided_by=None, reason="", answer="")
        for one in erasure_requests.history(
            session, erasure_records.records(session, row.reference)
        )
    ]


def _form(
    request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    by = context.actor(request)
    with context.reading(request) as session:
        row = people_access.get(session, reference, by=by)
        rows = people_access.visible_records(
            session, erasure_records.records(session, row.reference), by=by
        )
        asked = _list_requests(session, row, rows, by)
        named = {one.asked_by for one in asked} | {one.decided_by or "" for one in asked}
        shown = ErasurePage(
            person=row,
            records=len(rows),
            asked=asked,
            held=legal_holds.list_active(session, rows),
            officers=desk_page.officer_names(session, named),
            typed=typed,
        )
    return form_actions.form_page(request, "desk/people/erasure.html", shown, refusal=refusal)


@page_get("/desk/citizens/{reference:str}/hold", permission=Permission.CITIZENS_HOLD)
def show_holds(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _holds_page(request, reference, {})


@page_post(
    "/desk/citizens/{reference:str}/hold/{number:str}/lift", permission=Permission.CITIZENS_HOLD
)
def lift_hold(
    request: Req, lang: FromPath[str], reference: FromPath[str], number: FromPath[str]
) -> Response[Any]:
    """End one legal hold. Refuses: NotFound, also when it has already ended."""

    def action(act: FormAction) -> None:
        row = people_access.get(act.session, reference, by=act.by)
        rows = erasure_records.records(act.session, row.reference)
        legal_holds.lift(act.session, rows, number, by=act.by, on=act.on)

    form_actions.run(request, {}, action)
    return context.see_other(f"/{lang}/desk/citizens/{reference}/hold")


def _holds_page(
    request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    with context.reading(request) as session:
        row = people_access.get(session, reference, by=context.actor(request))
        held = legal_holds.list_all(session, erasure_records.records(session, row.reference))
        officers = desk_page.officer_names(session, {one.by for one in held})
    shown = HoldsPage(row, held, officers, typed)
    return form_actions.form_page(request, "desk/people/hold.html", shown, refusal=refusal)


@form_actions.post(
    "/desk/citizens/{reference:str}/erasure",
    permission=Permission.CITIZENS_WRITE,
    back="/desk/citizens/{reference}/erasure",
    redraw=_form,
)
def request_erasure(act: FormAction, reference: str) -> None:
    """Request the erasure, naming obstacles as far as the officer may see them.

    Refuses: UnderLegalHold, ClaimOpen, KnownAtAnotherPost.
    """
    session, reason = act.session, act.read(NewErasure).reason
    row = people_access.get(session, reference, by=act.by)
    rows = erasure_records.records(session, row.reference)
    erasure_requests.require_erasable(
        session, people_access.visible_records(session, rows, by=act.by)
    )
    try:
        erasure_requests.request_erasure(session, row.reference, reason, by=act.by, on=act.on)
    except (erasure_requests.UnderLegalHold, erasure_requests.ClaimOpen) as elsewhere:
        raise KnownAtAnotherPost from elsewhere


@form_actions.post(
    "/desk/citizens/{reference:str}/hold",
    permission=Permission.CITIZENS_HOLD,
    back="/desk/citizens/{reference}/hold",
    redraw=_holds_page,
)
def place_hold(act: FormAction, reference: str) -> None:
    """Place a legal hold, so that the file stays. Refuses: NotFound."""
    reason = act.read(NewHold).reason
    row = people_access.get(act.session, reference, by=act.by)
    legal_holds.place(act.session, row, reason, by=act.by, on=act.on)
