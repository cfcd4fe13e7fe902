"""Second approvals, requested on a claim's page and decided on a supervisor's list."""

from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.errors import Refusal
from catalog.core.fields import Prose
from i18n import N_
from service.casework.claims.wage_claims import Claim
from service.casework.workflow import approvals
from service.casework.workflow.approvals import ApprovalDetails, NewApproval
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.claims import claim_page
from service.pages.desk.shared import desk_page
from service.web import auth_middleware, context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import FormAction


class AgreeOrNot(Refusal):
    slug = "agree-or-not"
    sentence = N_("Choose whether or not you agree.")


class AnswerInput(msgspec.Struct):
    answer: Prose


class ApprovalsPage(msgspec.Struct, frozen=True):
    """Approvals that wait; `answer` was typed for `wrong`, the one whose decision was refused."""

    rows: list[ApprovalDetails]
    claims: dict[str, Claim]
    officers: dict[str, str]
    wrong: str
    answer: str


@page_post("/desk/wages/{reference:str}/approvals", permission=Permission.WAGES_STEP)
def request_approval(
    request: Req, lang: FromPath[str], reference: FromPath[str], data: Form
) -> Response[Any]:
    return claim_page.run_action(request, lang, reference, data, _request_approval, versioned=False)


def _request_approval(act: FormAction, claim: Claim) -> None:
    with forms.errors_under("second_"):
        new_approval = act.read(NewApproval, "second_")
        approvals.request_approval(act.session, claim, new_approval, by=act.by, on=act.on)


@page_get("/desk/approvals", permission=Permission.WAGES_APPROVE)
def index(request: Req) -> Response[Any]:
    return _index(request)


def _index(
    request: Req, refusal: Refusal | None = None, about: str = "", answer: str = ""
) -> Response[Any]:
    with context.reading(request) as session:
        rows = approvals.list_waiting(session, by=context.actor(request))
        shown = ApprovalsPage(
            rows=rows,
            claims=_claims(session, [row.claim for row in rows]),
            officers=desk_page.officer_names(session, {row.asked_by for row in rows}),
            wrong=about,
            answer=answer,
        )
    return form_actions.form_page(request, "desk/claims/approvals.html", shown, refusal=refusal)


def _claims(session: Session, numbers: list[str]) -> dict[str, Claim]:
    rows = session.execute(select(Claim).where(col(Claim.reference).in_(numbers))).scalars()
    return {row.reference: row for row in rows}


@page_post("/desk/approvals/{number:str}", permission=Permission.WAGES_APPROVE)
def decide(request: Req, lang: FromPath[str], number: FromPath[str], data: Form) -> Response[Any]:
    """Record a supervisor's approval or refusal. Refuses: ConfirmFirst, NotFound."""
    auth_middleware.require_fresh(request)
    return form_actions.submit(
        request,
        data,
        partial(_decide, number=number),
        f"/{lang}/desk/approvals",
        lambda typed, refusal: _index(request, refusal, number, typed.get("answer", "")),
    )


def _decide(act: FormAction, number: str) -> None:
    verdict, answer = act.typed.get("verdict", ""), act.read(AnswerInput).answer
    if verdict == "agree":
        approvals.approve(act.session, number, answer, by=act.by, on=act.on)
    elif verdict == "decline":
        approvals.decline(act.session, number, answer, by=act.by, on=act.on)
    else:
        raise AgreeOrNot("verdict")
