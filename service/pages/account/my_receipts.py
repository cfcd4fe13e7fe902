"""The receipts of one payment: the worker sends them, opens them and takes them away again; nobody else sees them."""

import asyncio
from typing import Any

from litestar import Response
from litestar.params import FromPath, RawBody
from sqlmodel import Session

from catalog.core import vault
from catalog.core.errors import NotFound, Refusal
from catalog.core.fields import MAX_INT
from matching.journey import costs
from matching.journey.costs import PaidCost
from service.casework import evidence
from service.casework.evidence import Evidence, Item, Kind, evidence_files, receipts, sandbox
from service.infra.access import Permission
from service.input import multipart
from service.input.work_queue import Busy
from service.pages.shared import account_page, file_response, file_upload
from service.web import context, file_budget
from service.web.context import Form, Req, page_get, page_post, slow

_AT = "/me/receipts/{reference:str}"
_ONE = _AT + "/evidence/{number:int}"


@page_get(_AT, permission=Permission.ME_OPEN)
def show(request: Req, lang: FromPath[str], reference: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return _page(request, reference)


def _page(request: Req, reference: str, refusal: Refusal | None = None) -> Response[Any]:
    with context.reading(request) as session:
        cost = _mine(request, session, reference)
        facts = file_upload.facts(request, session, cost, desk=False)
        return account_page.page(request, "account/receipts.html", refusal, row=cost, last=sandbox.PAGES, **facts)


def _mine(request: Req, session: Session, reference: str) -> PaidCost:
    """Refuses: NotFound for another person's payment, and for officers."""
    account_page.require_citizen(request)
    return costs.get(session, account_page.person(request, session), reference)


@slow(_AT + "/evidence", http_method=["POST"], permission=Permission.ME_OPEN, request_max_body_size=file_upload.BODY)
async def send(request: Req, lang: FromPath[str], reference: FromPath[str], body: RawBody) -> Response[Any]:
    context.of_address(lang)
    shown = await asyncio.to_thread(_ticket, request, reference)
    try:
        sent = await asyncio.to_thread(multipart.read, request.headers.get("content-type", ""), body)
        if "done" not in sent.fields:
            await file_upload.whole(request, shown, sent.files, Kind.RECEIPT)
    except (NotFound, Busy):
        raise
    except Refusal as refusal:
        return await asyncio.to_thread(_page, request, reference, refusal)
    return context.see_other(f"/{lang}/me/receipts/{reference}")


def _ticket(request: Req, reference: str) -> str:
    with context.reading(request) as session:
        return file_upload.ticket(request, _mine(request, session, reference), desk=False)


@page_post(_ONE + "/drop", permission=Permission.ME_OPEN)
def drop(
    request: Req, lang: FromPath[str], reference: FromPath[str], number: FromPath[int], data: Form
) -> Response[Any]:
    """Takes a receipt away; taken away twice it is gone all the same."""
    context.of_address(lang)
    with context.writing(request) as session:
        cost = _mine(request, session, reference)
        gone = receipts.drop(session, cost, _number(number), by=context.who(request), on=context.house(request).clock())
    forget(request, gone)
    return context.see_other(f"/{lang}/me/receipts/{reference}")


def forget(request: Req, places: list[str]) -> None:
    """Removes from the home what no record names any more."""
    for place in places:
        evidence_files.drop(context.house(request).settings.home, place)


@slow(_ONE + "/pages/{place:int}", http_method=["GET", "HEAD"], permission=Permission.ME_OPEN)
async def picture(
    request: Req, lang: FromPath[str], reference: FromPath[str], number: FromPath[int], place: FromPath[int]
) -> Response[Any]:
    context.of_address(lang)
    return await context.aside(_picture, request, reference, number, place)


def _picture(request: Req, reference: str, number: int, place: int) -> Response[Any]:
    cost, row, one = _found(request, reference, number)
    with file_budget.counted(request, cost.reference):
        return file_response.picture(request, cost, row, one, place, f"{reference}-{number}-{place}")


@slow(_ONE + "/file", http_method=["GET", "HEAD"], permission=Permission.ME_OPEN)
async def take(request: Req, lang: FromPath[str], reference: FromPath[str], number: FromPath[int]) -> Response[Any]:
    context.of_address(lang)
    return await context.aside(_take, request, reference, number)


def _take(request: Req, reference: str, number: int) -> Response[Any]:
    return file_response.whole(request, *_found(request, reference, number), f"{reference}-{number}")


def _found(request: Req, reference: str, number: int) -> tuple[PaidCost, Evidence, Item]:
    with context.reading(request) as session:
        cost = _mine(request, session, reference)
        row = evidence.get(session, cost, _number(number))
        return cost, row, evidence.item(row, vault.unseal(session, cost.citizen, "evidence.name", row.name))


def _number(told: int) -> int:
    if not 1 <= told <= MAX_INT:
        raise NotFound
    return told


HANDLERS = [show, send, drop, picture, take]
