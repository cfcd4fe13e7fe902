"""Actions for a whole group, each previewed before it is stored: a step, a split payment."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import InvalidInput, Refusal
from catalog.core.fields import Minor
from service.casework.claims.wage_claims import Claim
from service.casework.groups import groups, payment_split
from service.casework.groups.groups import Group
from service.casework.groups.payment_split import Share
from service.casework.money.payments import NewPayment
from service.casework.workflow.state_machine import NewStep
from service.casework.worklists import group_actions
from service.casework.worklists.group_actions import Result
from service.infra.access import Permission
from service.input import forms
from service.input.forms import format_amount
from service.pages.desk.claims import claim_payments, claim_step_form
from service.pages.desk.groups import group_page
from service.web import context, form_actions
from service.web.context import Form, Req, page_post
from service.web.form_actions import Answer, FormAction


class ShareInput(msgspec.Struct):
    amount: Minor = 0


class GroupStepPage(msgspec.Struct, frozen=True):
    """A step as it would turn out for each claim; `seen` are their versions, `step` what is taken.

    `free` is the number of claims that can take it.
    """

    group: Group
    results: list[Result]
    seen: dict[str, int]
    step: NewStep
    typed: dict[str, str]
    free: int


class GroupSplitPage(msgspec.Struct, frozen=True):
    """A payment as it would be split; `over`: it is more than all that is due."""

    group: Group
    payment: NewPayment
    rows: list[Share]
    typed: dict[str, str]
    over: bool


@page_post("/desk/groups/{reference:str}/steps", permission=Permission.WAGES_STEP)
def move(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    """Preview the step for each worker; then take it, or go back to the form as it was filled in."""
    if data.get("act") == "take":
        return _run_action(request, lang, reference, data, _move, group_page.page)
    typed = form_actions.typed_values(data)
    if data.get("act") == "change":
        return group_page.page(request, reference, typed)
    try:
        return _preview_step(request, reference, typed)
    except (InvalidInput, group_actions.WhyNeeded) as refusal:
        return group_page.page(request, reference, typed, refusal)


@page_post("/desk/groups/{reference:str}/payments", permission=Permission.WAGES_PAY)
def receive(
    request: Req, lang: FromPath[str], reference: FromPath[str], data: Form
) -> Response[Any]:
    """Preview how a payment is split; then record it, in the proposed or typed shares."""
    if data.get("act") == "keep":
        return _run_action(request, lang, reference, data, _receive, _preview_split)
    return _preview_split(request, reference, form_actions.typed_values(data))


def _run_action(
    request: Req,
    lang: str,
    reference: str,
    data: dict[str, Any],
    action: Callable[[FormAction, Group], Answer],
    redraw: Callable[[Req, str, dict[str, str], Refusal], Response[Any]],
) -> Response[Any]:
    """Run an action on a group once and go back to it; after a refusal a page keeps the input."""
    return form_actions.submit(
        request,
        data,
        lambda act: action(act, groups.get(act.session, reference, by=act.by)),
        lambda answer: f"/{lang}/desk/groups/{reference}{answer.get('query', '')}",
        partial(redraw, request, reference),
        done="",
    )


def _read_step(typed: dict[str, str], today: date) -> NewStep:
    return forms.read(NewStep, forms.fields_of(NewStep, typed), today=today)


def _complete(request: Req, session: Session, claim: Claim, new_step: NewStep) -> NewStep:
    """Return the step with the usual next action of the claim, as on the page of a single one."""
    on = context.app_state(request).clock()
    return claim_step_form.complete(request, session, claim, new_step, on)


def _preview_step(request: Req, reference: str, typed: dict[str, str]) -> Response[Any]:
    """Show the result for each claim by taking the step and rolling it back.

    Refuses: InvalidInput, WhyNeeded, NotFound.
    """
    by, app_state = context.actor(request), context.app_state(request)
    values = _read_step(typed, app_state.today)
    with context.writing(request) as session:
        group = groups.get(session, reference, by=by)
        seen = {
            one.claim.reference: one.claim.version for one in groups.members(session, group, by=by)
        }
        results = group_actions.move(
            session,
            group,
            values,
            complete=partial(_complete, request, session),
            by=by,
            on=app_state.clock(),
            day=app_state.today,
        )
        free = sum(one.refusal is None for one in results)
        shown = GroupStepPage(group, results, seen, values, typed, free)
        answer = context.page(request, "desk/groups/group_step.html", shown)
        session.rollback()
    context.note_read(request, "group", reference)
    return answer


def _move(act: FormAction, group: Group) -> Answer:
    """Take the step; a claim that changed since the preview is left alone."""
    seen = {
        name[5:]: forms.parse_hidden_number(value)
        for name, value in act.typed.items()
        if name[:5] == "seen_"
    }
    results = group_actions.move(
        act.session,
        group,
        _read_step(act.typed, act.day),
        seen,
        partial(_complete, act.request, act.session),
        by=act.by,
        on=act.on,
        day=act.day,
    )
    refused = sum(one.refusal is not None for one in results)
    return {"query": f"?moved={len(results) - refused}&refused={refused}"}


def _preview_split(
    request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    """Show how the payment would be split, with typed shares if there are any."""
    by = context.actor(request)
    try:
        result = claim_payments.read_payment(typed)
        with context.reading(request) as session:
            group = groups.get(session, reference, by=by)
            rows = payment_split.propose(session, group, result.amount, result.currency, by=by)
            share = {
                f"share_{one.member.claim.reference}": format_amount(one.amount, result.currency)
                for one in rows
            }
            shown = GroupSplitPage(
                group=group,
                payment=result,
                rows=rows,
                typed=share | typed,
                over=result.amount > sum(one.due for one in rows),
            )
            answer = form_actions.form_page(
                request, "desk/groups/group_split.html", shown, refusal=refusal
            )
    except (InvalidInput, payment_split.NothingDue) as wrong:
        return group_page.page(request, reference, typed, wrong)
    context.note_read(request, "group", reference)
    return answer


def _receive(act: FormAction, group: Group) -> Answer:
    result = claim_payments.read_payment(act.typed)
    split: dict[str, int] = {}
    errors: list[Refusal] = []
    for name in [name for name in act.typed if name.startswith("share_")]:
        row = forms.with_minor_units(
            {"amount": act.typed[name], "currency": result.currency}, "amount", "currency"
        )
        try:
            split[name.removeprefix("share_")] = forms.read(
                ShareInput, {"amount": row["amount"]}
            ).amount
        except InvalidInput as wrong:
            errors += wrong.errors
            wrong.errors[0].field = name
    if errors:
        raise InvalidInput(errors)
    confirmed = {number: claim_payments.confirmed(act.typed, f"{number}_") for number in split}
    whole = payment_split.receive(
        act.session, group, result, split, confirmed, by=act.by, on=act.on, day=act.day
    )
    return {"reference": whole.reference}
