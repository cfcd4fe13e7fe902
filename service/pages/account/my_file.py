"""The person's own file: all stored data, who opened it, and the request for erasure."""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal
from i18n import N_
from matching.profiles import profiles
from matching.search import saved_searches
from service.infra.access import Permission
from service.pages.shared import account_page, search_form
from service.pages.shared.search_form import SearchTerms
from service.privacy import access_log, erasure_requests, export_schema, personal_export
from service.privacy.access_log import AccessEntry
from service.privacy.erasure_records import records
from service.web import auth_middleware, context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import FormAction

PAGE = 20


class NoFile(NotFound):
    slug = "no-file"
    sentence = N_(
        "We do not hold any information about you apart from what is shown on your account page."
    )


class NotSure(Refusal):
    slug = "not-sure"
    sentence = N_("Tick the box to show that you understand what will be erased.")


class ConfirmationInput(msgspec.Struct):
    """The tick that confirms what erasure means."""

    sure: str = ""


class FilePage(msgspec.Struct, frozen=True):
    """The stored data, the age that agencies see, and what each saved search asks for by its query.

    `waiting` is whether a request for erasure waits.
    """

    file: export_schema.File
    waiting: bool
    age: str
    asked: dict[str, SearchTerms]


@page_get("/me/file", permission=Permission.ME_OPEN)
def show(request: Req) -> Response[Any]:
    return _show(request)


def _show(request: Req, refusal: Refusal | None = None) -> Response[Any]:
    with context.reading(request) as session:
        context.register_cache(request, session)
        result = personal_export.export_person(
            session, _current_record(request, session), now=context.app_state(request).clock()
        )
    born = next((one.born_on for one in result.profiles if one.born_on), None)
    queries = [one.query for one in result.searches]
    shown = FilePage(
        file=result,
        waiting=any(one.state == "waiting" for one in result.erasures),
        age=profiles.band_of(born, context.app_state(request).today) if born else "",
        asked={one: search_form.terms(saved_searches.parse_address(one)) for one in queries},
    )
    return form_actions.form_page(request, "account/file.html", shown, refusal=refusal)


def _current_record(request: Req, session: Session) -> str:
    """Return the reference of the signed-in person's record.

    Refuses: SignInNeeded for programs, NoFile.
    """
    citizen = account_page.current_account(request, session).citizen
    if citizen is None:
        raise NoFile
    return citizen


@page_post("/me/file.json", permission=Permission.ME_OPEN)
def download(request: Req) -> Response[Any]:
    """Return the file as one document to keep. Refuses: ConfirmFirst, NoFile."""
    auth_middleware.require_fresh(request)
    auth_middleware.count_attempt(request, "export", context.actor(request).account)
    with context.reading(request) as session:
        number = records(session, _current_record(request, session))[0].reference
    context.note_read(request, "citizen", number, act="export")
    with context.reading(request) as session:
        context.register_cache(request, session)
        result = personal_export.export_person(
            session, number, now=context.app_state(request).clock()
        )
    kept = msgspec.json.format(msgspec.json.encode(result))
    headers = {
        "content-disposition": f'attachment; filename="musofir-{number}.json"',
        "cache-control": "no-store",
    }
    return Response(kept, media_type="application/json", headers=headers)


class ViewsPage(msgspec.Struct, frozen=True):
    rows: list[AccessEntry]
    total: int
    number: int
    size: int


@page_get("/me/opened", permission=Permission.ME_OPEN)
def list_views(request: Req) -> Response[Any]:
    number, oneself = context.page_number(request), context.actor(request).account
    with context.reading(request) as session:
        own = records(session, _current_record(request, session))
        parts, former = access_log.shown_to_person(session, own)
        rows = access_log.list_entries(
            session, parts, former=former, oneself=oneself, limit=PAGE, offset=(number - 1) * PAGE
        )
        total = access_log.count_entries(session, parts, former)
    return form_actions.form_page(
        request, "account/opened.html", ViewsPage(rows, total, number, PAGE)
    )


@page_post("/me/file/erase", permission=Permission.ME_OPEN)
def request_erasure(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Request the erasure of the person's own file. Refuses: ConfirmFirst, NoFile."""
    auth_middleware.require_fresh(request)

    def action(act: FormAction) -> None:
        if not act.read(ConfirmationInput).sure:
            raise NotSure("sure")
        record = _current_record(request, act.session)
        erasure_requests.request_erasure(act.session, record, by=act.by, on=act.on)

    return _submit(request, lang, data, action)


@page_post("/me/file/keep", permission=Permission.ME_OPEN)
def cancel_erasure(request: Req, lang: FromPath[str]) -> Response[Any]:
    """Withdraw the request for erasure. Refuses: NoFile."""

    def action(act: FormAction) -> None:
        record = _current_record(request, act.session)
        erasure_requests.take_back(act.session, record, by=act.by, on=act.on)

    return _submit(request, lang, {}, action)


def _submit(
    request: Req, lang: str, data: dict[str, Any], action: form_actions.Action
) -> Response[Any]:
    return form_actions.submit(
        request,
        data,
        action,
        f"/{lang}/me/file#erase",
        lambda _typed, refusal: _show(request, refusal),
    )
