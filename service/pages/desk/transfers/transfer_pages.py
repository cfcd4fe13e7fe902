"""Transfer of a claim at the desk: one post offers it, the other sees a card and answers.

Until it accepts, the receiving post sees neither the worker's name nor the claim itself.
"""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Annotated, Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from msgspec import Meta
from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from catalog.core.errors import NotFound, Refusal
from catalog.reference import posts
from catalog.reference.posts import Post
from i18n import N_, NP_
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.money import money_entries
from service.casework.money.money_entries import Balance
from service.casework.workflow import transfers
from service.casework.workflow.transfers import AnswerInput, OfferInput, Transfer, TransferDetails
from service.infra.access import Permission
from service.input import listing as queries
from service.input.listing import YesNo
from service.pages.desk.shared import desk_page, list_choices
from service.web import context, form_actions, rendering
from service.web.context import Req, page_get
from service.web.form_actions import Answer, FormAction
from service.web.lists import listing
from service.web.lists.list_cells import Link, Reference, Sentence, Stamp
from service.web.lists.list_view import Choices, Column, FilterField, ListView, Query, Reading


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


class TransferFilter(msgspec.Struct, frozen=True):
    """The filter of offers, as in the query string; `answers`: whether they wait for the reader."""

    came_from: Annotated[str, Meta(max_length=24)] = ""
    to: Annotated[str, Meta(max_length=24)] = ""
    answers: YesNo | None = None
    offered_from: date | None = None
    offered_until: date | None = None


class TransferRow(msgspec.Struct, frozen=True):
    """An offer with the names of the two missions and of the officer who made it."""

    row: TransferDetails
    came_from: str
    to: str
    answers: bool
    officer: str

    @property
    def reference(self) -> str:
        return self.row.claim


def _terms(reading: Reading, asked: TransferFilter) -> list[ColumnElement[bool]]:
    own = col(Transfer.to).in_(sorted(reading.by.posts))
    return [
        *transfers.waiting(reading.by),
        *queries.equals(Transfer, asked, "came_from", "to"),
        *queries.moments_between(Transfer.offered_at, asked.offered_from, asked.offered_until),
        *([own if asked.answers is YesNo.YES else ~own] if asked.answers else []),
    ]


def _facts(reading: Reading, rows: list[Transfer]) -> list[TransferRow]:
    shown = transfers.details(reading.session, rows)
    offices = posts.by_code(
        reading.session, [code for one in rows for code in (one.came_from, one.to)]
    )
    officers = desk_page.officer_names(reading.session, {one.offered_by for one in rows})
    return [
        TransferRow(
            one,
            _side(reading, one.came_from, offices),
            _side(reading, one.to, offices),
            one.to in reading.by.posts,
            officers.get(one.offered_by, ""),
        )
        for one in shown
    ]


def _side(reading: Reading, code: str, offices: Mapping[str, Post]) -> str:
    """Return the name of a mission, or of the claims desk where there is none."""
    name = list_choices.office(reading, offices.get(code))
    return name or rendering.label(reading.reader.lang, "owner", code)


def _choices(reading: Reading, _asked: TransferFilter) -> Choices:
    return {
        **{side: _sides(reading, side) for side in ("came_from", "to")},
        "answers": list_choices.yes_no(reading),
    }


def _sides(reading: Reading, side: str) -> list[tuple[str, str]]:
    """Return the missions on one side of the offers."""
    asked = select(col(getattr(Transfer, side))).where(*transfers.waiting(reading.by)).distinct()
    codes = sorted(reading.session.execute(asked).scalars())
    offices = posts.by_code(reading.session, codes)
    return [(code, _side(reading, code, offices)) for code in codes]


TRANSFERS = ListView(
    name="transfers",
    path="/desk/transfers",
    permission=Permission.WAGES_TRANSFER,
    title=N_("Transfers between missions"),
    counted=NP_("%(num)s offer", "%(num)s offers"),
    filter=TransferFilter,
    order="offered",
    query=Query(rows=select(Transfer), key=(col(Transfer.reference),), terms=_terms),
    facts=_facts,
    choices=_choices,
    template="desk/claims/transfers.html",
    fields=(
        FilterField(
            name="came_from", label=N_("From mission"), empty=N_("All missions"), usual=True
        ),
        FilterField(name="to", label=N_("To mission"), empty=N_("All missions"), usual=True),
        FilterField(
            name="answers", label=N_("Waiting for your answer"), empty=N_("Either"), usual=True
        ),
        FilterField(name="offered_from", label=N_("From this date"), kind="date"),
        FilterField(name="offered_until", label=N_("Up to this date"), kind="date"),
    ),
    columns=(
        Column(
            key="claim",
            label=N_("Claim"),
            cell=lambda one: Link(
                Reference(one.reference), f"/desk/wages/{one.reference}/transfer"
            ),
        ),
        Column(
            key="came_from",
            label=N_("From mission"),
            cell=lambda one: one.came_from,
            order=(col(Transfer.came_from),),
        ),
        Column(
            key="to", label=N_("To mission"), cell=lambda one: one.to, order=(col(Transfer.to),)
        ),
        Column(
            key="answers",
            label=N_("Status"),
            cell=lambda one: (
                Stamp(Sentence(N_("Waiting for your answer")), "soon") if one.answers else None
            ),
        ),
        Column(
            key="offered",
            label=N_("Offered on"),
            cell=lambda one: one.row.offered_at,
            order=(col(Transfer.offered_at),),
        ),
        Column(key="reason", label=N_("Reason"), cell=lambda one: one.row.reason),
        Column(key="officer", label=N_("Officer"), cell=lambda one: one.officer, usual=False),
    ),
)


@page_get("/desk/transfers", permission=Permission.WAGES_TRANSFER)
def index(request: Req) -> Response[Any]:
    return listing.show(request, TRANSFERS)


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


@post(
    "/desk/wages/{reference:str}/transfer",
    back="/desk/wages/{reference}/transfer",
    done=N_("The transfer is offered."),
)
def offer(act: FormAction, reference: str) -> None:
    claim = wage_claims.get(act.session, reference, by=act.by, hold=True)
    values = act.read(OfferInput)
    transfers.offer(act.session, claim, values, by=act.by, on=act.on, day=act.day)


@post(
    "/desk/wages/{reference:str}/transfer/answer",
    back="/desk/{then}",
    done=N_("Your answer is recorded."),
)
def answer(act: FormAction, reference: str) -> Answer:
    """Accept or decline; whoever accepts goes to the claim, others to the list of offers."""
    values = act.read(AnswerInput)
    row = transfers.answer(act.session, reference, values, by=act.by, on=act.on)
    return {"then": f"wages/{reference}" if row.accepted else "transfers"}
