"""Calls that are due today, each recorded as made or put off."""

from datetime import date
from typing import Any

import msgspec
from litestar import Response
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import vault
from catalog.core.errors import Refusal
from i18n import N_
from matching.identity import persons
from matching.identity.persons import Citizen
from service.casework.advice import advice_sessions, callbacks
from service.casework.scope import advice_tables
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import desk_page
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import Answer, FormAction

PAGE = 50


class CallbackInput(msgspec.Struct):
    """The outcome of a call: the day shown, and the new day if it is put off."""

    due: date
    to: date | None = None


class Caller(msgspec.Struct, frozen=True):
    """The person to call: their name, and the end of their number."""

    name: str
    phone: str


class CallbacksPage(msgspec.Struct, frozen=True):
    """One page of the calls due, with the callers by session.

    `wrong` is the session whose outcome was refused.
    """

    rows: list[advice_tables.Session]
    callers: dict[str, Caller]
    officers: dict[str, str]
    typed: dict[str, str]
    wrong: str
    total: int
    number: int
    size: int


@page_get("/desk/advice/callbacks", permission=Permission.ADVICE_READ)
def index(request: Req) -> Response[Any]:
    return _page(request, "", {}, None)


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
        shown = CallbacksPage(
            rows=rows,
            callers=_callers(session, rows),
            officers=desk_page.officer_names(session, {row.officer for row in rows}),
            typed=typed,
            wrong=number,
            total=callbacks.count_due(session, today, by=by),
            number=page,
            size=PAGE,
        )
    return form_actions.form_page(request, "desk/advice/callbacks.html", shown, refusal=refusal)


def _callers(session: Session, rows: list[advice_tables.Session]) -> dict[str, Caller]:
    numbers = {row.citizen for row in rows if row.citizen}
    people = list(
        session.execute(select(Citizen).where(col(Citizen.reference).in_(numbers))).scalars()
    )
    phones = vault.unseal_all(
        session, [(one.reference, "citizens.phone", one.phone) for one in people]
    )
    known = {
        one.reference: Caller(one.name, persons.mask_number(phone))
        for one, phone in zip(people, phones, strict=True)
    }
    return {row.reference: known[row.citizen] for row in rows if row.citizen in known}


@form_actions.post(
    "/desk/advice/{number:str}/callback",
    permission=Permission.ADVICE_WRITE,
    back="/desk/advice{next}",
    redraw=_page,
    done=N_("The call about session %(number)s is marked as made."),
)
def settle(act: FormAction, number: str) -> Answer:
    """Record the outcome of a call.

    `log` leads on to the form of what was said, which records the call when it is saved. Refuses:
    forms.MissingAnswer where a call is put off to no day.
    """
    called, put_off = act.read(CallbackInput), act.typed.get("act") == "put_off"
    if put_off and called.to is None:
        raise forms.MissingAnswer("to")
    row = advice_sessions.get(act.session, number, by=act.by)
    if act.typed.get("act") == "log":
        return {"next": f"/new?matter={row.matter}&called={number}", "done": ""}
    if put_off and called.to:
        callbacks.put_off(
            act.session, row, called.due, called.to, by=act.by, on=act.on, day=act.day
        )
        return {"next": "/callbacks", "done": N_("The call about session %(number)s is put off.")}
    callbacks.record_call(act.session, row, called.due, by=act.by, on=act.on)
    return {"next": "/callbacks"}
