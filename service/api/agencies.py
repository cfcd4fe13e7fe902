"""API routes of recruiters: the registers, one recruiter, and whether it may recruit today."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from msgspec import Meta
from sqlalchemy import func, select
from sqlmodel import Session, col

from catalog.core.fields import CountryCode
from catalog.licensing import agencies, licences
from catalog.licensing.agencies import Agency as Row
from catalog.licensing.agencies import AgencyStatus, Kind, PastName
from catalog.licensing.branches import Branch
from catalog.licensing.licences import Order, OrderKind, State
from matching.fraud import recruiter_check
from matching.fraud.offer import RecruiterCheck, RecruiterVerdict
from matching.identity.name_matching import Names
from service.api import api_routes
from service.api.api_routes import PagedQuery
from service.casework.employers import agency_scorecard
from service.casework.employers.agency_scorecard import Card
from service.infra.access import Permission
from service.web import context
from service.web.context import Req
from service.web.response_cache import Cached

_Name = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=200,
        description="A name, licence number or telephone.",
        examples=["Oltin Yoʻl"],
    ),
]
_Register = Annotated[
    CountryCode, Meta(description="Of the register, ISO 3166-1 alpha-2.", examples=["UZ"])
]


class AgencyQuery(PagedQuery):
    cursor_name = "AgencyQuery"
    q: _Name | None = None
    country: _Register | None = None
    status: State | None = None


class AgencyCheckQuery(msgspec.Struct, forbid_unknown_fields=True):
    q: _Name


class Register(msgspec.Struct):
    """Whose register it is; only the home register's licences allow recruiting in Uzbekistan."""

    country: str
    authority: str


class Agency(msgspec.Struct):
    """A recruiter, and what its licence is worth on the day of the answer."""

    external_id: str
    name: str
    kind: Kind
    licence_no: str | None
    status: State
    register: Register | None
    may_recruit_here: bool
    as_of: date


class LicenceOrder(msgspec.Struct):
    """A decision about the licence, with whoever says so."""

    kind: OrderKind
    starts_on: date
    until: date | None
    in_force: bool
    authority: str
    number: str
    reason: str
    source: str


class AgencyBranch(msgspec.Struct):
    region: str
    address: str
    phone: str


class AgencyDetail(Agency, kw_only=True):
    """A recruiter with its licence's dates, the orders about it, and where it is to be found."""

    name_local: str
    country: str
    address: str
    phone: str
    website: str
    source: str
    valid_from: date | None
    valid_to: date | None
    orders: list[LicenceOrder]
    past_names: list[str]
    branches: list[AgencyBranch]
    scorecard: Card | None = None


class AgencyPage(msgspec.Struct):
    items: list[Agency]
    total: int
    next: str | None


class AgencyCheck(msgspec.Struct):
    """The verdict on what was asked. What is merely alike stands in the suggestions and is never a
    verdict."""

    verdict: RecruiterVerdict
    agency: Agency | None
    suggestions: list[Agency]


@api_routes.get(
    "/agencies",
    operation_id="agencies_index",
    tags=["agencies"],
    permission=Permission.PUBLIC,
    cached=Cached(AgencyQuery.__struct_fields__),
    asks=AgencyQuery,
    gives=AgencyPage,
)
def index(request: Req) -> Response[AgencyPage]:
    """List the recruiters of all registers by name, or those whose name comes nearest to `q`."""
    asked, today = api_routes.read_query(request, AgencyQuery), context.app_state(request).today
    offset = api_routes.page_offset(asked)
    with context.reading(request) as session:
        names = context.register_cache(request, session).names
        shown, total = _list_page(session, names, asked, today, offset)
    onward = api_routes.next_cursor(asked, api_routes.next_offset(offset, asked.limit, total))
    return api_routes.respond_page(
        request, AgencyPage([build_agency(one, today) for one in shown], total, onward), onward
    )


@api_routes.get(
    "/agencies/check",
    operation_id="agencies_check",
    tags=["agencies"],
    permission=Permission.PUBLIC,
    asks=AgencyCheckQuery,
    gives=AgencyCheck,
)
def check(request: Req) -> Response[AgencyCheck]:
    """Whether a recruiter may recruit in Uzbekistan today, by exact name, licence number or
    telephone.
    """
    asked, today = (
        api_routes.read_query(request, AgencyCheckQuery),
        context.app_state(request).today,
    )
    with context.reading(request) as session:
        known = context.register_cache(request, session).known(session, today)
        checked = recruiter_check.check_agency(session, known, asked.q)
        return api_routes.respond(build_check(checked, today))


@api_routes.get(
    "/agencies/{external_id:str}",
    operation_id="agencies_show",
    tags=["agencies"],
    permission=Permission.PUBLIC,
    cached=Cached(),
    gives=AgencyDetail,
    refuses=(404,),
)
def show(request: Req, external_id: FromPath[str]) -> Response[AgencyDetail]:
    """One recruiter under the id of its register."""
    app_state = context.app_state(request)
    with context.reading(request) as session:
        standing = agencies.status(session, external_id, app_state.today, decided=True)
        result = _detail(session, standing, app_state.today)
        result.scorecard = agency_scorecard.public_card(
            session, standing.agency, app_state.clock(), app_state.today
        )
    return api_routes.respond(result)


def build_agency(standing: AgencyStatus, today: date) -> Agency:
    return Agency(**_agency_fields(standing, today))


def build_check(checked: RecruiterCheck, today: date) -> AgencyCheck:
    alike = [build_agency(one, today) for one in checked.suggestions]
    return AgencyCheck(
        checked.verdict, build_agency(checked.standing, today) if checked.standing else None, alike
    )


def _agency_fields(standing: AgencyStatus, today: date) -> dict[str, Any]:
    row, licence = standing.agency, standing.licence
    by_law = Register(row.country, "") if row.kind == Kind.STATE else None
    return {
        "external_id": row.external_id,
        "name": row.name,
        "kind": Kind(row.kind),
        "status": standing.state,
        "licence_no": (licence.number or None) if licence else None,
        "as_of": today,
        "register": Register(licence.country, licence.authority) if licence else by_law,
        "may_recruit_here": standing.may_recruit_here,
    }


def _list_page(
    session: Session, names: Names, asked: AgencyQuery, today: date, offset: int
) -> tuple[list[AgencyStatus], int]:
    """Return one page of recruiters and their number.

    A licence state is computed, so a filter by state examines every recruiter.
    """
    rows = select(Row).order_by(col(Row.name), col(Row.external_id))
    if asked.country:
        rows = rows.where(col(Row.country) == asked.country)
    if asked.q:
        alike = [one.id for one in names.suggest(asked.q, 100)]
        known = list(dict.fromkeys([*sorted(names.exact(asked.q)), *alike]))
        found = session.execute(rows.where(col(Row.external_id).in_(known))).scalars()
        return _filter_page(
            session,
            sorted(found, key=lambda row: known.index(row.external_id)),
            asked,
            today,
            offset,
        )
    if asked.status:
        return _filter_page(session, session.execute(rows).scalars(), asked, today, offset)
    total = session.execute(select(func.count()).select_from(rows.subquery())).scalar() or 0
    shown = session.execute(rows.offset(offset).limit(asked.limit)).scalars()
    return agencies.statuses(session, shown, today, decided=True), total


def _filter_page(
    session: Session, rows: Iterable[Row], asked: AgencyQuery, today: date, offset: int
) -> tuple[list[AgencyStatus], int]:
    judged = agencies.statuses(session, rows, today, decided=True)
    kept = [one for one in judged if asked.status in (None, one.state)]
    return kept[offset : offset + asked.limit], len(kept)


def _detail(session: Session, standing: AgencyStatus, today: date) -> AgencyDetail:
    row, licence = standing.agency, standing.licence
    plain = ("name_local", "country", "address", "phone", "website", "source")
    past = (
        select(col(PastName.name))
        .where(col(PastName.agency) == row.external_id)
        .order_by(col(PastName.id))
    )
    where = select(Branch).where(col(Branch.agency) == row.external_id).order_by(col(Branch.id))
    return AgencyDetail(
        **_agency_fields(standing, today),
        **{name: getattr(row, name) for name in plain},
        valid_from=licence.valid_from if licence else None,
        valid_to=standing.valid_to,
        orders=_orders(session, standing, today),
        past_names=list(session.execute(past).scalars()),
        branches=[
            AgencyBranch(one.region, one.address, one.phone)
            for one in session.execute(where).scalars()
        ],
    )


def _orders(session: Session, standing: AgencyStatus, today: date) -> list[LicenceOrder]:
    if standing.licence is None:
        return []
    rows = (
        select(Order)
        .where(col(Order.licence) == standing.licence.id)
        .order_by(col(Order.starts_on).desc())
    )
    return [
        LicenceOrder(
            OrderKind(row.kind),
            row.starts_on,
            row.until,
            licences.in_force(row, today),
            row.authority,
            row.number,
            row.reason,
            row.source,
        )
        for row in session.execute(rows).scalars()
    ]
