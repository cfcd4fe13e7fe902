"""Error responses: problem+json (RFC 9457) for programs, a page in their language for people."""

import logging
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from sqlalchemy.exc import DataError, OperationalError
from sqlmodel import SQLModel

from catalog.core import errors
from catalog.core.errors import InvalidInput, Refusal
from i18n import N_, gettext
from matching.identity.known_persons import LikelyPerson
from service.accounts import login_sessions
from service.accounts.phone_login import CodeChannel
from service.casework.evidence import file_uploads
from service.infra import logs, rate_limits, settings
from service.input import forms, multipart, request_limits, work_queue
from service.operations import metrics
from service.web import context, interrupted_forms, rendering

log = logging.getLogger("musofir")
MEGABYTE = 1_000_000
# Litestar's message when the connection is lost while a client sends.
_DISCONNECTED = "client disconnected prematurely"

STATUS: dict[type[Refusal], int] = {
    errors.NotFound: 404,
    errors.NotAllowed: 403,
    errors.SignInNeeded: 401,
    errors.Conflict: 409,
    file_uploads.WrongOffset: 409,
    errors.EditConflict: 412,
    errors.KeyReused: 422,
    errors.Unavailable: 503,
    work_queue.Busy: 503,
    rate_limits.TooManyAttempts: 429,
    rate_limits.SendAgain: 429,
    login_sessions.ConfirmFirst: 403,
    login_sessions.NotFromThisPage: 403,
    settings.UnknownHost: 400,
    request_limits.AddressTooLong: 414,
    request_limits.TooManyCookies: 431,
    request_limits.FormTooLong: 413,
    settings.HttpsRequired: 403,
    Refusal: 422,
}
_TOO_LARGE = N_("This is too large to send in one go.")
_TOO_LARGE_FOR = N_("This is too large to send in one go. The limit is %(mb)s MB.")
# Sentences for what Litestar refuses before a handler is reached.
_SENTENCES = {
    400: N_("We could not understand the request."),
    401: errors.SignInNeeded.sentence,
    403: errors.NotAllowed.sentence,
    404: errors.NotFound.sentence,
    405: N_("This address does not accept that kind of request."),
    413: _TOO_LARGE,
    415: N_("Send JSON."),
    428: N_("Use the If-Match header to state which version you changed."),
    500: N_(
        "There is a problem with the service. What you sent was either saved in full or not "
        "saved at all."
    ),
    503: errors.Unavailable.sentence,
}


class FieldProblem(msgspec.Struct, omit_defaults=True):
    """One mistake in what was sent."""

    pointer: str
    field: str
    code: str
    detail: str
    allowed: list[str] = []


class Problem(msgspec.Struct, omit_defaults=True):
    """A refusal. `more` is the number of mistakes beside those in `errors`.

    `confirm` lists the questions that must be confirmed before anything is recorded; `candidates`
    the people in one's scope of whom one may be the person to be recorded."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str
    errors: list[FieldProblem] = []
    more: int = 0
    confirm: list[str] = []
    candidates: list[LikelyPerson] = []


class Unready(Problem, kw_only=True):
    """The service cannot serve anyone; `reason` states what the operator should examine."""

    reason: str


def status_of(refusal: Refusal) -> int:
    return next(STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS)


def _problem(request: Request[Any, Any, Any], refusal: Refusal) -> Problem:
    lang, errors = (
        context.language(request),
        refusal.errors if isinstance(refusal, InvalidInput) or refusal.field else [],
    )
    items = [
        FieldProblem(
            "/" + (one.field or "").replace(".", "/"),
            one.field or "",
            one.slug,
            rendering.refusal_text(lang, one),
            list(getattr(one, "allowed", ())),
        )
        for one in errors[: forms.MAX_ERRORS]
    ]
    return Problem(
        f"/problems/{refusal.slug}",
        rendering.refusal_text(lang, refusal),
        status_of(refusal),
        rendering.refusal_text(lang, refusal),
        context.request_id(request),
        items,
        max(len(errors) - forms.MAX_ERRORS, 0),
        [str(one.value) for one in getattr(refusal, "confirm", ())],
        list(getattr(refusal, "candidates", ())),
    )


def _answer(request: Request[Any, Any, Any], problem: Problem, wait: object = 5) -> Response[Any]:
    """Return a problem as JSON or a page, with the seconds until a retry where one makes sense."""
    headers = {"Retry-After": str(wait)} if problem.status in (429, 503) else {}
    if _is_program(request):
        if problem.status == 401:
            headers["WWW-Authenticate"] = "Bearer"
        body = msgspec.json.encode(problem)
        return Response(
            body, status_code=problem.status, media_type="application/problem+json", headers=headers
        )
    template, typed = "shared/problem.html", {}
    if problem.status == 401:
        desk = request.url.path.partition("/desk")[1]
        template = "sign_in/work.html" if desk else "sign_in/phone.html"
        typed = {
            "channel": CodeChannel.SMS.value,
            "then": _requested_page(request),
            "kept": interrupted_forms.noted(request),
        }
        headers |= context.NO_STORE
    shown: dict[str, Any] = {"problem": problem, "typed": typed}
    if problem.status == 413:
        shown["sent_from"] = context.page_path(request)
    page = context.page(request, template, status=problem.status, **shown)
    page.headers.update(headers)
    return page


def _is_program(request: Request[Any, Any, Any]) -> bool:
    return request.url.path.startswith(("/api", "/schema", "/health", "/metrics"))


def _requested_page(request: Request[Any, Any, Any]) -> str:
    """Return the page to come back to after sign-in, with its query."""
    query = request.url.query if request.method in ("GET", "HEAD") else ""
    path = context.page_path(request)
    return f"{path}?{query}" if query else path


def _redirect_to_confirm(request: Request[Any, Any, Any]) -> Response[Any]:
    """Redirect to the page where the person confirms their identity, and from there back."""
    return context.see_other(
        f"/{context.language(request).value}/me/prove?{urlencode({'next': context.page_path(request)})}"
    )


def note_cause(request: Request[Any, Any, Any], refusal: Refusal) -> None:
    """Store in the request why the service was unavailable, for its line in the log."""
    if isinstance(refusal, errors.Unavailable):
        request.scope["cause"] = logs.cause(refusal)  # type: ignore[typeddict-unknown-key]


def refusal_response(request: Request[Any, Any, Any], refusal: Refusal) -> Response[Any]:
    """Return the response to a refusal.

    One to a known person is in the journal before the response is sent; otherwise there is none.
    """
    if (
        isinstance(refusal, errors.EditConflict)
        and _is_program(request)
        and "if-match" not in request.headers
    ):
        # The request named no version that could be out of date.
        refusal = errors.Conflict()
    metrics.count_refusal(refusal.slug, context.actor(request).role.value)
    note_cause(request, refusal)
    if isinstance(refusal, login_sessions.ConfirmFirst) and not _is_program(request):
        return _redirect_to_confirm(request)
    if isinstance(refusal, login_sessions.NotFromThisPage) and (
        resumed := interrupted_forms.resume_here(request)
    ):
        return resumed
    if isinstance(refusal, errors.NotAllowed):
        try:
            context.note_refusal(request)
        except Refusal as lost:
            note_cause(request, lost)
            return _answer(request, _problem(request, lost))
    return _answer(request, _problem(request, refusal), refusal.facts.get("seconds", 5))


def handle_http_exception(request: Request[Any, Any, Any], reason: HTTPException) -> Response[Any]:
    if reason.detail == _DISCONNECTED:
        return refusal_response(request, multipart.IncompleteForm())
    status = reason.status_code
    sentence = gettext(
        context.language(request), _SENTENCES.get(status, _SENTENCES[400 if status < 500 else 500])
    )
    if status == 413 and (limit := _largest_body(request)):
        sentence = gettext(context.language(request), _TOO_LARGE_FOR, mb=limit // MEGABYTE)
    answer = _answer(
        request,
        Problem(
            f"/problems/http-{status}", sentence, status, sentence, context.request_id(request)
        ),
    )
    if reason.headers:
        answer.headers.update({k: v for k, v in reason.headers.items() if k.lower() == "allow"})
    return answer


def _largest_body(request: Request[Any, Any, Any]) -> int:
    """Return how many bytes this address takes, or 0 if they are less than a megabyte."""
    handler = request.scope.get("route_handler")
    limit = handler.resolve_request_max_body_size() if isinstance(handler, HTTPRouteHandler) else 0
    return limit if limit and limit >= MEGABYTE else 0


def unready_response(request: Request[Any, Any, Any], reason: str) -> Response[Any]:
    """Return the response to monitoring when nobody can be served."""
    lost = errors.Unavailable()
    metrics.count_refusal(lost.slug, context.actor(request).role.value)
    return _answer(
        request, Unready(**msgspec.structs.asdict(_problem(request, lost)), reason=reason)
    )


def handle_database_error(
    request: Request[Any, Any, Any], reason: OperationalError
) -> Response[Any]:
    lost = errors.Unavailable()
    lost.__cause__ = reason
    return refusal_response(request, lost)


def handle_data_error(request: Request[Any, Any, Any], _reason: DataError) -> Response[Any]:
    """Answer a value that the database cannot hold as not found."""
    return refusal_response(request, errors.NotFound())


def handle_recursion_error(
    request: Request[Any, Any, Any], _reason: RecursionError
) -> Response[Any]:
    return handle_http_exception(request, HTTPException(status_code=400))


def handle_unexpected_error(request: Request[Any, Any, Any], reason: Exception) -> Response[Any]:
    log.error(
        "unexpected error",
        exc_info=reason,
        extra={"facts": {"request": context.request_id(request)}},
    )
    return handle_http_exception(request, HTTPException(status_code=500))


def forbid_table_row(row: SQLModel) -> Any:
    """Forbid encoding a table row: sending one out is an error in the code."""
    raise TypeError(f"a row of {type(row).__name__} must not be sent out")


HANDLERS: dict[type[Exception] | int, Any] = {
    Refusal: refusal_response,
    HTTPException: handle_http_exception,
    OperationalError: handle_database_error,
    DataError: handle_data_error,
    RecursionError: handle_recursion_error,
    Exception: handle_unexpected_error,
}
