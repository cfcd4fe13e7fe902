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
from matching.identity.persons import Citizen
from service.casework.claims.wage_claims import Claim
from service.casework.money import money_entries
from service.casework.money.money_entries import Balance
from service.casework.workflow import approvals, decisions, ledger
from service.casework.workflow.approvals import ApprovalDetails, ApprovalKind, NewApproval
from service.casework.workflow.ledger import LedgerEntry
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
    """Approvals that wait, each with the worker, the balances and the entry that it is about.

    `answer` was typed for `wrong`, the one whose decision was refused.
    """

    rows: list[ApprovalDetails]
    claims: dict[str, Claim]
    workers: dict[str, str]
    balances: dict[str, list[Balance]]
    entries: dict[str, LedgerEntry]
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
        claims = _claims(session, [row.claim for row in rows])
        shown = ApprovalsPage(
            rows=rows,
            claims=claims,
            workers=_names(session, claims),
            balances=money_entries.balances_of(session, list(claims)),
            entries=_entries(session, rows, claims),
            officers=desk_page.officer_names(session, {row.asked_by for row in rows}),
            wrong=about,
            answer=answer,
        )
    return form_actions.form_page(request, "desk/claims/approvals.html", shown, refusal=refusal)


def _claims(session: Session, numbers: list[str]) -> dict[str, Claim]:
    rows = session.execute(select(Claim).where(col(Claim.reference).in_(numbers))).scalars()
    return {row.reference: row for row in rows}


def _names(session: Session, claims: dict[str, Claim]) -> dict[str, str]:
    """Return the names of the workers of these claims, by claim."""
    people = select(col(Citizen.reference), col(Citizen.name)).where(
        col(Citizen.reference).in_([claim.citizen for claim in claims.values()])
    )
    names = {str(reference): str(name or "") for reference, name in session.execute(people)}
    return {number: names.get(claim.citizen, "") for number, claim in claims.items()}


def _entries(
    session: Session, rows: list[ApprovalDetails], claims: dict[str, Claim]
) -> dict[str, LedgerEntry]:
    """Return the entries whose reversal is requested, by their reference."""
    asked = {row.terms: row.claim for row in rows if row.asked == ApprovalKind.REVERSAL}
    return {
        one.entry: one
        for number in set(asked.values())
        for one in ledger.entries(session, claims[number])
        if one.entry in asked
    }


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
        decisions.approve(act.session, number, answer, by=act.by, on=act.on, day=act.day)
    elif verdict == "decline":
        approvals.decline(act.session, number, answer, by=act.by, on=act.on)
    else:
        raise AgreeOrNot("verdict")
