"""Filing a wage claim from an advice session.

The session's person and country are taken over, and what is missing is asked at once.
"""

from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core import vault
from catalog.core.errors import InvalidInput, NotFound, Refusal
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
from service.web.app_state import AppState
from service.web.context import NO_STORE, Form, Req, page_get, page_post


@page_get("/desk/advice/{number:str}/claim", permission=Permission.WAGES_FILE)
def show_form(request: Req, number: FromPath[str]) -> Response[Any]:
    return _form(request, number, {}, None)


@page_post("/desk/advice/{number:str}/claim", permission=Permission.WAGES_FILE)
def file(request: Req, number: FromPath[str], data: Form) -> Response[Any]:
    key = str(data.pop("once", ""))
    typed = {name: str(value) for name, value in data.items() if name != forms.TOKEN_FIELD}
    try:
        with context.writing(request) as session:
            done = context.run_form_once(
                request, session, key, typed, lambda: _file_claim(request, session, number, typed)
            )
    except NotFound:
        raise
    except Refusal as refusal:
        return _form(request, number, typed, refusal)
    claim = done["reference"]
    return desk_page.page(
        request,
        "desk/advice/claimed.html",
        headers=NO_STORE,
        claim=claim,
        secret=vault.token("claim", claim),
    )


def _file_claim(
    request: Req, session: Session, number: str, typed: dict[str, str]
) -> dict[str, Any]:
    """File the claim once.

    The stored answer for a repeated form leaves the secret out, since it can be derived.
    """
    house, by = context.app_state(request), context.actor(request)
    held = advice_sessions.get(session, number, by=by)
    result = _read_claim(
        house, typed, held.country, session.get(Citizen, held.citizen) if held.citizen else None
    )
    filed = claim_from_session.file(session, held, result, by=by, on=house.clock(), day=house.today)
    return {"reference": filed.claim.reference}


def _read_claim(
    house: AppState, typed: dict[str, str], country: str | None, person: Citizen | None
) -> NewClaim:
    """Return the typed claim, completed from the session.

    Refuses what is wrong with any answer, all at once.
    """
    known: dict[str, Any] = {"country": country} if country else {}
    if person is not None:
        known["contact"] = NewCitizen(person.name or "–")
    errors: list[Refusal] = []
    for step in ("country", "employer", "period", "amount", "story", "contact"):
        try:
            known = (
                drafts.read_step(Draft("", typed), step, house.today) | known
                if step not in known
                else known
            )
        except Refusal as refusal:
            errors += refusal.errors if isinstance(refusal, InvalidInput) else [refusal]
    if errors:
        raise InvalidInput(errors)
    return NewClaim(**known)


def _form(
    request: Req, number: str, typed: dict[str, str], refusal: Refusal | None
) -> Response[Any]:
    """Show the form with the session's person; the read is recorded before it leaves.

    Refuses: NotFound.
    """
    with context.reading(request) as session:
        held = advice_sessions.get(session, number, by=context.actor(request))
        person = session.get(Citizen, held.citizen) if held.citizen else None
        place = session.get(Country, held.country or typed.get("country", ""))
        answer = desk_page.page(
            request,
            "desk/advice/session_claim.html",
            status=auth_middleware.refusal_status(request, refusal),
            headers=NO_STORE,
            row=held,
            person=person,
            typed=typed,
            errors=forms.errors_by_field(refusal) if refusal else {},
            about=held.country,
            codes=countries.destinations(session),
            own=place.currency if place else "USD",
            currencies=[
                (one, one)
                for one in dict.fromkeys(([place.currency] if place else []) + list(CURRENCIES))
            ],
        )
    context.note_read(request, "advice", number)
    return answer
