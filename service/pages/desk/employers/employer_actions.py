"""One action for many claims against one employer: a step or a note, with a result for each."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import Refusal
from service.casework.claims.wage_claims import Claim
from service.casework.employers import employer_records
from service.casework.employers.employer_records import EmployerRecord
from service.casework.workflow.state_machine import NewStep
from service.casework.worklists import group_actions
from service.casework.worklists.bulk_actions import RecordGone, require
from service.infra import access
from service.infra.access import Permission
from service.pages.desk.claims import claim_step_form
from service.pages.desk.claims.claim_page import NoteInput
from service.pages.desk.employers import employer_pages
from service.web import context, form_actions
from service.web.context import Form, Req, page_post
from service.web.form_actions import Answer, FormAction

# The result of a claim: its reference, and the slug and facts of the refusal if there was one.
ResultRow = tuple[str, str, dict[str, str]]


class EmployerDone(msgspec.Struct, frozen=True):
    """The result for each claim with its worker's name; `typed` are the fields of a preview."""

    firm: EmployerRecord
    rows: list[tuple[str, Refusal | None]]
    names: dict[str, str]
    typed: dict[str, str]


# The chosen claims, each with the version that it had when it was shown.
BulkAction = Callable[[FormAction, list[Claim], dict[str, int]], Sequence[Refusal | None]]


@page_post("/desk/employers/{employer:str}/steps", permission=Permission.WAGES_STEP)
def move(request: Req, employer: FromPath[str], data: Form) -> Response[Any]:
    """Preview the step for each chosen claim; then take it, or go back to the form as filled in."""
    if data.get("act") == "take":
        return _submit(request, employer, data, _move)
    if data.get("act") == "change":
        return employer_pages.page(request, employer, form_actions.typed_values(data))
    return _preview(request, employer, data, _move)


@page_post("/desk/employers/{employer:str}/notes", permission=Permission.WAGES_WRITE)
def note(request: Req, employer: FromPath[str], data: Form) -> Response[Any]:
    return _submit(request, employer, data, _note)


def _move(act: FormAction, claims: list[Claim], seen: dict[str, int]) -> Sequence[Refusal | None]:
    """Take the step on each claim, with its usual next action; one that has changed since is left
    alone."""

    def complete(claim: Claim, step: NewStep) -> NewStep:
        return claim_step_form.complete(act.request, act.session, claim, step, act.on)

    step = act.read(NewStep)
    return group_actions.step_each(
        act.session, claims, step, seen, complete, by=act.by, on=act.on, day=act.day
    )


def _note(act: FormAction, claims: list[Claim], _seen: dict[str, int]) -> Sequence[Refusal | None]:
    text = act.read(NoteInput).note
    return group_actions.note_each(act.session, claims, text, by=act.by, on=act.on)


def _submit(request: Req, employer: str, data: dict[str, Any], action: BulkAction) -> Response[Any]:
    """Run an action for all chosen claims once and show the result for each.

    Refused as a whole, the page keeps what was typed.
    """
    access.require(context.actor(request), Permission.EMPLOYERS_READ)
    return form_actions.submit(
        request,
        data,
        partial(_run_action, employer, action),
        lambda done: _answer(request, employer, done["rows"]),
        partial(employer_pages.page, request, employer),
    )


def _preview(
    request: Req, employer: str, data: dict[str, Any], action: BulkAction
) -> Response[Any]:
    """Show what an action would do: it runs in a transaction that is not kept."""
    access.require(context.actor(request), Permission.EMPLOYERS_READ)

    def act(form: FormAction) -> Answer:
        raise form_actions.Preview(_run_action(employer, action, form)["rows"])

    tried = {name: value for name, value in data.items() if name != "once"}
    try:
        return form_actions.submit(
            request, tried, act, "", partial(employer_pages.page, request, employer)
        )
    except form_actions.Preview as preview:
        return _answer(request, employer, preview.results, form_actions.typed_values(data))


def _run_action(employer: str, action: BulkAction, act: FormAction) -> Answer:
    """Run the action on the chosen claims of the employer.

    Refuses: NotFound, bulk_actions.NothingChosen, bulk_actions.TooManyChosen, and what the action
    refuses as a whole.
    """
    seen = chosen_versions(act.typed)
    firm = employer_records.get(act.session, employer, by=act.by)
    require(seen, employer_records.MAX_RESULTS, "picks")
    chosen = employer_records.chosen_claims(act.session, firm, list(seen), by=act.by)
    claims = [claim for claim, _ in chosen]
    rows = [
        _result_row(one.reference, refusal)
        for one, refusal in zip(claims, action(act, claims, seen), strict=True)
    ]
    missing = sorted(set(seen) - {one.reference for one in claims})
    return {"rows": rows + [_result_row(number, RecordGone()) for number in missing]}


def chosen_versions(typed: dict[str, str]) -> dict[str, int]:
    """Return the claims whose boxes were ticked, with the version each had on the page."""
    picked = {
        name.removeprefix("pick_"): value
        for name, value in typed.items()
        if name.startswith("pick_")
    }
    return {
        number: int(value)
        for number, value in picked.items()
        if re.fullmatch("[A-Z0-9-]{1,24}", number) and re.fullmatch("[0-9]{1,9}", value)
    }


def _result_row(number: str, refusal: Refusal | None) -> ResultRow:
    if refusal is None:
        return number, "", {}
    return number, refusal.slug, {name: str(value) for name, value in refusal.facts.items()}


def _answer(
    request: Req, employer: str, rows: list[ResultRow], typed: dict[str, str] | None = None
) -> Response[Any]:
    """Show a row for each claim, done or refused; a repeated request shows the same rows."""
    by, kinds = context.actor(request), {one.slug: one for one in _refusal_types(Refusal)}
    items = [(number, kinds[slug](None, **facts) if slug else None) for number, slug, facts in rows]
    with context.reading(request) as session:
        firm = employer_records.get(session, employer, by=by)
        names = {
            one.reference: name
            for one, name in employer_records.chosen_claims(
                session, firm, [one[0] for one in rows], by=by
            )
        }
        shown = EmployerDone(firm, items, names, typed or {})
        answer = context.page(request, "desk/employers/employer_done.html", shown)
    context.note_read(request, "employer", employer)
    return answer


def _refusal_types(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for one in kind.__subclasses__():
        yield one
        yield from _refusal_types(one)
