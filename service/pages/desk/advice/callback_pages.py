"""Calls that are due today, each recorded as made or put off."""

from datetime import date
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal
from service.casework.advice import advice_sessions, callbacks
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import desk_page
from service.web import auth_middleware, context
from service.web.context import Form, Req, page_get, page_post

PAGE = 50


class CallbackInput(msgspec.Struct):
    """The outcome of a call: the day shown, and the new day if it is put off."""

    due: date
    to: date | None = None


@page_get("/desk/advice/callbacks", permission=Permission.ADVICE_READ)
def index(request: Req) -> Response[Any]:
    return _page(request, "", {}, None)


@page_post("/desk/advice/{number:str}/callback", permission=Permission.ADVICE_WRITE)
def settle(request: Req, lang: FromPath[str], number: FromPath[str], data: Form) -> Response[Any]:
    """Record a call as made or put it off, by the button that was pressed."""
    key, act = str(data.pop("once", "")), str(data.pop("act", ""))
    typed = {name: str(data.get(name, "")) for name in ("due", "to")}
    try:
        result = _read_input(typed, act)
        with context.writing(request) as session:
            context.run_form_once(
                request, session, key, typed, lambda: _settle(request, session, number, result)
            )
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, number, typed, refusal)
    return context.see_other(f"/{lang}/desk/advice/callbacks")


def _read_input(typed: dict[str, str], act: str) -> CallbackInput:
    """Parse the outcome of a call.

    Refuses: forms.MissingAnswer where a call is put off to no day.
    """
    callback_input = forms.read(CallbackInput, typed)
    if act == "put_off" and callback_input.to is None:
        raise forms.MissingAnswer("to")
    return callback_input if act == "put_off" else CallbackInput(callback_input.due)


def _settle(
    request: Req, session: Session, number: str, callback_input: CallbackInput
) -> dict[str, Any]:
    house, by = context.app_state(request), context.actor(request)
    row = advice_sessions.get(session, number, by=by)
    if callback_input.to is None:
        callbacks.record_call(session, row, callback_input.due, by=by, on=house.clock())
    else:
        callbacks.put_off(
            session,
            row,
            callback_input.due,
            callback_input.to,
            by=by,
            on=house.clock(),
            day=house.today,
        )
    return {"reference": number}


def _page(
    request: Req, number: str, typed: dict[str, str], refusal: Refusal | None
) -> Response[Any]:
    by, today, page = (
        context.actor(request),
        context.app_state(request).today,
        context.page_number(request),
    )
    with context.reading(request) as session:
        if number:
            advice_sessions.get(session, number, by=by)
        rows = callbacks.list_due(session, today, by=by, limit=PAGE, offset=(page - 1) * PAGE)
        facts: dict[str, Any] = {
            "rows": rows,
            "officers": desk_page.officer_names(session, {row.officer for row in rows}),
        }
        total = callbacks.count_due(session, today, by=by)
    errors = forms.errors_by_field(refusal) if refusal else {}
    facts |= {
        "typed": typed,
        "wrong": number,
        "errors": errors,
        "total": total,
        "number": page,
        "size": PAGE,
    }
    return desk_page.page(
        request,
        "desk/advice/callbacks.html",
        status=auth_middleware.refusal_status(request, refusal),
        **facts,
    )
