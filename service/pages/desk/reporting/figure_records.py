"""The list behind a figure of the yearly report: references, page by page.

Only what the reader may open anyway is a link.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from catalog.core.actor import Actor
from catalog.licensing.agencies import Agency
from catalog.vacancies.vacancies import Vacancy
from service.casework.advice import advice_sessions
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.groups import groups
from service.casework.groups.groups import Group
from service.casework.protection import referrals
from service.casework.protection.referrals import Referral
from service.casework.scope import advice_tables
from service.infra import access
from service.infra.access import Permission
from service.pages.desk.shared import desk_page
from service.reporting.annual import drill_down, frozen_year, years
from service.reporting.annual.drill_down import DrillDown
from service.reporting.annual.frozen_year import ReportYear
from service.reporting.figures import report_terms
from service.reporting.figures.figures import Figure
from service.reporting.figures.months import Span
from service.web import context
from service.web.context import Req, page_get


class RecordPage(NamedTuple):
    """Where records of a kind are opened, by whom, and which of them."""

    address: str
    permission: Permission
    reference: Any
    within: Callable[[Session, Actor], ColumnElement[bool]]


RECORD_PAGES = {
    "session": RecordPage(
        "desk/advice",
        Permission.ADVICE_READ,
        col(advice_tables.Session.reference),
        lambda _, by: advice_sessions.within(by),
    ),
    "claim": RecordPage(
        "desk/wages",
        Permission.WAGES_READ,
        col(Claim.reference),
        lambda _, by: wage_claims.within(by),
    ),
    "group": RecordPage(
        "desk/groups", Permission.WAGES_READ, col(Group.reference), lambda _, by: groups.within(by)
    ),
    "referral": RecordPage(
        "desk/cases",
        Permission.REFERRALS_READ,
        col(Referral.reference),
        lambda _, by: referrals.within(by),
    ),
    "vacancy": RecordPage(
        "desk/vetting", Permission.VACANCIES_READ, col(Vacancy.reference), desk_page.vetted_by
    ),
    "agency": RecordPage(
        "agencies",
        Permission.PUBLIC,
        col(Agency.external_id),
        lambda *_: col(Agency.external_id).is_not(None),
    ),
}


@page_get("/desk/report/{year:int}/figures/{key:str}", permission=Permission.REPORT_READ)
def show(request: Req, year: FromPath[int], key: FromPath[str]) -> Response[Any]:
    """Show what a figure counts; a view of protected cases is recorded, as at each of them.

    Refuses: NotFound.
    """
    span = years.elapsed_span(year, context.app_state(request).today)
    with context.reading(request) as session:
        shown = _list_records(request, session, key, span)
    if shown.drill_down.opens and drill_down.counts_protected_cases(shown.drill_down.definition):
        context.note_read(request, "figure", key)
    return context.page(
        request,
        "desk/reporting/report_figure.html",
        shown,
        year=year,
        span=span,
        rounding=report_terms.ROUNDING,
    )


class RecordsPage(msgspec.Struct):
    """A page of the list: `links` has what of it can be opened, `kept` the frozen figures."""

    drill_down: DrillDown
    links: dict[str, str]
    row: ReportYear | None
    kept: dict[tuple[str, str], Figure]
    part: Callable[[Figure], str]


def _list_records(request: Req, session: Session, key: str, span: Span) -> RecordsPage:
    by, asked, lang = context.actor(request), request.query_params, context.language(request)
    result = drill_down.list_records(
        session, key, span, asked.get("part"), asked.get("after"), by=by
    )
    row = frozen_year.newest_closed(frozen_year.list_for_year(session, span.first.year))
    return RecordsPage(
        drill_down=result,
        links=_links(session, result, by),
        row=row,
        kept=_frozen_figures(row, result),
        part=partial(report_terms.part, lang, city=context.app_state(request).city(lang, session)),
    )


def _links(session: Session, drill_down: DrillDown, by: Actor) -> dict[str, str]:
    """Return the addresses of the records within this person's own scope."""
    records = drill_down.definition.records
    place = RECORD_PAGES.get(records.source.word) if records else None
    if place is None or not drill_down.references or not access.allows(by, place.permission):
        return {}
    mine = select(place.reference).where(
        place.reference.in_(drill_down.references), place.within(session, by)
    )
    return {str(one): place.address for one in session.execute(mine).scalars()}


def _frozen_figures(row: ReportYear | None, drill_down: DrillDown) -> dict[tuple[str, str], Figure]:
    """Return the same figures as they were frozen."""
    found = frozen_year.figures(row) if row else []
    return {
        one.name: one
        for one in found
        if one.key == drill_down.definition.key
        and (drill_down.part is None or one.name[1] == drill_down.part)
    }
