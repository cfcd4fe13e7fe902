"""Going on with a claim that its worker withdrew, by reference and secret or as its own account.

No page that a withdrawal leads to has a link to this one.
"""

from typing import Any

import msgspec
from litestar import Response
from sqlmodel import Session

from catalog.core.actor import Role
from catalog.core.errors import NotAllowed, NotFound, Refusal
from catalog.core.fields import Line
from service.casework.claims.wage_claims import Claim
from service.casework.workflow import withdrawal_actions
from service.infra.access import Permission
from service.input import forms
from service.pages.filing import follow_claim
from service.pages.filing.follow_claim import FollowInput, WrongPair
from service.pages.shared import account_page
from service.web import auth_middleware, context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction


class ContinueInput(msgspec.Struct):
    """The reference of a claim, with its secret unless its worker is signed in."""

    reference: Line
    secret: Line | None = None


@page_get("/wages/continue", permission=Permission.PUBLIC)
def show_form(request: Req) -> Response[Any]:
    return _page(request, {}, None)


@page_post("/wages/continue", permission=Permission.PUBLIC)
def cancel(request: Req, data: Form) -> Response[Any]:
    """Cancel the withdrawal and say that an officer will call; the secret is not repeated."""
    typed = {"reference": str(data.get("reference", ""))}
    try:
        asked = _read(request, data)
        with (
            auth_middleware.long_secret_check(request, "claim", WrongPair),
            context.reading(request) as session,
        ):
            reference = _find(request, session, asked).reference

        def action(act: FormAction) -> Answer:
            claim = _find(request, act.session, asked)
            withdrawal_actions.cancel(act.session, claim, by=act.by, on=act.on, day=act.day)
            return {"reference": claim.reference}

        form_actions.run(request, {"claim": reference, "once": str(data.get("once", ""))}, action)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _page(request, typed, refusal)
    return _page(request, {}, None, done=True)


def _read(request: Req, data: Form) -> ContinueInput:
    """Return the reference and secret; only a signed-in worker may leave the secret out.

    Refuses: InvalidInput."""
    if context.actor(request).role is Role.CITIZEN:
        return forms.read(ContinueInput, forms.fields_of(ContinueInput, data))
    pair = forms.read(FollowInput, forms.fields_of(FollowInput, data))
    return ContinueInput(pair.reference, pair.secret)


def _find(request: Req, session: Session, asked: ContinueInput) -> Claim:
    """Return the claim of this pair, or of the signed-in worker.

    Refuses: WrongPair, NotAllowed to a representative."""
    if asked.secret is None and context.actor(request).role is Role.CITIZEN:
        try:
            return account_page.own_claim(request, session, asked.reference)
        except NotFound as nobody:
            raise WrongPair("reference") from nobody
    pair = FollowInput(asked.reference, asked.secret or "")
    claim, mine = follow_claim.find_by_secret(session, pair, context.app_state(request).today)
    if not mine:
        raise NotAllowed
    return claim


def _page(
    request: Req, typed: dict[str, str], refusal: Refusal | None, *, done: bool = False
) -> Response[Any]:
    own = context.actor(request).role is Role.CITIZEN
    return form_actions.form_page(
        request, "filing/wages/continue.html", refusal=refusal, typed=typed, own=own, done=done
    )
