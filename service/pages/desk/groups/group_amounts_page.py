"""The documented and agreed amounts of all workers of a group, recorded on one page."""

from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.errors import EditConflict, InvalidInput, Refusal
from i18n import N_
from service.casework.claims.wage_claims import Line
from service.casework.groups import groups
from service.casework.groups.groups import Group, Member
from service.casework.money import payments
from service.casework.money.payments import AssessmentInput
from service.infra.access import Permission
from service.input import forms
from service.input.forms import format_amount
from service.pages.desk.claims import claim_facts_form, claim_payments
from service.web import context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import FormAction

# What the buttons fill in where nothing is typed: the field, and the field that it is copied from.
FILLS = {"documented": "claimed", "agreed": "documented"}
_SUMS = ("documented", "agreed")
# The fields of a page, so many that the request with the token and an answer for each worker to a
# question about an amount stays within request_limits.MOST_FIELDS_AT_WORK.
_MOST_FIELDS = 230


class GroupAmountsPage(msgspec.Struct, frozen=True):
    """The open claims of a group with their lines; `typed` has every amount of the form.

    Of a large group, one of several pages."""

    group: Group
    members: list[Member]
    owed: dict[str, list[Line]]
    typed: dict[str, str]
    number: int
    last: int


@page_get("/desk/groups/{reference:str}/amounts", permission=Permission.WAGES_WRITE)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _page(request, reference, {}, None)


@page_post("/desk/groups/{reference:str}/amounts", permission=Permission.WAGES_WRITE)
def assess(
    request: Req, lang: FromPath[str], reference: FromPath[str], data: Form
) -> Response[Any]:
    """Save the amounts of all claims, or show the form with empty fields filled in."""
    typed = form_actions.typed_values(data)
    if typed.get("fill") in FILLS:
        return _page(request, reference, typed, None)
    return form_actions.submit(
        request,
        data,
        partial(_assess, reference),
        f"/{lang}/desk/groups/{reference}",
        partial(_page, request, reference),
        done=N_("The amounts are saved."),
    )


def _page(
    request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None
) -> Response[Any]:
    """Show the form; the read is recorded before it leaves. Refuses: NotFound."""
    with context.reading(request) as session:
        group = groups.get(session, reference, by=context.actor(request))
        members = _open_members(request, session, group)
        lines = _lines(session, members)
        pages = _split(members, lines)
        number = min(context.page_number(request), len(pages))
        owed = {one.claim.reference: lines[one.claim.reference] for one in pages[number - 1]}
        shown = GroupAmountsPage(
            group, pages[number - 1], owed, _stored(owed) | typed, number, len(pages)
        )
        _fill(shown, typed.get("fill", ""))
        answer = form_actions.form_page(request, "desk/groups/amounts.html", shown, refusal=refusal)
    context.note_read(request, "group", reference)
    return answer


def _open_members(request: Req, session: Session, group: Group) -> list[Member]:
    return [one for one in groups.members(session, group, by=context.actor(request)) if one.open]


def _lines(session: Session, members: list[Member]) -> dict[str, list[Line]]:
    numbers = [one.claim.reference for one in members]
    found: dict[str, list[Line]] = {number: [] for number in numbers}
    asked = select(Line).where(col(Line.claim).in_(numbers)).order_by(col(Line.number))
    for line in session.execute(asked).scalars():
        found[line.claim].append(line)
    return found


def _split(members: list[Member], lines: dict[str, list[Line]]) -> list[list[Member]]:
    """Return the workers of each page, at least one page."""
    pages, fields = list[list[Member]]([[]]), 0
    for one in members:
        own = 2 + len(_SUMS) * len(lines[one.claim.reference])
        if pages[-1] and fields + own > _MOST_FIELDS:
            pages.append([])
            fields = 0
        pages[-1].append(one)
        fields += own
    return pages


def _field(line: Line, name: str) -> str:
    return f"{line.claim}_{name}_{line.number}"


def _stored(lines: dict[str, list[Line]]) -> dict[str, str]:
    """Return the amounts that are stored, as they are typed."""
    return {
        _field(line, name): format_amount(getattr(line, name), line.currency)
        for rows in lines.values()
        for line in rows
        for name in _SUMS
    }


def _fill(shown: GroupAmountsPage, name: str) -> None:
    """Fill the empty fields of a column with the amounts of the column before it."""
    source = FILLS.get(name)
    for line in (line for rows in shown.owed.values() for line in rows if source):
        known = shown.typed.get(_field(line, source or "")) or (
            format_amount(line.claimed, line.currency) if source == "claimed" else ""
        )
        shown.typed[_field(line, name)] = shown.typed[_field(line, name)].strip() or known


def _assess(reference: str, act: FormAction) -> None:
    """Save the amounts of each claim for which others were typed; all or none.

    Refuses: NotFound, InvalidInput with every mistake."""
    group = groups.get(act.session, reference, by=act.by)
    members = _open_members(act.request, act.session, group)
    lines = _lines(act.session, members)
    errors: list[Refusal] = []
    for one in members:
        try:
            _assess_claim(act, one, lines[one.claim.reference])
        except Refusal as refusal:
            errors += refusal.errors
    if errors:
        raise InvalidInput(errors)


def _assess_claim(act: FormAction, member: Member, lines: list[Line]) -> None:
    """Save the amounts of one claim. Refuses: EditConflict, InvalidInput, AmountQuestioned."""
    claim, part = member.claim, f"{member.claim.reference}_"
    if f"{part}seen" not in act.typed:
        return
    sums = claim_facts_form.read_sums(act.typed, lines, part)
    if sums == [AssessmentInput(one.number, one.documented, one.agreed) for one in lines]:
        return
    if forms.parse_hidden_number(act.typed[f"{part}seen"]) != claim.version:
        raise EditConflict(_field(lines[0], "documented"))
    with forms.errors_under(part):
        confirmed = claim_payments.confirmed(act.typed, part)
        payments.assess(act.session, claim, sums, by=act.by, on=act.on, confirm=confirmed)
