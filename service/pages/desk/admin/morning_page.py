"""The morning list of an attaché or a claims officer: what waits today, part by part.

Each row has its next action and its day.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from litestar import Response
from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.reference import country_measures, posts
from catalog.reference.country_measures import Measure
from catalog.reference.posts import Post
from service.casework.claims import wage_claims
from service.casework.workflow import post_acceptance
from service.casework.worklists import morning_list, service_levels
from service.casework.worklists.morning_list import Part, PartPage, PartQuery, WaitingItem
from service.casework.worklists.service_levels import LateClock
from service.infra import access
from service.infra.access import Permission
from service.web import context
from service.web.context import Req, page_get

# Rows of each part on the whole list, and on the page of one part.
FIRST, PAGE = 20, 50


class MorningPage(msgspec.Struct, frozen=True):
    """The parts of the list, or page `at` of the only one."""

    parts: dict[Part, PartPage]
    only: Part | None
    at: int
    size: int


class RowFacts(msgspec.Struct, frozen=True):
    """What the rows show of their claims, by reference; `takes` are those to accept.

    `more` has what else holds for a claim than the heading that it stands under. `notices` are
    those to the reader's post.
    """

    names: dict[str | None, str]
    actions: dict[str, str]
    zones: dict[str | None, ZoneInfo]
    there: dict[str, date]
    late: dict[str, list[LateClock]]
    more: dict[str, WaitingItem]
    takes: set[str]
    post: Post | None
    notices: list[Measure]


@page_get("/desk/morning", permission=Permission.WAGES_READ)
def index(request: Req) -> Response[Any]:
    by, number = context.actor(request), context.page_number(request)
    only = request.query_params.get("part", "")
    one = Part(only) if only in list(Part) else None
    size = PAGE if one else FIRST
    app_state = context.app_state(request)
    asked = PartQuery(
        by, app_state.clock(), app_state.today, size, (number - 1) * PAGE if one else 0
    )
    with context.reading(request) as session:
        parts = {
            part: morning_list.part(session, part, asked)
            for part in _visible_parts(by)
            if one in (None, part)
        }
        return context.page(
            request,
            "desk/admin/morning.html",
            MorningPage(parts, one, number, size),
            _row_facts(session, parts.values(), asked),
        )


def _visible_parts(by: Actor) -> list[Part]:
    """Return the parts that this person may see."""
    needed = {
        Part.CALLS: Permission.ADVICE_READ,
        Part.SILENT: Permission.CHECKINS_READ,
        Part.INCIDENTS: Permission.INCIDENTS_READ,
    }
    return [part for part in Part if part not in needed or access.allows(by, needed[part])]


def _row_facts(session: Session, parts: Iterable[PartPage], asked: PartQuery) -> RowFacts:
    """Return what the rows show, read once for all of them."""
    rows: list[WaitingItem] = [row for part in parts for row in part.rows]
    claims = list({row.claim.reference: row.claim for row in rows if row.claim}.values())
    return RowFacts(
        names=morning_list.names(session, rows),
        actions=wage_claims.next_actions(session, claims),
        zones=posts.zones(session),
        there=service_levels.days(session, claims, asked.now),
        late=service_levels.late_by_claims(session, claims, asked.now),
        more=morning_list.complete(session, rows, asked),
        takes={claim.reference for claim in claims if post_acceptance.may_accept(claim, asked.by)},
        post=session.get(Post, next(iter(sorted(asked.by.posts)), "")),
        notices=country_measures.list_for_posts(session, asked.day, by=asked.by),
    )
