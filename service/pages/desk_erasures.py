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
from service import dossier, entrance, forms, web
from service.access import Permission
from service.casework import people_access
from service.dossier import asks, erased, holds
from service.dossier.asks import Declining, NewErasure, Request
from service.dossier.holds import NewHold
from service.house import House
from service.pages import desk
from service.web import Form, Req, page_get, page_post


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
    web.of_address(lang)
    return _index(request)


def _index(request: Req, refusal: Refusal | None = None, about: str = "") -> Response[Any]:
    with web.reading(request) as session:
        rows = [_row(session, one) for one in asks.undecided(session)]
        done = asks.decided(session)
        named = {one.asked_by for one in [*done, *(row.asked for row in rows)]} | {one.decided_by or "" for one in done}
        facts = {"rows": rows, "done": done, "officers": desk.names(session, named)}
    errors, left = forms.by_field(refusal), request.query_params.get("left")
    status = entrance.status_of(request, refusal)
    return desk.page(request, "desk/erasures.html", status=status, errors=errors, wrong=about, left=left, **facts)


def _row(session: Session, asked: Request) -> Row:
    rows = dossier.records(session, asked.citizen)
    try:
        asks.require_erasable(session, rows)
    except Refusal as obstacle:
        return Row(asked, rows[0].name, len(rows), obstacle)
    return Row(asked, rows[0].name, len(rows), None)


@page_post("/desk/erasures/{number:str}", permission=Permission.CITIZENS_ERASE)
def decide(request: Req, lang: FromPath[str], number: FromPath[str], data: Form) -> Response[Any]:
    """The second person's yes or no. Refuses: ConfirmFirst, NotFound."""
    web.of_address(lang)
    entrance.require_fresh(request)
    verdict = str(data.get("verdict", ""))
    try:
        with web.writing(request) as session:
            _decided(request, session, number, verdict, data)
    except NotFound:
        raise
    except Refusal as refusal:
        return _index(request, refusal, number)
    whole = verdict != "erase" or _finish(web.house(request))
    return web.see_other(f"/{lang}/desk/erasures" + ("" if whole else "?left=1"))


def _decided(request: Req, session: Session, number: str, verdict: str, data: dict[str, Any]) -> None:
    by, on = web.who(request), web.house(request).clock()
    if verdict == "erase":
        asks.decide(session, number, by=by, on=on)
    elif verdict == "stay":
        told = forms.read(Declining, {"answer": data.get("answer", "")})
        asks.decline(session, number, told.answer, by=by, on=on)
    else:
        raise NeitherYesNorNo("verdict")


def _finish(house: House) -> bool:
    """After the erasure stands: the list that outlives a restore, and no byte left. What fails here is done at night."""
    try:
        with house.database.read() as session:
            erased.note(session, house.settings.home)
    except OSError:
        return False
    return dossier.scrub(house.database, by_day=True)


@page_get("/desk/citizens/{reference:str}/erasure", permission=Permission.CITIZENS_WRITE)
def form(request: Req, lang: FromPath[str], reference: FromPath[str]) -> Response[Any]:
    web.of_address(lang)
    return _form(request, reference, {})


@page_post("/desk/citizens/{reference:str}/erasure", permission=Permission.CITIZENS_WRITE)
def ask(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    """An officer asks for somebody who cannot ask themself. Refuses: NotFound."""
    web.of_address(lang)
    typed, by, on = {"reason": str(data.get("reason", ""))}, web.who(request), web.house(request).clock()
    try:
        told = forms.read(NewErasure, typed)
        with web.writing(request) as session:
            _ask(session, people_access.get(session, reference, by=by), told, by=by, on=on)
    except NotFound:
        raise
    except Refusal as refusal:
        return _form(request, reference, typed, refusal)
    return web.see_other(f"/{lang}/desk/citizens/{reference}/erasure")


def _ask(session: Session, row: Citizen, told: NewErasure, *, by: Who, on: datetime) -> None:
    """What stands against it is named as far as one may see it. Refuses: HeldByLaw, ClaimOpen, KeptElsewhere."""
    asks.require_erasable(session, people_access.seen(session, dossier.records(session, row.reference), by=by))
    try:
        asks.ask(session, row.reference, told.reason, by=by, on=on)
    except (asks.HeldByLaw, asks.ClaimOpen) as elsewhere:
        raise KeptElsewhere from elsewhere


def _asked(session: Session, row: Citizen, rows: list[Citizen], by: Who) -> list[Request]:
    """Every request about this person; what was said at another post is left out."""
    own = {one.reference for one in rows}
    return [
        one
        if one.citizen in own or one.asked_by == by.account
        else msgspec.structs.replace(one, asked_by="", decided_by=None, reason="", answer="")
        for one in asks.of(session, dossier.records(session, row.reference))
    ]


def _form(request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None = None) -> Response[Any]:
    by = web.who(request)
    with web.reading(request) as session:
        row = people_access.get(session, reference, by=by)
        rows = people_access.seen(session, dossier.records(session, row.reference), by=by)
        asked = _asked(session, row, rows, by)
        facts = {"person": row, "records": len(rows), "asked": asked, "held": holds.standing(session, rows)}
        officers = desk.names(session, {one.asked_by for one in asked} | {one.decided_by or "" for one in asked})
    errors = forms.by_field(refusal)
    status = entrance.status_of(request, refusal)
    return desk.page(
        request, "desk/erasure.html", status=status, typed=typed, errors=errors, officers=officers, **facts
    )


@page_get("/desk/citizens/{reference:str}/hold", permission=Permission.CITIZENS_HOLD)
def show(request: Req, lang: FromPath[str], reference: FromPath[str]) -> Response[Any]:
    web.of_address(lang)
    return _show(request, reference, {})


@page_post("/desk/citizens/{reference:str}/hold", permission=Permission.CITIZENS_HOLD)
def hold(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    """A reason in law for which the file stays. Refuses: NotFound."""
    web.of_address(lang)
    typed = {"reason": str(data.get("reason", ""))}
    try:
        told = forms.read(NewHold, typed)
        with web.writing(request) as session:
            key = str(data.get("once", ""))
            web.done_by_form(request, session, key, typed, lambda: _held(request, session, reference, told))
    except NotFound:
        raise
    except Refusal as refusal:
        return _show(request, reference, typed, refusal)
    return web.see_other(f"/{lang}/desk/citizens/{reference}/hold")


def _held(request: Req, session: Session, reference: str, told: NewHold) -> dict[str, Any]:
    by, on = web.who(request), web.house(request).clock()
    row = people_access.get(session, reference, by=by)
    return {"reference": holds.hold(session, row, told.reason, by=by, on=on).citizen}


@page_post("/desk/citizens/{reference:str}/hold/{number:str}/lift", permission=Permission.CITIZENS_HOLD)
def lift(request: Req, lang: FromPath[str], reference: FromPath[str], number: FromPath[str]) -> Response[Any]:
    """Ends one reason for which the file stayed. Refuses: NotFound, also when it was ended before."""
    web.of_address(lang)
    by, on = web.who(request), web.house(request).clock()
    with web.writing(request) as session:
        rows = dossier.records(session, people_access.get(session, reference, by=by).reference)
        holds.lift(session, rows, number, by=by, on=on)
    return web.see_other(f"/{lang}/desk/citizens/{reference}/hold")


def _show(request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None = None) -> Response[Any]:
    with web.reading(request) as session:
        row = people_access.get(session, reference, by=web.who(request))
        held = holds.of(session, dossier.records(session, row.reference))
        facts = {"person": row, "held": held, "officers": desk.names(session, {one.by for one in held})}
    errors = forms.by_field(refusal)
    return desk.page(
        request, "desk/hold.html", status=entrance.status_of(request, refusal), typed=typed, errors=errors, **facts
    )


HANDLERS = [index, decide, form, ask, show, hold, lift]
