"""A worker's actions by reference and secret: refuse a settlement, change representatives.

A worker can appoint a representative and withdraw the appointment.
"""

from collections.abc import Callable
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core import vault
from catalog.core.errors import NotAllowed, Refusal
from catalog.core.fields import Prose
from service.casework.claims.wage_claims import Claim
from service.casework.workflow import representatives, settlement
from service.casework.workflow.representatives import NewRepresentative
from service.infra.access import Permission
from service.input import forms
from service.pages.filing import follow_claim
from service.pages.filing.follow_claim import FollowInput
from service.web import auth_middleware, context
from service.web.context import Form, Req, page_post

_HIDDEN = ("reference", "secret", "once", forms.TOKEN_FIELD)
FollowerAction = Callable[[Session, Claim, dict[str, str], str], dict[str, Any]]


class ReasonInput(msgspec.Struct):
    why: Prose


@page_post("/wages/follow/refuse", permission=Permission.PUBLIC)
def refuse_settlement(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    by, house = context.actor(request), context.app_state(request)

    def deed(session: Session, claim: Claim, typed: dict[str, str], _key: str) -> dict[str, Any]:
        reason_input = forms.read(ReasonInput, typed)
        settlement.refuse(
            session, claim, reason_input.why, by=by, on=house.clock(), day=house.today
        )
        return {"done": "refused"}

    return _run_action(request, lang, data, deed)


@page_post("/wages/follow/representative", permission=Permission.PUBLIC)
def add_representative(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    by, house = context.actor(request), context.app_state(request)

    def deed(session: Session, claim: Claim, typed: dict[str, str], key: str) -> dict[str, Any]:
        number = _representative_number(claim, key)
        with forms.errors_under("speaker_"):
            new_representative = forms.read(
                NewRepresentative, forms.fields_under("speaker_", typed)
            )
            named = representatives.appoint(
                session,
                claim,
                new_representative,
                by=by,
                on=house.clock(),
                day=house.today,
                number=number,
            )
        return {"done": "named", "number": named.row.reference}

    return _run_action(request, lang, data, deed)


def _representative_number(claim: Claim, key: str) -> str | None:
    """Return the same number however often the form is sent."""
    if not key:
        return None
    return "R-" + vault.token("representative number", f"{claim.reference} {key}", 8)


@page_post("/wages/follow/withdraw", permission=Permission.PUBLIC)
def withdraw_representative(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    by, on = context.actor(request), context.app_state(request).clock()

    def deed(session: Session, claim: Claim, typed: dict[str, str], _key: str) -> dict[str, Any]:
        representatives.withdraw(session, claim, typed.get("number", ""), by=by, on=on)
        return {"done": "withdrawn"}

    return _run_action(request, lang, data, deed)


def _run_action(
    request: Req, lang: str, data: dict[str, Any], deed: FollowerAction
) -> Response[Any]:
    """Run a worker's action once and show the claim again.

    No stored response contains the secret.
    """
    try:
        pair = forms.read(FollowInput, data)
        with (
            auth_middleware.long_secret_check(request, "claim", follow_claim.WrongPair),
            context.reading(request) as session,
        ):
            follow_claim.find_by_secret(session, pair, context.app_state(request).today)
    except Refusal as refusal:
        return follow_claim.show_form_again(request, data, refusal)
    typed, key = (
        {name: str(value) for name, value in data.items() if name not in _HIDDEN},
        str(data.get("once", "")),
    )
    try:
        done = _run_once(request, pair, typed, key, deed)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return follow_claim.claim_page(request, pair, typed, refusal)
    secret = representatives.secret_of(done["number"]) if "number" in done else ""
    return follow_claim.claim_page(request, pair, secret=secret, done=done["done"])


def _run_once(
    request: Req, pair: FollowInput, typed: dict[str, str], key: str, deed: FollowerAction
) -> dict[str, Any]:
    """Run the action once on the claim.

    Refuses: NotAllowed to a representative, since the worker decides alone; and what the action
    refuses.
    """
    with context.writing(request) as session:
        claim, mine = follow_claim.find_by_secret(session, pair, context.app_state(request).today)
        if not mine:
            raise NotAllowed
        body = typed | {"claim": claim.reference}
        return context.run_form_once(
            request, session, key, body, lambda: deed(session, claim, typed, key)
        )
