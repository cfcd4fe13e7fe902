"""The words of the desk with their meaning, to which each “?” leads."""

from typing import Any

from litestar import Response

from service.infra.access import Permission
from service.web import context
from service.web.context import Req, page_get


@page_get("/desk/glossary", permission=Permission.DESK_OPEN)
def show(request: Req) -> Response[Any]:
    return context.page(request, "desk/shared/glossary.html")
