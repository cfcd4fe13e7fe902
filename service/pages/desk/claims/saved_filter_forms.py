"""Saved filters of the list of claims: save, rename and delete on the list itself."""

from collections.abc import Callable
from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import InvalidInput, NotFound, Refusal
from service.casework.worklists import claim_list, saved_filters
from service.casework.worklists.saved_filters import NewName
from service.infra.access import Permission
from service.input import forms, listing
from service.pages.desk.claims import claim_list_page
from service.web import context
from service.web.context import Form, Req, page_post


@page_post("/desk/wages/filters", permission=Permission.WAGES_READ)
def save(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    asked = claim_list.parse_query(_query(data))

    def deed(session: Session, new_name: NewName) -> None:
        saved_filters.save(
            session,
            new_name,
            asked,
            by=context.actor(request),
            on=context.app_state(request).clock(),
        )

    return _run_action(request, lang, data, deed)


@page_post("/desk/wages/filters/{number:int}/rename", permission=Permission.WAGES_READ)
def rename(request: Req, lang: FromPath[str], number: FromPath[int], data: Form) -> Response[Any]:
    def deed(session: Session, new_name: NewName) -> None:
        saved_filters.rename(
            session,
            number,
            new_name,
            by=context.actor(request),
            on=context.app_state(request).clock(),
        )

    return _run_action(request, lang, data, deed, f"name_{number}")


@page_post("/desk/wages/filters/{number:int}/drop", permission=Permission.WAGES_READ)
def drop(request: Req, lang: FromPath[str], number: FromPath[int], data: Form) -> Response[Any]:
    with context.writing(request) as session:
        saved_filters.drop(
            session, number, by=context.actor(request), on=context.app_state(request).clock()
        )
    return redirect_to_list(lang, _query(data))


def _query(data: dict[str, Any]) -> str:
    return str(data.get("query", ""))


def redirect_to_list(lang: str, query: str) -> Response[Any]:
    """Redirect to the filtered list; other form fields do not get into the address."""
    shown = claim_list.address(claim_list.parse_query(query))
    return context.see_other(f"/{lang}/desk/wages" + (f"?{shown}" if shown else ""))


def _attach_to_field(refusal: Refusal, field: str) -> Refusal:
    """Attach the refusal to the field of its own form."""
    for error in refusal.errors if isinstance(refusal, InvalidInput) else [refusal]:
        error.field = field if error.field == "name" else error.field
    return refusal


def _run_action(
    request: Req,
    lang: str,
    data: dict[str, Any],
    deed: Callable[[Session, NewName], None],
    field: str = "name",
) -> Response[Any]:
    """Run an action once and go back to the list; after a refusal it keeps the input."""
    typed, key = {field: str(data.get(field, ""))}, str(data.get("once", ""))

    def act() -> dict[str, Any]:
        deed(session, forms.read(NewName, {"name": typed[field]}))
        return {}

    try:
        with context.writing(request) as session:
            context.run_form_once(request, session, key, typed | {"query": _query(data)}, act)
    except NotFound:
        raise
    except Refusal as refusal:
        return claim_list_page.page(
            request,
            dict(listing.pairs(_query(data))),
            typed=typed,
            refusal=_attach_to_field(refusal, field),
        )
    return redirect_to_list(lang, _query(data))
