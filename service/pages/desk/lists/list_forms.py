"""The forms of a list: its columns, its saved filters, and its export as a file."""

from collections.abc import Callable
from typing import Any

from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import NotFound, Refusal
from service.casework.worklists import saved_filters
from service.casework.worklists.saved_filters import NewName
from service.infra import access, list_settings
from service.infra.access import Permission
from service.infra.list_settings import Density
from service.input import forms
from service.input import listing as queries
from service.pages.desk.lists import views
from service.web import auth_middleware, context, form_actions
from service.web.context import Form, Req, page_post
from service.web.form_actions import FormAction
from service.web.lists import list_export, list_view, listing
from service.web.lists.list_view import ListView


def _view(request: Req, list_name: str) -> ListView:
    """Return a list that this person may read. Refuses: NotFound, NotAllowed."""
    if list_name not in views.VIEWS:
        raise NotFound
    view, by = views.VIEWS[list_name], context.actor(request)
    access.require(by, view.permission)
    return list_view.for_reader(view, by)


def _query(view: ListView, data: dict[str, Any]) -> str:
    """Return the query that a form of the list carries, as its address has it."""
    values = dict(queries.pairs(str(data.get("query", ""))))
    asked, _errors = list_view.read(view, values)
    return list_view.query_of(view, asked, list_view.order_of(view, values))


@page_post("/desk/lists/{list_name:str}/settings", permission=Permission.DESK_OPEN)
def save_settings(
    request: Req, lang: FromPath[str], list_name: FromPath[str], data: Form
) -> Response[Any]:
    """Save which columns are shown, and how dense the rows are."""
    view = _view(request, list_name)
    known = [one.key for one in view.columns]
    chosen = [] if data.get("usual") else [one for one in known if data.get(f"column_{one}")]
    density = Density(data["density"]) if data.get("density") in list(Density) else Density.DENSE
    with context.writing(request) as session:
        list_settings.save(
            session, context.actor(request).account, view.name, chosen, density, known=known
        )
    return context.see_other(views.address(lang, view, _query(view, data)))


@page_post("/desk/lists/{list_name:str}/filters", permission=Permission.DESK_OPEN)
def save_filter(
    request: Req, lang: FromPath[str], list_name: FromPath[str], data: Form
) -> Response[Any]:
    view = _view(request, list_name)
    query = _query(view, data)

    def action(act: FormAction, new_name: NewName) -> None:
        saved_filters.save(act.session, new_name, query, view.name, by=act.by, on=act.on)

    return _run_action(request, lang, view, data, action)


@page_post(
    "/desk/lists/{list_name:str}/filters/{number:int}/rename", permission=Permission.DESK_OPEN
)
def rename_filter(
    request: Req, lang: FromPath[str], list_name: FromPath[str], number: FromPath[int], data: Form
) -> Response[Any]:
    def action(act: FormAction, new_name: NewName) -> None:
        saved_filters.rename(act.session, number, new_name, by=act.by, on=act.on)

    return _run_action(
        request, lang, _view(request, list_name), data, action, f"filter_name_{number}"
    )


@page_post("/desk/lists/{list_name:str}/filters/{number:int}/drop", permission=Permission.DESK_OPEN)
def drop_filter(
    request: Req, lang: FromPath[str], list_name: FromPath[str], number: FromPath[int], data: Form
) -> Response[Any]:
    view = _view(request, list_name)
    form_actions.run(
        request, {}, lambda act: saved_filters.drop(act.session, number, by=act.by, on=act.on)
    )
    return context.see_other(views.address(lang, view, _query(view, data)))


@page_post("/desk/lists/{list_name:str}/export", permission=Permission.LISTS_EXPORT)
def export(request: Req, list_name: FromPath[str], data: Form) -> Response[Any]:
    """Return the filtered list as a table; the export is recorded before it leaves.

    Refuses: ConfirmFirst, NotFound, NotAllowed, TooManyAttempts.
    """
    view, kind = _view(request, list_name), str(data.get("kind", ""))
    if kind not in list_export.KINDS:
        raise NotFound
    auth_middleware.require_fresh(request)
    auth_middleware.count_attempt(request, "export", context.actor(request).account)
    return list_export.file(request, view, _query(view, data), kind)


def _run_action(
    request: Req,
    lang: str,
    view: ListView,
    data: dict[str, Any],
    action: Callable[[FormAction, NewName], None],
    field: str = "filter_name",
) -> Response[Any]:
    """Run an action once and go back to the list; after a refusal it keeps what was typed."""
    query = _query(view, data)

    def act(form: FormAction) -> None:
        action(form, forms.read(NewName, {"name": form.typed.get(field, "")}))

    def redraw(typed: dict[str, str], refusal: Refusal) -> Response[Any]:
        for error in refusal.errors:
            error.field = field if error.field == "name" else error.field
        return listing.show(
            request,
            view,
            dict(queries.pairs(query)),
            act={field: typed.get(field, "")},
            refusal=refusal,
        )

    return form_actions.submit(request, data, act, views.address(lang, view, query), redraw)
