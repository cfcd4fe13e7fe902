"""A supervisor's page: the age of open claims by post and officer, and work for today."""

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
from service.casework.worklists import claim_list, sampling_audit, supervision
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
    """Open claims by age, in a table for posts and one for officers.

    `query` makes the link of a cell; `wrong` is the claim whose verdict was refused.
    """

    wrong: str
    typed: dict[str, str]
    tables: dict[str, list[Ageing]]
    columns: tuple[str, ...]
    total: Ageing
    query: Callable[[str, str, str], str]
    posts: dict[str, Post]
    officers: dict[str, str]


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
            per.value: supervision.ageing(session, per, by=by, times=times) for per in GroupBy
        }
        checks = _second_checks(session, by, times.today)
        shown = SupervisionPage(
            wrong=about,
            typed={"words": ""} | (typed or {}),
            tables=tables,
            columns=supervision.COLUMNS,
            total=supervision.total(tables["post"]),
            query=lambda per, whose, name: _query(per, whose, name, times.today),
            posts=_posts(session),
            officers=desk_page.officer_names(session, {row.whose for row in tables["owner"]}),
        )
    return form_actions.form_page(
        request, "desk/admin/supervision.html", shown, checks, refusal=refusal
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
