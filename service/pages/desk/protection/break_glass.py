"""Break-glass access: a supervisor opens one protected case and gives a reason.

The reason is stored, and the case's own officers read it.
"""

from functools import partial
from typing import Any

import msgspec
from litestar import Response

from catalog.core.errors import Refusal
from catalog.core.fields import Line, Prose
from service.casework.protection import referral_actions
from service.casework.protection.referrals import Referral
from service.infra.access import Permission
from service.pages.desk.protection import case_pages
from service.web import auth_middleware, context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction


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

    def action(act: FormAction) -> Answer:
        values = act.read(BreakGlassInput)
        row = referral_actions.break_glass(
            act.session, values.reference, values.reason, by=act.by, on=act.on
        )
        return {"reference": row.reference}

    return form_actions.submit(
        request,
        data,
        action,
        lambda done: _show_case(request, done["reference"]),
        partial(_form, request),
        answer_is_secret=True,
    )


def _show_case(request: Req, number: str) -> Response[Any]:
    with context.reading(request) as session:
        row = session.get_one(Referral, number)
        case = case_pages.case_page(
            session, row, context.actor(request), context.app_state(request).clock()
        )
        return context.page(
            request,
            "desk/protection/case.html",
            msgspec.structs.replace(case, same=[]),
            case_pages.CaseForms({}, {}, {}),
            harm=True,
            glass=True,
        )


def _form(request: Req, typed: dict[str, str], refusal: Refusal | None = None) -> Response[Any]:
    return form_actions.form_page(
        request,
        "desk/protection/break_glass.html",
        refusal=refusal,
        harm=True,
        typed=typed,
    )
