"""Inspections at the desk: planning a visit, its findings, remedied faults, and fines."""

from datetime import date
from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import NotFound, Refusal, require_found
from catalog.licensing import inspections
from catalog.licensing.agencies import Agency, AgencyStatus
from catalog.licensing.inspections import (
    FindingsInput,
    Inspection,
    InspectionPoint,
    NewFine,
    Point,
    Verdict,
)
from i18n import N_
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.licensing import licence_page
from service.pages.desk.shared import desk_page
from service.web import context, form_actions
from service.web.context import Req, page_get, page_post
from service.web.form_actions import FormAction


class PlanInput(msgspec.Struct):
    planned_on: date


class VisitInput(msgspec.Struct):
    held_on: date
    due_on: date | None = None


@form_actions.post(
    "/desk/licences/{external_id:str}/fines/{number:int}/paid",
    permission=Permission.LICENCES_WRITE,
    back="/desk/licences/{external_id}#fines",
    redraw=lambda request, external_id, _number, typed, refusal: licence_page.page(
        request, external_id, typed, refusal
    ),
    part="paid_",
    reads=Permission.LICENCES_CONFIRM,
    done=N_("The payment is recorded."),
)
def pay_fine(act: FormAction, external_id: str, number: int) -> None:
    if number not in {row.id for row in inspections.fines(act.session, external_id)}:
        raise NotFound
    inspections.record_payment(act.session, number, by=act.by, on=act.on)


@licence_page.post(
    "/desk/licences/{external_id:str}/inspections",
    permission=Permission.LICENCES_WRITE,
    back="/desk/licences/{external_id}#visits",
    part="visit_",
    done=N_("The inspection is planned."),
)
def plan(act: FormAction, standing: AgencyStatus) -> None:
    plan_input = act.read(PlanInput)
    inspections.plan(
        act.session,
        standing.agency.external_id,
        plan_input.planned_on,
        by=act.by,
        on=act.on,
    )


@licence_page.post(
    "/desk/licences/{external_id:str}/fines",
    permission=Permission.LICENCES_WRITE,
    back="/desk/licences/{external_id}#fines",
    part="fine_",
    done=N_("The fine is recorded."),
)
def fine(act: FormAction, standing: AgencyStatus) -> None:
    values = forms.with_minor_units(forms.fields_of(NewFine, act.typed), "amount", "currency")
    new_fine = forms.read(NewFine, values)
    inspections.record_fine(
        act.session, standing.agency.external_id, new_fine, by=act.by, on=act.on
    )


@page_get("/desk/inspections/{number:str}", permission=Permission.LICENCES_CONFIRM)
def show(request: Req, number: FromPath[str]) -> Response[Any]:
    return _page(request, number, {})


@page_post(
    "/desk/inspections/{number:str}/points/{point:str}", permission=Permission.LICENCES_WRITE
)
def mark_mended(
    request: Req, lang: FromPath[str], number: FromPath[str], point: FromPath[str]
) -> Response[Any]:

    def action(act: FormAction) -> None:
        inspections.record_remedy(act.session, number, point, by=act.by, on=act.on)

    return form_actions.submit(
        request, {}, action, f"/{lang}/desk/inspections/{number}", partial(_page, request, number)
    )


class InspectionPage(msgspec.Struct):
    row: Inspection
    agency: Agency
    found: list[InspectionPoint]
    officers: dict[str, str]


def _page(
    request: Req, number: str, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    today = context.app_state(request).today
    with context.reading(request) as session:
        row = require_found(session.get(Inspection, number))
        agency = session.get_one(Agency, row.agency)
        found = inspections.points(session, [number]).get(number, [])
        officers = desk_page.officer_names(
            session, {row.planned_by, row.inspector, *(one.seen_by for one in found)}
        )
        return form_actions.form_page(
            request,
            "desk/licensing/inspection.html",
            InspectionPage(row, agency, found, officers),
            refusal=refusal,
            points=[one.value for one in Point],
            typed={"held_on": today.isoformat()} | typed,
        )


@form_actions.post(
    "/desk/inspections/{number:str}",
    permission=Permission.LICENCES_WRITE,
    back="/desk/inspections/{number}",
    redraw=_page,
    done=N_("The visit is recorded."),
)
def record_visit(act: FormAction, number: str) -> None:
    visit_input = act.read(VisitInput)
    points = {
        point: Verdict(verdict)
        for point in Point
        if (verdict := act.typed.get(f"point_{point.value}", "")) in list(Verdict)
    }
    found = FindingsInput(visit_input.held_on, points, visit_input.due_on)
    inspections.record_findings(act.session, number, found, by=act.by, on=act.on)
