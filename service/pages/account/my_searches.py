"""One's own saved searches: what is new since one last looked, being told of it or not, and deleting them."""

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


class Told(msgspec.Struct):
    """Whether somebody wants to be told."""

    tell: bool


@page_get("/me/searches", permission=Permission.ME_OPEN)
def index(request: Req, lang: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    account_page.require_citizen(request)
    with context.reading(request) as session:
        rows = saved_searches.of(session, account_page.person(request, session).reference)
        new = new_results.for_person(
            session, context.shelf(request, session).lexicon, rows, context.house(request).clock()
        )
        asked = {row.id: saved_searches.parsed(row.query) for row in rows}
        return account_page.page(request, "account/searches.html", rows=rows, new=new, asked=asked)


@page_get("/me/searches/new", permission=Permission.ME_OPEN)
def ask(request: Req, lang: FromPath[str]) -> Response[Any]:
    """How a search shall be called, and whether one wants to be told; what is no search of ours is none."""
    context.of_address(lang)
    account_page.require_citizen(request)
    query = _read(request.url.query)
    return _new(request, query, {"name": query.q, "tell": "true"})


def _read(address: str) -> Query:
    """The search that an address asks for; what is not understood of it is no search. Refuses: NotFound."""
    try:
        return vacancies.read({name: value[:128] for name, value in parse_qsl(address)})
    except Refusal as unknown:
        raise NotFound from unknown


def _new(request: Req, query: Query, typed: dict[str, str], refusal: Refusal | None = None) -> Response[Any]:
    address = saved_searches.address(query)
    return account_page.page(request, "account/search_new.html", refusal, asked=query, address=address, typed=typed)


@page_post("/me/searches/new", permission=Permission.ME_OPEN)
def save(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Keeps a search; the same one again gets its new name."""
    context.of_address(lang)
    account_page.require_citizen(request)
    typed = {name: str(data.get(name, "")) for name in ("name", "tell")}
    query = _read(str(data.get("query", "")))
    try:
        told, by, on = forms.read(NewSearch, typed), context.who(request), context.house(request).clock()
        with context.writing(request) as session:
            saved_searches.save(session, account_page.person(request, session), told, query, by=by, on=on)
    except Refusal as refusal:
        return _new(request, query, typed, refusal)
    return context.see_other(f"/{lang}/me/searches")


@page_post("/me/searches/{number:int}/look", permission=Permission.ME_OPEN)
def look(request: Req, lang: FromPath[str], number: FromPath[int]) -> Response[Any]:
    """To what the search finds; from now on that is no longer new."""
    context.of_address(lang)
    with context.writing(request) as session:
        row = _own(request, session, number)
        saved_searches.looked(session, row, by=context.who(request), on=context.house(request).clock())
        address = row.query
    return context.see_other(f"/{lang}/vacancies?{address}")


def _own(request: Req, session: Session, number: int) -> SavedSearch:
    account_page.require_citizen(request)
    return saved_searches.own(session, number, account_page.person(request, session))


@page_post("/me/searches/{number:int}/tell", permission=Permission.ME_OPEN)
def switch(request: Req, lang: FromPath[str], number: FromPath[int], data: Form) -> Response[Any]:
    """Whether one is told when something new is found."""
    context.of_address(lang)
    with context.writing(request) as session:
        row = _own(request, session, number)
        told = forms.read(Told, {"tell": str(data.get("tell", ""))})
        saved_searches.switch(session, row, told.tell, by=context.who(request), on=context.house(request).clock())
    return context.see_other(f"/{lang}/me/searches")


@page_post("/me/searches/{number:int}/drop", permission=Permission.ME_OPEN)
def drop(request: Req, lang: FromPath[str], number: FromPath[int]) -> Response[Any]:
    context.of_address(lang)
    with context.writing(request) as session:
        saved_searches.drop(
            session, _own(request, session, number), by=context.who(request), on=context.house(request).clock()
        )
    return context.see_other(f"/{lang}/me/searches")


HANDLERS = [index, ask, save, look, switch, drop]
