"""Transfer of a claim at the desk: one post offers it, the other sees a card and answers.

Until it accepts, the receiving post sees neither the worker's name nor the claim itself.
"""

from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal
from catalog.reference import posts
from catalog.reference.posts import Post
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.money import money_entries
from service.casework.money.money_entries import Balance
from service.casework.workflow import transfers
from service.casework.workflow.transfers import AnswerInput, OfferInput, TransferDetails
from service.infra.access import Permission
from service.pages.desk.shared import desk_page
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import Answer, FormAction


class TransferPage(msgspec.Struct, frozen=True):
    """A transfer and what the two sides may do; the card of the claim is for whoever may read it.

    `offices` are the posts it names, and `others` those to which it can be offered.
    """

    number: str
    row: TransferDetails | None
    claim: Claim | None
    balances: list[Balance]
    offices: dict[str, Post]
    others: list[Post]
    names: dict[str, str]
    typed: dict[str, str]
    answers: bool
    withdraws: bool
    opens: bool


@page_get("/desk/transfers", permission=Permission.WAGES_TRANSFER)
def index(request: Req) -> Response[Any]:
    by = context.actor(request)
    with context.reading(request) as session:
        rows = transfers.list_waiting(session, by=by)
        offices = posts.by_code(session, [code for row in rows for code in (row.came_from, row.to)])
        return context.page(
            request, "desk/claims/transfers.html", rows=rows, offices=offices, mine=by.posts
        )


@page_get("/desk/wages/{reference:str}/transfer", permission=Permission.WAGES_TRANSFER)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _page(request, reference, {})


def _page(
    request: Req, number: str, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    """Show the transfer; reading the card is recorded. Refuses: NotFound, Unavailable."""
    with context.reading(request) as session:
        shown = _transfer(request, session, number, typed)
        answer_ = form_actions.form_page(
            request, "desk/claims/transfer.html", shown, refusal=refusal
        )
    if shown.claim:
        context.note_read(request, "claim", number)
    return answer_


def _transfer(request: Req, session: Session, number: str, typed: dict[str, str]) -> TransferPage:
    by, day = context.actor(request), context.app_state(request).today
    row = transfers.latest(session, number, by=by)
    own = _own_claim(request, session, number)
    waits = row is not None and row.state is transfers.TransferState.OFFERED
    claim = own or (session.get_one(Claim, number) if waits else None)
    opens = own is not None and transfers.may_offer(own, by)
    others = [one for one in posts.list_handling(session, day) if own and one.code != own.post]
    codes = [row.came_from, row.to] if row else []
    people = {row.offered_by, row.answered_by or ""} if row else set()
    return TransferPage(
        number=number,
        row=row,
        claim=claim,
        balances=money_entries.balances(session, number) if claim else [],
        offices=posts.by_code(session, [*codes, claim.post if claim else None]),
        others=others if opens and not waits else [],
        names=desk_page.officer_names(session, people),
        typed=typed,
        answers=row is not None and waits and transfers.may_accept(row, by),
        withdraws=waits and opens,
        opens=own is not None,
    )


def _own_claim(request: Req, session: Session, number: str) -> Claim | None:
    try:
        return wage_claims.get(session, number, by=context.actor(request))
    except NotFound:
        return None


post = partial(form_actions.post, permission=Permission.WAGES_TRANSFER, redraw=_page)


@post("/desk/wages/{reference:str}/transfer", back="/desk/wages/{reference}/transfer")
def offer(act: FormAction, reference: str) -> None:
    claim = wage_claims.get(act.session, reference, by=act.by, hold=True)
    values = act.read(OfferInput)
    transfers.offer(act.session, claim, values, by=act.by, on=act.on, day=act.day)


@post("/desk/wages/{reference:str}/transfer/answer", back="/desk/{then}")
def answer(act: FormAction, reference: str) -> Answer:
    """Accept or decline; whoever accepts goes to the claim, others to the list of offers."""
    values = act.read(AnswerInput)
    row = transfers.answer(act.session, reference, values, by=act.by, on=act.on)
    return {"then": f"wages/{reference}" if row.accepted else "transfers"}
