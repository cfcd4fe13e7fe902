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
from service import access, entrance, forms, web
from service.access import Permission
from service.casework import advice
from service.casework import citizens as cases
from service.casework.advice import NewSession, Topic
from service.casework.citizens import Likeness
from service.pages import desk, desk_alike, desk_citizens
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
def ask(request: Req, lang: FromPath[str], matter: FromQuery[str] = "", citizen: FromQuery[str] = "") -> Response[Any]:
    web.of_address(lang)
    told = {"matter": matter, "citizen": citizen}
    return _form(request, USUAL | {name: value for name, value in told.items() if value}, None)


@page_post("/desk/advice/new", permission=Permission.ADVICE_WRITE)
def log(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    web.of_address(lang)
    key, know = str(data.pop("once", "")), data.pop("know", "")
    try:
        if know:
            return _form(request, data, None, desk_alike.known(request, data))
        told = _told(data)
        with web.writing(request) as session:
            done = web.done_by_form(request, session, key, data, lambda: _logged(request, session, told))
    except Refusal as refusal:
        return _form(request, data, refusal)
    return web.see_other(f"/{lang}/desk/advice/{done['reference']}?saved")


def _told(data: dict[str, Any]) -> NewSession:
    told = forms.read(NewSession, data)
    if told.phone and not told.name and not told.citizen:
        raise NameForPhone("name")
    return told


def _logged(request: Req, session: Session, told: NewSession) -> dict[str, Any]:
    house, by = web.house(request), web.who(request)
    person = cases.chosen(session, told.citizen, by=by)
    row = advice.log(session, told, by=by, on=house.clock(), day=house.today, person=person)
    return {"reference": row.reference}


@page_get("/desk/advice/{number:str}", permission=Permission.ADVICE_READ)
def show(request: Req, lang: FromPath[str], number: FromPath[str]) -> Response[Any]:
    web.of_address(lang)
    return _page(request, number, {})


@page_post("/desk/advice/{number:str}/reveal", permission=Permission.CITIZENS_REVEAL)
def reveal(request: Req, lang: FromPath[str], number: FromPath[str]) -> Response[Any]:
    """The caller's number in full, on this page and once."""
    web.of_address(lang)
    by = web.who(request)
    access.require(by, Permission.ADVICE_READ)
    phone = desk_citizens.revealed(request, "phone", lambda session: advice.get(session, number, by=by).citizen)
    return _page(request, number, {"phone": phone})


def _page(request: Req, number: str, shown: dict[str, str]) -> Response[Any]:
    """The whole session; that it was opened is written down before it leaves. Refuses: NotFound, Unavailable."""
    with web.reading(request) as session:
        row = advice.get(session, number, by=web.who(request))
        person = session.get(Citizen, row.citizen) if row.citizen else None
        answer = desk.page(
            request, "desk/session.html", row=row, note=advice.note(session, row), person=person, shown=shown,
            phone=citizens.masked(citizens.phone(session, person)) if person else "",
            saved="saved" in request.query_params, officers=desk.names(session, {row.officer}),
            headers=desk_citizens.NO_STORE,
        )  # fmt: skip
    web.note_read(request, "advice", number)
    return answer


def _form(request: Req, typed: dict[str, Any], refusal: Refusal | None, known: Likeness | None = None) -> Response[Any]:
    if isinstance(refusal, NotFound) and refusal.field is None:
        raise refusal
    with web.reading(request) as session:
        codes = countries.destinations(session)
    if known is None and typed.get("citizen"):
        known = desk_alike.kept(request, str(typed["citizen"]))
    facts = {"errors": forms.by_field(refusal), "codes": codes, "known": known}
    return desk.page(request, "desk/log.html", status=entrance.status_of(request, refusal), typed=typed, **facts)


HANDLERS = [index, ask, log, show, reveal]
