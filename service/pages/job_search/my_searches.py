"""The person's own saved searches: new results, notifications and deletion."""

from functools import partial
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal
from matching.search import new_results, saved_searches
from matching.search.saved_searches import NewSearch, SavedSearch
from matching.search.search_results import Query
from service.infra.access import Permission
from service.pages.shared import account_page, search_form
from service.web import context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction


class NotifyInput(msgspec.Struct):
    """Whether the person wants to be notified."""

    tell: bool


@page_get("/me/searches", permission=Permission.ME_OPEN)
def index(request: Req) -> Response[Any]:
    account_page.require_citizen(request)
    with context.reading(request) as session:
        rows = saved_searches.list_for_person(
            session, account_page.current_person(request, session).reference
        )
        new = new_results.for_person(
            session,
            context.register_cache(request, session).lexicon,
            rows,
            context.app_state(request).clock(),
        )
        asked = {row.id: search_form.terms(saved_searches.parse_address(row.query)) for row in rows}
        return form_actions.form_page(
            request, "account/searches.html", rows=rows, new=new, asked=asked
        )


@page_get("/me/searches/new", permission=Permission.ME_OPEN)
def show_form(request: Req) -> Response[Any]:
    """Show the form to name a search and choose notifications.

    An address that is not one of our searches is refused.
    """
    account_page.require_citizen(request)
    query = _read_address(request.url.query)
    return _form_page(request, query, {"name": query.q, "tell": "true"})


def _read_address(address: str) -> Query:
    """Return the search that an address describes.

    Refuses: NotFound for one that is not understood.
    """
    try:
        return search_form.read_strictly({name: value[:128] for name, value in parse_qsl(address)})
    except Refusal as unknown:
        raise NotFound from unknown


def _form_page(
    request: Req, query: Query, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    address = saved_searches.address(query)
    return form_actions.form_page(
        request,
        "account/search_new.html",
        refusal=refusal,
        asked=search_form.terms(query),
        address=address,
        typed=typed,
    )


@page_post("/me/searches/new", permission=Permission.ME_OPEN)
def save(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Save a search; the same search saved again gets the new name."""
    account_page.require_citizen(request)
    query = _read_address(str(data.get("query", "")))

    def action(act: FormAction) -> None:
        person = account_page.current_person(request, act.session)
        new_search = act.read(NewSearch)
        saved_searches.save(act.session, person, new_search, query, by=act.by, on=act.on)

    return form_actions.submit(
        request, data, action, f"/{lang}/me/searches", partial(_form_page, request, query)
    )


@page_post("/me/searches/{number:int}/look", permission=Permission.ME_OPEN)
def open_results(request: Req, lang: FromPath[str], number: FromPath[int]) -> Response[Any]:
    """Redirect to the results of a search and mark them as seen."""

    def action(act: FormAction) -> Answer:
        row = _find_search(request, act.session, number)
        saved_searches.record_viewed(act.session, row, by=act.by, on=act.on)
        return {"address": row.query}

    return form_actions.submit(
        request, {}, action, lambda done: f"/{lang}/vacancies?{done['address']}", done=""
    )


def _find_search(request: Req, session: Session, number: int) -> SavedSearch:
    account_page.require_citizen(request)
    return saved_searches.get_own(session, number, account_page.current_person(request, session))


@page_post("/me/searches/{number:int}/tell", permission=Permission.ME_OPEN)
def set_notify(
    request: Req, lang: FromPath[str], number: FromPath[int], data: Form
) -> Response[Any]:
    """Set whether the person is notified of new results."""

    def action(act: FormAction) -> None:
        row, tell = _find_search(request, act.session, number), act.read(NotifyInput).tell
        saved_searches.set_notification(act.session, row, tell, by=act.by, on=act.on)

    return form_actions.submit(request, data, action, f"/{lang}/me/searches")


@page_post("/me/searches/{number:int}/drop", permission=Permission.ME_OPEN)
def drop(request: Req, lang: FromPath[str], number: FromPath[int]) -> Response[Any]:
    def action(act: FormAction) -> None:
        row = _find_search(request, act.session, number)
        saved_searches.drop(act.session, row, by=act.by, on=act.on)

    return form_actions.submit(request, {}, action, f"/{lang}/me/searches", done=form_actions.DONE)
