"""“Exit this page”: the sign-in ends, and a neutral site replaces the page.

The browser also forgets what was begun in it.
"""

from typing import Any

from litestar import Response

from service.accounts import login_sessions
from service.infra.access import Permission
from service.web import auth_middleware, context
from service.web.context import Req, page_get, page_post


@page_get("/leave", permission=Permission.PUBLIC)
def leave_by_link(request: Req) -> Response[Any]:
    """Leave without scripts: clear the browser's cookies and redirect, changing nothing here."""
    answer = context.see_other(
        context.app_state(request).settings.exit_url, headers={"cache-control": "no-store"}
    )
    return auth_middleware.clear_login(request, answer)


@page_post("/leave", permission=Permission.PUBLIC)
def leave(request: Req) -> Response[Any]:
    """End the login session, for the script that has already covered the page."""
    if request.scope.get("auth") is not None:
        with context.writing(request) as session:
            login_sessions.close(session, auth_middleware.token_of(request))
    return auth_middleware.clear_login(request, Response(None, status_code=204))
