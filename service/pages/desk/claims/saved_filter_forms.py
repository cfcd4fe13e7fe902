"""Saved filters of the list of claims: save, rename and delete on the list itself."""

from collections.abc import Callable
from typing import Any

from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import Refusal
from service.casework.worklists import claim_list, saved_filters
from service.casework.worklists.saved_filters import NewName
from service.infra.access import Permission
from service.input import forms, listing
from service.pages.desk.claims import claim_list_page
from service.web import context, form_actions
from service.web.context import Form, Req, page_post
from service.web.form_actions import FormAction


@page_post("/desk/wages/filters", permission=Permission.WAGES_READ)
def save(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    asked = claim_list.parse_query(_query(data))

    def action(act: FormAction, new_name: NewName) -> None:
        saved_filters.save(act.session, new_name, asked, by=act.by, on=act.on)

    return _run_action(request, lang, data, action)


@page_post("/desk/wages/filters/{number:int}/rename", permission=Permission.WAGES_READ)
def rename(request: Req, lang: FromPath[str], number: FromPath[int], data: Form) -> Response[Any]:
    def action(act: FormAction, new_name: NewName) -> None:
        saved_filters.rename(act.session, number, new_name, by=act.by, on=act.on)

    return _run_action(request, lang, data, action, f"name_{number}")


@page_post("/desk/wages/filters/{number:int}/drop", permission=Permission.WAGES_READ)
def drop(request: Req, lang: FromPath[str], number: FromPath[int], data: Form) -> Response[Any]:
    form_actions.run(
        request, {}, lambda act: saved_filters.drop(act.session, number, by=act.by, on=act.on)
    )
    return context.see_other(list_address(lang, _query(data)))


def _query(data: dict[str, Any]) -> str:
    return str(data.get("query", ""))


def list_address(lang: str, query: str) -> str:
    """Return the address of the filtered list; other form fields do not get into it."""
    shown = claim_list.address(claim_list.parse_query(query))
    return f"/{lang}/desk/wages" + (f"?{shown}" if shown else "")


def _attach_to_field(refusal: Refusal, field: str) -> Refusal:
    """Attach the refusal to the field of its own form."""
    for error in refusal.errors:
        error.field = field if error.field == "name" else error.field
    return refusal


def _run_action(
    request: Req,
    lang: str,
    data: dict[str, Any],
    action: Callable[[FormAction, NewName], None],
    field: str = "name",
) -> Response[Any]:
    """Run an action once and go back to the list; after a refusal it keeps the input."""

    def act(form: FormAction) -> None:
        action(form, forms.read(NewName, {"name": form.typed.get(field, "")}))

    def redraw(typed: dict[str, str], refusal: Refusal) -> Response[Any]:
        return claim_list_page.page(
            request,
            dict(listing.pairs(_query(data))),
            typed={field: typed.get(field, "")},
            refusal=_attach_to_field(refusal, field),
        )

    return form_actions.submit(request, data, act, list_address(lang, _query(data)), redraw)
