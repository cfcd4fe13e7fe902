"""Requests that wait for a second person, the decision on each, and links to other decisions."""

from datetime import date
from typing import Any

import msgspec
from litestar import Response
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.approvals import ApprovalDetails, ApprovalKind
from catalog.core.errors import NotFound, Refusal
from catalog.core.fields import Prose
from i18n import N_
from matching.identity import deaths
from matching.identity.persons import Citizen
from service.approvals import decision_queues, decisions
from service.approvals.decision_queues import WaitingDecisions
from service.approvals.request_handler import Card
from service.casework.claims.wage_claims import Claim
from service.casework.evidence import Evidence
from service.casework.money import money_entries
from service.casework.money.money_entries import Balance
from service.casework.scope import incident_tables
from service.casework.workflow import ledger, reversals
from service.casework.workflow.ledger import LedgerEntry
from service.casework.workflow.state_machine import Step
from service.infra import access
from service.infra.access import Permission
from service.pages.desk.shared import desk_page
from service.web import auth_middleware, context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction

SHOWN_STEPS = 3


class AgreeOrNot(Refusal):
    slug = "agree-or-not"
    sentence = N_("Choose whether or not you agree.")


class AnswerInput(msgspec.Struct):
    answer: Prose


class ApprovalsPage(msgspec.Struct, frozen=True):
    """Requests that wait: about a claim each with the worker, the balances, the latest steps and the
    entry to be reversed, about another record with a card.

    `died` are the days on which workers died, by claim, `paid_heirs` the names of the heirs whom the
    entries reached, `also` the entries reversed with another one, `others` the names of the persons to whom
    claims are to be moved, `files` the evidence to be downloaded, all by reference.

    `answer` was typed for `wrong`, the one whose decision was refused. `queues` are the decisions
    that have pages of their own.
    """

    rows: list[ApprovalDetails]
    cards: dict[str, Card]
    steps: dict[str, list[Step]]
    claims: dict[str, Claim]
    workers: dict[str, str]
    died: dict[str, date]
    balances: dict[str, list[Balance]]
    entries: dict[str, LedgerEntry]
    paid_heirs: dict[str, str]
    also: dict[str, list[str]]
    others: dict[str, str]
    files: dict[str, Evidence]
    officers: dict[str, str]
    wrong: str
    answer: str
    queues: list[WaitingDecisions]


@page_get("/desk/approvals", permission=Permission.APPROVALS_READ)
def index(request: Req) -> Response[Any]:
    return _index(request)


def _index(
    request: Req, refusal: Refusal | None = None, about: str = "", answer: str = ""
) -> Response[Any]:
    by, on = context.actor(request), context.app_state(request).clock()
    decides = access.allows(by, Permission.APPROVALS_DECIDE)
    with context.reading(request) as session:
        rows = decisions.list_waiting(session, by=by) if decides else []
        claims = claims_of(session, rows)
        died = deaths.days_of_death(session, {claim.citizen for claim in claims.values()})
        entries = _entries(session, rows, claims)
        shown = ApprovalsPage(
            rows=rows,
            cards=decisions.cards(session, rows),
            claims=claims,
            steps=_latest_steps(session, list(claims)),
            workers=_names(session, claims),
            died={
                number: died[claim.citizen]
                for number, claim in claims.items()
                if claim.citizen in died
            },
            balances=money_entries.balances_of(session, list(claims)),
            entries=entries,
            paid_heirs=incident_tables.heir_names(
                session, {one.heir for one in entries.values() if one.heir}
            ),
            also=_also_reversed(session, rows, claims),
            others=_person_names(
                session, [row.terms for row in rows if row.asked == ApprovalKind.PERSON]
            ),
            files=_files(session, rows),
            officers=desk_page.officer_names(session, {row.asked_by for row in rows}),
            wrong=about,
            answer=answer,
            queues=decision_queues.list_waiting(session, by=by, on=on),
        )
    return form_actions.form_page(request, "desk/admin/approvals.html", shown, refusal=refusal)


def claims_of(session: Session, rows: list[ApprovalDetails]) -> dict[str, Claim]:
    """Return the claims that these requests are about, by reference."""
    numbers = [row.claim for row in rows if row.claim]
    claims = session.execute(select(Claim).where(col(Claim.reference).in_(numbers))).scalars()
    return {claim.reference: claim for claim in claims}


def _names(session: Session, claims: dict[str, Claim]) -> dict[str, str]:
    """Return the names of the workers of these claims, by claim."""
    names = _person_names(session, [claim.citizen for claim in claims.values()])
    return {number: names.get(claim.citizen, "") for number, claim in claims.items()}


def _person_names(session: Session, numbers: list[str]) -> dict[str, str]:
    people = select(col(Citizen.reference), col(Citizen.name)).where(
        col(Citizen.reference).in_(numbers)
    )
    return {str(reference): str(name or "") for reference, name in session.execute(people)}


def _latest_steps(session: Session, numbers: list[str]) -> dict[str, list[Step]]:
    """Return the latest steps of these claims, at most SHOWN_STEPS of each, the newest first."""
    newest = select(Step).where(col(Step.claim).in_(numbers)).order_by(col(Step.at).desc())
    found: dict[str, list[Step]] = {number: [] for number in numbers}
    for row in session.execute(newest).scalars():
        if len(found[row.claim]) < SHOWN_STEPS:
            found[row.claim].append(row)
    return found


def _entries(
    session: Session, rows: list[ApprovalDetails], claims: dict[str, Claim]
) -> dict[str, LedgerEntry]:
    """Return the entries of the claims with a requested reversal, by their reference."""
    asked = {row.claim for row in rows if row.claim and row.asked == ApprovalKind.REVERSAL}
    return {one.entry: one for number in asked for one in ledger.entries(session, claims[number])}


def _files(session: Session, rows: list[ApprovalDetails]) -> dict[str, Evidence]:
    """Return the files of claims that are to be downloaded without a virus scan."""
    numbers = [row.terms for row in rows if row.asked == ApprovalKind.FILE]
    asked = select(Evidence).where(col(Evidence.reference).in_(numbers))
    return {one.reference: one for one in session.execute(asked).scalars()}


def _also_reversed(
    session: Session, rows: list[ApprovalDetails], claims: dict[str, Claim]
) -> dict[str, list[str]]:
    """Return the other entries that would be reversed too, by the entry that is requested."""
    return {
        row.terms: [
            one.reference for one in reversals.also_reversed(session, claims[row.claim], row.terms)
        ]
        for row in rows
        if row.claim and row.asked == ApprovalKind.REVERSAL
    }


@form_actions.post(
    "/desk/approvals/{number:str}",
    permission=Permission.APPROVALS_DECIDE,
    back="/desk/approvals",
    redraw=lambda request, number, typed, refusal: _index(
        request, refusal, number, typed.get("answer", "")
    ),
    first=auth_middleware.require_fresh,
    done=N_("Your decision on %(number)s is recorded."),
)
def decide(act: FormAction, number: str) -> None:
    """Record a supervisor's approval or refusal. Refuses: ConfirmFirst, NotFound."""
    verdict, answer = act.typed.get("verdict", ""), act.read(AnswerInput).answer
    if verdict not in ("agree", "decline"):
        raise AgreeOrNot("verdict")
    try:
        if verdict == "agree":
            home = context.app_state(act.request).settings.home
            decisions.approve(
                act.session, number, answer, by=act.by, on=act.on, day=act.day, home=home
            )
        else:
            decisions.decline(act.session, number, answer, by=act.by, on=act.on)
    except NotFound:
        raise
    except Refusal as refusal:
        # What the record refuses today belongs to no field of this form.
        refusal.field = "answer"
        raise
