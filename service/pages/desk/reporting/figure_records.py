"""The list behind a figure of the yearly report: references page by page, a link only to what its reader may open anyway."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from litestar import Response
from litestar.params import FromPath
from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from catalog.core.actor import Who
from catalog.licensing.agencies import Agency
from catalog.vacancies.vacancies import Vacancy
from service.casework.advice import advice_sessions
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.groups import groups
from service.casework.groups.groups import Group
from service.casework.protection import referrals
from service.casework.protection.referrals import Referral
from service.infra import access
from service.infra.access import Permission
from service.pages.desk.shared import desk_page
from service.reporting.annual import drill_down, frozen_year, years
from service.reporting.annual.drill_down import Behind
from service.reporting.annual.frozen_year import ReportYear
from service.reporting.figures import report_terms
from service.reporting.figures.figures import Figure
from service.reporting.figures.months import Span
from service.web import context
from service.web.context import NO_STORE, Req, page_get


class Place(NamedTuple):
    """Where records of a kind are opened, by whom, and which of them."""

    address: str
    permission: Permission
    reference: Any
    within: Callable[[Session, Who], ColumnElement[bool]]


PLACES = {
    "session": Place(
        "desk/advice",
        Permission.ADVICE_READ,
        col(advice_sessions.Session.reference),
        lambda _, by: advice_sessions.within(by),
    ),
    "claim": Place("desk/wages", Permission.WAGES_READ, col(Claim.reference), lambda _, by: wage_claims.within(by)),
    "group": Place("desk/groups", Permission.WAGES_READ, col(Group.reference), lambda _, by: groups.within(by)),
    "referral": Place(
        "desk/cases", Permission.REFERRALS_READ, col(Referral.reference), lambda _, by: referrals.within(by)
    ),
    "vacancy": Place("desk/vetting", Permission.VACANCIES_READ, col(Vacancy.reference), desk_page.vetted_by),
    "agency": Place(
        "agencies", Permission.PUBLIC, col(Agency.external_id), lambda *_: col(Agency.external_id).is_not(None)
    ),
}


@page_get("/desk/report/{year:int}/figures/{key:str}", permission=Permission.REPORT_READ)
def show(request: Req, lang: FromPath[str], year: FromPath[int], key: FromPath[str]) -> Response[Any]:
    """What a figure counts. Whoever looks at protected cases is noted, as at each of them. Refuses: NotFound."""
    context.of_address(lang)
    span = years.spanned(year, context.house(request).today)
    with context.reading(request) as session:
        facts = _facts(request, session, key, span)
    if facts["told"].opens and drill_down.protected(facts["told"].definition):
        context.note_read(request, "figure", key)
    facts |= {"year": year, "span": span, "rounding": report_terms.ROUNDED}
    return desk_page.page(request, "desk/reporting/report_figure.html", headers=NO_STORE, **facts)


def _facts(request: Req, session: Session, key: str, span: Span) -> dict[str, Any]:
    """A page of the list, what of it can be opened, and what was frozen."""
    by, asked = context.who(request), request.query_params
    told = drill_down.behind(session, key, span, asked.get("part"), asked.get("after"), by=by)
    row = frozen_year.closed(frozen_year.of(session, span.first.year))
    links, said = _links(session, told, by), partial(report_terms.part, context.language(request))
    return {"told": told, "links": links, "row": row, "kept": _kept(row, told), "part": said}


def _links(session: Session, told: Behind, by: Who) -> dict[str, str]:
    """The addresses of those that this person's own scope shows."""
    records = told.definition.records
    place = PLACES.get(records.source.word) if records else None
    if place is None or not told.references or not access.allows(by, place.permission):
        return {}
    mine = select(place.reference).where(place.reference.in_(told.references), place.within(session, by))
    return {str(one): place.address for one in session.execute(mine).scalars()}


def _kept(row: ReportYear | None, told: Behind) -> dict[tuple[str, str], Figure]:
    """The same figures as they were frozen."""
    found = frozen_year.figures(row) if row else []
    return {
        one.name: one
        for one in found
        if one.key == told.definition.key and (told.part is None or one.name[1] == told.part)
    }


HANDLERS = [show]
