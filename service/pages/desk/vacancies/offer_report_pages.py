"""One scam report of a recruiter: two officers publish a warning, or one sets it aside."""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import NotFound, Refusal
from catalog.licensing import agencies
from catalog.licensing.agencies import AgencyStatus
from matching.fraud import scam_reports
from matching.fraud.scam_reports import Report
from service.infra.access import Permission
from service.pages.desk.shared import desk_page
from service.web import context, form_actions
from service.web.context import Req, page_get, page_post


class OfferReportPage(msgspec.Struct, frozen=True):
    """A report and its story; `meant` are the registered recruiters of exactly the reported name.

    A warning would affect them too. `named` and `confirmed` count the reports of this name.
    """

    row: Report
    story: str
    named: int
    confirmed: int
    meant: list[AgencyStatus]
    officer: str
    waits: bool


@page_get("/desk/offer-reports/{number:str}", permission=Permission.FACTS_CONFIRM)
def show(request: Req, number: FromPath[str]) -> Response[Any]:
    return _page(request, number)


def _page(request: Req, number: str, refusal: Refusal | None = None) -> Response[Any]:
    """Show a report; the read of its encrypted story is recorded before it leaves.

    Refuses: NotFound, Unavailable.
    """
    if isinstance(refusal, NotFound):
        raise refusal
    today = context.app_state(request).today
    with context.reading(request) as session:
        row = scam_reports.get(session, number)
        named, confirmed = scam_reports.name_counts(session, [row.key])[row.key]
        names = context.register_cache(request, session).names
        officers = desk_page.officer_names(session, [row.first_officer])
        shown = OfferReportPage(
            row=row,
            story=scam_reports.story(session, row),
            named=named,
            confirmed=confirmed,
            meant=[
                agencies.status(session, one, today) for one in sorted(names.exact(row.recruiter))
            ],
            officer=officers.get(row.first_officer or "", row.first_officer or ""),
            waits=not (row.confirmed_at or row.set_aside_at),
        )
        answer = form_actions.form_page(
            request, "desk/vacancies/offer_report.html", shown, refusal=refusal
        )
    if shown.story:
        context.note_read(request, "offer_report", number)
    return answer


@page_post("/desk/offer-reports/{number:str}/confirm", permission=Permission.FACTS_CONFIRM)
def confirm(request: Req, lang: FromPath[str], number: FromPath[str]) -> Response[Any]:
    """Confirm a report: the first officer's decision opens it, the second one's makes it count."""
    return form_actions.submit_from_list(
        request, f"/{lang}/desk/offer-reports", number, scam_reports.confirm, _redraw(number)
    )


@page_post("/desk/offer-reports/{number:str}/aside", permission=Permission.FACTS_CONFIRM)
def set_aside(request: Req, lang: FromPath[str], number: FromPath[str]) -> Response[Any]:
    return form_actions.submit_from_list(
        request, f"/{lang}/desk/offer-reports", number, scam_reports.set_aside, _redraw(number)
    )


def _redraw(number: str) -> Any:
    return lambda request, refusal: _page(request, number, refusal)
