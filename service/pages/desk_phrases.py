"""The texts that an officer keeps for notes and answers, each under one of the keys 1 to 9."""

from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import Refusal
from service import entrance, forms, web
from service.access import Permission
from service.casework.advice import snippets
from service.casework.advice.snippets import NewPhrase
from service.pages import desk
from service.web import Form, Req, page_get, page_post


@page_get("/desk/advice/phrases", permission=Permission.ADVICE_WRITE)
def index(request: Req, lang: FromPath[str]) -> Response[Any]:
    web.of_address(lang)
    return _page(request, {}, None)


@page_post("/desk/advice/phrases", permission=Permission.ADVICE_WRITE)
def keep(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    web.of_address(lang)
    key, typed = str(data.get("once", "")), {name: str(data.get(name, "")) for name in ("name", "text")}
    try:
        told = forms.read(NewPhrase, typed)
        with web.writing(request) as session:
            web.done_by_form(request, session, key, typed, lambda: _kept(request, session, told))
    except Refusal as refusal:
        return _page(request, typed, refusal)
    return web.see_other(f"/{lang}/desk/advice/phrases")


def _kept(request: Req, session: Session, told: NewPhrase) -> dict[str, Any]:
    return {"number": snippets.keep(session, told, by=web.who(request), on=web.house(request).clock())}


@page_post("/desk/advice/phrases/{number:int}/drop", permission=Permission.ADVICE_WRITE)
def drop(request: Req, lang: FromPath[str], number: FromPath[int]) -> Response[Any]:
    web.of_address(lang)
    with web.writing(request) as session:
        snippets.drop(session, number, by=web.who(request), on=web.house(request).clock())
    return web.see_other(f"/{lang}/desk/advice/phrases")


def _page(request: Req, typed: dict[str, str], refusal: Refusal | None) -> Response[Any]:
    with web.reading(request) as session:
        mine = snippets.mine(session, by=web.who(request))
    facts = {"typed": typed, "errors": forms.by_field(refusal) if refusal else {}, "phrases": mine}
    return desk.page(request, "desk/phrases.html", status=entrance.status_of(request, refusal), **facts)


HANDLERS = [index, keep, drop]
