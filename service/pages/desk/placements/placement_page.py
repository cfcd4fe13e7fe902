"""One placement at the desk: who, what and when, and what became of it."""

from datetime import date
from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from catalog.reference.posts import Post
from i18n import N_
from matching.applications.applications import Application
from matching.identity.persons import Citizen
from matching.journey import departure_arrival, placement_corrections, return_migration
from matching.journey.return_migration import Homecoming
from matching.placements import arrivals, placements
from matching.placements.placements import CancellationReason, Placement
from service.casework.evidence.owners import RecordKind
from service.infra.access import Permission
from service.pages.account import my_return
from service.pages.desk.placements import placement_correction_page
from service.pages.desk.shared import record_documents
from service.pages.desk.shared.correction_pages import CorrectionHistory
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction


class DepartureInput(msgspec.Struct):
    departed_on: date


class ArrivalInput(msgspec.Struct):
    arrived_on: date


class CancellationInput(msgspec.Struct):
    why: CancellationReason


@page_get("/desk/placements/{reference:str}", permission=Permission.PLACEMENTS_READ)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _page(request, reference)


class PlacementPage(msgspec.Struct):
    """A placement with its confirming post and, except for statisticians, the person.

    `reported` is what the worker reported after returning home, `reaches` whether the reader may call
    them, `correctable` whether they may correct the placement, and `claim` the period of work that a
    wage claim begins with.
    """

    row: Placement
    acts: set[str]
    reported: Homecoming | None
    reaches: bool
    correctable: bool
    person: Citizen | None
    post: Post | None
    applied: Application | None
    agency: str
    claim: dict[str, int]


def _page(
    request: Req,
    reference: str,
    typed: dict[str, str] | None = None,
    refusal: Refusal | None = None,
) -> Response[Any]:
    """Show a whole placement; the read is recorded before it leaves.

    Refuses: NotFound, Unavailable.
    """
    by = context.actor(request)
    with context.reading(request) as session:
        row = arrivals.get(session, reference, by=by)
        answer = form_actions.form_page(
            request,
            "desk/placements/placement.html",
            _facts(request, session, row, by),
            placement_correction_page.history(session, reference)
            if arrivals.names_people(by)
            else CorrectionHistory([]),
            record_documents.of_record(request, session, RecordKind.PLACEMENT, reference)
            if arrivals.names_people(by)
            else record_documents.WITHHELD,
            refusal=refusal,
            about=row.country,
            typed=typed or {},
        )
    context.note_read(request, "placement", reference)
    return answer


def _facts(request: Req, session: Session, row: Placement, by: Actor) -> PlacementPage:
    reported = return_migration.for_placement(session, row.reference)
    return PlacementPage(
        row=row,
        acts=arrivals.allowed_actions(row, by),
        reported=reported,
        claim=my_return.period(row, reported.came_on) if reported else {},
        reaches=arrivals.may_reach(row, by),
        correctable=placement_corrections.may_correct(by),
        person=session.get(Citizen, row.citizen) if arrivals.names_people(by) else None,
        post=session.get(Post, row.post) if row.post else None,
        applied=departure_arrival.application(session, row),
        agency=arrivals.agency_names(session, [row])[row.agency],
    )


post = partial(
    form_actions.post,
    back="/desk/placements/{reference}",
    find=lambda act, reference: arrivals.get(act.session, reference, by=act.by),
    redraw=_page,
    reads=Permission.PLACEMENTS_READ,
)


@post(
    "/desk/placements/{reference:str}/depart",
    permission=Permission.PLACEMENTS_WRITE,
    first=lambda request: placements.require_recorder(context.actor(request)),
    done=N_("The departure is recorded."),
)
def depart(act: FormAction, row: Placement) -> None:
    values, on, day = act.read(DepartureInput), act.on, act.day
    departure_arrival.depart(act.session, row, values.departed_on, by=act.by, on=on, day=day)


@post(
    "/desk/placements/{reference:str}/arrive",
    permission=Permission.PLACEMENTS_CONFIRM,
    done=N_("The arrival is recorded."),
)
def arrive(act: FormAction, row: Placement) -> None:
    values, on, day = act.read(ArrivalInput), act.on, act.day
    departure_arrival.arrive(act.session, row, values.arrived_on, by=act.by, on=on, day=day)


@post(
    "/desk/placements/{reference:str}/cancel",
    permission=Permission.PLACEMENTS_WRITE,
    done=N_("The placement is cancelled."),
)
def cancel(act: FormAction, row: Placement) -> None:
    departure_arrival.cancel(
        act.session, row, act.read(CancellationInput).why, by=act.by, on=act.on
    )
