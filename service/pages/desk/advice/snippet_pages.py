"""The snippets that an officer uses in notes and answers, each under a key from 1 to 9."""

from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import Refusal
from service.casework.advice import snippets
from service.casework.advice.snippets import NewPhrase
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import desk_page
from service.web import auth_middleware, context
from service.web.context import Form, Req, page_get, page_post


@page_get("/desk/advice/phrases", permission=Permission.ADVICE_WRITE)
def index(request: Req) -> Response[Any]:
    return _page(request, {}, None)


@page_post("/desk/advice/phrases", permission=Permission.ADVICE_WRITE)
def save(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    key, typed = (
        str(data.get("once", "")),
        {name: str(data.get(name, "")) for name in ("name", "text")},
    )
    try:
        new_phrase = forms.read(NewPhrase, typed)
        with context.writing(request) as session:
            context.run_form_once(
                request, session, key, typed, lambda: _save(request, session, new_phrase)
            )
    except Refusal as refusal:
        return _page(request, typed, refusal)
    return context.see_other(f"/{lang}/desk/advice/phrases")


def _save(request: Req, session: Session, new_phrase: NewPhrase) -> dict[str, Any]:
    return {
        "number": snippets.save(
            session, new_phrase, by=context.actor(request), on=context.app_state(request).clock()
        )
    }


@page_post("/desk/advice/phrases/{number:int}/drop", permission=Permission.ADVICE_WRITE)
def drop(request: Req, lang: FromPath[str], number: FromPath[int]) -> Response[Any]:
    with context.writing(request) as session:
        snippets.remove(
            session, number, by=context.actor(request), on=context.app_state(request).clock()
        )
    return context.see_other(f"/{lang}/desk/advice/phrases")


def _page(request: Req, typed: dict[str, str], refusal: Refusal | None) -> Response[Any]:
    with context.reading(request) as session:
        mine = snippets.list_own(session, by=context.actor(request))
    facts = {
        "typed": typed,
        "errors": forms.errors_by_field(refusal) if refusal else {},
        "phrases": mine,
    }
    return desk_page.page(
        request,
        "desk/advice/phrases.html",
        status=auth_middleware.refusal_status(request, refusal),
        **facts,
    )
