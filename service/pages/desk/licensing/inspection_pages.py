"""Inspections at the desk: planning a visit, its findings, remedied faults, and fines."""

from datetime import date
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal
from catalog.licensing import inspections
from catalog.licensing.agencies import Agency
from catalog.licensing.inspections import FindingsInput, Inspection, NewFine, Point, Verdict
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.licensing import licence_page
from service.pages.desk.licensing.licence_page import FormAction
from service.pages.desk.shared import desk_page
from service.web import auth_middleware, context
from service.web.context import Form, Req, page_get, page_post


class PlanInput(msgspec.Struct):
    planned_on: date


class VisitInput(msgspec.Struct):
    held_on: date
    due_on: date | None = None


@page_post("/desk/licences/{external_id:str}/inspections", permission=Permission.LICENCES_WRITE)
def plan(
    request: Req, lang: FromPath[str], external_id: FromPath[str], data: Form
) -> Response[Any]:
    return licence_page.run_action(request, lang, external_id, data, "visit_", _plan, "#visits")


@page_post("/desk/licences/{external_id:str}/fines", permission=Permission.LICENCES_WRITE)
def fine(
    request: Req, lang: FromPath[str], external_id: FromPath[str], data: Form
) -> Response[Any]:
    return licence_page.run_action(request, lang, external_id, data, "fine_", _fine, "#fines")


@page_post(
    "/desk/licences/{external_id:str}/fines/{number:int}/paid", permission=Permission.LICENCES_WRITE
)
def pay_fine(
    request: Req, lang: FromPath[str], external_id: FromPath[str], number: FromPath[int], data: Form
) -> Response[Any]:
    def deed(doing: FormAction) -> None:
        if number not in {row.id for row in inspections.fines(doing.session, external_id)}:
            raise NotFound
        inspections.record_payment(doing.session, number, by=doing.by, on=doing.house.clock())

    return licence_page.run_action(request, lang, external_id, data, "paid_", deed, "#fines")


def _plan(doing: FormAction) -> None:
    plan_input = forms.read(PlanInput, doing.typed)
    inspections.plan(
        doing.session,
        doing.agency.external_id,
        plan_input.planned_on,
        by=doing.by,
        on=doing.house.clock(),
    )


def _fine(doing: FormAction) -> None:
    new_fine = forms.read(NewFine, forms.with_minor_units(doing.typed, "amount", "currency"))
    inspections.record_fine(
        doing.session, doing.agency.external_id, new_fine, by=doing.by, on=doing.house.clock()
    )


@page_get("/desk/inspections/{number:str}", permission=Permission.LICENCES_CONFIRM)
def show(request: Req, number: FromPath[str]) -> Response[Any]:
    return _page(request, number, {})


@page_post("/desk/inspections/{number:str}", permission=Permission.LICENCES_WRITE)
def record_visit(
    request: Req, lang: FromPath[str], number: FromPath[str], data: Form
) -> Response[Any]:
    typed = {name: str(value) for name, value in data.items() if name != forms.TOKEN_FIELD}
    key = typed.pop("once", "")
    try:
        with context.writing(request) as session:
            context.run_form_once(
                request, session, key, typed, lambda: _record_visit(request, session, number, typed)
            )
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, number, typed, refusal)
    return context.see_other(f"/{lang}/desk/inspections/{number}")


@page_post(
    "/desk/inspections/{number:str}/points/{point:str}", permission=Permission.LICENCES_WRITE
)
def mark_mended(
    request: Req, lang: FromPath[str], number: FromPath[str], point: FromPath[str]
) -> Response[Any]:
    try:
        with context.writing(request) as session:
            inspections.record_remedy(
                session,
                number,
                point,
                by=context.actor(request),
                on=context.app_state(request).clock(),
            )
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, number, {}, refusal)
    return context.see_other(f"/{lang}/desk/inspections/{number}")


def _record_visit(
    request: Req, session: Session, number: str, typed: dict[str, str]
) -> dict[str, Any]:
    visit_input = forms.read(
        VisitInput, {name: typed.get(name, "") for name in ("held_on", "due_on")}
    )
    points = {
        point: Verdict(said)
        for point in Point
        if (said := typed.get(f"point_{point.value}", "")) in list(Verdict)
    }
    found = FindingsInput(visit_input.held_on, points, visit_input.due_on)
    inspections.record_findings(
        session, number, found, by=context.actor(request), on=context.app_state(request).clock()
    )
    return {"inspection": number}


def _page(
    request: Req, number: str, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    today = context.app_state(request).today
    with context.reading(request) as session:
        row = session.get(Inspection, number)
        if row is None:
            raise NotFound
        agency = session.get_one(Agency, row.agency)
        found = inspections.points(session, [number]).get(number, [])
        officers = desk_page.officer_names(
            session, {row.planned_by, row.inspector, *(one.seen_by for one in found)}
        )
        return desk_page.page(
            request,
            "desk/licensing/inspection.html",
            status=auth_middleware.refusal_status(request, refusal),
            row=row,
            agency=agency,
            found=found,
            officers=officers,
            points=[one.value for one in Point],
            errors=forms.errors_by_field(refusal),
            typed={"held_on": today.isoformat()} | typed,
        )
