"""Stopping a requested change of number from the old number.

The address in its message does that, and opens and returns nothing.
"""

from typing import Any

from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import NotFound, Refusal
from service.accounts import number_changes
from service.infra.access import Permission
from service.web import auth_middleware, form_actions
from service.web.context import Req, page_get, page_post
from service.web.form_actions import FormAction


@page_get("/stop/{number:str}/{secret:str}", permission=Permission.PUBLIC)
def show_form(request: Req, number: FromPath[str], secret: FromPath[str]) -> Response[Any]:
    """Show the same page for every address.

    What fetches it without being asked, as a preview does, changes and learns nothing.
    """
    return _page(request)


@page_post("/stop/{number:str}/{secret:str}", permission=Permission.PUBLIC)
def stop(request: Req, number: FromPath[str], secret: FromPath[str]) -> Response[Any]:
    def action(act: FormAction) -> None:
        number_changes.stop_by_secret(act.session, number, secret, by=act.by, on=act.on)

    try:
        with auth_middleware.long_secret_check(request, "stop"):
            form_actions.run(request, {}, action)
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, refusal)
    return _page(request, done=True)


def _page(request: Req, refusal: Refusal | None = None, *, done: bool = False) -> Response[Any]:
    return form_actions.form_page(request, "sign_in/stop.html", refusal=refusal, done=done)
