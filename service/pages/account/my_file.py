"""One's own file: everything the service keeps about a person, who opened it, and the wish to be erased."""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal
from i18n import N_
from service.infra.access import Permission
from service.input import forms
from service.pages.shared import account_page
from service.privacy import access_log, erasure_requests, personal_export
from service.privacy.erasures import records
from service.web import auth_middleware, context
from service.web.context import Form, Req, page_get, page_post

PAGE = 20


class NoFile(NotFound):
    slug = "no-file"
    sentence = N_("Nothing is kept about you beyond what the page of your account shows.")


class NotSure(Refusal):
    slug = "not-sure"
    sentence = N_("Tick the box to show that you understand what is erased.")


class Sure(msgspec.Struct):
    """The tick under what erasing means."""

    sure: str = ""


@page_get("/me/file", permission=Permission.ME_OPEN)
def show(request: Req, lang: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return _show(request)


def _show(request: Req, refusal: Refusal | None = None) -> Response[Any]:
    with context.reading(request) as session:
        context.shelf(request, session)
        told = personal_export.tell(session, _own(request, session), now=context.house(request).clock())
    waiting = any(one.state == "waiting" for one in told.erasures)
    return account_page.page(request, "account/file.html", refusal, file=told, waiting=waiting)


def _own(request: Req, session: Session) -> str:
    """The record of whoever sits here. Refuses: SignInNeeded for programs, NoFile."""
    citizen = account_page.mine(request, session).citizen
    if citizen is None:
        raise NoFile
    return citizen


@page_post("/me/file.json", permission=Permission.ME_OPEN)
def take(request: Req, lang: FromPath[str]) -> Response[Any]:
    """The file as one document to keep. Refuses: ConfirmFirst, NoFile."""
    context.of_address(lang)
    auth_middleware.require_fresh(request)
    auth_middleware.attempt(request, "export", context.who(request).account)
    with context.reading(request) as session:
        number = records(session, _own(request, session))[0].reference
    context.note_read(request, "citizen", number, act="export")
    with context.reading(request) as session:
        context.shelf(request, session)
        told = personal_export.tell(session, number, now=context.house(request).clock())
    kept = msgspec.json.format(msgspec.json.encode(told))
    headers = {"content-disposition": f'attachment; filename="musofir-{number}.json"', "cache-control": "no-store"}
    return Response(kept, media_type="application/json", headers=headers)


@page_get("/me/opened", permission=Permission.ME_OPEN)
def index(request: Req, lang: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    number, oneself = context.page_number(request), context.who(request).account
    with context.reading(request) as session:
        parts = access_log.references(session, records(session, _own(request, session)))
        rows = access_log.of(session, parts, oneself=oneself, limit=PAGE, offset=(number - 1) * PAGE)
        total = access_log.counted(session, parts)
    return account_page.page(request, "account/opened.html", rows=rows, total=total, number=number, size=PAGE)


@page_post("/me/file/erase", permission=Permission.ME_OPEN)
def erase(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Asks that one's own file be erased. Refuses: ConfirmFirst, NoFile."""
    context.of_address(lang)
    auth_middleware.require_fresh(request)
    try:
        if not forms.read(Sure, {"sure": str(data.get("sure", ""))}).sure:
            raise NotSure("sure")
        with context.writing(request) as session:
            erasure_requests.ask(
                session, _own(request, session), by=context.who(request), on=context.house(request).clock()
            )
    except NotFound:
        raise
    except Refusal as refusal:
        return _show(request, refusal)
    return context.see_other(f"/{lang}/me/file#erase")


@page_post("/me/file/keep", permission=Permission.ME_OPEN)
def keep(request: Req, lang: FromPath[str]) -> Response[Any]:
    """Takes the wish to be erased back. Refuses: NoFile."""
    context.of_address(lang)
    try:
        with context.writing(request) as session:
            erasure_requests.take_back(
                session, _own(request, session), by=context.who(request), on=context.house(request).clock()
            )
    except erasure_requests.DecidedBefore as refusal:
        return _show(request, refusal)
    return context.see_other(f"/{lang}/me/file#erase")


HANDLERS = [show, take, index, erase, keep]
