"""What the doors for programs share: strict reading, answers with their version, and the place where the next page begins."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from functools import partial
from hashlib import sha256
from typing import Annotated, Any, ClassVar, TypeVar
from urllib.parse import urlencode

import litestar
import msgspec
from litestar import Response
from litestar.exceptions import HTTPException
from litestar.types import Method
from msgspec import Meta
from sqlmodel import Session

from catalog.core.errors import Refusal, Stale, Wrong
from i18n import N_
from service.input import forms, request_limits
from service.web import context
from service.web.context import Req

T = TypeVar("T", bound=msgspec.Struct)
_READ: list[Method] = ["GET", "HEAD"]
get = partial(litestar.route, http_method=_READ, sync_to_thread=True)
post, patch = context.post, context.patch
# For what takes seconds: its handlers await web.aside.
slow_post = litestar.post
FARTHEST = 1_000_000


class Twice(Refusal):
    slug = "twice"
    sentence = N_("Send this only once.")


class WrongCursor(Refusal):
    slug = "wrong-cursor"
    sentence = N_("This cursor belongs to another search. Begin again without it.")


Limit = Annotated[int, Meta(ge=1, le=100, description="How many at once.", examples=[20])]
Cursor = Annotated[str, Meta(max_length=60, description="What the page before said as `next`.")]
Words = Annotated[str, Meta(min_length=1, max_length=200)]


class Paged(msgspec.Struct, forbid_unknown_fields=True):
    """A question that is answered page by page."""

    # By what its cursors know it; programs keep cursors, so it stays when the class is called otherwise.
    cursor_name: ClassVar[str]
    limit: Limit = 20
    cursor: Cursor | None = None

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "cursor_name" not in vars(cls):
            raise TypeError(f"{cls.__qualname__} needs a cursor_name of its own")


def asked(request: Req, kind: type[T]) -> T:
    """The question in the address. Refuses: Wrong."""
    told: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name in told:
            raise Wrong([Twice(name[:40])])
        told[name] = value
    return forms.read(kind, told)


def sent(request: Req, body: bytes, kind: type[T]) -> T:
    """The body, if it is JSON in which no name stands twice, read without guessing. Refuses: Wrong, TooManyFields,
    400, 415."""
    if request.content_type[0].lower() != "application/json":
        raise HTTPException(status_code=415)
    request_limits.require_few_values(body)
    try:
        msgspec.json.decode(body)
        told = json.loads(body, object_pairs_hook=_once)
    except (msgspec.DecodeError, ValueError, RecursionError) as reason:
        raise HTTPException(status_code=400) from reason
    return forms.read(kind, told, typed=True)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    request_limits.require_few_names(len(pairs))
    if len(told := dict(pairs)) < len(pairs):
        raise ValueError("a name stands twice")
    return told


def done_once(request: Req, session: Session, told: Any, deed: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The deed's answer; repeated with its Idempotency-Key, the first one again."""
    return context.done_once(request, session, request.headers.get("idempotency-key"), told, deed)


def require_version(request: Req, version: int) -> None:
    """That whoever changes a record has seen it as it is. Refuses: 428, Stale."""
    seen = request.headers.get("if-match")
    if seen is None:
        raise HTTPException(status_code=428)
    if not {"*", f'"{version}"'} & {one.strip() for one in seen.split(",")}:
        raise Stale


def answer(content: T, *, status: int = 200, version: int | None = None, **headers: str) -> Response[T]:
    """An answer in the reader's language, with the version by which it may be changed."""
    told = {"vary": "accept-language, cookie"} | headers
    if version is not None:
        told["etag"] = f'"{version}"'
    return Response(content, status_code=status, headers=told)


def page(request: Req, content: T, cursor: str | None) -> Response[T]:
    """A page of a list, with the way to the next one as a link too (RFC 8288)."""
    if cursor is None:
        return answer(content)
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return answer(content, link=f'<{request.url.path}?{urlencode([*kept, ("cursor", cursor)])}>; rel="next"')


def begins(paged: Paged) -> int:
    """Where the page asked for begins. Refuses: WrongCursor."""
    if paged.cursor is None:
        return 0
    try:
        place, mark = urlsafe_b64decode(paged.cursor + "=" * (-len(paged.cursor) % 4)).decode().split(".")
        offset = int(place)
    except ValueError as reason:
        raise WrongCursor("cursor") from reason
    if mark != _mark(paged) or not 0 < offset <= FARTHEST:
        raise WrongCursor("cursor")
    return offset


def onward(paged: Paged, offset: int | None) -> str | None:
    """The cursor of the page that begins there; it fits this question only."""
    if offset is None or offset > FARTHEST:
        return None
    return urlsafe_b64encode(f"{offset}.{_mark(paged)}".encode()).decode().rstrip("=")


def _mark(paged: Paged) -> str:
    question = msgspec.structs.replace(paged, cursor=None, limit=1)
    return sha256(msgspec.json.encode([question.cursor_name, question])).hexdigest()[:12]


def after(offset: int, limit: int, total: int) -> int | None:
    return offset + limit if offset + limit < total else None


def only(headers: Mapping[str, str], name: str) -> str | None:
    """A header with something in it."""
    return headers.get(name, "").strip() or None
