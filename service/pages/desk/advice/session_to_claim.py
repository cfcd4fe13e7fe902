"""Filing a wage claim from an advice session.

The session's person and country are taken over, and what is missing is asked at once.
"""

from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core import vault
from catalog.core.errors import InvalidInput, Refusal
from catalog.reference import countries
from catalog.reference.countries import CURRENCIES_ABROAD, Country
from matching.identity.persons import Citizen, NewCitizen
from service.accounts import opened_records
from service.casework import people_access
from service.casework.advice import advice_sessions, claim_from_session
from service.casework.claims.components import ClaimQuestion
from service.casework.claims.line_days import WorkedAfterDeath
from service.casework.claims.wage_claims import NewClaim
from service.casework.people_access import LookupResult
from service.casework.protection import minors
from service.casework.scope import advice_tables
from service.infra.access import Permission
from service.pages.desk.people import duplicate_check
from service.pages.shared import claim_draft as drafts
from service.pages.shared.claim_draft import Draft
from service.web import context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction


class SessionClaimPage(msgspec.Struct, frozen=True):
    """The form of the claim; `own` is the currency of the country, or empty."""

    row: advice_tables.Session
    person: Citizen | None
    typed: dict[str, str]
    about: str | None
    codes: list[str]
    own: str
    currencies: list[tuple[str, str]]
    known: LookupResult | None


@page_get("/desk/advice/{number:str}/claim", permission=Permission.WAGES_FILE)
def show_form(request: Req, number: FromPath[str]) -> Response[Any]:
    return _form(request, number, {}, None)


@page_post("/desk/advice/{number:str}/claim", permission=Permission.WAGES_FILE)
def file(request: Req, number: FromPath[str], data: Form) -> Response[Any]:
    return form_actions.submit(
        request,
        data,
        partial(_file_claim, number=number),
        lambda done: _filed_page(request, done["reference"]),
        partial(_form, request, number),
    )


def _filed_page(request: Req, claim: str) -> Response[Any]:
    secret = vault.token("claim", claim)
    return context.page(request, "desk/advice/claimed.html", claim=claim, secret=secret)


def _file_claim(act: FormAction, number: str) -> Answer:
    """File the claim once.

    The stored answer for a repeated form leaves the secret out, since it can be derived.
    """
    held = advice_sessions.get(act.session, number, by=act.by)
    person = act.session.get(Citizen, held.citizen) if held.citizen else None
    new_claim = _read_claim(act, held.country, person)
    drafts.require_confirmed_amounts(act.session, Draft("", act.typed), new_claim.country, act.day)
    chosen = _choose_person(act, new_claim) if person is None else None
    try:
        filed = claim_from_session.file(
            act.session, held, new_claim, by=act.by, on=act.on, day=act.day, chosen=chosen
        )
    except WorkedAfterDeath as refusal:
        refusal.field = "to_month"
        raise
    minors.refer(act.session, filed.claim.reference, by=act.by, on=act.on, day=act.day)
    return {"reference": filed.claim.reference}


def _choose_person(act: FormAction, new_claim: NewClaim) -> Citizen | None:
    """Return the known person whom the officer chose for a caller without a name, or None.

    Refuses: NotFound, ErasedPerson, SamePerson.
    """
    choice = duplicate_check.read_choice(act.typed)
    new_claim.confirm = [ClaimQuestion(one) for one in choice.confirm]
    chosen = people_access.get_chosen(act.session, choice.citizen, by=act.by)
    if chosen is None:
        people_access.require_decided(
            act.session, new_claim.contact, by=act.by, confirmed=new_claim.confirm
        )
        return None
    seen = bool(act.typed.get("passport_seen"))
    return opened_records.record_of_case(
        act.session, chosen, new_claim.contact, seen, by=act.by, on=act.on
    )


def _read_claim(act: FormAction, country: str | None, person: Citizen | None) -> NewClaim:
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
                drafts.read_step(Draft("", act.typed), step, act.day) | known
                if step not in known
                else known
            )
        except Refusal as refusal:
            errors += refusal.errors
    if errors:
        raise InvalidInput(errors)
    return NewClaim(**known)


def _currencies(session: Session, own: str) -> list[str]:
    """Return the currencies to choose from: the country's own first, or those of every country."""
    others = [own] if own else countries.currencies(session)
    return list(dict.fromkeys((*others, *CURRENCIES_ABROAD)))


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
        own = place.currency if place else ""
        shown = SessionClaimPage(
            row=held,
            person=person,
            typed=typed,
            about=held.country,
            codes=countries.destinations(session),
            own=own,
            currencies=[(one, one) for one in _currencies(session, own)],
            known=duplicate_check.people_to_choose(request, typed, refusal),
        )
        answer = form_actions.form_page(
            request, "desk/advice/session_claim.html", shown, refusal=refusal
        )
    context.note_read(request, "advice", number)
    return answer
