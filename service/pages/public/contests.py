"""Contests for quotas for the public: notices, criteria, and who got how many places and why."""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.contests import bids, contests
from catalog.contests.bids import Bid
from catalog.contests.contests import Contest, Weight
from catalog.core.actor import VISITOR, Actor
from catalog.licensing.agencies import Agency
from catalog.reference.occupations import Occupation
from service.infra.access import Permission
from service.web import context
from service.web.context import Req, page_get


@page_get("/contests", permission=Permission.PUBLIC)
def index(request: Req) -> Response[Any]:
    with context.reading(request) as session:
        rows = contests.list_recent(session)
        groups = {row.isco08: session.get_one(Occupation, row.isco08) for row in rows}
        return context.page(request, "public/contests/index.html", rows=rows, groups=groups)


@page_get("/contests/{reference:str}", permission=Permission.PUBLIC)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    with context.reading(request) as session:
        row = contests.get(session, reference)
        return context.page(
            request, "public/contests/show.html", contest_facts(session, row), about=row.country
        )


class ContestFacts(msgspec.Struct):
    row: Contest
    group: Occupation
    weights: list[Weight]
    entries: list[Bid]
    names: dict[str, str]


def contest_facts(session: Session, row: Contest, by: Actor = VISITOR) -> ContestFacts:
    """Return what this person may read of a contest."""
    rows = bids.entries(session, row, by=by)
    return ContestFacts(
        row=row,
        group=session.get_one(Occupation, row.isco08),
        weights=contests.weights(session, row.reference),
        entries=rows,
        names={one.agency: session.get_one(Agency, one.agency).name for one in rows},
    )
