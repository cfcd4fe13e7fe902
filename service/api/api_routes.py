"""Helpers of all API routes: strict reading, responses with a version, and paging."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Annotated, Any, ClassVar, TypeVar
from urllib.parse import parse_qsl, urlencode

import litestar
import msgspec
from litestar import Response
from litestar.exceptions import HTTPException
from litestar.types import Method
from msgspec import Meta
from sqlmodel import Session

from catalog.core.errors import EditConflict, InvalidInput, Refusal
from i18n import N_
from service.input import forms, request_limits
from service.web import context
from service.web.context import Req

T = TypeVar("T", bound=msgspec.Struct)
_READ_METHODS: list[Method] = ["GET", "HEAD"]
get = partial(litestar.route, http_method=_READ_METHODS, sync_to_thread=True)
post, patch = context.post, context.patch
# For work that takes seconds: its handlers await queued_work.run.
async_post = litestar.post
MAX_OFFSET = 1_000_000
# The moment and the reference of a row, by which a list is ordered.
Keyset = tuple[datetime, str]
_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


class SentTwice(Refusal):
    slug = "twice"
    sentence = N_("Send this parameter only once.")


class WrongCursor(Refusal):
    slug = "wrong-cursor"
    sentence = N_("This cursor belongs to another search. Start again without it.")


Limit = Annotated[int, Meta(ge=1, le=100, description="How many at once.", examples=[20])]
Cursor = Annotated[str, Meta(max_length=60, description="What the page before said as `next`.")]


class PagedQuery(msgspec.Struct, forbid_unknown_fields=True):
    """A query that is answered page by page."""

    # The name of the query in its cursors; programs store cursors, so it stays when the class is
    # renamed.
    cursor_name: ClassVar[str]
    limit: Limit = 20
    cursor: Cursor | None = None

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "cursor_name" not in vars(cls):
            raise TypeError(f"{cls.__qualname__} needs a cursor_name of its own")


def read_query(request: Req, kind: type[T]) -> T:
    """Read the query string as a struct. Refuses: InvalidInput."""
    values: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name in values:
            raise InvalidInput([SentTwice(name[:40])])
        values[name] = value
    return forms.read(kind, values)


def read_body(request: Req, body: bytes, kind: type[T]) -> T:
    """Read the body strictly as JSON in which no name occurs twice.

    Refuses: InvalidInput, TooManyFields, 400, 415.
    """
    if request.content_type[0].lower() != "application/json":
        raise HTTPException(status_code=415)
    request_limits.require_few_values(body)
    try:
        msgspec.json.decode(body)
        result = json.loads(body, object_pairs_hook=_require_unique_names)
    except (msgspec.DecodeError, ValueError, RecursionError) as reason:
        raise HTTPException(status_code=400) from reason
    return forms.read(kind, result, typed=True)


def _require_unique_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    request_limits.require_few_names(len(pairs))
    if len(values := dict(pairs)) < len(pairs):
        raise ValueError("a name stands twice")
    return values


def run_once(
    request: Req, session: Session, value: Any, action: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """Run the action, or return its first answer if its Idempotency-Key is repeated."""
    return context.run_once(request, session, request.headers.get("idempotency-key"), value, action)


def require_version(request: Req, version: int) -> None:
    """Require that the client has seen the current version of a record.

    Refuses: 428, EditConflict.
    """
    seen = request.headers.get("if-match")
    if seen is None:
        raise HTTPException(status_code=428)
    if not {"*", f'"{version}"'} & {one.strip() for one in seen.split(",")}:
        raise EditConflict


def require_stated_version(request: Req, version: int) -> None:
    """Require that the version is current if the client says which one it read.

    Refuses: EditConflict.
    """
    if "if-match" in request.headers:
        require_version(request, version)


def respond(
    content: T, *, status: int = 200, version: int | None = None, **headers: str
) -> Response[T]:
    """Build a response in the reader's language, with the version for a later change."""
    result = {"vary": "accept-language, cookie"} | headers
    if version is not None:
        result["etag"] = f'"{version}"'
    return Response(content, status_code=status, headers=result)


def respond_page(request: Req, content: T, cursor: str | None) -> Response[T]:
    """Build the response of one page, with a Link header to the next one (RFC 8288)."""
    if cursor is None:
        return respond(content)
    kept = [pair for pair in parse_qsl(request.url.query) if pair[0] != "cursor"]
    return respond(
        content, link=f'<{request.url.path}?{urlencode([*kept, ("cursor", cursor)])}>; rel="next"'
    )


def page_offset(paged: PagedQuery) -> int:
    """Return the offset of the requested page. Refuses: WrongCursor."""
    place = read_cursor(paged)
    if place is None:
        return 0
    if not place.isdecimal() or not 0 < int(place) <= MAX_OFFSET:
        raise WrongCursor("cursor")
    return int(place)


def next_cursor(paged: PagedQuery, offset: int | None) -> str | None:
    """Return the cursor for an offset; it is valid for this query only."""
    if offset is None or offset > MAX_OFFSET:
        return None
    return write_cursor(paged, str(offset))


def page_keyset(paged: PagedQuery) -> Keyset | None:
    """Return the row after which the requested page begins. Refuses: WrongCursor."""
    place = read_cursor(paged)
    if place is None:
        return None
    try:
        moment, reference = place.split(" ")
        return _EPOCH + int(moment) * _MICROSECOND, reference
    except (ValueError, OverflowError) as reason:
        raise WrongCursor("cursor") from reason


def keyset_cursor(paged: PagedQuery, last: Keyset) -> str:
    """Return the cursor for the page after a row; rows that leave the list do not shift it."""
    moment, reference = last
    return write_cursor(paged, f"{(moment - _EPOCH) // _MICROSECOND} {reference}")


def read_cursor(paged: PagedQuery) -> str | None:
    """Return the place in the list that the query's cursor holds. Refuses: WrongCursor."""
    if paged.cursor is None:
        return None
    try:
        text = urlsafe_b64decode(paged.cursor + "=" * (-len(paged.cursor) % 4)).decode()
    except ValueError as reason:
        raise WrongCursor("cursor") from reason
    place, _, mark = text.rpartition(".")
    if mark != _query_mark(paged) or not place.isprintable():
        raise WrongCursor("cursor")
    return place


def write_cursor(paged: PagedQuery, place: str) -> str:
    return urlsafe_b64encode(f"{place}.{_query_mark(paged)}".encode()).decode().rstrip("=")


def _query_mark(paged: PagedQuery) -> str:
    question = msgspec.structs.replace(paged, cursor=None, limit=1)
    return sha256(msgspec.json.encode([question.cursor_name, question])).hexdigest()[:12]


def next_offset(offset: int, limit: int, total: int) -> int | None:
    return offset + limit if offset + limit < total else None


def nonempty_header(headers: Mapping[str, str], name: str) -> str | None:
    """Return a header, or None if it is missing or empty."""
    return headers.get(name, "").strip() or None
