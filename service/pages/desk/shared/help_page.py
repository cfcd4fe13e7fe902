"""Help for the reader’s role: the day’s work with links, what needs two people, what is recorded."""

from typing import Any

from litestar import Response

from service.infra.access import Permission
from service.web import context
from service.web.context import Req, page_get


@page_get("/desk/help", permission=Permission.DESK_OPEN)
def show(request: Req) -> Response[Any]:
    return context.page(request, "desk/help/show.html")
