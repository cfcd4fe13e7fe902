"""One action for the claims chosen in the list, with the result for each of them."""

from collections.abc import Callable
from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import Refusal
from service.casework.worklists import bulk_actions, claim_list
from service.casework.worklists.bulk_actions import Result
from service.infra.access import Permission
from service.input import forms, listing
from service.pages.desk.claims import claim_list_page
from service.pages.desk.claims.claim_page import NoteInput
from service.pages.desk.shared import desk_page
from service.web import context
from service.web.context import Form, Req, page_post

# The value of a chosen claim's field is its version.
PICK = "pick_"


@page_post("/desk/wages/chosen/assign", permission=Permission.WAGES_ASSIGN)
def assign(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    def deed(session: Session, seen: dict[str, int], typed: dict[str, str]) -> list[Result]:
        by, on = context.actor(request), context.app_state(request).clock()
        if seen and not typed.get("officer"):
            raise forms.MissingAnswer("officer")
        return bulk_actions.assign(session, seen, typed.get("officer", ""), by=by, on=on)

    return _run_action(request, lang, data, deed)


@page_post("/desk/wages/chosen/notes", permission=Permission.WAGES_WRITE)
def note(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    def deed(session: Session, seen: dict[str, int], typed: dict[str, str]) -> list[Result]:
        bulk_actions.require(list(seen))
        text = forms.read(NoteInput, {"note": typed.get("note", "")}).note
        return bulk_actions.note(
            session,
            list(seen),
            text,
            by=context.actor(request),
            on=context.app_state(request).clock(),
        )

    return _run_action(request, lang, data, deed)


def _chosen_versions(typed: dict[str, str]) -> dict[str, int]:
    """Return the chosen claims, each with the version that was shown."""
    picked = {
        name.removeprefix(PICK)[:24]: value
        for name, value in typed.items()
        if name.startswith(PICK)
    }
    return {name: forms.parse_hidden_number(value) for name, value in picked.items()}


def _run_action(
    request: Req,
    lang: str,
    data: dict[str, Any],
    deed: Callable[[Session, dict[str, int], dict[str, str]], list[Result]],
) -> Response[Any]:
    """Run the action once and show the result for each claim.

    Refused as a whole, the list keeps what was typed.
    """
    typed = {name: str(value) for name, value in data.items() if name != forms.TOKEN_FIELD}
    key, query = typed.pop("once", ""), typed.pop("query", "")

    def act() -> dict[str, Any]:
        results = deed(session, _chosen_versions(typed), typed)
        return {
            "rows": [[one.claim, one.refusal.sentence if one.refusal else ""] for one in results]
        }

    try:
        with context.writing(request) as session:
            answer = context.run_form_once(request, session, key, typed, act)
    except Refusal as refusal:
        return claim_list_page.page(
            request, dict(listing.pairs(query)), typed=typed, refusal=refusal
        )
    shown = claim_list.address(claim_list.parse_query(query))
    return desk_page.page(
        request, "desk/claims/claims_done.html", results=answer["rows"], query=shown
    )
