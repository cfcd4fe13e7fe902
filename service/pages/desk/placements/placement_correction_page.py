"""Correcting a placement at the desk."""

from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotAllowed, Refusal
from catalog.licensing import agencies
from catalog.reference import countries
from i18n import N_
from matching.journey import placement_corrections
from matching.journey.placement_corrections import PlacementFacts
from matching.placements import arrivals
from matching.placements.placements import Placement
from service.infra.access import Permission
from service.pages.desk.shared import correction_pages, record_fields
from service.pages.desk.shared.correction_pages import CorrectionForm, CorrectionHistory, FactField
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction

# Facts that a step records: the form has them once the step was taken.
_OF_STEPS = ("departed_on", "arrived_on", "why")


@page_get("/desk/placements/{reference:str}/correct", permission=Permission.PLACEMENTS_WRITE)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _page(request, reference, {}, None)


def history(session: Session, reference: str) -> CorrectionHistory:
    """Return the corrections of a placement as its pages show them."""
    return correction_pages.history(
        session, placement_corrections.NOUN, reference, lambda: dict(agencies.list_home(session))
    )


def _page(
    request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None
) -> Response[Any]:
    """Show the form; the read is recorded before it leaves. Refuses: NotFound, NotAllowed."""
    by = context.actor(request)
    if not placement_corrections.may_correct(by):
        raise NotAllowed
    with context.reading(request) as session:
        row = arrivals.get(session, reference, by=by)
        form = CorrectionForm(
            heading=N_("Correct the placement"),
            reference=reference,
            back=f"/desk/placements/{reference}",
            send_to=f"/desk/placements/{reference}/correct",
            facts=_fields(session, placement_corrections.current(row)),
            version=row.version,
            typed=typed,
        )
        answer = correction_pages.form_page(request, history(session, reference), form, refusal)
    context.note_read(request, "placement", reference)
    return answer


def _fields(session: Session, facts: PlacementFacts) -> list[FactField]:
    known = agencies.list_home(session)
    if facts.agency not in dict(known):
        known = [(facts.agency, facts.agency), *known]
    options = {
        "agency": known,
        "country": correction_pages.codes(countries.destinations(session), facts.country),
    }
    taken = {
        name: label
        for name, label in record_fields.PLACEMENT.items()
        if name not in _OF_STEPS or getattr(facts, name)
    }
    return correction_pages.fact_fields(facts, taken, options)


@form_actions.post(
    "/desk/placements/{reference:str}/correct",
    permission=Permission.PLACEMENTS_WRITE,
    back="/desk/placements/{reference}",
    redraw=_page,
    find=lambda act, reference: arrivals.get(act.session, reference, by=act.by),
    reads=Permission.PLACEMENTS_READ,
    done=N_("The correction is saved."),
)
def correct(act: FormAction, row: Placement) -> None:
    facts, reason = correction_pages.with_reason(act, lambda: act.read(PlacementFacts))
    placement_corrections.correct(
        act.session, row, facts, reason, by=act.by, on=act.on, day=act.day
    )
