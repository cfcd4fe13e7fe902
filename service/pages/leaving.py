"""“Exit this page”: the browser forgets the sign-in and what was begun in it, and a neutral site takes the page's place."""

from typing import Any

from litestar import Response
from litestar.params import FromPath

from service import entrance, web
from service.access import Permission
from service.accounts import signins
from service.web import Req, page_get, page_post


@page_get("/leave", permission=Permission.PUBLIC)
def link(request: Req, lang: FromPath[str]) -> Response[Any]:
    """Without scripts: nothing is changed here, but the browser is left without its cookies and sent away."""
    web.of_address(lang)
    answer = web.see_other(web.house(request).settings.exit_url, headers={"cache-control": "no-store"})
    return entrance.let_out(request, answer)


@page_post("/leave", permission=Permission.PUBLIC)
def leave(request: Req, lang: FromPath[str]) -> Response[Any]:
    """For the script, which has covered the page already: the sign-in itself ends."""
    web.of_address(lang)
    if request.scope.get("auth") is not None:
        with web.writing(request) as session:
            signins.close(session, entrance.token_of(request))
    return entrance.let_out(request, Response(None, status_code=204))


HANDLERS = [link, leave]
