"""What is done for a whole group at once, each looked at before it is kept: a step for all, a payment split among them."""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import Refusal, Wrong
from catalog.core.fields import Minor
from service.casework.groups import groups, payment_split
from service.casework.money.payments import NewPayment
from service.casework.workflow.state_machine import NewStep
from service.casework.worklists import group_actions
from service.infra.access import Permission
from service.input import forms
from service.input.forms import plain
from service.pages.desk.claims import group_page
from service.pages.desk.claims.group_page import Act
from service.pages.desk.shared import desk_page
from service.web import context
from service.web.context import NO_STORE, Form, Req, page_post


class ShareTold(msgspec.Struct):
    amount: Minor = 0


@page_post("/desk/groups/{reference:str}/steps", permission=Permission.WAGES_STEP)
def move(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    """Tries the step for each worker and shows what would become of it; then takes it."""
    if data.get("act") == "take":
        return group_page.done(request, lang, reference, data, _move)
    context.of_address(lang)
    typed = group_page.typed_of(data)
    try:
        return _tried(request, reference, typed)
    except (Wrong, group_actions.WhyNeeded) as refusal:
        return group_page.page(request, reference, typed, refusal)


@page_post("/desk/groups/{reference:str}/payments", permission=Permission.WAGES_PAY)
def receive(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    """Shows how a payment would be split; then records it, in the shares as they were left or overwritten."""
    if data.get("act") == "keep":
        return group_page.done(request, lang, reference, data, _receive, again=_split)
    context.of_address(lang)
    return _split(request, reference, group_page.typed_of(data))


def _step(typed: dict[str, str]) -> NewStep:
    return forms.read(NewStep, {name: typed.get(name, "") for name in NewStep.__struct_fields__})


def _tried(request: Req, reference: str, typed: dict[str, str]) -> Response[Any]:
    """What would become of each claim, by doing it and taking it back. Refuses: Wrong, WhyNeeded, NotFound."""
    by, house, told = context.who(request), context.house(request), _step(typed)
    with context.writing(request) as session:
        group = groups.get(session, reference, by=by)
        seen = {one.claim.reference: one.claim.version for one in groups.members(session, group, by=by)}
        results = group_actions.move(session, group, told, by=by, on=house.clock(), day=house.today)
        free = sum(one.refusal is None for one in results)
        answer = desk_page.page(
            request, "desk/claims/group_step.html", headers=NO_STORE, group=group, results=results, seen=seen, told=told,
            typed=typed, free=free,
        )  # fmt: skip
        session.rollback()
    context.note_read(request, "group", reference)
    return answer


def _move(act: Act) -> dict[str, Any]:
    """A claim that changed since the trial was shown is left alone."""
    seen = {name[5:]: forms.carried(value) for name, value in act.typed.items() if name[:5] == "seen_"}
    on, day = act.house.clock(), act.house.today
    results = group_actions.move(act.session, act.group, _step(act.typed), seen, by=act.by, on=on, day=day)
    refused = sum(one.refusal is not None for one in results)
    return {"query": f"?moved={len(results) - refused}&refused={refused}"}


def _told(typed: dict[str, str]) -> NewPayment:
    names = {name: typed.get(name, "") for name in NewPayment.__struct_fields__}
    return forms.read(NewPayment, forms.minor(names, "amount", "currency"))


def _split(request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None = None) -> Response[Any]:
    """How the payment would be split, with the shares as they were typed if they were."""
    by = context.who(request)
    try:
        told = _told(typed)
        with context.reading(request) as session:
            group = groups.get(session, reference, by=by)
            rows = payment_split.proposed(session, group, told.amount, told.currency, by=by)
            share = {f"share_{one.member.claim.reference}": plain(one.amount, told.currency) for one in rows}
            answer = desk_page.page(
                request, "desk/claims/group_split.html", status=422 if refusal else 200, headers=NO_STORE, group=group, told=told,
                rows=rows, typed=share | typed, errors=forms.by_field(refusal) if refusal else {},
                over=told.amount > sum(one.due for one in rows),
            )  # fmt: skip
    except (Wrong, payment_split.NothingDue) as wrong:
        return group_page.page(request, reference, typed, wrong)
    context.note_read(request, "group", reference)
    return answer


def _receive(act: Act) -> dict[str, Any]:
    told = _told(act.typed)
    split: dict[str, int] = {}
    errors: list[Refusal] = []
    for name in [name for name in act.typed if name.startswith("share_")]:
        row = forms.minor({"amount": act.typed[name], "currency": told.currency}, "amount", "currency")
        try:
            split[name.removeprefix("share_")] = forms.read(ShareTold, {"amount": row["amount"]}).amount
        except Wrong as wrong:
            errors += wrong.errors
            wrong.errors[0].field = name
    if errors:
        raise Wrong(errors)
    on, day = act.house.clock(), act.house.today
    return {
        "reference": payment_split.receive(act.session, act.group, told, split, by=act.by, on=on, day=day).reference
    }


HANDLERS = [move, receive]
