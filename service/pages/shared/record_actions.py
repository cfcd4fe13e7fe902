"""Form actions of the desk: act on one record once, only while it is as its page showed it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

import msgspec
from litestar import Response
from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.core.errors import EditConflict, NotFound, Refusal
from service.input import forms
from service.web import context
from service.web.context import Req

Row = TypeVar("Row")


class FormAction(msgspec.Struct):
    """An action as a form of the desk sends it: typed values, actor, time and day."""

    session: Session
    typed: dict[str, str]
    by: Actor
    on: datetime
    day: date


def typed_of(data: dict[str, Any]) -> dict[str, str]:
    return {
        name: str(value) for name, value in data.items() if name not in (forms.TOKEN_FIELD, "once")
    }


def run_once(
    request: Req, data: dict[str, Any], deed: Callable[[FormAction], dict[str, Any]]
) -> dict[str, Any]:
    """Run an action under the hidden key of its form.

    Refuses: FormAlreadySent, and whatever the action refuses.
    """
    house, typed = context.app_state(request), typed_of(data)
    with context.writing(request) as session:
        act = FormAction(session, typed, context.actor(request), house.clock(), house.today)
        return context.run_form_once(
            request, session, str(data.get("once", "")), typed, lambda: deed(act)
        )


def run_on_record(
    request: Req,
    back: str,
    reference: str,
    data: dict[str, Any],
    find: Callable[[FormAction], Row],
    deed: Callable[[FormAction, Row], object],
    shown: Callable[[Req, str, dict[str, str], Refusal], Response[Any]],
    *,
    versioned: bool = True,
) -> Response[Any]:
    """Run an action on one record once and go back to it.

    After a refusal its page is shown with what was typed; a record that does not exist is NotFound.
    `versioned`: only while the record is still what the page showed.
    """
    context.require_language(back.split("/")[1])

    def act(form_action: FormAction) -> dict[str, Any]:
        row = find(form_action)
        if versioned:
            require_same(row, form_action.typed)
        deed(form_action, row)
        return {"reference": reference}

    try:
        run_once(request, data, act)
    except Refusal as refusal:
        if isinstance(refusal, NotFound) and refusal.field is None:
            raise
        return shown(request, reference, typed_of(data), refusal)
    return context.see_other(f"{back}/{reference}")


def run_from_list(
    request: Req,
    back: str,
    number: Any,
    deed: Callable[..., object],
    shown: Callable[[Req, Refusal], Response[Any]],
) -> Response[Any]:
    """Run an officer's one-button action on a record and go back to its list.

    After a refusal the list says why; a record that does not exist is NotFound.
    """
    context.require_language(back.split("/")[1])
    try:
        with context.writing(request) as session:
            deed(session, number, by=context.actor(request), on=context.app_state(request).clock())
    except NotFound:
        raise
    except Refusal as refusal:
        return shown(request, refusal)
    return context.see_other(back)


def require_same(row: Any, typed: dict[str, str]) -> None:
    """Require that the record is still what the page showed. Refuses: EditConflict."""
    if str(row.version) != typed.get("version", ""):
        raise EditConflict
