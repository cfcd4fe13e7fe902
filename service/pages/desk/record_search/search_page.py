"""The search in the header of every page of the desk: it opens a record, or lists by kind.

What is typed is in no address, and so in no log and no browser history.
"""

from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import Refusal
from matching.identity.name_matching import Names
from service.casework import people_access
from service.infra import access
from service.infra.access import Permission
from service.pages.desk.record_search import (
    found_by_reference,
    found_people,
    found_register,
    search_results,
    search_text,
)
from service.pages.desk.record_search.search_results import FoundKind, Search
from service.pages.desk.record_search.search_text import SearchText
from service.web import auth_middleware, context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.lists import posted_searches

PATH = "/desk/search"


@page_get(PATH, permission=Permission.DESK_OPEN)
def index(request: Req, lang: FromPath[str]) -> Response[Any]:
    """Open the only record with the typed reference, or list what may be meant."""
    kept = posted_searches.read(request, PATH)
    return _page(request, "") if kept is None else _find(request, lang, kept.get("q", ""))


@page_post(PATH, permission=Permission.DESK_OPEN)
def find(request: Req, data: Form) -> Response[Any]:
    """Keep what was typed and go to its results."""
    typed = str(data.get("q", ""))[: search_text.MOST + 1]
    return posted_searches.redirect(request, PATH, {"q": typed})


def _find(request: Req, lang: str, typed: str) -> Response[Any]:
    try:
        read = search_text.read(typed)
        exact = _find_exact(request, read)
        if exact and not read.has_person_number:
            found = exact
        else:
            found = search_results.merge([*exact, *_find_similar(request, read)])
    except Refusal as refusal:
        return _page(request, typed, refusal=refusal)
    if exact and len(only := [one for kind in found for one in kind.records]) == 1:
        return context.see_other(f"/{lang}/{only[0].address}")
    return _page(request, typed, found)


def _find_exact(request: Req, typed: SearchText) -> list[FoundKind]:
    """Return the records that have exactly the typed reference or number, by kind."""
    if not typed.may_be_number:
        return []
    with context.reading(request) as session:
        search = _search(request, session, typed)
        found = found_people.by_reference(search), found_register.by_number(search)
        return search_results.merge(
            [*(one for kinds in found for one in kinds), *found_by_reference.find(search)]
        )


def _find_similar(request: Req, typed: SearchText) -> list[FoundKind]:
    """Return people by number or name, then firms and titles; a look for people is recorded.

    Refuses: TooManyAttempts, Unavailable.
    """
    people = _may_find_people(request, typed)
    if people:
        _record_lookup(request, typed)
    with context.reading(request) as session:
        search = _search(request, session, typed)
        found = found_people.by_name_or_number(search) if people else []
        if typed.has_words:
            found += found_register.by_name(search) + found_by_reference.accounts_by_name(search)
            if not typed.is_reference and not any(one.records for one in found):
                found = found_register.similar_agencies(search)
        return found


def _may_find_people(request: Req, typed: SearchText) -> bool:
    may = access.allows(context.actor(request), Permission.CITIZENS_READ)
    return may and (typed.has_person_number or bool(typed.person.name))


def _record_lookup(request: Req, typed: SearchText) -> None:
    """Count and record the search as that of the page of people does."""
    by, on = context.actor(request), context.app_state(request).clock()
    auth_middleware.count_attempt(request, "alike", by.account)
    with context.writing(request) as session:
        people_access.record_lookup(session, typed.person, by=by, on=on)


def _search(request: Req, session: Session, typed: SearchText) -> Search:
    names = context.register_cache(request, session).names if typed.has_words else Names(())
    return Search(
        session,
        typed,
        context.actor(request),
        context.language(request),
        context.app_state(request).today,
        names,
    )


def _page(
    request: Req,
    typed: str,
    found: list[FoundKind] | None = None,
    refusal: Refusal | None = None,
) -> Response[Any]:
    return form_actions.form_page(
        request,
        "desk/record_search/search.html",
        refusal=refusal,
        typed={"q": typed[: search_text.MOST]},
        found=found,
    )
