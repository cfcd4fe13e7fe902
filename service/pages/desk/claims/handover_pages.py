"""Handover at the desk: an officer who leaves writes it, the successor decides on it.

The successor looks through the claims and countersigns or declines.
"""

from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.actor import Actor, Role
from catalog.core.errors import Refusal
from catalog.core.fields import tashkent_day
from catalog.reference import posts
from catalog.reference.posts import Post
from service.accounts import Account
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.workflow import handover
from service.casework.workflow.handover import DeclineInput, Handover
from service.casework.worklists import service_levels
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.claims import claim_clocks
from service.pages.desk.shared import desk_page
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import Answer, FormAction


class HandoverInput(msgspec.Struct):
    successor: str
    leaver: str = ""


class HandoverChoices(msgspec.Struct, frozen=True):
    """Whose claims this person may hand over, how many there are, and to whom."""

    leavers: list[tuple[Account, int]]
    successors: list[Account]


class HandoverPage(msgspec.Struct, frozen=True):
    """A handover and its claims, each with whether it has passed to the successor."""

    row: Handover
    rows: list[tuple[Claim, bool]]
    typed: dict[str, str]
    actions: dict[str, str]
    names: dict[str, str]


@page_get("/desk/handover", permission=Permission.WAGES_HAND_OVER)
def index(request: Req) -> Response[Any]:
    return _index(request, {})


@page_get("/desk/handover/{reference:str}", permission=Permission.WAGES_HAND_OVER)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _page(request, reference, {})


def _index(request: Req, typed: dict[str, str], refusal: Refusal | None = None) -> Response[Any]:
    by = context.actor(request)
    with context.reading(request) as session:
        rows = handover.latest(session, by=by)
        return form_actions.form_page(
            request,
            "desk/claims/handovers.html",
            _choices(session, by),
            refusal=refusal,
            rows=rows,
            typed=typed,
            names=_names(session, rows),
        )


def _choices(session: Session, by: Actor) -> HandoverChoices:
    mine = session.get(Account, by.account)
    leavers = (
        handover.list_departed(session) if by.role is Role.SUPERVISOR else [mine] if mine else []
    )
    counted = [(one, len(handover.open_of(session, one))) for one in leavers]
    fit = {one.reference: one for leaver in leavers for one in handover.colleagues(session, leaver)}
    return HandoverChoices(
        counted, sorted(fit.values(), key=lambda one: (one.post or "", one.name))
    )


def _page(
    request: Req, number: str, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    """Show one handover with its claims; the read is recorded before it leaves.

    Refuses: NotFound, Unavailable.
    """
    by, now = context.actor(request), context.app_state(request).clock()
    with context.reading(request) as session:
        row = handover.get(session, number, by=by)
        rows = handover.claims(session, row, by=by)
        claims = [claim for claim, _ in rows]
        answer = form_actions.form_page(
            request,
            "desk/claims/handover.html",
            HandoverPage(
                row=row,
                rows=rows,
                typed=typed,
                actions=wage_claims.next_actions(session, claims),
                names=_names(session, [row]),
            ),
            claim_clocks.for_claims(
                session,
                claims,
                now,
                allowed=service_levels.days_in_force(session, tashkent_day(now)),
                offices=posts.by_code(session, [claim.post for claim in claims]).values(),
                officers=desk_page.officer_names(session, map(wage_claims.owner, claims)),
            ),
            refusal=refusal,
            post=session.get_one(Post, row.post),
        )
    context.note_read(request, "handover", number)
    return answer


def _names(session: Session, rows: list[Handover]) -> dict[str, str]:
    """Return the names of the officers in these handovers."""
    return desk_page.officer_names(
        session,
        {
            one
            for row in rows
            for one in (row.came_from, row.to, row.asked_by, row.declined_by or "")
        },
    )


post = partial(
    form_actions.post, permission=Permission.WAGES_HAND_OVER, back="/desk/handover/{reference}"
)


@post("/desk/handover", redraw=_index)
def write_handover(act: FormAction) -> Answer:
    """Write a handover of one's own claims, or of those of a disabled account."""
    handover_input = act.read(HandoverInput)
    if act.by.role is Role.SUPERVISOR and not handover_input.leaver:
        raise forms.MissingAnswer("leaver")
    leaver = handover_input.leaver if act.by.role is Role.SUPERVISOR else act.by.account
    row = handover.request_handover(
        act.session, leaver, handover_input.successor, by=act.by, on=act.on
    )
    return {"reference": row.reference}


@post("/desk/handover/{reference:str}/countersign", redraw=_page)
def countersign(act: FormAction, reference: str) -> None:
    handover.countersign(act.session, reference, by=act.by, on=act.on)


@post("/desk/handover/{reference:str}/decline", redraw=_page)
def decline(act: FormAction, reference: str) -> None:
    handover.get(act.session, reference, by=act.by)
    handover.decline(act.session, reference, act.read(DeclineInput), by=act.by, on=act.on)
