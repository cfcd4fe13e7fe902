"""API routes of a claim's money: its ledger, pay-outs, and requests to reverse an entry."""

from datetime import date, datetime
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath, RawBody
from sqlmodel import Session, col

from catalog.core.actor import Actor
from catalog.core.approvals import Approval
from catalog.core.fields import Prose
from service.api import api_routes
from service.api.casework import claim_requests, claims
from service.api.casework.claims import ClaimBalance
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.groups import payment_split
from service.casework.money import payments
from service.casework.money.failed_payouts import Discovery
from service.casework.money.money_entries import Basis, Entry, Method, Payer, Payment, PayOut
from service.casework.money.payments import NewPayOut
from service.casework.workflow import ledger, reversals
from service.casework.workflow.ledger import EntryKind, EntryState
from service.infra.access import Permission
from service.web import context
from service.web.context import Req


class PaidOut(msgspec.Struct):
    """The reference of the pay-out in the ledger."""

    payout: str


class ReversalReason(msgspec.Struct, forbid_unknown_fields=True):
    reason: Prose


class ReversalRequested(msgspec.Struct):
    """A reversal that waits for a second person; the entry stands until then."""

    approval: str
    state: str


class SettledDebt(msgspec.Struct):
    """The part of the debt that an entry of another currency settles, in minor units."""

    amount: int
    currency: str
    basis: Basis | None


class EntryRate(msgspec.Struct):
    """The worth of a payment in minor units at its own exchange rate, with its day and source."""

    usd: int | None
    uzs: int | None
    on: date
    source: str


class ClaimEntry(msgspec.Struct):
    """One entry of the ledger; a reversal names the entry whose reversal was requested.

    `discovery` is how we found out that money was not delivered."""

    entry: str
    kind: EntryKind
    state: EntryState
    amount: int
    currency: str
    line: int | None
    settles: SettledDebt | None
    on: date
    recorded_at: datetime
    officer: str
    office: str | None
    method: Method | None
    payer: Payer | None
    receipt: str | None
    rate: EntryRate | None
    reverses: str | None
    reason: str | None
    discovery: Discovery | None


class ClaimLedger(msgspec.Struct):
    """Every money entry of a claim in the order of recording, and the balances without those that
    were reversed."""

    entries: list[ClaimEntry]
    balances: list[ClaimBalance]


@api_routes.get(
    "/wages/{reference:str}/ledger",
    operation_id="wages_ledger",
    tags=["wages"],
    permission=Permission.WAGES_READ,
    gives=ClaimLedger,
    refuses=(404,),
)
def show(request: Req, reference: FromPath[str]) -> Response[ClaimLedger]:
    """Read the ledger of a claim."""
    with context.reading(request) as session:
        claim = wage_claims.get(session, reference, by=context.actor(request))
        waits = payment_split.waiting_reversals(session, col(Payment.claim) == reference)
        entries = [
            msgspec.convert(one, ClaimEntry, from_attributes=True)
            for one in ledger.entries(session, claim, waits)
        ]
        balances = claims.balances(session, claim)
    context.note_read(request, "claim", reference)
    return api_routes.respond(ClaimLedger(entries, balances))


@api_routes.post(
    "/wages/{reference:str}/pay-outs",
    operation_id="wages_pay_out",
    tags=["wages"],
    permission=Permission.WAGES_PAY,
    takes=NewPayOut,
    gives=PaidOut,
    refuses=(404, 409),
)
def pay_out(request: Req, reference: FromPath[str], body: RawBody) -> Response[PaidOut]:
    """Record that held money was paid out, today or earlier: to the worker, or to their heir."""
    values, by, home = (
        api_routes.read_body(request, body, NewPayOut),
        context.actor(request),
        context.app_state(request),
    )
    with context.writing(request) as session:
        claim = wage_claims.get(session, reference, by=by, hold=True)

        def paid() -> dict[str, Any]:
            row = payments.pay_out(session, claim, values, by=by, on=home.clock(), day=home.today)
            return {"payout": row.reference}

        done = api_routes.run_once(request, session, values, paid)
    return api_routes.respond(PaidOut(**done), status=201)


@api_routes.post(
    "/wages/{reference:str}/payments/{payment:str}/reversal",
    operation_id="wages_request_payment_reversal",
    tags=["wages"],
    permission=Permission.WAGES_PAY,
    takes=ReversalReason,
    gives=ReversalRequested,
    refuses=(404,),
    located=True,
    answers=202,
)
def request_payment_reversal(
    request: Req, reference: FromPath[str], payment: FromPath[str], body: RawBody
) -> Response[ReversalRequested]:
    """Ask a second person to reverse a payment, with the entries that were paid from it."""
    return _request_reversal(request, reference, payment, body, Payment)


@api_routes.post(
    "/wages/{reference:str}/pay-outs/{payout:str}/reversal",
    operation_id="wages_request_pay_out_reversal",
    tags=["wages"],
    permission=Permission.WAGES_PAY,
    takes=ReversalReason,
    gives=ReversalRequested,
    refuses=(404,),
    located=True,
    answers=202,
)
def request_pay_out_reversal(
    request: Req, reference: FromPath[str], payout: FromPath[str], body: RawBody
) -> Response[ReversalRequested]:
    """Ask a second person to reverse a pay-out."""
    return _request_reversal(request, reference, payout, body, PayOut)


def _request_reversal(
    request: Req, reference: str, entry: str, body: RawBody, table: type[Entry]
) -> Response[ReversalRequested]:
    values = api_routes.read_body(request, body, ReversalReason)

    def action(session: Session, claim: Claim, by: Actor, on: datetime) -> Approval:
        return reversals.request(
            session, claim, entry, values.reason, by=by, on=on, tables=(table,)
        )

    done, location = claim_requests.run(request, reference, values, action)
    return api_routes.respond(ReversalRequested(**done), status=202, location=location)
