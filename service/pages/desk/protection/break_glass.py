"""Break-glass access: a supervisor opens one protected case and gives a reason.

The reason is stored, and the case's own officers read it.
"""

from typing import Any

import msgspec
from litestar import Response

from catalog.core.errors import Refusal
from catalog.core.fields import Line, Prose
from service.casework.protection import referral_actions
from service.casework.protection.referrals import Referral
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.protection import case_pages
from service.pages.desk.shared import desk_page
from service.web import auth_middleware, context
from service.web.context import Form, Req, page_get, page_post


class BreakGlassInput(msgspec.Struct):
    reference: Line
    reason: Prose


@page_get("/desk/glass", permission=Permission.BREAK_GLASS)
def show_form(request: Req) -> Response[Any]:
    return _form(request, {})


@page_post("/desk/glass", permission=Permission.BREAK_GLASS)
def open_case(request: Req, data: Form) -> Response[Any]:
    """Show the case after the reason for opening it is stored.

    The form has no idempotency key: sent again, it is another opening. Refuses: ConfirmFirst,
    Unavailable.
    """
    auth_middleware.require_fresh(request)
    typed, by = (
        {name: str(data.get(name, "")) for name in BreakGlassInput.__struct_fields__},
        context.actor(request),
    )
    try:
        values, on = forms.read(BreakGlassInput, typed), context.app_state(request).clock()
        with context.writing(request) as session:
            number = referral_actions.break_glass(
                session, values.reference, values.reason, by=by, on=on
            ).reference
    except Refusal as refusal:
        return _form(request, typed, refusal)
    return _show_case(request, number)


def _show_case(request: Req, number: str) -> Response[Any]:
    with context.reading(request) as session:
        row = session.get_one(Referral, number)
        shown: dict[str, Any] = {"row": row, "typed": {}, "errors": {}, "shown": {}, "glass": True}
        shown |= case_pages.facts(session, row, context.actor(request)) | {"same": []}
        return desk_page.page(
            request, "desk/protection/case.html", headers=context.NO_STORE, harm=True, **shown
        )


def _form(request: Req, typed: dict[str, str], refusal: Refusal | None = None) -> Response[Any]:
    errors, status = (
        forms.errors_by_field(refusal) if refusal else {},
        auth_middleware.refusal_status(request, refusal),
    )
    headers = context.NO_STORE
    return desk_page.page(
        request,
        "desk/protection/break_glass.html",
        status=status,
        headers=headers,
        harm=True,
        typed=typed,
        errors=errors,
    )
