"""The demonstration's outbox, which shows messages instead of sending them to phones."""

from typing import Any

from litestar import Response

from catalog.core import outbox
from catalog.core.errors import NotFound
from service.infra.access import Permission
from service.web import context
from service.web.context import NO_STORE, Req, page_get


@page_get("/outbox", permission=Permission.PUBLIC)
def show(request: Req) -> Response[Any]:
    if not context.app_state(request).settings.demonstration:
        raise NotFound
    with context.reading(request) as session:
        letters = outbox.latest(session, 20)
    return context.page(request, "public/outbox/show.html", headers=NO_STORE, letters=letters)
