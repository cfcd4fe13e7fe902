"""One action for the claims chosen in the list: previewed, run with a result for each, undone."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import NotFound, Refusal
from service.casework.claims.wage_claims import Claim
from service.casework.workflow.state_machine import NewStep
from service.casework.worklists import bulk_actions, claim_list
from service.casework.worklists.bulk_actions import MOST, Result
from service.infra import idempotency
from service.infra.access import Permission
from service.input import forms
from service.input import listing as queries
from service.pages.desk.claims import claim_list_page, claim_step_form
from service.pages.desk.claims.claim_list_page import PICK
from service.pages.desk.claims.claim_page import NoteInput
from service.pages.desk.shared import desk_page
from service.web import context, form_actions, rendering
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction
from service.web.lists import listing

# The hidden field of a preview with the chosen claims, each with the version that was shown.
CHOSEN = "chosen"
# Where the addresses of the actions begin, without their language.
_ACTIONS = "/desk/wages/chosen/"
_LONGEST_CHOSEN = 20_000
# The fields of each action.
_FIELDS = {
    "assign": ("officer",),
    "note": ("note",),
    "step": ("to", "reason", "next_action", "due", "closing_reason"),
}


class BulkPage(msgspec.Struct, frozen=True):
    """What an action would do or did: claims, each with the sentence of its refusal if any.

    `chosen` are the claims of a preview, and `typed` the other fields of its form. `undo` is the
    number by which what was done can be undone.
    """

    kind: str
    results: list[tuple[str, str]]
    query: str
    chosen: str = ""
    typed: dict[str, str] = {}
    undo: str = ""
    undone: bool = False


class BulkNames(msgspec.Struct, frozen=True):
    """Worker and employer of each claim, and the name of the officer who is chosen."""

    about: dict[str, tuple[str, str]]
    officer: str


@page_post("/desk/wages/chosen/assign", permission=Permission.WAGES_ASSIGN)
def assign(request: Req, data: Form) -> Response[Any]:
    return _run_action(request, data, "assign", _assign)


@page_post("/desk/wages/chosen/notes", permission=Permission.WAGES_WRITE)
def note(request: Req, data: Form) -> Response[Any]:
    return _run_action(request, data, "note", _note)


@page_post("/desk/wages/chosen/steps", permission=Permission.WAGES_STEP)
def move(request: Req, data: Form) -> Response[Any]:
    return _run_action(request, data, "step", _move)


@page_get("/desk/wages/chosen/results", permission=Permission.WAGES_READ)
def show(request: Req) -> Response[Any]:
    """Show what an action did, which is stored under the key of its form for some days."""
    asked = request.query_params
    action, query = asked.get("action", ""), asked.get("query", "")
    with context.reading(request) as session:
        answer = idempotency.stored_answer(
            session,
            asked.get("key", ""),
            by=context.actor(request),
            route=f"/{asked.get('read', '')}{_ACTIONS}{action}",
        )
    if answer is None:
        raise NotFound
    return _results_page(request, action, answer, query)


@page_post("/desk/wages/chosen/undo/{number:str}", permission=Permission.WAGES_READ)
def undo(request: Req, number: FromPath[str], data: Form) -> Response[Any]:
    """Undo one's own action of the last hour, with the result for each claim."""

    def act(form: FormAction) -> Answer:
        return {
            "rows": _rows(request, bulk_actions.undo(form.session, number, by=form.by, on=form.on))
        }

    return _show_results(request, data, form_actions.run(request, data, act))


def _show_results(request: Req, data: dict[str, Any], answer: Answer) -> Response[Any]:
    """Go to the page of the results, so that the Back button leads there again."""
    lang, path = context.language(request).value, request.url.path
    action, key = path.partition(_ACTIONS)[2], str(data.get("once", ""))
    if not key:
        return _results_page(request, action, answer, _query(data))
    asked = {"action": action, "read": lang, "key": key, "query": _query(data)}
    return context.see_other(f"/{lang}{_ACTIONS}results?{urlencode(asked)}")


def _results_page(request: Req, action: str, answer: Answer, query: str) -> Response[Any]:
    rows = [(str(claim), str(sentence)) for claim, sentence in answer["rows"]]
    kind = {"assign": "assign", "notes": "note", "steps": "step"}.get(action, "undo")
    undo, undone = str(answer.get("undo", "")), kind == "undo"
    known = claim_list_page.query_of(dict(queries.pairs(query)))
    return _page(request, BulkPage(kind, rows, known, undo=undo, undone=undone))


def _assign(act: FormAction, seen: dict[str, int]) -> list[Result]:
    officer = act.typed.get("officer", "")
    if seen and not officer:
        raise forms.MissingAnswer("officer")
    return bulk_actions.assign(act.session, seen, officer, by=act.by, on=act.on)


def _note(act: FormAction, seen: dict[str, int]) -> list[Result]:
    bulk_actions.require(seen)
    return bulk_actions.note(
        act.session, list(seen), act.read(NoteInput).note, by=act.by, on=act.on
    )


def _move(act: FormAction, seen: dict[str, int]) -> list[Result]:
    def complete(claim: Claim, step: NewStep) -> NewStep:
        return claim_step_form.complete(act.request, act.session, claim, step, act.on)

    bulk_actions.require(seen)
    return bulk_actions.step(
        act.session, seen, act.read(NewStep), complete, by=act.by, on=act.on, day=act.day
    )


def _run_action(
    request: Req,
    data: dict[str, Any],
    kind: str,
    action: Callable[[FormAction, dict[str, int]], list[Result]],
) -> Response[Any]:
    """Show what the action would do, or run it once it is confirmed.

    Refused as a whole, the list keeps what was typed.
    """
    try:
        chosen = _chosen(request, data)
        if not data.get("confirm"):
            return _preview(request, data, kind, action, chosen)
        answer = form_actions.run(request, data, lambda form: _run(form, kind, action, chosen))
    except Refusal as refusal:
        return listing.show(
            request,
            claim_list_page.CLAIMS,
            dict(queries.pairs(str(data.get("query", "")))),
            act=form_actions.typed_values(data),
            refusal=refusal,
        )
    return _show_results(request, data, answer)


def _run(
    form: FormAction,
    kind: str,
    action: Callable[[FormAction, dict[str, int]], list[Result]],
    chosen: dict[str, int],
) -> Answer:
    results = action(form, chosen)
    made = None
    if kind != "step":
        made = bulk_actions.record(form.session, kind, results, by=form.by, on=form.on)
    return {"rows": _rows(form.request, results), "undo": made.reference if made else ""}


def _preview(
    request: Req,
    data: dict[str, Any],
    kind: str,
    action: Callable[[FormAction, dict[str, int]], list[Result]],
    chosen: dict[str, int],
) -> Response[Any]:
    """Show what the action would do: it runs in a transaction that is not kept."""

    def act(form: FormAction) -> Answer:
        raise form_actions.Preview(action(form, chosen))

    typed = {name: str(data[name]) for name in _FIELDS[kind] if data.get(name)}
    try:
        form_actions.run(request, typed, act)
    except form_actions.Preview as preview:
        held = ",".join(f"{number}:{version}" for number, version in chosen.items())
        rows = [(str(claim), str(sentence)) for claim, sentence in _rows(request, preview.results)]
        return _page(request, BulkPage(kind, rows, _query(data), chosen=held, typed=typed))
    raise AssertionError


def _page(request: Req, shown: BulkPage) -> Response[Any]:
    chosen = shown.typed.get("officer", "")
    with context.reading(request) as session:
        rows = claim_list.find(
            session, [claim for claim, _ in shown.results], by=context.actor(request)
        )
        workers = claim_list.workers(session, rows)
        names = BulkNames(
            {row.reference: (workers[row.reference], row.employer) for row in rows},
            desk_page.officer_names(session, {chosen}).get(chosen, ""),
        )
    return context.page(
        request, "desk/claims/claims_done.html", shown, names, headers=context.NO_STORE
    )


def _rows(request: Req, results: list[Result]) -> list[list[str]]:
    """Return each claim with its refusal in the reader's language, empty where there is none."""
    say = partial(rendering.refusal_text, context.language(request))
    return [[one.claim, say(one.refusal) if one.refusal else ""] for one in results]


def _query(data: dict[str, Any]) -> str:
    """Return the query of the list that the form came from."""
    return claim_list_page.query_of(dict(queries.pairs(str(data.get("query", "")))))


def _chosen(request: Req, data: dict[str, Any]) -> dict[str, int]:
    """Return the chosen claims, each with the version that was shown.

    They are those that were ticked, those of a preview, or all that match. Refuses: TooManyChosen.
    """
    if data.get("all"):
        return _all_that_match(request, str(data.get("query", "")))
    held = str(data.get(CHOSEN, ""))[:_LONGEST_CHOSEN]
    picked = [tuple(one.partition(":")[::2]) for one in held.split(",") if one] or [
        (name.removeprefix(PICK), str(value))
        for name, value in data.items()
        if name.startswith(PICK)
    ]
    return {name[:24]: forms.parse_hidden_number(value) for name, value in picked}


def _all_that_match(request: Req, query: str) -> dict[str, int]:
    values = dict(queries.pairs(query))
    with context.reading(request) as session:
        reading = listing.reading(request, session)
        rows = claim_list_page.find_all(reading, values, MOST + 1)
    bulk_actions.require([row.reference for row in rows])
    return {row.reference: row.version for row in rows}
