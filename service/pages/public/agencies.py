"""Recruiters: the register with today's status of each licence, and one recruiter's page."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath, FromQuery
from sqlalchemy import func, select
from sqlmodel import Session, col

from catalog.licensing import agencies, licences
from catalog.licensing.agencies import Agency, AgencyStatus, PastName
from catalog.licensing.branches import Branch
from catalog.licensing.licences import Order
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import Vacancy
from i18n import Language
from matching.fraud import recruiter_check
from matching.fraud.offer import RecruiterCheck
from service.casework.employers import agency_scorecard
from service.infra.access import Permission
from service.web import context
from service.web.context import Req, page_get
from service.web.response_cache import Cached

PAGE = 25
JOBS = 20
# Legal forms that stand in the Uzbek name of a firm, in both alphabets.
_UZBEK_FORMS = frozenset("MCHJ JSHJ XK QK AJ МЧЖ ЖШЖ ХК ҚК АЖ".split())


class RegisterPage(msgspec.Struct, frozen=True):
    """A page of the register, or what `q` was found to be; so many names have all its words."""

    q: str
    checked: RecruiterCheck | None = None
    rows: list[AgencyStatus] = []
    total: int = 0
    number: int = 1
    size: int = PAGE
    with_words: int = 0


@page_get("/agencies", permission=Permission.PUBLIC, cached=Cached(("q", "page")))
def index(request: Req, q: FromQuery[str] = "") -> Response[Any]:
    today = context.app_state(request).today
    typed, number = q.strip()[:128], context.page_number(request)
    with context.reading(request) as session:
        if typed:
            known = context.register_cache(request, session).known(session, today)
            checked = recruiter_check.check_agency(session, known, typed)
            shown = RegisterPage(typed, checked, with_words=len(known.names.with_words(typed)))
        else:
            rows, total = home_register(session, number, today)
            shown = RegisterPage(typed, rows=rows, total=total, number=number)
        return context.page(request, "public/agencies/index.html", shown)


def home_register(session: Session, number: int, today: date) -> tuple[list[AgencyStatus], int]:
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


@page_get("/agencies/{external_id:str}", permission=Permission.PUBLIC, cached=Cached(("page",)))
def show(request: Req, external_id: FromPath[str]) -> Response[Any]:
    app_state = context.app_state(request)
    today = app_state.today
    with context.reading(request) as session:
        standing = agencies.status(session, external_id, today, decided=True)
        context.register_cache(request, session)  # for the titles of jobs
        return context.page(
            request,
            "public/agencies/show.html",
            _record(session, standing, today, context.page_number(request)),
            _names(context.language(request), standing.agency),
            standing=standing,
            card=agency_scorecard.public_card(session, standing.agency, app_state.clock(), today),
            smallest=agency_scorecard.SMALLEST,
        )


class AgencyNames(msgspec.Struct, frozen=True):
    """The name in the heading, and the other one if the register has two."""

    name: str
    other_name: str


def _names(lang: Language, row: Agency) -> AgencyNames:
    """Return the names of an agency: for Uzbek readers its Uzbek name comes first."""
    in_uzbek = [not _UZBEK_FORMS.isdisjoint(one.split()) for one in (row.name, row.name_local)]
    if lang in (Language.UZ, Language.UZ_CYRL) and in_uzbek == [False, True]:
        return AgencyNames(row.name_local, row.name)
    return AgencyNames(row.name, row.name_local)


class AgencyRecord(msgspec.Struct, frozen=True):
    """An agency's earlier names, branches, licence orders, and one page of its open jobs."""

    past: Sequence[PastName]
    branches: Sequence[Branch]
    jobs: Sequence[Vacancy]
    orders: list[Order]
    total: int
    number: int
    size: int


def _record(session: Session, standing: AgencyStatus, today: date, page: int) -> AgencyRecord:
    number = standing.agency.external_id
    mine = col(Vacancy.agency) == number, vacancies.may_be_shown(today)
    found = select(Vacancy).join(Agency).where(*mine)
    total = session.execute(select(func.count(col(Vacancy.reference))).join(Agency).where(*mine))
    past = select(PastName).where(col(PastName.agency) == number)
    branches = select(Branch).where(col(Branch.agency) == number)
    jobs = found.order_by(col(Vacancy.published_at).desc(), col(Vacancy.reference))
    jobs = jobs.offset((page - 1) * JOBS).limit(JOBS)
    return AgencyRecord(
        past=session.execute(past).scalars().all(),
        branches=session.execute(branches).scalars().all(),
        jobs=session.execute(jobs).scalars().all(),
        orders=orders_of(session, standing),
        total=total.scalar_one(),
        number=page,
        size=JOBS,
    )


def orders_of(session: Session, standing: AgencyStatus) -> list[Order]:
    if standing.licence is None:
        return []
    rows = (
        select(Order)
        .where(col(Order.licence) == standing.licence.id)
        .order_by(col(Order.starts_on).desc())
    )
    return list(session.execute(rows).scalars())
