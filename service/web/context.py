"""What every route shares: application state, actor, language, and rendering of pages."""

import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import Any, TypeVar, cast

import litestar
import msgspec
from litestar import Request, Response
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.params import URLEncodedBody
from litestar.types import Method
from markupsafe import Markup, escape
from sqlmodel import Session

from catalog.core import journal, staff_notices
from catalog.core.actor import VISITOR, Actor, Role
from catalog.core.errors import KeyReused, NotFound
from i18n import CITIZEN_LANGUAGES, Language, negotiate
from matching.search.register_cache import RegisterCache, empty_register
from service.accounts import login_sessions
from service.infra import access, idempotency, rate_limits, refusal_log
from service.infra.access import Permission
from service.input import request_limits
from service.web import desk_nav, done_messages, list_neighbours, rendering
from service.web.app_state import AppState
from service.web.jobs import job_cards
from service.web.reader import Reader

COOKIE = "sid"
# All cookies: the login session, the sign-in in progress, a claim begun, a question asked, the
# language, one of earlier versions, the last list, a message that a form was carried out, and the
# last searches by name (`posted_searches.COOKIE`).
_LAST = (list_neighbours.COOKIE, done_messages.COOKIE, "searches")
COOKIES = (COOKIE, "way", "claim", "question", "lang", "known", *_LAST)
# Characters of a page with a refusal, and of a query that its eleven links repeat.
_LONGEST_REFUSAL, _LONGEST_QUERY = 60_000, 2_000
# The header in which a script sends what a form carries in its field "token".
TOKEN = "x-form-token"
_TOKEN_FIELD = Markup('<input type="hidden" name="token" value="{}">')
# For responses that no browser or proxy may store.
NO_STORE = {"cache-control": "no-store"}
LANGUAGE_TAGS = frozenset(one.value for one in CITIZEN_LANGUAGES)
Req = Request[Any, Any, Any]
Action = Callable[[], dict[str, Any]]
T = TypeVar("T")


def app_state(request: ASGIConnection[Any, Any, Any, Any]) -> AppState:
    return cast(AppState, request.app.state["app_state"])


@contextmanager
def reading(request: Req) -> Iterator[Session]:
    """Open a read-only database session, which what all pages have in common uses too."""
    with app_state(request).database.read() as session:
        outer = request.scope.get("reading")
        request.scope["reading"] = session  # type: ignore[typeddict-unknown-key]
        try:
            yield session
        finally:
            request.scope["reading"] = outer  # type: ignore[typeddict-unknown-key]


@contextmanager
def writing(request: Req) -> Iterator[Session]:
    """Open one transaction, committed when the block ends without a refusal."""
    with app_state(request).database.write() as session:
        yield session


def actor(request: ASGIConnection[Any, Any, Any, Any]) -> Actor:
    return cast(Actor, request.scope.get("user") or VISITOR)


def cookie_name(app_state: AppState, name: str) -> str:
    """Return the name of a cookie that only this host can set, over https only (ASVS 5.0, 3.3.1).

    On the loopback address of a demonstration the name has no prefix.
    """
    return f"__Host-{name}" if app_state.settings.secure else name


def cookie(connection: ASGIConnection[Any, Any, Any, Any], name: str) -> str:
    """Return the value of one of our cookies, or an empty text."""
    return connection.cookies.get(cookie_name(app_state(connection), name), "")


def add_cookie(
    request: Req, answer: Response[Any], name: str, value: str, seconds: int | None = None
) -> Response[Any]:
    """Add a cookie that no script can read; zero seconds delete it."""
    known, secure = cookie_name(app_state(request), name), app_state(request).settings.secure
    answer.set_cookie(
        known, value, max_age=seconds, httponly=True, samesite="lax", secure=secure, path="/"
    )
    return answer


def clear_cookie(request: Req, answer: Response[Any], name: str) -> Response[Any]:
    """Delete one of our cookies from the browser."""
    return add_cookie(request, answer, name, "", 0)


def clear_cookies(request: Req, answer: Response[Any]) -> Response[Any]:
    """Delete all our cookies from the browser."""
    for name in COOKIES:
        clear_cookie(request, answer, name)
    return answer


def network(request: ASGIConnection[Any, Any, Any, Any]) -> str:
    """Return the network of the client, as the proxy states it or else the connection."""
    return rate_limits.network(request.client.host if request.client else "")


def note_refusal(request: Req) -> None:
    """Record in the journal that a known person was refused, and where. Refuses: Unavailable."""
    by = actor(request)
    if by.role is Role.VISITOR:
        return
    with writing(request) as session:
        place = str(request.scope.get("path_template") or "-")
        refusal_log.record_refusal(session, place, by=by, on=app_state(request).clock())


def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Check the permission of a route and the language in its address.

    A route that names no permission is closed to everyone. OPTIONS, which lists the methods, is
    open to everyone.
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
    """Return the language of the address, else of the cookie, else of the browser."""
    first, _rest = _split(request.url.path)
    if first in LANGUAGE_TAGS:
        return Language(first)
    known = request.cookies.get("__Host-lang") or request.cookies.get("lang")
    return negotiate(known, request.headers.get("accept-language"))


def _split(path: str) -> tuple[str, str]:
    """Split the first part of a path, which may be a language, from the rest."""
    first, _, rest = path.removeprefix("/").partition("/")
    return first, rest


def require_language(lang: str) -> Language:
    """Return the language that an address names. Refuses: NotFound."""
    if lang not in LANGUAGE_TAGS:
        raise NotFound
    return Language(lang)


def request_id(request: ASGIConnection[Any, Any, Any, Any]) -> str:
    """Return the id of this request, which the middleware assigned.

    One that no middleware has seen gets its own id when it is refused.
    """
    return str(request.scope.setdefault("request_id", secrets.token_hex(8)))  # type: ignore[typeddict-item]


def register_cache(request: Req, session: Session) -> RegisterCache:
    """Return the register cache of this process, up to date for this request."""
    return app_state(request).register_cache(session)


def run_once(
    request: Req, session: Session, key: str | None, body: Any, action: Action
) -> dict[str, Any]:
    """Run an action under its idempotency key; repeated, it returns its first answer."""
    route, on = request.url.path, app_state(request).clock()
    return idempotency.run_once(
        session,
        key,
        action,
        by=actor(request),
        on=on,
        route=route,
        body=body,
        network=network(request),
    )


def run_form_once(
    request: Req, session: Session, key: str, body: Any, action: Action
) -> dict[str, Any]:
    """Run an action under the hidden key of its form.

    Refuses: FormAlreadySent, and whatever the action refuses.
    """
    try:
        return run_once(request, session, key or None, body, action)
    except KeyReused as other:
        raise idempotency.FormAlreadySent from other


# The body of a browser's form.
Form = URLEncodedBody[dict[str, Any]]
# Handlers are plain functions in threads; pages answer HEAD as they answer GET.
get = partial(litestar.get, sync_to_thread=True)
post = partial(litestar.post, sync_to_thread=True)
patch = partial(litestar.patch, sync_to_thread=True)
_PAGE: list[Method] = ["GET", "HEAD"]
page_get = partial(litestar.route, http_method=_PAGE, sync_to_thread=True, include_in_schema=False)
page_post = partial(litestar.post, sync_to_thread=True, include_in_schema=False, status_code=200)
# Work that takes seconds has its own threads, so that pages are answered meanwhile; its handlers
# await it.
async_route = partial(litestar.route, include_in_schema=False, status_code=200)


def page_number(request: Req, values: Mapping[str, str] | None = None) -> int:
    """Return the requested page of a list; anything that is not a number is page 1.

    `values` are those of an address that is not the request's own.
    """
    asked = (request.query_params if values is None else values).get("page", "")
    return min(max(int(asked), 1), 10_000) if re.fullmatch("[0-9]{1,9}", asked) else 1


def page(
    request: Req,
    template: str,
    *parts: msgspec.Struct,
    status: int = 200,
    headers: dict[str, str] | None = None,
    **facts: Any,
) -> Response[Any]:
    """Render a page in the reader's language, from the fields of its parts and further facts.

    Refuses FormTooLong where the answers typed by a stranger make a refused page too large.
    """
    for part in parts:
        facts |= {name: getattr(part, name) for name in part.__struct_fields__}
    drawn = _render(request, template, facts)
    if (
        status >= 400
        and len(drawn) > _LONGEST_REFUSAL
        and actor(request).role in (Role.VISITOR, Role.CITIZEN)
    ):
        raise request_limits.FormTooLong
    answer = _html(drawn, status, headers)
    if _done(request):
        shown = done_messages.note_shown(cookie(request, done_messages.COOKIE), language(request))
        add_cookie(request, answer, done_messages.COOKIE, shown, done_messages.SECONDS)
    return answer


def page_fragment(request: Req, template: str, **facts: Any) -> Response[Any]:
    """Render only the main part of a page, for a script that inserts it into an open page."""
    return _html(_render(request, template, facts, "main"))


def reader(request: Req) -> Reader:
    """Return who reads the page: their language, and the names of cities and offices in it."""
    return app_state(request).reader(language(request))


def _html(drawn: str, status: int = 200, headers: dict[str, str] | None = None) -> Response[Any]:
    return Response(drawn, status_code=status, media_type="text/html", headers=headers or {})


def _render(request: Req, template: str, facts: dict[str, Any], block: str = "") -> str:
    lang, home, reads = language(request), app_state(request), reader(request)
    shared = {
        "who": actor(request),
        "may": access.permissions(actor(request)),
        "demonstration": home.settings.demonstration,
        "page_address": _page_address(request),
        "base": home.settings.public_url.rstrip("/"),
        "lines": home.memory.get("lines", {}),
        "today": home.today,
        "just_done": _done(request),
        "exit_url": home.settings.exit_url,
        "advice_line": home.settings.advice_line,
        "token": _form_token(request),
        "desk_nav": partial(desk_nav.for_actor, actor(request), home.today),
        "neighbours": partial(list_neighbours.find, cookie(request, list_neighbours.COOKIE)),
        "count_notices": partial(_count_notices, request),
        "day_off": partial(rendering.day_off, lang, home.memory.get("calendar")),
        "city": reads.city,
        "office_name": reads.office,
    }
    if taken := shared.keys() & facts.keys():
        raise TypeError(
            f"{template} is given {sorted(taken)}, which every page has: choose other names"
        )
    known: RegisterCache | None = home.memory.get("register_cache")
    usual: dict[str, Any] = {
        "about": None,
        "canonical": "",
        "private": False,
        "harm": False,
        "wide": False,
        "searching": False,
    }
    usual |= {"errors": {}} | _of_register(reads, known or empty_register())
    return rendering.render(lang, template, usual | shared | facts, block)


def _done(request: Req) -> str:
    """Return the sentence about the form that led to this page, or an empty text."""
    if request.method not in _PAGE or actor(request).role is Role.VISITOR:
        return ""
    sealed, lang = cookie(request, done_messages.COOKIE), language(request)
    return done_messages.open_sealed(sealed, request.url.path, lang)


def redirect_done(request: Req, path: str, sentence: str, **facts: object) -> Response[Any]:
    """Redirect after an action; the page says the sentence once to whoever is signed in, if any."""
    answer = see_other(path)
    if not sentence or actor(request).role is Role.VISITOR:
        return answer
    sealed = done_messages.seal(path, sentence, facts)
    return add_cookie(request, answer, done_messages.COOKIE, sealed, done_messages.SECONDS)


def _count_notices(request: Req) -> int:
    """Return the number of the actor's unread notices; only pages of the desk ask for it."""
    opened = cast(Session | None, request.scope.get("reading"))
    with nullcontext(opened) if opened is not None else reading(request) as session:
        unread = staff_notices.count_unread(session, by=actor(request))
    request.scope["unread"] = unread  # type: ignore[typeddict-unknown-key]
    return unread


def _of_register(reads: Reader, register_cache: RegisterCache) -> dict[str, Any]:
    """Return what pages say of vacancies with the help of the register cache."""
    return {
        "trades": register_cache.occupations,
        "in_soum": register_cache.in_soum,
        **job_cards.functions(reads.lang, register_cache, reads.city),
    }


def _page_address(request: Req) -> str:
    """Return the address of this page without its language, for links to other languages."""
    first, rest = _split(page_path(request))
    asked = request.url.query if request.method in _PAGE else ""
    query = f"?{asked}" if 0 < len(escape(asked)) <= _LONGEST_QUERY else ""
    return (rest if first in LANGUAGE_TAGS else "") + query


def page_path(request: Req) -> str:
    """Return the path of this page; of one that answers a form, the nearest that can be opened."""
    path, template = request.url.path, str(request.scope.get("path_template") or "")
    if request.method in _PAGE or not template:
        return path
    pages = {
        route.path_format
        for route in request.app.routes
        if template.startswith(route.path_format) and "GET" in getattr(route, "methods", ())
    }
    while template and template not in pages:
        path, template = path.rpartition("/")[0], template.rpartition("/")[0]
    return path


def _form_token(request: Req) -> Markup:
    """Return the hidden field that ties a form to this login session; visitors have none."""
    return token_field(seat, actor(request)) if (seat := request.scope.get("auth")) else Markup()


def token_field(seat: login_sessions.LoginSession, by: Actor) -> Markup:
    """Return the hidden field that ties a form to a login session."""
    return _TOKEN_FIELD.format(login_sessions.form_value(seat, by))


def note_read(request: Req, noun: str, *references: str, act: str = "open") -> None:
    """Record who reads records of people, before the response is sent.

    Without that record there is no response. Whoever opened a record has read their notices about
    it. Refuses: Unavailable.
    """
    by, on = actor(request), app_state(request).clock()
    with writing(request) as session:
        journal.write_many(session, act, noun, references, by=by, on=on)
        # The page has often counted that there is no such notice.
        if act == "open" and request.scope.get("unread") != 0:
            staff_notices.mark_opened(session, noun, references, by=by, on=on)


def see_other(path: str, *, headers: dict[str, str] | None = None) -> Response[Any]:
    """Redirect the browser after an action, so that a reload does not repeat it."""
    return Response(None, status_code=303, headers={"Location": path} | (headers or {}))
