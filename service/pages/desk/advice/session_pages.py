"""The advice desk: one short form while the caller is on the line, and the sessions that were held."""

from typing import Any

from litestar import Response
from litestar.params import FromPath, FromQuery
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal
from catalog.reference import countries
from i18n import N_
from matching.identity import persons
from matching.identity.persons import Citizen
from service.casework import people_access as cases
from service.casework.advice import (
    advice_sessions,
    advice_texts,
    callbacks,
    claim_from_session,
    questions,
    session_list,
    snippets,
)
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.advice_texts import Said
from service.casework.claims import wage_claims
from service.casework.people_access import Likeness
from service.casework.protection import check_in_alarms, referrals
from service.infra import access, drafts
from service.infra.access import Permission
from service.infra.drafts import Kept
from service.input import forms, listing
from service.pages.desk.people import duplicate_check, person_pages
from service.pages.desk.shared import desk_page, draft_forms
from service.web import auth_middleware, context
from service.web.context import Form, Req, page_get, page_post

# Buttons of the form that ask for something before it is saved.
ASKS = ("know", "fill", "look")
# The form of a referral, where this house has one.
REFERS = "/{lang:str}/desk/referrals/new"
# What most calls are; the officer changes what was different.
USUAL = {"channel": "hotline", "level": "advice", "outcome": "explained"}


class NameForPhone(Refusal):
    slug = "name-for-phone"
    sentence = N_("Write a name, or how the caller wants to be called, so that the number can be kept.")


@page_get("/desk/advice", permission=Permission.ADVICE_READ)
def index(request: Req, lang: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    by, number = context.who(request), context.page_number(request)
    asked, errors = session_list.read(request.query_params)
    with context.reading(request) as session:
        rows, total = session_list.page(session, asked, number, by=by), session_list.counted(session, asked, by=by)
        shown: dict[str, Any] = {"rows": rows, "total": total, "number": number, "size": session_list.PAGE}
        shown |= {"officers": session_list.officers(session, by=by), "codes": countries.destinations(session)}
        shown |= {"typed": listing.asked(asked, request.query_params), "errors": errors, "narrowed": asked.narrowed}
        shown |= {"query": listing.address(asked), "noted": "noted" in request.query_params}
        return desk_page.page(request, "desk/advice/advice.html", **shown)


@page_get("/desk/advice/new", permission=Permission.ADVICE_WRITE)
def ask(request: Req, lang: FromPath[str], matter: FromQuery[str] = "", citizen: FromQuery[str] = "") -> Response[Any]:
    context.of_address(lang)
    told = {name: value for name, value in (("matter", matter), ("citizen", citizen)) if value}
    with context.reading(request) as session:
        last = advice_sessions.last(session, by=context.who(request))
        kept = drafts.mine(session, matter, by=context.who(request)).get(draft_forms.SESSION)
    before = {"topic": last.topic, "country": last.country or ""} if last else {}
    return _form(request, USUAL | before | (kept.typed if kept else {}) | told, None, kept=kept)


@page_post("/desk/advice/new", permission=Permission.ADVICE_WRITE)
def log(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    context.of_address(lang)
    key, *asked = (str(data.pop(name, "")) for name in ("once", *ASKS))
    try:
        if any(asked):
            return _looked(request, data, *asked)
        told = _told(data)
        with context.writing(request) as session:
            done = context.done_by_form(request, session, key, data, lambda: _logged(request, session, told))
    except Refusal as refusal:
        return _form(request, data, refusal)
    return context.see_other(f"/{lang}/desk/advice/{done['reference']}?saved")


def _looked(request: Req, data: dict[str, Any], know: str, fill: str, _look: str) -> Response[Any]:
    """The form again, with what one of its buttons asked for: who is alike, one's own text in the note, the advice text."""
    if know:
        return _form(request, data, None, duplicate_check.known(request, data))
    with context.reading(request) as session:
        mine = {str(one.number): one.text for one in snippets.mine(session, by=context.who(request))}
    if fill in mine:
        data["note"] = f"{data.get('note', '')}\n{mine[fill]}".strip()
    return _form(request, data, None)


@page_get("/desk/advice/texts", permission=Permission.ADVICE_READ)
def said(request: Req, lang: FromPath[str], topic: FromQuery[str] = "", country: FromQuery[str] = "") -> Response[Any]:
    """For the script of the form: what is said on the topic that was chosen."""
    context.of_address(lang)
    with context.reading(request) as session:
        return context.part(request, "desk/advice/texts.html", said=_said(request, session, topic, country))


def _said(request: Req, session: Session, topic: str, country: str) -> list[Said]:
    current = advice_texts.current(session, topic, country or None, context.house(request).today, staff=True)
    return [advice_texts.said(one, context.language(request)) for one in current]


def _told(data: dict[str, Any]) -> NewSession:
    told = forms.read(NewSession, data)
    if told.phone and not told.name and not told.citizen:
        raise NameForPhone("name")
    return told


def _logged(request: Req, session: Session, told: NewSession) -> dict[str, Any]:
    house, by = context.house(request), context.who(request)
    person = cases.chosen(session, told.citizen, by=by)
    row = advice_sessions.log(session, told, by=by, on=house.clock(), day=house.today, person=person)
    draft_forms.sent(request, session, draft_forms.SESSION, told.matter or "")
    return {"reference": row.reference}


@page_get("/desk/advice/{number:str}", permission=Permission.ADVICE_READ)
def show(request: Req, lang: FromPath[str], number: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return _page(request, number, {})


@page_post("/desk/advice/{number:str}/reveal", permission=Permission.CITIZENS_REVEAL)
def reveal(request: Req, lang: FromPath[str], number: FromPath[str]) -> Response[Any]:
    """The caller's number in full, on this page and once."""
    context.of_address(lang)
    by = context.who(request)
    access.require(by, Permission.ADVICE_READ)
    phone = person_pages.revealed(request, "phone", lambda session: advice_sessions.get(session, number, by=by).citizen)
    return _page(request, number, {"phone": phone})


def _page(request: Req, number: str, shown: dict[str, str]) -> Response[Any]:
    """The whole session; that it was opened is written down before it leaves. Refuses: NotFound, Unavailable."""
    with context.reading(request) as session:
        row = advice_sessions.get(session, number, by=context.who(request))
        person = session.get(Citizen, row.citizen) if row.citizen else None
        answer = desk_page.page(
            request, "desk/advice/session.html", row=row, note=advice_sessions.note(session, row), person=person, shown=shown,
            phone=persons.masked(persons.phone(session, person)) if person else "",
            saved="saved" in request.query_params, headers=context.NO_STORE, **_around(request, session, row),
            harm=row.topic in wage_claims.HARM, safety_of=number,
            cases=referrals.opened_from(session, number, by=context.who(request)),
        )  # fmt: skip
    context.note_read(request, "advice", number)
    return answer


def _around(request: Req, session: Session, row: advice_sessions.Session) -> dict[str, Any]:
    """What hangs on a session: its texts, its calls, what it came from, its claims, and whether it can be referred."""
    called = callbacks.of(session, [row.reference]).get(row.reference, [])
    return {
        "given": advice_texts.given(session, [row.reference]).get(row.reference, []), "called": called,
        "check_in": check_in_alarms.told_in(session, row.reference),
        "question": questions.of_session(session, row.reference), "claims": claim_from_session.claims(session, row.reference),
        "officers": desk_page.names(session, {row.officer, *(one.officer for one in called)}),
        "refers": any(route.path == REFERS for route in request.app.routes),
    }  # fmt: skip


def _form(
    request: Req, typed: dict[str, Any], refusal: Refusal | None, known: Likeness | None = None, kept: Kept | None = None
) -> Response[Any]:  # fmt: skip
    if isinstance(refusal, NotFound) and refusal.field is None:
        raise refusal
    with context.reading(request) as session:
        facts: dict[str, Any] = {"codes": countries.destinations(session)}
        facts["phrases"] = snippets.mine(session, by=context.who(request))
        facts["said"] = _said(request, session, str(typed.get("topic", "")), str(typed.get("country", "")))
    if known is None and typed.get("citizen"):
        known = duplicate_check.kept(request, str(typed["citizen"]))
    facts |= {"errors": forms.by_field(refusal), "known": known, "kept": {draft_forms.SESSION: kept} if kept else {}}
    return desk_page.page(
        request, "desk/advice/log.html", status=auth_middleware.status_of(request, refusal), typed=typed, **facts
    )


HANDLERS = [index, ask, log, said, show, reveal]
