"""Idle vacancies: those to be delisted, those that were, and employers reached again."""

from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal
from catalog.licensing import legal_rules
from catalog.vacancies import inactivity
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import desk_page
from service.web import auth_middleware, context
from service.web.context import Form, Req, page_get, page_post

PAGE = 50


@page_get("/desk/idle", permission=Permission.VACANCIES_APPROVE)
def index(request: Req) -> Response[Any]:
    return _page(request)


@page_post("/desk/idle/{number:int}/keep", permission=Permission.VACANCIES_APPROVE)
def confirm_demand(request: Req, lang: FromPath[str], number: FromPath[int]) -> Response[Any]:
    """Record that an officer asked and the demand still stands."""
    by, on = context.actor(request), context.app_state(request).clock()
    try:
        with context.writing(request) as session:
            inactivity.keep_open(session, number, by=by, on=on)
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, refusal)
    return context.see_other(f"/{lang}/desk/idle")


@page_post("/desk/silent/{reference:str}", permission=Permission.VACANCIES_APPROVE)
def verify(
    request: Req, lang: FromPath[str], reference: FromPath[str], data: Form
) -> Response[Any]:
    """Record that the employer was reached, and show its vacancies again.

    These are the ones that were switched off for its silence.
    """
    key = str(data.get("once", ""))
    try:
        with context.writing(request) as session:
            context.run_form_once(
                request, session, key, reference, lambda: _verify(request, session, reference)
            )
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, refusal)
    return context.see_other(f"/{lang}/desk/idle")


def _verify(request: Req, session: Session, reference: str) -> dict[str, Any]:
    rows = inactivity.verify(
        session, reference, by=context.actor(request), on=context.app_state(request).clock()
    )
    return {"shown": len(rows)}


def _page(request: Req, refusal: Refusal | None = None) -> Response[Any]:
    number, today = context.page_number(request), context.app_state(request).today
    with context.reading(request) as session:
        rules = {
            why.value: legal_rules.days(session, why.value, today)
            for why in inactivity.InactivityRule
        }
        return desk_page.page(
            request,
            "desk/vacancies/inactivity.html",
            status=auth_middleware.refusal_status(request, refusal),
            rules=rules,
            rows=inactivity.upcoming(session, (number - 1) * PAGE, PAGE),
            total=inactivity.count_upcoming(session),
            number=number,
            size=PAGE,
            gone=inactivity.list_delisted(session),
            errors=forms.errors_by_field(refusal),
        )
