"""The worker's own placements, whose arrival they report themselves."""

from datetime import date
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import InvalidInput, NotFound, Refusal
from matching.journey import departure_arrival
from matching.placements import arrivals
from service.infra.access import Permission
from service.input import forms
from service.pages.shared import account_page
from service.web import context
from service.web.context import Form, Req, page_post


class ArrivalInput(msgspec.Struct):
    arrived_on: date


@page_post("/me/placements/{number:str}/arrive", permission=Permission.ME_OPEN)
def arrive(request: Req, lang: FromPath[str], number: FromPath[str], data: Form) -> Response[Any]:
    """Record the worker's arrival, from which the placement counts.

    Refuses: NotFound, also for another person's contract.
    """
    account_page.require_citizen(request)
    typed = {"arrived_on": str(data.get("arrived_on", ""))}
    try:
        with context.writing(request) as session:
            key = str(data.get("once", ""))
            context.run_form_once(
                request,
                session,
                key,
                typed,
                lambda: _record_arrival(request, session, number, typed),
            )
    except NotFound:
        raise
    except Refusal as refusal:
        return account_page.overview(
            request, {field_name(number): typed["arrived_on"]}, _attach_to_field(refusal, number)
        )
    return context.see_other(f"/{lang}/me#contracts")


def _record_arrival(
    request: Req, session: Session, number: str, typed: dict[str, str]
) -> dict[str, Any]:
    by, house = context.actor(request), context.app_state(request)
    row = arrivals.get_own(session, number, account_page.current_account(request, session).citizen)
    arrival_input = forms.read(ArrivalInput, typed)
    departure_arrival.arrive(
        session, row, arrival_input.arrived_on, by=by, on=house.clock(), day=house.today
    )
    return {"reference": row.reference}


def field_name(number: str) -> str:
    """Return the field name for one contract, since a page may show several."""
    return f"arrived_on-{number}"


def _attach_to_field(refusal: Refusal, number: str) -> Refusal:
    """Attach the refusal to the question that was answered."""
    for error in refusal.errors if isinstance(refusal, InvalidInput) else [refusal]:
        error.field = field_name(number) if error.field else None
    return refusal
