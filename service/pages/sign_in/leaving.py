"""“Exit this page”: the browser forgets the sign-in and what was begun in it, and a neutral site
takes the page's place."""

from typing import Any

from litestar import Response

from service.accounts import login_sessions
from service.infra.access import Permission
from service.web import auth_middleware, context
from service.web.context import Req, page_get, page_post


@page_get("/leave", permission=Permission.PUBLIC)
def leave_by_link(request: Req) -> Response[Any]:
    """Without scripts: nothing is changed here, but the browser is left without its cookies and
    sent away."""
    answer = context.see_other(
        context.app_state(request).settings.exit_url, headers={"cache-control": "no-store"}
    )
    return auth_middleware.clear_login(request, answer)


@page_post("/leave", permission=Permission.PUBLIC)
def leave(request: Req) -> Response[Any]:
    """For the script, which has covered the page already: the sign-in itself ends."""
    if request.scope.get("auth") is not None:
        with context.writing(request) as session:
            login_sessions.close(session, auth_middleware.token_of(request))
    return auth_middleware.clear_login(request, Response(None, status_code=204))
