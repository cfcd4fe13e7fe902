"""Monthly returns of agencies: an agency signs its own, a licensing officer accepts them."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal
from catalog.core.fields import Count
from catalog.licensing import recruiting_rights
from catalog.licensing.agencies import Agency
from i18n import N_
from service.infra.access import Permission
from service.pages.desk.reporting.post_return_labels import label
from service.pages.desk.shared import desk_page
from service.reporting.figures import months, report_digest
from service.reporting.figures.figures import Figure
from service.reporting.figures.months import Month
from service.reporting.monthly import agency_return, post_return
from service.reporting.monthly.agency_return import AgencyReturn
from service.reporting.monthly.post_return import SigningInput
from service.web import auth_middleware, context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction


class ReturnView(msgspec.Struct):
    """One month of an agency: the signed return and its signings, or else current figures."""

    agency: Agency
    month: Month
    over: bool
    signings: list[AgencyReturn]
    row: AgencyReturn | None
    figures: list[Figure]
    seen: str
    late: bool


class NumberInput(msgspec.Struct):
    number: Count = 0


@page_get("/desk/own/returns", permission=Permission.OWN_OPEN)
def index(request: Req) -> Response[Any]:
    number = recruiting_rights.require_agency(context.actor(request))
    today = context.app_state(request).today
    listed = agency_return.last_months(today)
    with context.reading(request) as session:
        known = post_return.newest_by_month(session, AgencyReturn, [number], listed)
        owed = agency_return.months_owed(session, number, listed)
    rows = [
        (
            month,
            months.is_over(month, today),
            agency_return.due_date(month),
            known.get((number, str(month))),
            month in owed,
        )
        for month in listed
    ]
    return form_actions.form_page(request, "desk/agency/own_returns.html", rows=rows)


@page_get("/desk/own/returns/{month:str}", permission=Permission.OWN_OPEN)
def show(request: Req, month: FromPath[str]) -> Response[Any]:
    return _show(request, recruiting_rights.require_agency(context.actor(request)), month, {})


class ReturnPage(msgspec.Struct):
    view: ReturnView
    names: dict[str, str]
    newest: AgencyReturn | None
    part: Callable[[Figure], str]
    holds: bool
    due: date
    typed: dict[str, str]
    own: bool
    owed: bool


def _show(
    request: Req, agency: str, month: str, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    with context.reading(request) as session:
        result = _find_return(session, agency, month, request)
        owed = agency_return.owing(session, [agency], result.month)
        names = desk_page.officer_names(
            session,
            {one for row in result.signings for one in (row.signed_by, row.countersigned_by or "")},
        )
    newest = result.signings[0] if result.signings else None
    shown = ReturnPage(
        view=result,
        names=names,
        newest=newest,
        part=partial(label, context.language(request)),
        holds=result.row is None or post_return.is_intact(result.row),
        due=agency_return.due_date(result.month),
        typed=typed or {"remarks": newest.remarks if newest else ""},
        own=context.actor(request).agency == agency,
        owed=bool(owed),
    )
    return form_actions.form_page(request, "desk/agency/own_return.html", shown, refusal=refusal)


def _find_return(session: Session, number: str, written: str, request: Req) -> ReturnView:
    """Return one month of an agency.

    Refuses: NotFound, for another agency, for what is no month, for a month without a licence of
    which nothing was signed, and for a number that was not signed.
    """
    today = context.app_state(request).today
    agency, month = (
        agency_return.agency(session, number, by=context.actor(request)),
        months.parse_month(written, today),
    )
    now, signings = (
        agency_return.count_figures(session, number, month, today),
        post_return.list_for_month(session, AgencyReturn, number, month),
    )
    if not signings and not agency_return.owing(session, [number], month):
        raise NotFound
    asked = request.query_params.get("number")
    found = [row for row in signings if asked is None or str(row.number) == asked]
    if asked is not None and not found:
        raise NotFound
    row = found[0] if found else None
    figures = post_return.read(row) if row else now
    late = row is not None and agency_return.has_changed(row, now)
    return ReturnView(
        agency,
        month,
        months.is_over(month, today),
        signings,
        row,
        figures,
        report_digest.fingerprint(now),
        late,
    )


@page_post("/desk/own/returns/{month:str}", permission=Permission.OWN_WRITE)
def sign(request: Req, lang: FromPath[str], month: FromPath[str], data: Form) -> Response[Any]:
    """Sign a month, or a correction of it. Refuses: ConfirmFirst, NotFound."""
    auth_middleware.require_fresh(request)
    agency = recruiting_rights.require_agency(context.actor(request))
    return form_actions.submit(
        request,
        data,
        partial(_sign, month=month),
        f"/{lang}/desk/own/returns/{month}",
        partial(_show, request, agency, month),
        done=N_("Your signature is recorded."),
    )


def _sign(act: FormAction, month: str) -> Answer:
    command = agency_return.correct if act.typed.get("act") == "correct" else agency_return.sign
    row = command(
        act.session,
        months.parse_month(month, act.day),
        act.read(SigningInput),
        by=act.by,
        on=act.on,
        day=act.day,
    )
    return {"reference": row.reference}


class MonthPage(msgspec.Struct):
    """The agencies that owe the return of a month or signed it, and how many others there are."""

    rows: list[tuple[Agency, AgencyReturn | None]]
    month: Month
    this: Month
    due: date
    without: int


@page_get("/desk/agency-returns", permission=Permission.LICENCES_WRITE)
def list_agencies(request: Req) -> Response[Any]:
    """Show the returns of one month: the last complete one, or the one in the address."""
    today, asked = context.app_state(request).today, request.query_params.get("month")
    month = months.parse_month(asked, today) if asked else months.month_of_day(today).before
    with context.reading(request) as session:
        rows = agency_return.agencies(session, by=context.actor(request))
        numbers = [row.external_id for row in rows]
        known = post_return.newest_by_month(session, AgencyReturn, numbers, [month])
        owed = agency_return.owing(session, numbers, month)
    items = [
        (row, known.get((row.external_id, str(month))))
        for row in rows
        if row.external_id in owed or (row.external_id, str(month)) in known
    ]
    shown = MonthPage(
        rows=items,
        month=month,
        this=months.month_of_day(today),
        due=agency_return.due_date(month),
        without=len(rows) - len(items),
    )
    return form_actions.form_page(request, "desk/agency/agency_returns.html", shown)


@page_get("/desk/agency-returns/{agency:str}/{month:str}", permission=Permission.LICENCES_WRITE)
def review(request: Req, agency: FromPath[str], month: FromPath[str]) -> Response[Any]:
    return _show(request, agency, month, {})


@form_actions.post(
    "/desk/agency-returns/{agency:str}/{month:str}/take",
    permission=Permission.LICENCES_WRITE,
    back="/desk/agency-returns/{agency}/{month}",
    redraw=lambda request, agency, month, _typed, refusal: _show(
        request, agency, month, {}, refusal
    ),
    first=auth_middleware.require_fresh,
)
def accept(act: FormAction, agency: str, month: str) -> None:
    """Record that a licensing officer has checked a return. Refuses: ConfirmFirst, NotFound."""
    number, read = act.read(NumberInput).number, months.parse_month(month, act.day)
    agency_return.accept(act.session, agency, read, number, by=act.by, on=act.on)
