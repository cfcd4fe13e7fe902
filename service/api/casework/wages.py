"""API routes of wage claims: filed by workers, followed by their secret, and handled by staff."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath, RawBody
from sqlmodel import Session

from catalog.core import vault
from catalog.core.actor import Actor, Role
from catalog.core.fields import Prose, tashkent_day
from matching.identity.persons import Citizen, NotBornYet
from matching.identity.telephones import NotAPhone
from service.accounts import opened_records
from service.api import api_routes
from service.api.casework import claim_amounts, claims, responsible_bodies
from service.api.casework.claims import ClaimHistory, ClaimRecord
from service.api.casework.responsible_bodies import ResponsibleBodies
from service.casework import people_access
from service.casework.claims import wage_claims
from service.casework.claims.components import ClaimQuestion
from service.casework.claims.wage_claims import Claim, ClaimState, NewClaim
from service.casework.money import payments
from service.casework.money.payments import NewPayment
from service.casework.protection import minors
from service.casework.workflow import claim_facts, notes, representatives, state_machine
from service.casework.workflow.claim_facts import NewFacts
from service.casework.workflow.state_machine import NewStep
from service.infra import access
from service.infra.access import Permission
from service.web import auth_middleware, context
from service.web.context import Req

SECRET = "x-claim-secret"


class ClaimFiled(msgspec.Struct):
    """The claim's reference and the secret by which its worker follows it; told at filing and never
    again. For work in Uzbekistan `responsible` tells who is responsible there."""

    reference: str
    secret: str
    responsible: ResponsibleBodies | None


class ClaimMoved(msgspec.Struct):
    reference: str
    state: ClaimState
    version: int


class NewNote(msgspec.Struct, forbid_unknown_fields=True):
    text: Prose


class ClaimNoted(msgspec.Struct):
    reference: str


class PaymentReceived(msgspec.Struct):
    """The payment's reference in the ledger, and its value at the rate frozen with it.

    Values are in minor units; null where no fresh rate was known."""

    reference: str
    payment: str
    usd: int | None
    uzs: int | None


@api_routes.post(
    "/wages",
    operation_id="wages_file",
    tags=["wages"],
    permission=Permission.PUBLIC,
    takes=NewClaim,
    gives=ClaimFiled,
    refuses=(404, 409, 429),
    located=True,
)
def file(request: Req, body: RawBody) -> Response[ClaimFiled]:
    """File a claim for unpaid wages. Whoever is owed needs no key; an officer's own says that it
    was filed in person, and an officer is asked about a worker who may be known already. Amounts
    far above the pay in the country are asked about (409 `amounts-far-above-pay`).
    """
    result = api_routes.read_body(request, body, NewClaim)
    with context.writing(request) as session:
        done = api_routes.run_once(
            request, session, result, lambda: _file_claim(request, session, result)
        )
        reference = done["reference"]
        responsible = responsible_bodies.build(request, session, result.country)
    claim = ClaimFiled(reference, vault.token("claim", reference), responsible)
    return api_routes.respond(claim, status=201, location=f"/api/v1/wages/{reference}")


def _file_claim(request: Req, session: Session, new_claim: NewClaim) -> dict[str, str]:
    """File the claim and return its reference.

    The secret is not part of the stored answer, because it can be derived again.
    """
    by, home = context.actor(request), context.app_state(request)
    auth_middleware.count_submission(request, session, "claims")
    if not people_access.must_confirm_person(by):
        # What only officers can confirm changes nothing for others.
        own = [one for one in new_claim.confirm if one is not ClaimQuestion.NEW_PERSON]
        new_claim = msgspec.structs.replace(new_claim, confirm=own)
    claim_amounts.require_confirmed(session, new_claim, day=home.today)
    try:
        person = _find_worker(session, new_claim, by=by, on=home.clock())
        reference = wage_claims.file(
            session, new_claim, by=by, on=home.clock(), day=home.today, citizen=person
        ).claim.reference
    except (NotAPhone, NotBornYet) as refusal:
        refusal.field = f"contact.{refusal.field}"
        raise
    minors.refer(session, reference, by=by, on=home.clock(), day=home.today)
    return {"reference": reference}


def _find_worker(
    session: Session, new_claim: NewClaim, *, by: Actor, on: datetime
) -> Citizen | None:
    """Return the worker whom an officer names, or who files signed in; None for all others.

    Nobody else learns whether somebody is known. Refuses: OfficersOnly, NotFound,
    ErasedPerson, SamePerson, NotAPhone.
    """
    if not people_access.must_confirm_person(by):
        if new_claim.citizen:
            raise people_access.OfficersOnly("citizen")
        return people_access.own_record(session, new_claim.contact, by=by)
    person = people_access.get_chosen(session, new_claim.citizen, by=by)
    if person is None:
        people_access.require_decided(
            session, new_claim.contact, by=by, confirmed=new_claim.confirm
        )
        return None
    seen = new_claim.passport_seen
    return opened_records.record_of_case(session, person, new_claim.contact, seen, by=by, on=on)


@api_routes.get(
    "/wages/{reference:str}",
    operation_id="wages_show",
    tags=["wages"],
    permission=Permission.PUBLIC,
    gives=ClaimRecord,
    refuses=(401, 403, 404, 422, 429),
    secret=SECRET,
    versioned=True,
)
def show(request: Req, reference: FromPath[str]) -> Response[ClaimRecord]:
    """One claim, for those in whose scope it is, or for its worker by the header
    `X-Claim-Secret`."""
    lang = context.language(request)
    with context.reading(request) as session:
        claim, worker = _find_claim(request, session, reference)
        record = claims.record(
            session, claim, lang, context.app_state(request).clock(), worker=worker
        )
        version, number = record.version, claim.reference
    _note_read(request, number)
    return api_routes.respond(record, version=version)


@api_routes.get(
    "/wages/{reference:str}/history",
    operation_id="wages_history",
    tags=["wages"],
    permission=Permission.PUBLIC,
    gives=ClaimHistory,
    refuses=(401, 403, 404, 422, 429),
    secret=SECRET,
)
def history(request: Req, reference: FromPath[str]) -> Response[ClaimHistory]:
    """The steps of a claim, the oldest first."""
    lang = context.language(request)
    with context.reading(request) as session:
        claim, worker = _find_claim(request, session, reference)
        values, number = claims.history(session, claim, lang, worker=worker), claim.reference
    _note_read(request, number)
    return api_routes.respond(values)


def _find_claim(request: Req, session: Session, reference: str) -> tuple[Claim, bool]:
    """Return the claim, and whether the request is its worker's.

    Refuses: SignInNeeded, NotAllowed, NotFound.
    """
    if secret := api_routes.nonempty_header(request.headers, SECRET):
        with auth_middleware.long_secret_check(request, "claim"):
            return representatives.get_by_secret(
                session, reference, secret, context.app_state(request).today
            )[0], True
    access.require(context.actor(request), Permission.WAGES_READ)
    return wage_claims.get(session, reference, by=context.actor(request)), False


def _note_read(request: Req, reference: str) -> None:
    """Record that staff opened a claim, by permission or by its secret.

    Workers who follow their own claim are not recorded. Refuses: Unavailable.
    """
    if context.actor(request).role not in (Role.VISITOR, Role.CITIZEN):
        context.note_read(request, "claim", reference)


@api_routes.post(
    "/wages/{reference:str}/steps",
    operation_id="wages_step",
    tags=["wages"],
    permission=Permission.WAGES_STEP,
    takes=NewStep,
    gives=ClaimMoved,
    refuses=(404,),
)
def step(request: Req, reference: FromPath[str], body: RawBody) -> Response[ClaimMoved]:
    """Take a claim one step on. Unless it is closed, it needs a next action and the day it is
    due."""
    values, by, home = (
        api_routes.read_body(request, body, NewStep),
        context.actor(request),
        context.app_state(request),
    )
    with context.writing(request) as session:
        claim = wage_claims.get(session, reference, by=by, hold=True)

        def taken() -> dict[str, Any]:
            state_machine.take_step(session, claim, values, by=by, on=home.clock(), day=home.today)
            return {"reference": reference, "state": claim.state, "version": claim.version}

        done = api_routes.run_once(request, session, values, taken)
    return api_routes.respond(msgspec.convert(done, ClaimMoved), status=201)


@api_routes.post(
    "/wages/{reference:str}/payments",
    operation_id="wages_pay",
    tags=["wages"],
    permission=Permission.WAGES_PAY,
    takes=NewPayment,
    gives=PaymentReceived,
    refuses=(404, 409),
)
def pay(request: Req, reference: FromPath[str], body: RawBody) -> Response[PaymentReceived]:
    """Record money received for a claim; its exchange rate is frozen with it."""
    values, by, home = (
        api_routes.read_body(request, body, NewPayment),
        context.actor(request),
        context.app_state(request),
    )
    with context.writing(request) as session:
        claim = wage_claims.get(session, reference, by=by, hold=True)

        def received() -> dict[str, Any]:
            row = payments.receive(session, claim, values, by=by, on=home.clock(), day=home.today)
            return {
                "reference": reference,
                "payment": row.reference,
                "usd": row.usd,
                "uzs": row.uzs,
            }

        done = api_routes.run_once(request, session, values, received)
    return api_routes.respond(PaymentReceived(**done), status=201)


@api_routes.post(
    "/wages/{reference:str}/notes",
    operation_id="wages_note",
    tags=["wages"],
    permission=Permission.WAGES_WRITE,
    takes=NewNote,
    gives=ClaimNoted,
    refuses=(404,),
)
def note(request: Req, reference: FromPath[str], body: RawBody) -> Response[ClaimNoted]:
    """Add a note to a claim; it is sealed with the worker's key."""
    values, by, on = (
        api_routes.read_body(request, body, NewNote),
        context.actor(request),
        context.app_state(request).clock(),
    )
    with context.writing(request) as session:
        claim = wage_claims.get(session, reference, by=by, hold=True)

        def noted() -> dict[str, Any]:
            return {"reference": notes.add(session, claim, values.text, by=by, on=on).claim}

        done = api_routes.run_once(request, session, values, noted)
    return api_routes.respond(ClaimNoted(**done), status=201)


@api_routes.patch(
    "/wages/{reference:str}",
    operation_id="wages_amend",
    tags=["wages"],
    permission=Permission.WAGES_WRITE,
    takes=NewFacts,
    gives=ClaimRecord,
    refuses=(404, 412, 428),
    versioned=True,
)
def amend(request: Req, reference: FromPath[str], body: RawBody) -> Response[ClaimRecord]:
    """Put facts of a claim right, never its state. If-Match says which version was read."""
    access.require(
        context.actor(request), Permission.WAGES_READ
    )  # the response contains the whole claim
    values, by, on = (
        api_routes.read_body(request, body, NewFacts),
        context.actor(request),
        context.app_state(request).clock(),
    )
    with context.reading(request) as session:
        wage_claims.get(session, reference, by=by)
    _note_read(request, reference)
    with context.writing(request) as session:
        claim = wage_claims.get(session, reference, by=by)
        api_routes.require_version(request, claim.version)
        claim_amounts.require_correction_confirmed(session, claim, values, day=tashkent_day(on))
        claim_facts.amend(session, claim, values, by=by, on=on)
        record = claims.record(session, claim, context.language(request), on, worker=False)
    return api_routes.respond(record, version=record.version)
