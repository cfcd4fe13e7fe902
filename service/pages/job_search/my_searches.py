"""The person's own saved searches: new results, notifications and deletion."""

from typing import Any
from urllib.parse import parse_qsl

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal
from matching.search import new_results, saved_searches
from matching.search.saved_searches import NewSearch, Query, SavedSearch
from service.infra.access import Permission
from service.input import forms
from service.pages.public import vacancies
from service.pages.shared import account_page
from service.web import context
from service.web.context import Form, Req, page_get, page_post


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
        asked = {row.id: saved_searches.parse_address(row.query) for row in rows}
        return account_page.page(request, "account/searches.html", rows=rows, new=new, asked=asked)


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
        return vacancies.read_query({name: value[:128] for name, value in parse_qsl(address)})
    except Refusal as unknown:
        raise NotFound from unknown


def _form_page(
    request: Req, query: Query, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    address = saved_searches.address(query)
    return account_page.page(
        request, "account/search_new.html", refusal, asked=query, address=address, typed=typed
    )


@page_post("/me/searches/new", permission=Permission.ME_OPEN)
def save(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Save a search; the same search saved again gets the new name."""
    account_page.require_citizen(request)
    typed = {name: str(data.get(name, "")) for name in ("name", "tell")}
    query = _read_address(str(data.get("query", "")))
    try:
        values, by, on = (
            forms.read(NewSearch, typed),
            context.actor(request),
            context.app_state(request).clock(),
        )
        with context.writing(request) as session:
            saved_searches.save(
                session, account_page.current_person(request, session), values, query, by=by, on=on
            )
    except Refusal as refusal:
        return _form_page(request, query, typed, refusal)
    return context.see_other(f"/{lang}/me/searches")


@page_post("/me/searches/{number:int}/look", permission=Permission.ME_OPEN)
def open_results(request: Req, lang: FromPath[str], number: FromPath[int]) -> Response[Any]:
    """Redirect to the results of a search and mark them as seen."""
    with context.writing(request) as session:
        row = _find_search(request, session, number)
        saved_searches.record_viewed(
            session, row, by=context.actor(request), on=context.app_state(request).clock()
        )
        address = row.query
    return context.see_other(f"/{lang}/vacancies?{address}")


def _find_search(request: Req, session: Session, number: int) -> SavedSearch:
    account_page.require_citizen(request)
    return saved_searches.get_own(session, number, account_page.current_person(request, session))


@page_post("/me/searches/{number:int}/tell", permission=Permission.ME_OPEN)
def set_notify(
    request: Req, lang: FromPath[str], number: FromPath[int], data: Form
) -> Response[Any]:
    """Set whether the person is notified of new results."""
    with context.writing(request) as session:
        row = _find_search(request, session, number)
        notify_input = forms.read(NotifyInput, {"tell": str(data.get("tell", ""))})
        saved_searches.set_notification(
            session,
            row,
            notify_input.tell,
            by=context.actor(request),
            on=context.app_state(request).clock(),
        )
    return context.see_other(f"/{lang}/me/searches")


@page_post("/me/searches/{number:int}/drop", permission=Permission.ME_OPEN)
def drop(request: Req, lang: FromPath[str], number: FromPath[int]) -> Response[Any]:
    with context.writing(request) as session:
        saved_searches.drop(
            session,
            _find_search(request, session, number),
            by=context.actor(request),
            on=context.app_state(request).clock(),
        )
    return context.see_other(f"/{lang}/me/searches")
