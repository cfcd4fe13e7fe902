"""One action for many claims against one employer: a step or a note, with a result for each."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal
from service.casework.claims.wage_claims import Claim
from service.casework.employers import employer_records
from service.casework.workflow.state_machine import NewStep
from service.casework.worklists import group_actions
from service.casework.worklists.bulk_actions import require
from service.infra import access
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.claims.claim_page import NoteInput
from service.pages.desk.employers import employer_pages
from service.pages.desk.shared import desk_page
from service.web import context
from service.web.context import NO_STORE, Form, Req, page_post

# The result of a claim: its reference, and the slug and facts of the refusal if there was one.
ResultRow = tuple[str, str, dict[str, str]]


class FormAction(msgspec.Struct):
    """An action on all chosen claims, each with the version it had when it was shown."""

    session: Session
    claims: list[Claim]
    seen: dict[str, int]
    typed: dict[str, str]


BulkAction = Callable[[FormAction], Sequence[Refusal | None]]


@page_post("/desk/employers/{employer:str}/steps", permission=Permission.WAGES_STEP)
def move(request: Req, lang: FromPath[str], employer: FromPath[str], data: Form) -> Response[Any]:
    """Take one step on each chosen claim; one that has changed since is left alone."""
    by, house = context.actor(request), context.app_state(request)

    def deed(act: FormAction) -> Sequence[Refusal | None]:
        new_step = forms.read(
            NewStep, {name: act.typed.get(name, "") for name in NewStep.__struct_fields__}
        )
        return group_actions.step_each(
            act.session, act.claims, new_step, act.seen, by=by, on=house.clock(), day=house.today
        )

    return _run_once(request, lang, employer, data, deed)


@page_post("/desk/employers/{employer:str}/notes", permission=Permission.WAGES_WRITE)
def note(request: Req, lang: FromPath[str], employer: FromPath[str], data: Form) -> Response[Any]:
    by, on = context.actor(request), context.app_state(request).clock()

    def deed(act: FormAction) -> Sequence[Refusal | None]:
        text = forms.read(NoteInput, {"note": act.typed.get("note", "")}).note
        return group_actions.note_each(act.session, act.claims, text, by=by, on=on)

    return _run_once(request, lang, employer, data, deed)


def _run_once(
    request: Req, lang: str, employer: str, data: dict[str, Any], deed: BulkAction
) -> Response[Any]:
    """Run an action for all chosen claims once and show the result for each.

    Refused as a whole, the page keeps what was typed.
    """
    access.require(context.actor(request), Permission.EMPLOYERS_READ)
    typed = {name: str(value) for name, value in data.items() if name != forms.TOKEN_FIELD}
    key = typed.pop("once", "")
    try:
        with context.writing(request) as session:
            answer = context.run_form_once(
                request,
                session,
                key,
                typed,
                lambda: _run_action(request, session, employer, typed, deed),
            )
    except NotFound:
        raise
    except Refusal as refusal:
        return employer_pages.page(request, employer, typed, refusal)
    return _answer(request, employer, answer["rows"])


def _run_action(
    request: Req, session: Session, employer: str, typed: dict[str, str], deed: BulkAction
) -> dict[str, Any]:
    """Run the action on the chosen claims of the employer.

    Refuses: NotFound, bulk_actions.NothingChosen, bulk_actions.TooManyChosen, and what the action
    refuses as a whole.
    """
    by, seen = context.actor(request), chosen_versions(typed)
    firm = employer_records.get(session, employer, by=by)
    require(seen, employer_records.MAX_RESULTS, "picks")
    claims = [
        claim for claim, _ in employer_records.chosen_claims(session, firm, list(seen), by=by)
    ]
    refusals = deed(FormAction(session, claims, seen, typed))
    rows = [
        _result_row(one.reference, refusal) for one, refusal in zip(claims, refusals, strict=True)
    ]
    missing = sorted(set(seen) - {one.reference for one in claims})
    return {"rows": rows + [_result_row(number, NotFound()) for number in missing]}


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


def _answer(request: Req, employer: str, rows: list[ResultRow]) -> Response[Any]:
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
        answer = desk_page.page(
            request,
            "desk/employers/employer_done.html",
            headers=NO_STORE,
            firm=firm,
            rows=items,
            names=names,
        )
    context.note_read(request, "employer", employer)
    return answer


def _refusal_types(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for one in kind.__subclasses__():
        yield one
        yield from _refusal_types(one)
