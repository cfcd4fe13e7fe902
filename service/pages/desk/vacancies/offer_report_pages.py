"""Scam reports of recruiters: two officers publish a warning, or one sets it aside."""

from datetime import date
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import Refusal
from catalog.licensing import agencies
from catalog.licensing.agencies import AgencyStatus
from matching.fraud import scam_reports
from matching.fraud.scam_reports import WaitingReport
from matching.identity.name_matching import Names
from service.infra.access import Permission
from service.pages.desk.shared import desk_page
from service.web import context, form_actions
from service.web.context import Req, page_get, page_post

PAGE = 25


@page_get("/desk/offer-reports", permission=Permission.FACTS_CONFIRM)
def index(request: Req) -> Response[Any]:
    return _page(request)


@page_post("/desk/offer-reports/{number:str}/confirm", permission=Permission.FACTS_CONFIRM)
def confirm(request: Req, lang: FromPath[str], number: FromPath[str]) -> Response[Any]:
    """Confirm a report: the first officer's decision opens it, the second one's makes it count."""
    return form_actions.submit_from_list(
        request, f"/{lang}/desk/offer-reports", number, scam_reports.confirm, _page
    )


@page_post("/desk/offer-reports/{number:str}/aside", permission=Permission.FACTS_CONFIRM)
def set_aside(request: Req, lang: FromPath[str], number: FromPath[str]) -> Response[Any]:
    return form_actions.submit_from_list(
        request, f"/{lang}/desk/offer-reports", number, scam_reports.set_aside, _page
    )


class OfferReportsPage(msgspec.Struct):
    """A page of reports that wait; `meant` are the registered recruiters of each name."""

    rows: list[WaitingReport]
    meant: dict[str, list[AgencyStatus]]
    officers: dict[str, str]
    total: int
    number: int


def _page(request: Req, refusal: Refusal | None = None) -> Response[Any]:
    """Show what waits; the read of the encrypted stories is recorded before they leave.

    Refuses: Unavailable.
    """
    number, today = context.page_number(request), context.app_state(request).today
    with context.reading(request) as session:
        rows = scam_reports.list_waiting(session, (number - 1) * PAGE, PAGE)
        total = scam_reports.count_waiting(session)
        meant = (
            named_recruiters(session, rows, context.register_cache(request, session).names, today)
            if rows
            else {}
        )
        officers = desk_page.officer_names(
            session, {row.report.first_officer for row in rows if row.report.first_officer}
        )
        answer = form_actions.form_page(
            request,
            "desk/vacancies/offer_reports.html",
            OfferReportsPage(rows, meant, officers, total, number),
            refusal=refusal,
            size=PAGE,
        )
        seen = [row.report.reference for row in rows if row.story]
    if seen:
        context.note_read(request, "offer_report", *seen)
    return answer


def named_recruiters(
    session: Session, rows: list[WaitingReport], names: Names, today: date
) -> dict[str, list[AgencyStatus]]:
    """Return the registered recruiters of exactly the reported name, by report.

    A warning would affect them too.
    """
    return {
        row.report.reference: [
            agencies.status(session, one, today)
            for one in sorted(names.exact(row.report.recruiter))
        ]
        for row in rows
    }
