"""A supervisor's page: open claims by age and service level, their trend, and work for today."""

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
from litestar import Response
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import Actor
from catalog.core.approvals import ApprovalDetails
from catalog.core.errors import Refusal
from catalog.reference.posts import Post
from service.approvals import decisions
from service.approvals.decisions import WaitingCount
from service.approvals.request_handler import Card
from service.casework.claims.wage_claims import Claim
from service.casework.workflow import withdrawal_actions
from service.casework.workflow.withdrawal_actions import EmployerWithdrawals
from service.casework.worklists import claim_list, claim_trend, sampling_audit, supervision
from service.casework.worklists.claim_trend import TrendRow, TrendUnit
from service.casework.worklists.sampling_audit import Audit, NewAudit, SampledClaim
from service.casework.worklists.supervision import Ageing, GroupBy
from service.infra.access import Permission
from service.pages.desk.admin import approval_pages
from service.pages.desk.shared import desk_page
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction

SHOWN_REQUESTS = 5


class SupervisionPage(msgspec.Struct, frozen=True):
    """Open claims by age, in a table for posts and one for officers, and those late by clock.

    `query` makes the link of a cell; `wrong` is the claim whose verdict was refused.
    """

    wrong: str
    typed: dict[str, str]
    tables: dict[str, list[Ageing]]
    columns: tuple[str, ...]
    breaches: dict[str, list[Ageing]]
    clocks: tuple[str, ...]
    total: Ageing
    query: Callable[[str, str, str], str]
    posts: dict[str, Post]
    officers: dict[str, str]


class TrendChart(msgspec.Struct, frozen=True):
    """The trend of claims, its bars by period, and the queries of the lists behind its numbers."""

    trend: list[TrendRow]
    unit: TrendUnit
    most: int
    filed_query: Callable[[TrendRow], str]
    closed_query: Callable[[TrendRow], str]


class SecondChecks(msgspec.Struct, frozen=True):
    """What waits for a second person, the sampled claims, and the latest verdicts on such.

    `waiting` are the first of the `waiting_total` requests, with the `employers` of claims and the
    `cards` of other records. `withdrawn` counts the claims that workers withdrew, for each employer.
    """

    waiting: list[ApprovalDetails]
    waiting_total: WaitingCount
    employers: dict[str, str]
    cards: dict[str, Card]
    drawn: list[SampledClaim]
    again: list[tuple[Audit, Claim]]
    people: dict[str, str]
    withdrawn: list[EmployerWithdrawals]


@page_get("/desk/supervision", permission=Permission.WAGES_ASSIGN)
def index(request: Req) -> Response[Any]:
    return _page(request)


def _page(
    request: Req,
    about: str = "",
    typed: dict[str, str] | None = None,
    refusal: Refusal | None = None,
) -> Response[Any]:
    by, app_state = context.actor(request), context.app_state(request)
    with context.reading(request) as session:
        times = claim_list.times(session, app_state.clock())
        tables = {
            per.value: supervision.ageing(session, per, by=by, times=times)
            for per in (GroupBy.POST, GroupBy.OWNER)
        }
        breaches = {
            per.value: supervision.breaches(session, per, by=by, times=times)
            for per in (GroupBy.OWNER, GroupBy.COUNTRY)
        }
        total = supervision.total(tables["post"])
        chart = _trend_chart(request, session, times.today, total.counts["all"])
        checks = _second_checks(session, by, times.today)
        shown = SupervisionPage(
            wrong=about,
            typed={"words": ""} | (typed or {}),
            tables=tables,
            columns=supervision.COLUMNS,
            breaches=breaches,
            clocks=supervision.BREACHES,
            total=total,
            query=lambda per, whose, name: _query(per, whose, name, times.today),
            posts=_posts(session),
            officers=desk_page.officer_names(session, {row.whose for row in tables["owner"]}),
        )
    return form_actions.form_page(
        request, "desk/admin/supervision.html", shown, chart, checks, refusal=refusal
    )


def _trend_chart(request: Req, session: Session, today: date, open_now: int) -> TrendChart:
    """Return the trend by week, or by month if the address says so."""
    by, asked = context.actor(request), request.query_params.get("trend", "")
    unit = TrendUnit(asked) if asked in list(TrendUnit) else TrendUnit.WEEK
    rows = claim_trend.trend(session, unit, by=by, today=today, open_now=open_now)
    return TrendChart(
        trend=rows,
        unit=unit,
        most=max((max(row.filed, row.closed) for row in rows), default=0),
        filed_query=lambda row: claim_list.address(claim_trend.filed_filter(row.period)),
        closed_query=lambda row: claim_list.address(claim_trend.closed_filter(row.period)),
    )


def _query(per: str, whose: str, name: str, today: date) -> str:
    return claim_list.address(supervision.filter_of(GroupBy(per), whose, name, today))


def _second_checks(session: Session, by: Actor, today: date) -> SecondChecks:
    waiting, drawn, again = (
        decisions.list_waiting(session, by=by, most=SHOWN_REQUESTS),
        sampling_audit.sample(session, today, by=by),
        sampling_audit.latest(session, by=by),
    )
    claims = approval_pages.claims_of(session, waiting)
    people = (
        {one.closed_by for one in drawn}
        | {one.asked_by for one in waiting}
        | {row.officer for row, _ in again}
    )
    return SecondChecks(
        waiting=waiting,
        waiting_total=decisions.count_waiting(session, by=by),
        employers={number: claim.employer for number, claim in claims.items()},
        cards=decisions.cards(session, waiting),
        drawn=drawn,
        again=again,
        people=desk_page.officer_names(session, people),
        withdrawn=withdrawal_actions.by_employer(session, by=by),
    )


def _posts(session: Session) -> dict[str, Post]:
    rows = session.execute(select(Post).order_by(col(Post.code))).scalars()
    return {post.code: post for post in rows}


@form_actions.post(
    "/desk/supervision/{reference:str}",
    permission=Permission.WAGES_ASSIGN,
    back="/desk/supervision#audit",
    redraw=_page,
)
def audit(act: FormAction, reference: str) -> None:
    """Record the verdict on one of the sampled claims. Refuses: NotFound."""
    audit = act.read(NewAudit)
    sampling_audit.write(act.session, reference, audit, by=act.by, on=act.on, day=act.day)
