"""The advice desk: one short form while the caller is on the line, and the sessions that were held."""

from typing import Any

from litestar import Response
from litestar.params import FromPath, FromQuery
from sqlmodel import Session

from catalog import countries
from catalog.ground.refusals import NotFound, Refusal
from i18n import N_
from matching import citizens
from matching.citizens import Citizen
from service import forms, web
from service.access import Permission
from service.casework import advice
from service.casework.advice import NewSession, Topic
from service.pages import desk
from service.web import Form, Req, page_get, page_post

PAGE = 50
# What most calls are; the officer changes what was different.
USUAL = {"channel": "hotline", "level": "advice", "outcome": "explained"}


class NameForPhone(Refusal):
    sentence = N_("Write a name, or how the caller wants to be called, so that the number can be kept.")


@page_get("/desk/advice", permission=Permission.ADVICE_READ)
def index(request: Req, lang: FromPath[str], topic: FromQuery[str] = "") -> Response[Any]:
    web.of_address(lang)
    by, number = web.who(request), web.page_number(request)
    wanted = Topic(topic) if topic in list(Topic) else None
    with web.reading(request) as session:
        rows = advice.latest(session, by=by, limit=PAGE, offset=(number - 1) * PAGE, topic=wanted)
        total = advice.counted(session, by=by, topic=wanted)
        shown: dict[str, Any] = {"rows": rows, "total": total, "number": number, "size": PAGE}
        shown["typed"] = {"topic": topic}
        return desk.page(request, "desk/advice.html", **shown)


@page_get("/desk/advice/new", permission=Permission.ADVICE_WRITE)
def ask(request: Req, lang: FromPath[str], matter: FromQuery[str] = "") -> Response[Any]:
    web.of_address(lang)
    return _form(request, USUAL | ({"matter": matter} if matter else {}), None)


@page_post("/desk/advice/new", permission=Permission.ADVICE_WRITE)
def log(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    web.of_address(lang)
    key = str(data.pop("once", ""))
    try:
        told = forms.read(NewSession, data)
        if told.phone and not told.name:
            raise NameForPhone("name")
        with web.writing(request) as session:
            done = web.done_by_form(request, session, key, data, lambda: _logged(request, session, told))
    except Refusal as refusal:
        return _form(request, data, refusal)
    return web.see_other(f"/{lang}/desk/advice/{done['reference']}?saved")


def _logged(request: Req, session: Session, told: NewSession) -> dict[str, Any]:
    house = web.house(request)
    row = advice.log(session, told, by=web.who(request), on=house.clock(), day=house.today)
    return {"reference": row.reference}


@page_get("/desk/advice/{number:str}", permission=Permission.ADVICE_READ)
def show(request: Req, lang: FromPath[str], number: FromPath[str]) -> Response[Any]:
    web.of_address(lang)
    with web.reading(request) as session:
        row = advice.get(session, number, by=web.who(request))
        person = session.get(Citizen, row.citizen) if row.citizen else None
        phone = citizens.phone(session, person) if person else ""
        shown: dict[str, Any] = {"row": row, "note": advice.note(session, row), "person": person, "phone": phone}
        saved = "saved" in request.query_params
        return desk.page(
            request, "desk/session.html", saved=saved, officers=desk.names(session, {row.officer}), **shown
        )


def _form(request: Req, typed: dict[str, Any], refusal: Refusal | None) -> Response[Any]:
    if isinstance(refusal, NotFound) and refusal.field is None:
        raise refusal
    with web.reading(request) as session:
        codes = countries.destinations(session)
    errors = forms.by_field(refusal) if refusal else {}
    return desk.page(request, "desk/log.html", status=422 if refusal else 200, typed=typed, errors=errors, codes=codes)


HANDLERS = [index, ask, log, show]
