"""Deeds: what a form of a desk does with one record, once, and only while the record is what its page showed."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

import msgspec
from litestar import Response
from sqlmodel import Session

from catalog.core.actor import Who
from catalog.core.errors import NotFound, Refusal, Stale
from service.input import forms
from service.web import context
from service.web.context import Req

Row = TypeVar("Row")


class Act(msgspec.Struct):
    """A deed as a form of a desk tells it: what was typed, and in whose name, when it is done."""

    session: Session
    typed: dict[str, str]
    by: Who
    on: datetime
    day: date


def typed_of(data: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in data.items() if name not in (forms.TOKEN, "once")}


def once(request: Req, data: dict[str, Any], deed: Callable[[Act], dict[str, Any]]) -> dict[str, Any]:
    """Does a deed under the hidden key of its form. Refuses: SentBefore, and whatever the deed refuses."""
    house, typed = context.house(request), typed_of(data)
    with context.writing(request) as session:
        act = Act(session, typed, context.who(request), house.clock(), house.today)
        return context.done_by_form(request, session, str(data.get("once", "")), typed, lambda: deed(act))


def done(
    request: Req, back: str, reference: str, data: dict[str, Any], find: Callable[[Act], Row],
    deed: Callable[[Act, Row], object], shown: Callable[[Req, str, dict[str, str], Refusal], Response[Any]], *,
    versioned: bool = True,
) -> Response[Any]:  # fmt: skip
    """Does a deed with one record once and goes back to it; refused, its page is shown with what was typed. What is not there
    answers as such. Versioned: only while the record is still what the page showed."""
    context.of_address(back.split("/")[1])

    def act(told: Act) -> dict[str, Any]:
        row = find(told)
        if versioned:
            require_same(row, told.typed)
        deed(told, row)
        return {"reference": reference}

    try:
        once(request, data, act)
    except Refusal as refusal:
        if isinstance(refusal, NotFound) and refusal.field is None:
            raise
        return shown(request, reference, typed_of(data), refusal)
    return context.see_other(f"{back}/{reference}")


def said(
    request: Req, back: str, number: Any, deed: Callable[..., object], shown: Callable[[Req, Refusal], Response[Any]]
) -> Response[Any]:
    """An officer's word on one record by a button alone, and back to its list; refused, the list tells why. What is not there
    answers as such."""
    context.of_address(back.split("/")[1])
    try:
        with context.writing(request) as session:
            deed(session, number, by=context.who(request), on=context.house(request).clock())
    except NotFound:
        raise
    except Refusal as refusal:
        return shown(request, refusal)
    return context.see_other(back)


def require_same(row: Any, typed: dict[str, str]) -> None:
    """That the record is still what the page showed. Refuses: Stale."""
    if str(row.version) != typed.get("version", ""):
        raise Stale
