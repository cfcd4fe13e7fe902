"""One's own file: everything the service keeps about a person, who opened it, and the wish to be erased."""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal
from i18n import N_
from service import entrance, forms, web
from service.access import Permission
from service.dossier import asks, opened, records, tell
from service.pages import me
from service.web import Form, Req, page_get, page_post

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
    web.of_address(lang)
    return _show(request)


def _show(request: Req, refusal: Refusal | None = None) -> Response[Any]:
    with web.reading(request) as session:
        web.shelf(request, session)
        told = tell.tell(session, _own(request, session), now=web.house(request).clock())
    waiting = any(one.state == "waiting" for one in told.erasures)
    return me.page(request, "me/file.html", refusal, file=told, waiting=waiting)


def _own(request: Req, session: Session) -> str:
    """The record of whoever sits here. Refuses: SignInNeeded for programs, NoFile."""
    citizen = me.mine(request, session).citizen
    if citizen is None:
        raise NoFile
    return citizen


@page_post("/me/file.json", permission=Permission.ME_OPEN)
def take(request: Req, lang: FromPath[str]) -> Response[Any]:
    """The file as one document to keep. Refuses: ConfirmFirst, NoFile."""
    web.of_address(lang)
    entrance.require_fresh(request)
    entrance.attempt(request, "export", web.who(request).account)
    with web.reading(request) as session:
        number = records(session, _own(request, session))[0].reference
    web.note_read(request, "citizen", number, act="export")
    with web.reading(request) as session:
        web.shelf(request, session)
        told = tell.tell(session, number, now=web.house(request).clock())
    kept = msgspec.json.format(msgspec.json.encode(told))
    headers = {"content-disposition": f'attachment; filename="musofir-{number}.json"', "cache-control": "no-store"}
    return Response(kept, media_type="application/json", headers=headers)


@page_get("/me/opened", permission=Permission.ME_OPEN)
def index(request: Req, lang: FromPath[str]) -> Response[Any]:
    web.of_address(lang)
    number, oneself = web.page_number(request), web.who(request).account
    with web.reading(request) as session:
        parts = opened.references(session, records(session, _own(request, session)))
        rows = opened.of(session, parts, oneself=oneself, limit=PAGE, offset=(number - 1) * PAGE)
        total = opened.counted(session, parts)
    return me.page(request, "me/opened.html", rows=rows, total=total, number=number, size=PAGE)


@page_post("/me/file/erase", permission=Permission.ME_OPEN)
def erase(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Asks that one's own file be erased. Refuses: ConfirmFirst, NoFile."""
    web.of_address(lang)
    entrance.require_fresh(request)
    try:
        if not forms.read(Sure, {"sure": str(data.get("sure", ""))}).sure:
            raise NotSure("sure")
        with web.writing(request) as session:
            asks.ask(session, _own(request, session), by=web.who(request), on=web.house(request).clock())
    except NotFound:
        raise
    except Refusal as refusal:
        return _show(request, refusal)
    return web.see_other(f"/{lang}/me/file#erase")


@page_post("/me/file/keep", permission=Permission.ME_OPEN)
def keep(request: Req, lang: FromPath[str]) -> Response[Any]:
    """Takes the wish to be erased back. Refuses: NoFile."""
    web.of_address(lang)
    try:
        with web.writing(request) as session:
            asks.take_back(session, _own(request, session), by=web.who(request), on=web.house(request).clock())
    except asks.DecidedBefore as refusal:
        return _show(request, refusal)
    return web.see_other(f"/{lang}/me/file#erase")


HANDLERS = [show, take, index, erase, keep]
