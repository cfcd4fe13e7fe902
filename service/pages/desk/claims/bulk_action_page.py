"""One action for the claims chosen in the list, with the result for each of them."""

from collections.abc import Callable
from typing import Any

from litestar import Response

from catalog.core.errors import Refusal
from service.casework.worklists import bulk_actions, claim_list
from service.casework.worklists.bulk_actions import Result
from service.infra.access import Permission
from service.input import forms, listing
from service.pages.desk.claims import claim_list_page
from service.pages.desk.claims.claim_page import NoteInput
from service.web import context, form_actions
from service.web.context import Form, Req, page_post
from service.web.form_actions import Answer, FormAction

# The value of a chosen claim's field is its version.
PICK = "pick_"


@page_post("/desk/wages/chosen/assign", permission=Permission.WAGES_ASSIGN)
def assign(request: Req, data: Form) -> Response[Any]:
    return _run_action(request, data, _assign)


@page_post("/desk/wages/chosen/notes", permission=Permission.WAGES_WRITE)
def note(request: Req, data: Form) -> Response[Any]:
    return _run_action(request, data, _note)


def _assign(act: FormAction) -> list[Result]:
    seen, officer = _chosen_versions(act.typed), act.typed.get("officer", "")
    if seen and not officer:
        raise forms.MissingAnswer("officer")
    return bulk_actions.assign(act.session, seen, officer, by=act.by, on=act.on)


def _note(act: FormAction) -> list[Result]:
    chosen = list(_chosen_versions(act.typed))
    bulk_actions.require(chosen)
    return bulk_actions.note(act.session, chosen, act.read(NoteInput).note, by=act.by, on=act.on)


def _chosen_versions(typed: dict[str, str]) -> dict[str, int]:
    """Return the chosen claims, each with the version that was shown."""
    picked = {
        name.removeprefix(PICK)[:24]: value
        for name, value in typed.items()
        if name.startswith(PICK)
    }
    return {name: forms.parse_hidden_number(value) for name, value in picked.items()}


def _run_action(
    request: Req, data: dict[str, Any], action: Callable[[FormAction], list[Result]]
) -> Response[Any]:
    """Run the action once and show the result for each claim.

    Refused as a whole, the list keeps what was typed.
    """
    query = str(data.pop("query", ""))

    def act(form: FormAction) -> Answer:
        return {
            "rows": [
                [one.claim, one.refusal.sentence if one.refusal else ""] for one in action(form)
            ]
        }

    try:
        answer = form_actions.run(request, data, act)
    except Refusal as refusal:
        return claim_list_page.page(
            request,
            dict(listing.pairs(query)),
            typed=form_actions.typed_values(data),
            refusal=refusal,
        )
    shown = claim_list.address(claim_list.parse_query(query))
    return context.page(
        request, "desk/claims/claims_done.html", results=answer["rows"], query=shown
    )
