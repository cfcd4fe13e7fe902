"""The snippets that an officer uses in notes and answers, each under a key from 1 to 9."""

from typing import Any

from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import Refusal
from service.casework.advice import snippets
from service.casework.advice.snippets import NewPhrase
from service.infra.access import Permission
from service.web import context, form_actions
from service.web.context import Req, page_get, page_post
from service.web.form_actions import FormAction


@page_get("/desk/advice/phrases", permission=Permission.ADVICE_WRITE)
def index(request: Req) -> Response[Any]:
    return _page(request, {}, None)


@page_post("/desk/advice/phrases/{number:int}/drop", permission=Permission.ADVICE_WRITE)
def drop(request: Req, lang: FromPath[str], number: FromPath[int]) -> Response[Any]:
    form_actions.run(
        request, {}, lambda act: snippets.remove(act.session, number, by=act.by, on=act.on)
    )
    return context.see_other(f"/{lang}/desk/advice/phrases")


def _page(request: Req, typed: dict[str, str], refusal: Refusal | None) -> Response[Any]:
    with context.reading(request) as session:
        phrases = snippets.list_own(session, by=context.actor(request))
    return form_actions.form_page(
        request, "desk/advice/phrases.html", refusal=refusal, typed=typed, phrases=phrases
    )


@form_actions.post(
    "/desk/advice/phrases",
    permission=Permission.ADVICE_WRITE,
    back="/desk/advice/phrases",
    redraw=_page,
)
def save(act: FormAction) -> None:
    snippets.save(act.session, act.read(NewPhrase), by=act.by, on=act.on)
