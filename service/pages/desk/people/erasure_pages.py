"""Keeping and erasing a person's file at the desk: legal holds, requests for erasure, and the second person's decision."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.actor import Who
from catalog.core.errors import NotFound, Refusal
from i18n import N_
from matching.identity.persons import Citizen
from service.casework import people_access
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import desk_page
from service.privacy import erased_list, erasure_requests, erasures, legal_holds
from service.privacy.erasure_requests import Declining, NewErasure, Request
from service.privacy.legal_holds import NewHold
from service.web import auth_middleware, context
from service.web.app_state import House
from service.web.context import Form, Req, page_get, page_post


class NeitherYesNorNo(Refusal):
    slug = "neither-yes-nor-no"
    sentence = N_("Choose whether the file is erased or stays.")


class KeptElsewhere(Refusal):
    slug = "kept-elsewhere"
    sentence = N_("Possibly known at another post; ask your supervisor.")


class Row(msgspec.Struct):
    """A request as its list shows it: about whom, and what stands against it."""

    asked: Request
    name: str
    records: int
    obstacle: Refusal | None


@page_get("/desk/erasures", permission=Permission.CITIZENS_ERASE)
def index(request: Req, lang: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return _index(request)


def _index(request: Req, refusal: Refusal | None = None, about: str = "") -> Response[Any]:
    with context.reading(request) as session:
        rows = [_row(session, one) for one in erasure_requests.undecided(session)]
        done = erasure_requests.decided(session)
        named = {one.asked_by for one in [*done, *(row.asked for row in rows)]} | {one.decided_by or "" for one in done}
        facts = {"rows": rows, "done": done, "officers": desk_page.names(session, named)}
    errors, left = forms.by_field(refusal), request.query_params.get("left")
    status = auth_middleware.status_of(request, refusal)
    return desk_page.page(
        request, "desk/people/erasures.html", status=status, errors=errors, wrong=about, left=left, **facts
    )


def _row(session: Session, asked: Request) -> Row:
    rows = erasures.records(session, asked.citizen)
    try:
        erasure_requests.require_erasable(session, rows)
    except Refusal as obstacle:
        return Row(asked, rows[0].name, len(rows), obstacle)
    return Row(asked, rows[0].name, len(rows), None)


@page_post("/desk/erasures/{number:str}", permission=Permission.CITIZENS_ERASE)
def decide(request: Req, lang: FromPath[str], number: FromPath[str], data: Form) -> Response[Any]:
    """The second person's yes or no. Refuses: ConfirmFirst, NotFound."""
    context.of_address(lang)
    auth_middleware.require_fresh(request)
    verdict = str(data.get("verdict", ""))
    try:
        with context.writing(request) as session:
            _decided(request, session, number, verdict, data)
    except NotFound:
        raise
    except Refusal as refusal:
        return _index(request, refusal, number)
    whole = verdict != "erase" or _finish(context.house(request))
    return context.see_other(f"/{lang}/desk/erasures" + ("" if whole else "?left=1"))


def _decided(request: Req, session: Session, number: str, verdict: str, data: dict[str, Any]) -> None:
    by, on = context.who(request), context.house(request).clock()
    if verdict == "erase":
        erasure_requests.decide(session, number, by=by, on=on)
    elif verdict == "stay":
        told = forms.read(Declining, {"answer": data.get("answer", "")})
        erasure_requests.decline(session, number, told.answer, by=by, on=on)
    else:
        raise NeitherYesNorNo("verdict")


def _finish(house: House) -> bool:
    """After the erasure stands: the list that outlives a restore, and no byte left. What fails here is done at night."""
    try:
        with house.database.read() as session:
            erased_list.note(session, house.settings.home)
    except OSError:
        return False
    return erasures.scrub(house.database, by_day=True)


@page_get("/desk/citizens/{reference:str}/erasure", permission=Permission.CITIZENS_WRITE)
def form(request: Req, lang: FromPath[str], reference: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return _form(request, reference, {})


@page_post("/desk/citizens/{reference:str}/erasure", permission=Permission.CITIZENS_WRITE)
def ask(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    """An officer asks for somebody who cannot ask themself. Refuses: NotFound."""
    context.of_address(lang)
    typed, by, on = {"reason": str(data.get("reason", ""))}, context.who(request), context.house(request).clock()
    try:
        told = forms.read(NewErasure, typed)
        with context.writing(request) as session:
            _ask(session, people_access.get(session, reference, by=by), told, by=by, on=on)
    except NotFound:
        raise
    except Refusal as refusal:
        return _form(request, reference, typed, refusal)
    return context.see_other(f"/{lang}/desk/citizens/{reference}/erasure")


def _ask(session: Session, row: Citizen, told: NewErasure, *, by: Who, on: datetime) -> None:
    """What stands against it is named as far as one may see it. Refuses: HeldByLaw, ClaimOpen, KeptElsewhere."""
    erasure_requests.require_erasable(
        session, people_access.seen(session, erasures.records(session, row.reference), by=by)
    )
    try:
        erasure_requests.ask(session, row.reference, told.reason, by=by, on=on)
    except (erasure_requests.HeldByLaw, erasure_requests.ClaimOpen) as elsewhere:
        raise KeptElsewhere from elsewhere


def _asked(session: Session, row: Citizen, rows: list[Citizen], by: Who) -> list[Request]:
    """Every request about this person; what was said at another post is left out."""
    own = {one.reference for one in rows}
    return [
        one
        if one.citizen in own or one.asked_by == by.account
        else msgspec.structs.replace(one, asked_by="", decided_by=None, reason="", answer="")
        for one in erasure_requests.of(session, erasures.records(session, row.reference))
    ]


def _form(request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None = None) -> Response[Any]:
    by = context.who(request)
    with context.reading(request) as session:
        row = people_access.get(session, reference, by=by)
        rows = people_access.seen(session, erasures.records(session, row.reference), by=by)
        asked = _asked(session, row, rows, by)
        facts = {"person": row, "records": len(rows), "asked": asked, "held": legal_holds.standing(session, rows)}
        officers = desk_page.names(session, {one.asked_by for one in asked} | {one.decided_by or "" for one in asked})
    errors = forms.by_field(refusal)
    status = auth_middleware.status_of(request, refusal)
    return desk_page.page(
        request, "desk/people/erasure.html", status=status, typed=typed, errors=errors, officers=officers, **facts
    )


@page_get("/desk/citizens/{reference:str}/hold", permission=Permission.CITIZENS_HOLD)
def show(request: Req, lang: FromPath[str], reference: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return _show(request, reference, {})


@page_post("/desk/citizens/{reference:str}/hold", permission=Permission.CITIZENS_HOLD)
def hold(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    """A reason in law for which the file stays. Refuses: NotFound."""
    context.of_address(lang)
    typed = {"reason": str(data.get("reason", ""))}
    try:
        told = forms.read(NewHold, typed)
        with context.writing(request) as session:
            key = str(data.get("once", ""))
            context.done_by_form(request, session, key, typed, lambda: _held(request, session, reference, told))
    except NotFound:
        raise
    except Refusal as refusal:
        return _show(request, reference, typed, refusal)
    return context.see_other(f"/{lang}/desk/citizens/{reference}/hold")


def _held(request: Req, session: Session, reference: str, told: NewHold) -> dict[str, Any]:
    by, on = context.who(request), context.house(request).clock()
    row = people_access.get(session, reference, by=by)
    return {"reference": legal_holds.hold(session, row, told.reason, by=by, on=on).citizen}


@page_post("/desk/citizens/{reference:str}/hold/{number:str}/lift", permission=Permission.CITIZENS_HOLD)
def lift(request: Req, lang: FromPath[str], reference: FromPath[str], number: FromPath[str]) -> Response[Any]:
    """Ends one reason for which the file stayed. Refuses: NotFound, also when it was ended before."""
    context.of_address(lang)
    by, on = context.who(request), context.house(request).clock()
    with context.writing(request) as session:
        rows = erasures.records(session, people_access.get(session, reference, by=by).reference)
        legal_holds.lift(session, rows, number, by=by, on=on)
    return context.see_other(f"/{lang}/desk/citizens/{reference}/hold")


def _show(request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None = None) -> Response[Any]:
    with context.reading(request) as session:
        row = people_access.get(session, reference, by=context.who(request))
        held = legal_holds.of(session, erasures.records(session, row.reference))
        facts = {"person": row, "held": held, "officers": desk_page.names(session, {one.by for one in held})}
    errors = forms.by_field(refusal)
    return desk_page.page(
        request,
        "desk/people/hold.html",
        status=auth_middleware.status_of(request, refusal),
        typed=typed,
        errors=errors,
        **facts,
    )


HANDLERS = [index, decide, form, ask, show, hold, lift]
