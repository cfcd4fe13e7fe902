"""The road of one application at the desk: contract, visa, journey and arrival, each step by whoever takes it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Annotated, Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from msgspec import Meta
from sqlmodel import Session

from catalog.core.actor import Who
from catalog.core.errors import NotFound, Refusal, Stale
from catalog.core.fields import TASHKENT
from matching.applications import applications, transitions
from matching.applications.applications import Application
from matching.contracts import contracts, signing
from matching.contracts.contracts import NewContract
from matching.journey import departure_arrival, pre_departure
from matching.journey.pre_departure import Item, NewJourney, NewVisa
from service.infra import access
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.placements import journey_view
from service.pages.desk.shared import desk_page
from service.web import auth_middleware, context
from service.web.context import Form, Req, page_get, page_post


class Leaving(msgspec.Struct):
    """When a journey begins, by the clock of Tashkent, as a form tells it."""

    leaves_on: date
    leaves_hour: Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]\Z")]
    route: Annotated[str, Meta(max_length=120)] = ""


class Act(msgspec.Struct):
    """A step as a form tells it."""

    session: Session
    row: Application
    typed: dict[str, Any]
    by: Who
    on: datetime
    day: date

    @property
    def said(self) -> dict[str, Any]:
        """By whom and when, as every deed is told it."""
        return {"by": self.by, "on": self.on, "day": self.day}


@page_get("/desk/applications/{reference:str}/road", permission=Permission.ROAD_READ)
def show(request: Req, lang: FromPath[str], reference: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return _page(request, reference)


@page_post("/desk/applications/{reference:str}/road/{stage:str}", permission=Permission.ROAD_WRITE)
def take(
    request: Req, lang: FromPath[str], reference: FromPath[str], stage: FromPath[str], data: Form
) -> Response[Any]:  # fmt: skip
    """Takes one step and goes back to the road; refused, the page shows how it stands and what was typed. Refuses: NotFound."""
    context.of_address(lang)
    typed = {name: str(value) for name, value in data.items() if name != forms.TOKEN}
    key = typed.pop("once", "")
    if stage not in ACTS:
        raise NotFound
    try:
        with context.writing(request) as session:
            context.done_by_form(
                request, session, key, typed, lambda: _taken(request, session, reference, stage, typed)
            )
    except Refusal as refusal:
        return _refused(request, reference, stage, typed, refusal)
    return context.see_other(f"/{lang}/desk/applications/{reference}/road")


def _taken(request: Req, session: Session, reference: str, step: str, typed: dict[str, str]) -> dict[str, Any]:
    by, house = context.who(request), context.house(request)
    row = applications.get(session, reference, by=by)
    if typed.pop("version", "") != journey_view.version(session, row):
        raise Stale
    ACTS[step](Act(session, row, typed, by, house.clock(), house.today))
    return {"reference": reference}


def _refused(request: Req, reference: str, step: str, typed: dict[str, str], refusal: Refusal) -> Response[Any]:
    if isinstance(refusal, NotFound) and not refusal.field:
        raise refusal
    access.require(context.who(request), Permission.ROAD_READ)
    return _page(request, reference, typed | {"step": step}, refusal)


def _own(act: Act) -> None:
    transitions.require_recruiter(act.session, act.row, act.by)


def _draft(act: Act) -> None:
    told = dict(act.typed)
    for name in ("wage", "worker_fee"):
        told = forms.minor(told, name, "currency")
    told["languages"] = ",".join(str(told.get("languages", "")).lower().replace(",", " ").split())
    contracts.draft(act.session, act.row, forms.read(NewContract, told), **act.said)


def _day(act: Act, field: str) -> date:
    """The day of a step, with what is wrong beside its own field."""
    return date.fromisoformat(str(getattr(forms.read(_asking(field), act.typed), field)))


def _asking(field: str) -> type[msgspec.Struct]:
    return msgspec.defstruct("Asked", [(field, date)])


def _sign(act: Act) -> None:
    signing.sign(act.session, act.row, _day(act, "signed_on"), **act.said)


def _visa(act: Act) -> None:
    pre_departure.apply_visa(act.session, act.row, forms.read(NewVisa, act.typed), **act.said)


def _granted(act: Act) -> None:
    pre_departure.grant_visa(act.session, act.row, _day(act, "visa_until"), **act.said)


def _no_visa(act: Act) -> None:
    pre_departure.refuse_visa(act.session, act.row, _day(act, "visa_refused_on"), **act.said)


def _plan(act: Act) -> None:
    """The moment by the clock of Tashkent, where the journey begins."""
    told = forms.read(Leaving, act.typed)
    hour, minute = map(int, told.leaves_hour.split(":"))
    moment = datetime.combine(told.leaves_on, time(hour, minute), TASHKENT)
    pre_departure.plan(act.session, act.row, NewJourney(moment.astimezone(UTC), told.route), **act.said)


def _tick(act: Act) -> None:
    pre_departure.tick(act.session, act.row, {one for one in Item if act.typed.get(one.value)}, by=act.by, on=act.on)


def _ready(act: Act) -> None:
    pre_departure.prepare(act.session, act.row, **act.said)


def _depart(act: Act) -> None:
    departure_arrival.set_out(act.session, act.row, _day(act, "departed_on"), **act.said)


def _arrive(act: Act) -> None:
    came = _day(act, "arrived_on")
    departure_arrival.arrive(act.session, departure_arrival.placement(act.session, act.row), came, **act.said)


def _works(act: Act) -> None:
    departure_arrival.begin_work(act.session, act.row, by=act.by, on=act.on)


def _bare(step: str) -> Callable[[Act], None]:
    """A step that needs nothing but itself, by whoever recruits for this vacancy."""

    def take_it(act: Act) -> None:
        transitions.move(act.session, act.row, step, **act.said)

    return take_it


ACTS: dict[str, Callable[[Act], None]] = {
    "draft": _draft, "sign": _sign, "apply_visa": _visa, "grant_visa": _granted, "refuse_visa": _no_visa, "plan": _plan,
    "tick": _tick, "prepare": _ready, "depart": _depart, "arrive": _arrive, "begin_work": _works,
    **{name: _bare(name) for name in ("employer_cancel", "find_unfit", "miss", "complete")},
}  # fmt: skip


def _page(
    request: Req, reference: str, typed: dict[str, Any] | None = None, refusal: Refusal | None = None
) -> Response[Any]:
    """The whole road; that it was opened is written down before it leaves. Refuses: NotFound, Unavailable."""
    by = context.who(request)
    with context.reading(request) as session:
        row = applications.get(session, reference, by=by)
        facts = journey_view.facts(request, session, row)
        answer = desk_page.page(
            request, "desk/placements/journey.html", status=auth_middleware.status_of(request, refusal), headers=context.NO_STORE,
            row=row, typed=typed or facts.pop("known"), errors=forms.by_field(refusal), **facts,
        )  # fmt: skip
    context.note_read(request, "application", reference)
    return answer


HANDLERS = [show, take]
