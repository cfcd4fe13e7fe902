"""Recruiters: the register with today's status of each licence, and one recruiter's page."""

from typing import Any

from litestar import Response
from litestar.params import FromPath, FromQuery
from sqlalchemy import func, select
from sqlmodel import Session, col

from catalog.licensing import agencies, licences
from catalog.licensing.agencies import Agency, PastName
from catalog.licensing.branches import Branch
from catalog.licensing.licences import Order
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import Vacancy
from matching.fraud import offer_check
from service.casework.employers import agency_scorecard
from service.infra.access import Permission
from service.web import context
from service.web.context import Req, page_get
from service.web.response_cache import Cached

PAGE = 25


@page_get("/agencies", permission=Permission.PUBLIC, cached=Cached(("q", "page")))
def index(request: Req, q: FromQuery[str] = "") -> Response[Any]:
    today = context.app_state(request).today
    typed, number = q.strip()[:128], context.page_number(request)
    with context.reading(request) as session:
        if typed:
            names = context.register_cache(request, session).names
            checked = offer_check.check_agency(session, names, typed, today)
            facts: dict[str, Any] = {"checked": checked, "rows": [], "total": 0, "number": 1}
        else:
            rows, total = home_register(session, number, today)
            facts = {"checked": None, "rows": rows, "total": total, "number": number, "size": PAGE}
        return context.page(request, "public/agencies/index.html", q=typed, **facts)


def home_register(
    session: Session, number: int, today: Any
) -> tuple[list[agencies.AgencyStatus], int]:
    """Return one page of the home register; those who may recruit today come first."""
    mine = select(Agency).where(col(Agency.country) == licences.HOME)
    may = agencies.may_recruit(today)
    rows = session.execute(
        mine.order_by(may.desc(), col(Agency.name)).offset((number - 1) * PAGE).limit(PAGE)
    ).scalars()
    total = session.execute(
        select(func.count()).select_from(Agency).where(col(Agency.country) == licences.HOME)
    ).scalar()
    return agencies.statuses(session, rows, today, decided=True), total or 0


@page_get("/agencies/{external_id:str}", permission=Permission.PUBLIC, cached=Cached())
def show(request: Req, external_id: FromPath[str]) -> Response[Any]:
    today = context.app_state(request).today
    with context.reading(request) as session:
        standing = agencies.status(session, external_id, today, decided=True)
        facts = _record_facts(session, standing, today) | _supervision_facts(
            request, session, standing
        )
        return context.page(request, "public/agencies/show.html", standing=standing, **facts)


def _record_facts(session: Session, standing: agencies.AgencyStatus, today: Any) -> dict[str, Any]:
    """Return an agency's earlier names, branches, open jobs and licence orders."""
    number = standing.agency.external_id
    found = (
        select(Vacancy)
        .join(Agency)
        .where(col(Vacancy.agency) == number, vacancies.may_be_shown(today))
    )
    return {
        "past": session.execute(select(PastName).where(col(PastName.agency) == number))
        .scalars()
        .all(),
        "branches": session.execute(select(Branch).where(col(Branch.agency) == number))
        .scalars()
        .all(),
        "jobs": session.execute(found.order_by(col(Vacancy.published_at).desc()).limit(20))
        .scalars()
        .all(),
        "orders": orders_of(session, standing),
    }


def _supervision_facts(
    request: Req, session: Session, standing: agencies.AgencyStatus
) -> dict[str, Any]:
    """Return the scorecard of a private recruiter of the home register.

    This service has too few records of the others.
    """
    house, row = context.app_state(request), standing.agency
    ours = row.kind == agencies.Kind.PRIVATE and row.country == licences.HOME
    return {
        "card": agency_scorecard.card(session, row, house.clock(), house.today) if ours else None,
        "smallest": agency_scorecard.SMALLEST,
    }


def orders_of(session: Session, standing: agencies.AgencyStatus) -> list[Order]:
    if standing.licence is None:
        return []
    rows = (
        select(Order)
        .where(col(Order.licence) == standing.licence.id)
        .order_by(col(Order.starts_on).desc())
    )
    return list(session.execute(rows).scalars())
