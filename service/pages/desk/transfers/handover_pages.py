"""Handover at the desk: an officer who leaves writes it, the successor decides on it.

The successor looks through the claims and countersigns or declines.
"""

from datetime import date
from enum import StrEnum
from functools import partial
from typing import Annotated, Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from msgspec import Meta
from sqlalchemy import ColumnElement, case, select
from sqlmodel import Session, col

from catalog.core.actor import Actor, Role
from catalog.core.errors import Refusal
from catalog.core.fields import tashkent_day
from catalog.reference import posts
from catalog.reference.posts import Post
from i18n import N_, NP_
from service.accounts import Account
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.workflow import handover
from service.casework.workflow.handover import DeclineInput, Handover
from service.casework.worklists import claim_list, service_levels
from service.infra.access import Permission
from service.input import forms
from service.input import listing as queries
from service.pages.desk.claims import claim_clocks
from service.pages.desk.shared import desk_page, list_choices, list_columns
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import Answer, FormAction
from service.web.lists import listing
from service.web.lists.list_cells import Labelled, Link, Reference, Stamp
from service.web.lists.list_view import Choices, Column, FilterField, ListView, Query, Reading


class HandoverState(StrEnum):
    """The states of a handover, as `Handover.state` has them."""

    WAITING = "waiting"
    COUNTERSIGNED = "countersigned"
    DECLINED = "declined"


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
    workers: dict[str, str]


@page_get("/desk/handover/{reference:str}", permission=Permission.WAGES_HAND_OVER)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _page(request, reference, {})


class HandoverFilter(msgspec.Struct, frozen=True):
    """The filter of handovers, as in the query string."""

    state: HandoverState | None = None
    post: Annotated[str, Meta(max_length=24)] = ""
    asked_from: date | None = None
    asked_until: date | None = None


class HandoverRow(list_columns.RecordRow, frozen=True):
    """A handover with the names of its officers and mission."""

    row: Handover
    came_from: str
    to: str
    mission: str


def _terms(reading: Reading, asked: HandoverFilter) -> list[ColumnElement[bool]]:
    states = {
        HandoverState.WAITING: handover.is_waiting(),
        HandoverState.COUNTERSIGNED: col(Handover.countersigned_at).is_not(None),
        HandoverState.DECLINED: col(Handover.declined_at).is_not(None),
    }
    return [
        handover.within(reading.by),
        *queries.equals(Handover, asked, "post"),
        *queries.moments_between(Handover.asked_at, asked.asked_from, asked.asked_until),
        *([states[asked.state]] if asked.state else []),
    ]


def _facts(reading: Reading, rows: list[Handover]) -> list[HandoverRow]:
    names = _names(reading.session, rows)
    offices = posts.by_code(reading.session, [row.post for row in rows])
    return [
        HandoverRow(
            row,
            names.get(row.came_from, row.came_from),
            names.get(row.to, row.to),
            list_choices.office(reading, offices.get(row.post)),
        )
        for row in rows
    ]


def _missions(reading: Reading, _asked: HandoverFilter) -> Choices:
    asked = select(col(Handover.post)).where(handover.within(reading.by)).distinct()
    offices = posts.by_code(reading.session, reading.session.execute(asked).scalars().all())
    return {"post": [(code, list_choices.office(reading, one)) for code, one in offices.items()]}


_STATE_COLOURS = {HandoverState.WAITING: "soon", HandoverState.DECLINED: "no"}

_ORDER = (col(Handover.asked_at).desc(), col(Handover.reference))

HANDOVERS = ListView(
    name="handovers",
    path="/desk/handover",
    permission=Permission.WAGES_HAND_OVER,
    title=N_("Handover of claims"),
    counted=NP_("%(num)s handover", "%(num)s handovers"),
    filter=HandoverFilter,
    order="state",
    query=Query(rows=select(Handover), key=_ORDER, terms=_terms),
    facts=_facts,
    choices=_missions,
    extra=lambda reading, _asked, _rows: _choices(reading.session, reading.by),
    template="desk/claims/handovers.html",
    fields=(
        FilterField(name="state", label=N_("Status"), labels="handover", usual=True),
        FilterField(name="post", label=N_("Mission"), empty=N_("All missions"), usual=True),
        FilterField(name="asked_from", label=N_("From this date"), kind="date"),
        FilterField(name="asked_until", label=N_("Up to this date"), kind="date"),
    ),
    columns=(
        Column(
            key="officers",
            label=N_("Officers"),
            cell=lambda one: Link(f"{one.came_from} → {one.to}", f"/desk/handover/{one.reference}"),
        ),
        Column(
            key="state",
            label=N_("Status"),
            cell=lambda one: Stamp(
                Labelled("handover", one.row.state), _STATE_COLOURS.get(one.row.state, "")
            ),
            order=(case((handover.is_waiting(), 0), else_=1),),
        ),
        Column(
            key="asked",
            label=N_("Requested on"),
            cell=lambda one: one.row.asked_at,
            order=(col(Handover.asked_at),),
        ),
        Column(
            key="count",
            label=N_("Claims"),
            cell=lambda one: one.row.count,
            order=(col(Handover.count),),
            is_number=True,
        ),
        Column(
            key="mission",
            label=N_("Mission"),
            cell=lambda one: one.mission,
            order=(col(Handover.post),),
        ),
        Column(key="reference", label=N_("Reference"), cell=lambda one: Reference(one.reference)),
        Column(key="reason", label=N_("Reason"), cell=lambda one: one.row.reason, usual=False),
    ),
)


@page_get("/desk/handover", permission=Permission.WAGES_HAND_OVER)
def index(request: Req) -> Response[Any]:
    return _index(request, {})


def _index(request: Req, typed: dict[str, str], refusal: Refusal | None = None) -> Response[Any]:
    return listing.show(request, HANDOVERS, act=typed, refusal=refusal)


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
                workers=claim_list.workers(session, claims),
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


@post("/desk/handover", redraw=_index, done=N_("The handover is recorded."))
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


@post(
    "/desk/handover/{reference:str}/countersign",
    redraw=_page,
    done=N_("Your signature is recorded."),
)
def countersign(act: FormAction, reference: str) -> None:
    handover.countersign(act.session, reference, by=act.by, on=act.on)


@post("/desk/handover/{reference:str}/decline", redraw=_page)
def decline(act: FormAction, reference: str) -> None:
    handover.get(act.session, reference, by=act.by)
    handover.decline(act.session, reference, act.read(DeclineInput), by=act.by, on=act.on)
