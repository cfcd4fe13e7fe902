"""What every door shares: the house behind it, who stands before it, in which language, and how a
page is made."""

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar, cast

import litestar
from litestar import Request, Response
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.params import URLEncodedBody
from litestar.types import Method
from markupsafe import Markup, escape
from sqlmodel import Session

from catalog.core import journal
from catalog.core.actor import VISITOR, Actor, Role
from catalog.core.errors import KeyReused, NotFound
from i18n import CITIZEN_LANGUAGES, Language, negotiate
from matching.search.register_cache import RegisterCache
from service.accounts import login_sessions
from service.infra import access, idempotency, rate_limits, refusal_log
from service.infra.access import Permission
from service.input import request_limits
from service.input.work_queue import WorkQueue
from service.labels import cities
from service.web import rendering
from service.web.app_state import AppState

COOKIE = "sid"
# Every cookie there is: the sign-in, the way in, a claim begun, a question asked, the language, and
# one of earlier versions.
COOKIES = (COOKIE, "way", "claim", "question", "lang", "known")
# Characters of a page that refuses, and of a query that its eleven links carry along.
_LONGEST_REFUSAL, _LONGEST_QUERY = 60_000, 2_000
# The header by which a script sends what a form carries in its field "token".
TOKEN = "x-form-token"
# For answers that no browser or proxy may keep.
NO_STORE = {"cache-control": "no-store"}
LANGUAGE_TAGS = frozenset(one.value for one in CITIZEN_LANGUAGES)
Req = Request[Any, Any, Any]
Action = Callable[[], dict[str, Any]]
T = TypeVar("T")


def app_state(request: ASGIConnection[Any, Any, Any, Any]) -> AppState:
    return cast(AppState, request.app.state["house"])


@contextmanager
def reading(request: Req) -> Iterator[Session]:
    """A session to read with; nothing can be written in it."""
    with app_state(request).database.read() as session:
        yield session


@contextmanager
def writing(request: Req) -> Iterator[Session]:
    """One transaction, kept when the block ends without a refusal."""
    with app_state(request).database.write() as session:
        yield session


def actor(request: ASGIConnection[Any, Any, Any, Any]) -> Actor:
    return cast(Actor, request.scope.get("user") or VISITOR)


def cookie_name(house: AppState, name: str) -> str:
    """The name of a cookie that only this host can set and that travels over https alone (ASVS 5.0,
    3.3.1); plain on the loopback of a demonstration."""
    return f"__Host-{name}" if house.settings.secure else name


def cookie(connection: ASGIConnection[Any, Any, Any, Any], name: str) -> str:
    """The value of a cookie of ours, empty where there is none."""
    return connection.cookies.get(cookie_name(app_state(connection), name), "")


def add_cookie(
    request: Req, answer: Response[Any], name: str, value: str, seconds: int | None = None
) -> Response[Any]:
    """The answer, with a cookie that no script reads; one that lasts no second is forgotten."""
    known, secure = cookie_name(app_state(request), name), app_state(request).settings.secure
    answer.set_cookie(
        known, value, max_age=seconds, httponly=True, samesite="lax", secure=secure, path="/"
    )
    return answer


def clear_cookies(request: Req, answer: Response[Any]) -> Response[Any]:
    """The answer, after which none of our cookies is left in the browser."""
    for name in COOKIES:
        add_cookie(request, answer, name, "", 0)
    return answer


def network(request: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The network of whoever asks: as the configured proxy says, or else as the connection does."""
    return rate_limits.network(request.client.host if request.client else "")


def note_refusal(request: Req) -> None:
    """Writes down that somebody known was refused, and where. Refuses: Unavailable."""
    by = actor(request)
    if by.role is Role.VISITOR:
        return
    with writing(request) as session:
        place = str(request.scope.get("path_template") or "-")
        refusal_log.record_refusal(session, place, by=by, on=app_state(request).clock())


def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Refuses whoever may not use a route, and an address in a language that there is none of.

    A route that names no permission lets nobody in. Which methods there are, anybody may ask.
    """
    if connection.scope.get("method") == "OPTIONS":
        return
    permission = handler.opt.get("permission")
    if not isinstance(permission, Permission):
        raise NotFound
    access.require(actor(connection), permission)
    if "lang" in connection.path_params:
        require_language(connection.path_params["lang"])


def language(request: Req) -> Language:
    """By the address, then the cookie, then what the browser asks for."""
    first, _rest = _split(request.url.path)
    if first in LANGUAGE_TAGS:
        return Language(first)
    known = request.cookies.get("__Host-lang") or request.cookies.get("lang")
    return negotiate(known, request.headers.get("accept-language"))


def _split(path: str) -> tuple[str, str]:
    """The first part of an address, which may be a language, and the rest."""
    first, _, rest = path.removeprefix("/").partition("/")
    return first, rest


def require_language(lang: str) -> Language:
    """The language an address names. Refuses: NotFound."""
    if lang not in LANGUAGE_TAGS:
        raise NotFound
    return Language(lang)


def request_id(request: ASGIConnection[Any, Any, Any, Any]) -> str:
    """Given at the door; an address that no route answers has not passed there, and gets its own
    when it is refused."""
    return str(request.scope.setdefault("request_id", secrets.token_hex(8)))  # type: ignore[typeddict-item]


def register_cache(request: Req, session: Session) -> RegisterCache:
    """What this process keeps in memory of the register, as it stands at this request."""
    return app_state(request).shelf(session)


def run_once(
    request: Req, session: Session, key: str | None, body: Any, deed: Action
) -> dict[str, Any]:
    """A deed under its idempotency key: repeated, it gives its first answer again."""
    route, on = request.url.path, app_state(request).clock()
    return idempotency.run_once(
        session,
        key,
        deed,
        by=actor(request),
        on=on,
        route=route,
        body=body,
        network=network(request),
    )


def run_form_once(
    request: Req, session: Session, key: str, body: Any, deed: Action
) -> dict[str, Any]:
    """A deed under the hidden key of its form. Refuses: FormAlreadySent, and whatever the deed
    refuses."""
    try:
        return run_once(request, session, key or None, body, deed)
    except KeyReused as other:
        raise idempotency.FormAlreadySent from other


# What a browser's form sends.
Form = URLEncodedBody[dict[str, Any]]
# Handlers are plain functions in threads; pages answer HEAD as they answer GET.
get = partial(litestar.get, sync_to_thread=True)
post = partial(litestar.post, sync_to_thread=True)
patch = partial(litestar.patch, sync_to_thread=True)
_PAGE: list[Method] = ["GET", "HEAD"]
page_get = partial(litestar.route, http_method=_PAGE, sync_to_thread=True, include_in_schema=False)
page_post = partial(litestar.post, sync_to_thread=True, include_in_schema=False, status_code=200)
# What takes seconds has threads of its own, so that pages are answered meanwhile; its handlers
# await them.
async_route = partial(litestar.route, include_in_schema=False, status_code=200)
_QUEUES = {
    # Files of strangers, opened in a process of their own.
    "files": {"slots": 1, "most": 12, "each": 4},
    # What anybody may ask for and takes long: documents of the report, receipts, rankings.
    "dear": {"slots": 1, "most": 8, "each": 3},
    # Files and pictures for those who work here.
    "desk": {"slots": 2, "most": 60, "each": 20},
}


async def run_queued(work: Callable[..., T], request: Req, *items: Any, dear: bool = False) -> T:
    """Does work in the queue of those who work here, or of strangers' files. What is dear has a
    queue of its own for everybody. Refuses: Busy."""
    stranger = actor(request).role in (Role.VISITOR, Role.CITIZEN)
    name = "dear" if dear else "files" if stranger else "desk"
    owner = rate_limits.wide_network(network(request)) if stranger else actor(request).account
    kept = app_state(request).memory
    queue: WorkQueue = kept.get(f"queue {name}") or kept.setdefault(
        f"queue {name}", WorkQueue(name, **_QUEUES[name])
    )
    return await queue.run(owner, work, request, *items)


def page_number(request: Req) -> int:
    """Which page of a list is asked for; what is no number is the first."""
    asked = request.query_params.get("page", "")
    return min(max(int(asked), 1), 10_000) if re.fullmatch("[0-9]{1,9}", asked) else 1


def page(
    request: Req,
    template: str,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    **facts: Any,
) -> Response[Any]:
    """A page in the reader's language. Refuses FormTooLong where what strangers typed makes a
    refusal too large."""
    drawn = _render(request, template, facts)
    if (
        status >= 400
        and len(drawn) > _LONGEST_REFUSAL
        and actor(request).role in (Role.VISITOR, Role.CITIZEN)
    ):
        raise request_limits.FormTooLong
    return _html(drawn, status, headers)


def page_fragment(request: Req, template: str, **facts: Any) -> Response[Any]:
    """The main part of a page alone, for a script that puts it into a page that is open already."""
    return _html(_render(request, template, facts, "main"))


def _html(drawn: str, status: int = 200, headers: dict[str, str] | None = None) -> Response[Any]:
    return Response(drawn, status_code=status, media_type="text/html", headers=headers or {})


def _render(request: Req, template: str, facts: dict[str, Any], block: str = "") -> str:
    lang, home = language(request), app_state(request)
    shared = {
        "who": actor(request),
        "demonstration": home.settings.demonstration,
        "page_address": _page_address(request),
        "base": home.settings.public_url.rstrip("/"),
        "lines": home.memory.get("lines", {}),
        "today": home.today,
        "exit_url": home.settings.exit_url,
        "token": _form_token(request),
        "city": partial(cities.city_name, home.memory.get("cities", {}), lang),
    }
    if taken := shared.keys() & facts.keys():
        raise TypeError(
            f"{template} is given {sorted(taken)}, which every page has: choose other names"
        )
    trades = home.memory["shelf"].occupations if "shelf" in home.memory else {}
    usual = {"about": None, "private": False, "harm": False, "trades": trades}
    return rendering.render(lang, template, usual | shared | facts, block)


def _page_address(request: Req) -> str:
    """The address of this page without its language, by which it is found in the others."""
    first, rest = _split(request.url.path)
    asked = request.url.query if request.method in _PAGE else ""
    query = f"?{asked}" if 0 < len(escape(asked)) <= _LONGEST_QUERY else ""
    return (rest if first in LANGUAGE_TAGS else "") + query


def _form_token(request: Req) -> Markup:
    """The hidden field by which a form shows that it was drawn for this sign-in; visitors have
    none."""
    seat = request.scope.get("auth")
    return (
        Markup('<input type="hidden" name="token" value="{}">').format(
            login_sessions.form_token(seat)
        )
        if seat
        else Markup()
    )


def note_read(request: Req, noun: str, *references: str, act: str = "open") -> None:
    """Writes down who looks at people's files, before they leave; without that there is no answer.
    Refuses: Unavailable."""
    with writing(request) as session:
        journal.write_many(
            session, act, noun, references, by=actor(request), on=app_state(request).clock()
        )


def see_other(path: str, *, headers: dict[str, str] | None = None) -> Response[Any]:
    """Sends the browser on after a deed, so that a reload does not repeat it."""
    return Response(None, status_code=303, headers={"Location": path} | (headers or {}))
