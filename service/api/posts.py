"""API routes of posts: embassies, consulates and offices of Uzbekistan abroad."""

from datetime import date
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath, RawBody

from catalog.core.approvals import ApprovalState
from catalog.core.errors import NotFound
from catalog.core.fields import CountryCode
from catalog.reference import posts
from catalog.reference.countries import Mark
from catalog.reference.post_changes import PostChanges
from catalog.reference.posts import Kind, Post
from service.api import api_routes
from service.approvals import post_requests
from service.infra.access import Permission
from service.web import context
from service.web.context import Req


class PostQuery(msgspec.Struct, forbid_unknown_fields=True):
    country: CountryCode | None = None


class PostRecord(msgspec.Struct):
    """An embassy, consulate or office. What no source gives is empty, or null.

    `opened` and `closed` are the first and the last day on which it works."""

    post: str
    kind: Kind
    country: str
    city: str
    name: str
    address: str
    telephones: list[str]
    messengers: list[str]
    hours: str
    timezone: str
    opened: date | None
    closed: date | None
    serves: list[str]
    source: str
    confirmed_on: date | None


class PostList(msgspec.Struct):
    items: list[PostRecord]


class ChangeRequested(msgspec.Struct):
    """A change that waits for a second person; the post stays as it is until then."""

    approval: str
    state: ApprovalState


@api_routes.get(
    "/posts",
    operation_id="posts_list",
    tags=["posts"],
    permission=Permission.PUBLIC,
    asks=PostQuery,
    gives=PostList,
)
def index(request: Req) -> Response[PostList]:
    """List the posts that work today, the embassy of a country first."""
    asked, day = api_routes.read_query(request, PostQuery), context.app_state(request).today
    with context.reading(request) as session:
        rows = posts.list_shown(session, day, asked.country)
    return api_routes.respond(PostList([_record(row) for row in rows]))


@api_routes.get(
    "/posts/{post:str}",
    operation_id="posts_show",
    tags=["posts"],
    permission=Permission.PUBLIC,
    gives=PostRecord,
    refuses=(404,),
)
def show(request: Req, post: FromPath[str]) -> Response[PostRecord]:
    """Read one post, also one that has closed."""
    with context.reading(request) as session:
        row = posts.get(session, post)
    if row.mark == Mark.UNCONFIRMED:
        raise NotFound
    return api_routes.respond(_record(row))


@api_routes.post(
    "/posts/{post:str}/changes",
    operation_id="posts_change",
    tags=["posts"],
    permission=Permission.POSTS_PROPOSE,
    takes=PostChanges,
    gives=ChangeRequested,
    refuses=(404,),
    located=True,
    answers=202,
)
def change(request: Req, post: FromPath[str], body: RawBody) -> Response[ChangeRequested]:
    """Ask a second person to change details of a post, or to confirm them as they stand.

    Supervisors may ask this of every post, an attaché of their own."""
    values, by, home = (
        api_routes.read_body(request, body, PostChanges),
        context.actor(request),
        context.app_state(request),
    )
    with context.writing(request) as session:
        row = posts.get(session, post)

        def requested() -> dict[str, Any]:
            asked = post_requests.request_change(
                session, row, values, by=by, on=home.clock(), day=home.today
            )
            return {"approval": asked.reference, "state": ApprovalState.WAITING.value}

        done = api_routes.run_once(request, session, values, requested)
    where = f"/api/v1/approvals/{done['approval']}"
    return api_routes.respond(msgspec.convert(done, ChangeRequested), status=202, location=where)


def _record(row: Post) -> PostRecord:
    return PostRecord(
        post=row.code,
        kind=Kind(row.kind),
        country=row.country,
        city=row.city,
        name=row.name,
        address=row.address,
        telephones=row.telephones.splitlines(),
        messengers=row.messengers.splitlines(),
        hours=row.hours,
        timezone=row.timezone,
        opened=row.opened_on,
        closed=row.closed_on,
        serves=row.cities,
        source=row.source,
        confirmed_on=row.confirmed_on,
    )
