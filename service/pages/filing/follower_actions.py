"""A worker's actions by reference and secret, or signed in: refuse a settlement, withdraw the claim.

A worker can also add something to the claim, appoint a representative and withdraw the appointment.
"""

from collections.abc import Callable
from typing import Any

import msgspec
from litestar import Response

from catalog.core import vault
from catalog.core.errors import NotAllowed, Refusal
from catalog.core.fields import Prose
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.workflow import (
    notes,
    representatives,
    settlement,
    withdrawal_actions,
    withdrawals,
)
from service.casework.workflow.representatives import NewRepresentative
from service.infra import rate_limits
from service.infra.access import Permission
from service.input import forms
from service.pages.filing import follow_claim
from service.pages.filing.follow_claim import FollowInput
from service.web import auth_middleware, context, form_actions
from service.web.context import Form, Req, page_post
from service.web.form_actions import Answer, FormAction

FollowerAction = Callable[[FormAction, Claim], Answer]


class ReasonInput(msgspec.Struct):
    why: Prose


class NoteInput(msgspec.Struct):
    note: Prose


@page_post("/wages/follow/refuse", permission=Permission.PUBLIC)
def refuse_settlement(request: Req, data: Form) -> Response[Any]:
    def action(act: FormAction, claim: Claim) -> Answer:
        why = act.read(ReasonInput).why
        settlement.refuse(act.session, claim, why, by=act.by, on=act.on, day=act.day)
        return {"done": "refused"}

    return _run_action(request, data, action)


@page_post("/wages/follow/note", permission=Permission.PUBLIC)
def add_note(request: Req, data: Form) -> Response[Any]:
    """Add the worker's own words to the notes of the claim, which officers read."""

    def action(act: FormAction, claim: Claim) -> Answer:
        text, network = act.read(NoteInput).note, context.network(request)
        rate_limits.count_attempt(act.session, "evidence", claim.reference, network, on=act.on)
        notes.add_by_worker(act.session, claim, text, by=act.by, on=act.on)
        return {"done": "noted"}

    return _run_action(request, data, action)


@page_post("/wages/follow/representative", permission=Permission.PUBLIC)
def add_representative(request: Req, data: Form) -> Response[Any]:
    def action(act: FormAction, claim: Claim) -> Answer:
        number = _representative_number(claim, str(data.get("once", "")))
        with forms.errors_under("speaker_"):
            new_representative = act.read(NewRepresentative, "speaker_")
            named = representatives.appoint(
                act.session,
                claim,
                new_representative,
                by=act.by,
                on=act.on,
                day=act.day,
                number=number,
            )
        return {"done": "named", "number": named.row.reference}

    return _run_action(request, data, action)


def _representative_number(claim: Claim, key: str) -> str | None:
    """Return the same number however often the form is sent."""
    if not key:
        return None
    return "R-" + vault.token("representative number", f"{claim.reference} {key}", 8)


@page_post("/wages/follow/withdraw", permission=Permission.PUBLIC)
def withdraw_representative(request: Req, data: Form) -> Response[Any]:
    def action(act: FormAction, claim: Claim) -> Answer:
        number = act.typed.get("number", "")
        representatives.withdraw(act.session, claim, number, by=act.by, on=act.on)
        return {"done": "withdrawn"}

    return _run_action(request, data, action)


@page_post("/wages/follow/withdraw-claim", permission=Permission.PUBLIC)
def withdraw_claim(request: Req, data: Form) -> Response[Any]:
    """Withdraw the claim, or with `check` show first what that means."""
    if data.get("check"):
        return _check_withdrawal(request, data)

    def action(act: FormAction, claim: Claim) -> Answer:
        withdrawal_actions.request(act.session, claim, by=act.by, on=act.on, day=act.day)
        return {"done": "claim_withdrawn"}

    return _run_action(request, data, action)


def _check_withdrawal(request: Req, data: dict[str, Any]) -> Response[Any]:
    """Ask whether the claim shall be withdrawn. Refuses: NotAllowed to a representative."""
    try:
        pair, claim = _find_own(request, data)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return follow_claim.show_form_again(request, data, refusal)
    with context.reading(request) as session:
        withdrawn = withdrawals.shown_since(session, claim) is not None
    if withdrawn or claim.state == ClaimState.CLOSED:
        return follow_claim.claim_page(request, pair)
    return form_actions.form_page(request, "filing/wages/withdraw.html", claim=claim, pair=pair)


def _find_own(request: Req, data: dict[str, Any]) -> tuple[FollowInput, Claim]:
    """Return the pair that a form sent, and its claim. Refuses: NotAllowed to a representative,
    since the worker decides alone, InvalidInput, WrongPair."""
    pair = follow_claim.read_pair(request, data)
    with (
        auth_middleware.long_secret_check(request, "claim", follow_claim.WrongPair),
        context.reading(request) as session,
    ):
        claim, mine = follow_claim.find_claim(request, session, pair)
    if not mine:
        raise NotAllowed
    return pair, claim


def _run_action(request: Req, data: dict[str, Any], action: FollowerAction) -> Response[Any]:
    """Run a worker's action once and show the claim again.

    No stored response contains the secret. Refuses: NotAllowed to a representative.
    """
    try:
        pair, claim = _find_own(request, data)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return follow_claim.show_form_again(request, data, refusal)
    sent = form_actions.typed_values(data)
    typed = {name: sent[name] for name in sent if name not in FollowInput.__struct_fields__}
    body = typed | {"claim": claim.reference, "once": str(data.get("once", ""))}

    def act(form: FormAction) -> Answer:
        claim, mine = follow_claim.find_claim(request, form.session, pair)
        if not mine:
            raise NotAllowed
        return action(form, claim)

    try:
        done = form_actions.run(request, body, act)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return follow_claim.claim_page(request, pair, typed, refusal)
    secret = representatives.secret_of(done["number"]) if "number" in done else ""
    return follow_claim.claim_page(request, pair, secret=secret, done=done["done"])
