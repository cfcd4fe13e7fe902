"""How accessible the service is, what was tested, and whom to tell of a barrier."""

from typing import Any

from litestar import Response

from service.infra.access import Permission
from service.web import context
from service.web.context import Req, page_get
from service.web.response_cache import Cached


@page_get("/accessibility", permission=Permission.PUBLIC, cached=Cached())
def show(request: Req) -> Response[Any]:
    contact = context.app_state(request).settings.contact
    return context.page(request, "public/accessibility/show.html", contact=contact)
