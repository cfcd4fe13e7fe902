"""One act turns an advice session into a wage claim: its person and country go with it, and what is missing is asked at once."""

from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core import vault
from catalog.core.errors import NotFound, Refusal, Wrong
from catalog.reference import countries
from catalog.reference.countries import Country
from matching.identity.persons import Citizen, NewCitizen
from service.casework.advice import advice_sessions, claim_from_session
from service.casework.claims.wage_claims import NewClaim
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import desk_page
from service.pages.filing import claim_draft as drafts
from service.pages.filing.claim_draft import Draft
from service.pages.filing.file_claim import CURRENCIES
from service.web import auth_middleware, context
from service.web.app_state import House
from service.web.context import NO_STORE, Form, Req, page_get, page_post


@page_get("/desk/advice/{number:str}/claim", permission=Permission.WAGES_FILE)
def ask(request: Req, lang: FromPath[str], number: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return _form(request, number, {}, None)


@page_post("/desk/advice/{number:str}/claim", permission=Permission.WAGES_FILE)
def file(request: Req, lang: FromPath[str], number: FromPath[str], data: Form) -> Response[Any]:
    context.of_address(lang)
    key = str(data.pop("once", ""))
    typed = {name: str(value) for name, value in data.items() if name != forms.TOKEN}
    try:
        with context.writing(request) as session:
            done = context.done_by_form(request, session, key, typed, lambda: _filed(request, session, number, typed))
    except NotFound:
        raise
    except Refusal as refusal:
        return _form(request, number, typed, refusal)
    claim = done["reference"]
    return desk_page.page(
        request, "desk/advice/claimed.html", headers=NO_STORE, claim=claim, secret=vault.token("claim", claim)
    )


def _filed(request: Req, session: Session, number: str, typed: dict[str, str]) -> dict[str, Any]:
    """What is answered again when the form comes twice leaves the secret out: it can be derived."""
    house, by = context.house(request), context.who(request)
    held = advice_sessions.get(session, number, by=by)
    told = _told(house, typed, held.country, session.get(Citizen, held.citizen) if held.citizen else None)
    filed = claim_from_session.file(session, held, told, by=by, on=house.clock(), day=house.today)
    return {"reference": filed.claim.reference}


def _told(house: House, typed: dict[str, str], country: str | None, person: Citizen | None) -> NewClaim:
    """The claim as it was typed, with what the session knows. Refuses what is wrong with any answer, all at once."""
    known: dict[str, Any] = {"country": country} if country else {}
    if person is not None:
        known["contact"] = NewCitizen(person.name or "–")
    errors: list[Refusal] = []
    for step in ("country", "employer", "period", "amount", "story", "contact"):
        try:
            known = drafts.told(Draft("", typed), step, house.today) | known if step not in known else known
        except Refusal as refusal:
            errors += refusal.errors if isinstance(refusal, Wrong) else [refusal]
    if errors:
        raise Wrong(errors)
    return NewClaim(**known)


def _form(request: Req, number: str, typed: dict[str, str], refusal: Refusal | None) -> Response[Any]:
    """The form shows the session's person; that it was opened is written down before it leaves. Refuses: NotFound."""
    with context.reading(request) as session:
        held = advice_sessions.get(session, number, by=context.who(request))
        person = session.get(Citizen, held.citizen) if held.citizen else None
        place = session.get(Country, held.country or typed.get("country", ""))
        answer = desk_page.page(
            request,
            "desk/advice/session_claim.html",
            status=auth_middleware.status_of(request, refusal),
            headers=NO_STORE,
            row=held,
            person=person,
            typed=typed,
            errors=forms.by_field(refusal) if refusal else {},
            about=held.country,
            codes=countries.destinations(session),
            own=place.currency if place else "USD",
            currencies=[(one, one) for one in dict.fromkeys(([place.currency] if place else []) + list(CURRENCIES))],
        )
    context.note_read(request, "advice", number)
    return answer


HANDLERS = [ask, file]
