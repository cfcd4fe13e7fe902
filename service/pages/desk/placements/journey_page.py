"""The journey of one application at the desk: contract, visa, travel and arrival.

Each step is taken by the person responsible for it.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Annotated, Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from msgspec import Meta

from catalog.core.errors import EditConflict, NotFound, Refusal
from catalog.core.fields import TASHKENT
from i18n import N_
from matching.applications import applications, transitions
from matching.applications.applications import Application
from matching.applications.state_machine import Side
from matching.contracts import contracts, signing
from matching.contracts.contracts import NewContract
from matching.journey import departure_arrival, pre_departure
from matching.journey.pre_departure import ITEMS_BY_SIDE, Item, NewJourney, NewVisa
from service.infra import access
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.placements import journey_view
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction


class DepartureInput(msgspec.Struct):
    """The start of a journey in Tashkent time, as a form sends it."""

    leaves_on: date
    leaves_hour: Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]\Z")]
    route: Annotated[str, Meta(max_length=120)] = ""


@page_get("/desk/applications/{reference:str}/road", permission=Permission.ROAD_READ)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _page(request, reference)


def _show_refusal(
    request: Req, reference: str, step: str, typed: dict[str, str], refusal: Refusal
) -> Response[Any]:
    access.require(context.actor(request), Permission.ROAD_READ)
    return _page(request, reference, typed | {"step": step}, refusal)


def _draft(act: FormAction, row: Application) -> None:
    values: dict[str, Any] = forms.fields_of(NewContract, act.typed)
    for name in ("wage", "worker_fee"):
        values = forms.with_minor_units(values, name, "currency")
    values["languages"] = ",".join(
        str(values.get("languages", "")).lower().replace(",", " ").split()
    )
    contracts.draft(
        act.session, row, forms.read(NewContract, values), by=act.by, on=act.on, day=act.day
    )


def _day(act: FormAction, field: str) -> date:
    """Parse the day of a step, with errors attached to its own field."""
    return date.fromisoformat(str(getattr(act.read(_day_input(field)), field)))


def _day_input(field: str) -> type[msgspec.Struct]:
    return msgspec.defstruct("Asked", [(field, date)])


def _sign(act: FormAction, row: Application) -> None:
    signing.sign(act.session, row, _day(act, "signed_on"), by=act.by, on=act.on, day=act.day)


def _apply_visa(act: FormAction, row: Application) -> None:
    pre_departure.apply_visa(act.session, row, act.read(NewVisa), by=act.by, on=act.on, day=act.day)


def _grant_visa(act: FormAction, row: Application) -> None:
    pre_departure.grant_visa(
        act.session, row, _day(act, "visa_until"), by=act.by, on=act.on, day=act.day
    )


def _refuse_visa(act: FormAction, row: Application) -> None:
    pre_departure.refuse_visa(
        act.session, row, _day(act, "visa_refused_on"), by=act.by, on=act.on, day=act.day
    )


def _plan(act: FormAction, row: Application) -> None:
    """Plan the departure, at a time in Tashkent, where the journey begins."""
    departure_input = act.read(DepartureInput)
    hour, minute = map(int, departure_input.leaves_hour.split(":"))
    moment = datetime.combine(departure_input.leaves_on, time(hour, minute), TASHKENT)
    pre_departure.plan(
        act.session,
        row,
        NewJourney(moment.astimezone(UTC), departure_input.route),
        by=act.by,
        on=act.on,
        day=act.day,
    )


def _tick(act: FormAction, row: Application) -> None:
    pre_departure.tick(
        act.session,
        row,
        {one for one in Item if act.typed.get(one.value)},
        by=act.by,
        on=act.on,
    )


def _prepare(act: FormAction, row: Application) -> None:
    pre_departure.prepare(act.session, row, by=act.by, on=act.on, day=act.day)


def _depart(act: FormAction, row: Application) -> None:
    departure_arrival.depart_applicant(
        act.session, row, _day(act, "departed_on"), by=act.by, on=act.on, day=act.day
    )


def _arrive(act: FormAction, row: Application) -> None:
    came = _day(act, "arrived_on")
    departure_arrival.arrive(
        act.session,
        departure_arrival.placement(act.session, row),
        came,
        by=act.by,
        on=act.on,
        day=act.day,
    )


def _begin_work(act: FormAction, row: Application) -> None:
    departure_arrival.begin_work(act.session, row, by=act.by, on=act.on)


def _step_without_input(step: str) -> Callable[[FormAction, Application], None]:
    """Return a step that needs no input, for the recruiter of this vacancy."""

    def take_it(act: FormAction, row: Application) -> None:
        transitions.move(act.session, row, step, by=act.by, on=act.on, day=act.day)

    return take_it


ACTIONS: dict[str, Callable[[FormAction, Application], None]] = {
    "draft": _draft,
    "sign": _sign,
    "apply_visa": _apply_visa,
    "grant_visa": _grant_visa,
    "refuse_visa": _refuse_visa,
    "plan": _plan,
    "tick": _tick,
    "prepare": _prepare,
    "depart": _depart,
    "arrive": _arrive,
    "begin_work": _begin_work,
    **{
        name: _step_without_input(name)
        for name in ("employer_cancel", "find_unfit", "miss", "complete")
    },
}


def _page(
    request: Req,
    reference: str,
    typed: dict[str, str] | None = None,
    refusal: Refusal | None = None,
) -> Response[Any]:
    """Show the whole journey; the read is recorded before it leaves.

    Refuses: NotFound, Unavailable.
    """
    by = context.actor(request)
    with context.reading(request) as session:
        row = applications.get(session, reference, by=by)
        shown = journey_view.journey_page(request, session, row)
        answer = form_actions.form_page(
            request,
            "desk/placements/journey.html",
            msgspec.structs.replace(shown, typed=typed or shown.typed),
            refusal=refusal,
            items=ITEMS_BY_SIDE[Side.RECRUITER],
            all_items=Item,
        )
    context.note_read(request, "application", reference)
    return answer


@form_actions.post(
    "/desk/applications/{reference:str}/road/{stage:str}",
    permission=Permission.ROAD_WRITE,
    back="/desk/applications/{reference}/road",
    redraw=_show_refusal,
    done=N_("The step is recorded."),
)
def take_step(act: FormAction, reference: str, stage: str) -> None:
    """Take one step and go back to the journey.

    After a refusal the page shows the current state and what was typed. Refuses: NotFound.
    """
    if stage not in ACTIONS:
        raise NotFound
    row = applications.get(act.session, reference, by=act.by)
    if act.typed.get("version") != journey_view.version(act.session, row):
        raise EditConflict
    ACTIONS[stage](act, row)
