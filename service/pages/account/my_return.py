"""Back home: a worker tells why, what was not paid and which insurances are still theirs, and is led on from there."""

from datetime import date
from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal
from matching.journey import return_migration
from matching.journey.return_migration import Return
from matching.placements import arrivals
from matching.placements.placements import Placement, State
from service.infra.access import Permission
from service.input import forms
from service.pages.shared import account_page
from service.web import context
from service.web.context import Form, Req, page_get, page_post

# From which states somebody can have come home.
AWAY = (State.DEPARTED.value, State.ARRIVED.value)


@page_get("/me/home", permission=Permission.ME_OPEN)
def index(request: Req, lang: FromPath[str]) -> Response[Any]:
    """One’s contracts abroad, to say from which one has come back."""
    context.of_address(lang)
    account_page.require_citizen(request)
    with context.reading(request) as session:
        rows = arrivals.of(session, account_page.mine(request, session).citizen or "")
        told = {row.reference: return_migration.of(session, row.reference) for row in rows}
        shown = [row for row in rows if row.state in AWAY or told[row.reference]]
        return account_page.page(request, "account/home.html", rows=shown, told=told)


@page_get("/me/home/{number:str}", permission=Permission.ME_OPEN)
def show(request: Req, lang: FromPath[str], number: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return _page(request, number)


@page_post("/me/home/{number:str}", permission=Permission.ME_OPEN)
def tell(request: Req, lang: FromPath[str], number: FromPath[str], data: Form) -> Response[Any]:
    context.of_address(lang)
    typed = {name: str(value) for name, value in data.items() if name != forms.TOKEN}
    key = typed.pop("once", "")
    try:
        with context.writing(request) as session:
            context.done_by_form(request, session, key, typed, lambda: _told(request, session, number, typed))
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, number, typed, refusal)
    return context.see_other(f"/{lang}/me/home/{number}")


def _told(request: Req, session: Session, number: str, typed: dict[str, str]) -> dict[str, Any]:
    house, row = context.house(request), _own(request, session, number)
    return_migration.tell(session, row, read(typed), by=context.who(request), on=house.clock(), day=house.today)
    return {"reference": number}


def read(typed: dict[str, str]) -> Return:
    """What was told, the insurances by the boxes that were ticked."""
    named = [name for name in return_migration.INSURANCES if typed.get(f"insurance_{name}")]
    return forms.read(Return, {name: value for name, value in typed.items() if name in _ASKED} | {"insurances": named})


_ASKED = frozenset(Return.__struct_fields__) - {"insurances"}


def _own(request: Req, session: Session, number: str) -> Placement:
    account_page.require_citizen(request)
    return arrivals.own(session, number, account_page.mine(request, session).citizen)


def period(row: Placement, came_on: date) -> dict[str, int]:
    """The days between which somebody worked, as the first page of a claim is told them."""
    first, last = row.arrived_on or row.departed_on or row.signed_on, came_on
    return {
        "from_day": first.day, "from_month": first.month, "from_year": first.year,
        "to_day": last.day, "to_month": last.month, "to_year": last.year,
    }  # fmt: skip


def _page(
    request: Req, number: str, typed: dict[str, str] | None = None, refusal: Refusal | None = None
) -> Response[Any]:  # fmt: skip
    with context.reading(request) as session:
        row = _own(request, session, number)
        told, today = return_migration.of(session, number), context.house(request).today
        if told is None and row.state not in AWAY:
            raise NotFound
        return account_page.page(
            request, "account/home_one.html", refusal, row=row, told=told, typed=typed or {}, about="UZ",
            insurances=return_migration.insurances(session, row.country, told.came_on if told else today),
            claim=period(row, told.came_on) if told else {},
        )  # fmt: skip


HANDLERS = [index, show, tell]
