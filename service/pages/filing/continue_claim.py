"""Going on with a claim that its worker withdrew, by reference and secret or as its own account.

No page that a withdrawal leads to has a link to this one.
"""

from typing import Any

from litestar import Response
from sqlmodel import Session

from catalog.core.actor import Role
from catalog.core.errors import NotAllowed, Refusal
from service.casework.claims.wage_claims import Claim
from service.casework.workflow import withdrawal_actions
from service.infra.access import Permission
from service.pages.filing import follow_claim
from service.pages.filing.follow_claim import FollowInput, WrongPair
from service.web import auth_middleware, context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction


@page_get("/wages/continue", permission=Permission.PUBLIC)
def show_form(request: Req) -> Response[Any]:
    return _page(request, {}, None)


@page_post("/wages/continue", permission=Permission.PUBLIC)
def cancel(request: Req, data: Form) -> Response[Any]:
    """Cancel the withdrawal and say that an officer will call; the secret is not repeated."""
    typed = {"reference": str(data.get("reference", ""))}
    try:
        asked = follow_claim.read_pair(request, data)
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


def _find(request: Req, session: Session, asked: FollowInput) -> Claim:
    """Return the claim of this pair, or of the signed-in worker.

    Refuses: WrongPair, NotAllowed to a representative."""
    claim, mine = follow_claim.find_claim(request, session, asked)
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
