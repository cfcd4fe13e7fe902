"""The worker's own placements, whose arrival they report themselves."""

from datetime import date
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import Refusal
from matching.journey import departure_arrival
from matching.placements import arrivals
from service.infra.access import Permission
from service.pages.shared import account_page
from service.web import form_actions
from service.web.context import Form, Req, page_post
from service.web.form_actions import FormAction


class ArrivalInput(msgspec.Struct):
    arrived_on: date


@page_post("/me/placements/{number:str}/arrive", permission=Permission.ME_OPEN)
def arrive(request: Req, lang: FromPath[str], number: FromPath[str], data: Form) -> Response[Any]:
    """Record the worker's arrival, from which the placement counts.

    Refuses: NotFound, also for another person's contract.
    """
    account_page.require_citizen(request)

    def action(act: FormAction) -> None:
        citizen = account_page.current_account(request, act.session).citizen
        row, arrived_on = (
            arrivals.get_own(act.session, number, citizen),
            act.read(ArrivalInput).arrived_on,
        )
        departure_arrival.arrive(act.session, row, arrived_on, by=act.by, on=act.on, day=act.day)

    def redraw(typed: dict[str, str], refusal: Refusal) -> Response[Any]:
        shown = {field_name(number): typed.get("arrived_on", "")}
        return account_page.overview(request, shown, _attach_to_field(refusal, number))

    return form_actions.submit(request, data, action, f"/{lang}/me#contracts", redraw)


def field_name(number: str) -> str:
    """Return the field name for one contract, since a page may show several."""
    return f"arrived_on-{number}"


def _attach_to_field(refusal: Refusal, number: str) -> Refusal:
    """Attach the refusal to the question that was answered."""
    for error in refusal.errors:
        error.field = field_name(number) if error.field else None
    return refusal
