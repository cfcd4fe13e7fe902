"""One group at the desk: its workers and their money; adding and removing workers."""

from datetime import date
from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.core.errors import InvalidInput, NotFound, Refusal
from catalog.core.fields import Code
from i18n import N_
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import ClaimState
from service.casework.groups import groups, payment_split, roster
from service.casework.groups.groups import Group, LeaveInput, Member, NewGroup
from service.casework.groups.payment_split import Received
from service.casework.money import claimed_amounts, instalments
from service.casework.money.money_entries import Balance, balances_of
from service.casework.workflow import state_machine
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.claims.claim_page import CURRENCIES
from service.pages.desk.groups import group_correction_page
from service.pages.desk.shared import record_requests
from service.pages.shared import claim_draft
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import Answer, FormAction


class ClaimInput(msgspec.Struct):
    claim: Code


class GroupPage(msgspec.Struct, frozen=True):
    """A group with the balances of each worker and of all; `late` since which day, by claim.

    `result` counts the claims that a step moved and left; `added` is the claim just added.
    """

    group: Group
    about: str
    members: list[Member]
    sums: dict[str, list[Balance]]
    whole: list[Balance]
    currencies: list[tuple[str, str]]
    result: dict[str, int]
    states: list[str]
    received: list[Received]
    late: dict[str, date]
    added: str


@page_get("/desk/groups/{reference:str}", permission=Permission.WAGES_READ)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    return page(request, reference)


def page(
    request: Req,
    reference: str,
    typed: dict[str, str] | None = None,
    refusal: Refusal | None = None,
) -> Response[Any]:
    """Show the whole group; the read is recorded before it leaves.

    Refuses: NotFound, Unavailable.
    """
    by = context.actor(request)
    with context.reading(request) as session:
        group = groups.get(session, reference, by=by)
        answer = form_actions.form_page(
            request,
            "desk/groups/group.html",
            _group_page(request, session, group, by),
            group_correction_page.history(session, reference),
            record_requests.of_record(session, reference),
            refusal=refusal,
            typed=typed or {},
        )
    context.note_read(request, "group", reference)
    return answer


def _group_page(request: Req, session: Session, group: Group, by: Actor) -> GroupPage:
    members, asked = groups.members(session, group, by=by), request.query_params
    numbers = [one.claim.reference for one in members]
    sums = balances_of(session, numbers)
    money = [one.currency for rows in sums.values() for one in rows]
    counted = {
        name: forms.parse_hidden_number(asked[name])
        for name in ("moved", "refused")
        if name in asked
    }
    return GroupPage(
        group=group,
        about=group.country,
        members=members,
        sums=sums,
        whole=payment_split.total_balances(sums.values()),
        currencies=currencies(money),
        result=counted,
        states=_possible_states(members, by),
        received=payment_split.list_received(session, group),
        late=instalments.late_since(session, numbers, context.app_state(request).today),
        added=asked.get("added", "") if asked.get("added", "") in numbers else "",
    )


def _possible_states(members: list[Member], by: Actor) -> list[str]:
    """Return the states that some open claim may go to, in the order of the life cycle."""
    from_states = {one.claim.state for one in members if one.open}
    possible = {to for state in from_states for to in state_machine.allowed(state, by)}
    return [to.value for to in ClaimState if to in possible]


def currencies(known: list[str]) -> list[tuple[str, str]]:
    """Return the currencies to pay in: first those owed, then the usual ones."""
    return [(code, code) for code in dict.fromkeys((*known, *CURRENCIES))]


post = partial(
    form_actions.post,
    permission=Permission.WAGES_WRITE,
    back="/desk/groups/{reference}{query}",
    find=lambda act, reference: groups.get(act.session, reference, by=act.by),
    versioned=False,
    redraw=page,
)


@post("/desk/groups/{reference:str}/workers", done="")
def add_worker(act: FormAction, group: Group) -> Answer:
    new_group = NewGroup(
        group.employer, group.country, group.worked_from, group.worked_to, group.city
    )
    read = roster.read(act.typed.get("row", ""), new_group, act.day)
    for one in read.mistakes:
        one.refusal.field = "row"
    if read.mistakes:
        raise InvalidInput([one.refusal for one in read.mistakes])
    if len(read.workers) != 1:
        raise forms.MissingAnswer("row")
    confirmed = claim_draft.confirmed_amounts(act.typed, ["row"])
    claimed_amounts.require_confirmed_claims(
        act.session, group.country, read.workers, "row", confirmed, act.day
    )
    claim = groups.add(act.session, group, read.workers[0], by=act.by, on=act.on, day=act.day)
    return {"query": f"?added={claim.reference}"}


@post("/desk/groups/{reference:str}/claims", done="")
def add_claim(act: FormAction, group: Group) -> None:
    claim_input = act.read(ClaimInput)
    try:
        claim = wage_claims.get(act.session, claim_input.claim.upper(), by=act.by)
    except NotFound as nothing:
        raise NotFound("claim") from nothing
    groups.add_claim(act.session, group, claim, by=act.by, on=act.on, day=act.day)


@post("/desk/groups/{reference:str}/leave", done=N_("The worker has left the group."))
def remove_worker(act: FormAction, group: Group) -> None:
    leave_input = act.read(LeaveInput)
    mine = {one.claim.reference: one.claim for one in groups.members(act.session, group, by=act.by)}
    claim = mine.get(act.typed.get("worker", ""))
    if claim is None:
        raise forms.NotAChoice("worker")
    groups.leave(act.session, claim, leave_input, by=act.by, on=act.on, day=act.day)
