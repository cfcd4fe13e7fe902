"""A worker's own contracts: that they have arrived, said by themselves."""

from datetime import date
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal, Wrong
from matching.journey import departure_arrival
from matching.placements import arrivals
from service.infra.access import Permission
from service.input import forms
from service.pages.shared import account_page
from service.web import context
from service.web.context import Form, Req, page_post


class Arrived(msgspec.Struct):
    arrived_on: date


@page_post("/me/placements/{number:str}/arrive", permission=Permission.ME_OPEN)
def arrive(request: Req, lang: FromPath[str], number: FromPath[str], data: Form) -> Response[Any]:
    """From now on the placement counts. Of whoever it is not, there is no such contract. Refuses: NotFound."""
    context.of_address(lang)
    account_page.require_citizen(request)
    typed = {"arrived_on": str(data.get("arrived_on", ""))}
    try:
        with context.writing(request) as session:
            key = str(data.get("once", ""))
            context.done_by_form(request, session, key, typed, lambda: _arrived(request, session, number, typed))
    except NotFound:
        raise
    except Refusal as refusal:
        return account_page.overview(request, {field(number): typed["arrived_on"]}, _beside(refusal, number))
    return context.see_other(f"/{lang}/me#contracts")


def _arrived(request: Req, session: Session, number: str, typed: dict[str, str]) -> dict[str, Any]:
    by, house = context.who(request), context.house(request)
    row = arrivals.own(session, number, account_page.mine(request, session).citizen)
    told = forms.read(Arrived, typed)
    departure_arrival.arrive(session, row, told.arrived_on, by=by, on=house.clock(), day=house.today)
    return {"reference": row.reference}


def field(number: str) -> str:
    """The name of the question about one contract, since there may be several on the page."""
    return f"arrived_on-{number}"


def _beside(refusal: Refusal, number: str) -> Refusal:
    """The same refusal, beside the question that was answered."""
    for error in refusal.errors if isinstance(refusal, Wrong) else [refusal]:
        error.field = field(number) if error.field else None
    return refusal


HANDLERS = [arrive]
