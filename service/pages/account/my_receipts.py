"""The receipts of one payment, which only the worker sends, opens, deletes and sees."""

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
from service.web.context import Form, Req, async_route, page_get, page_post

_PATH = "/me/receipts/{reference:str}"
_FILE_PATH = _PATH + "/evidence/{number:int}"


@page_get(_PATH, permission=Permission.ME_OPEN)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _page(request, reference)


def _page(request: Req, reference: str, refusal: Refusal | None = None) -> Response[Any]:
    with context.reading(request) as session:
        cost = _find_cost(request, session, reference)
        facts = file_upload.facts(request, session, cost, desk=False)
        return account_page.page(
            request, "account/receipts.html", refusal, row=cost, last=sandbox.PAGES, **facts
        )


def _find_cost(request: Req, session: Session, reference: str) -> PaidCost:
    """Return the person's own payment.

    Refuses: NotFound for another person's payment, and for officers.
    """
    account_page.require_citizen(request)
    return costs.get(session, account_page.current_person(request, session), reference)


@async_route(
    _PATH + "/evidence",
    http_method=["POST"],
    permission=Permission.ME_OPEN,
    request_max_body_size=file_upload.MAX_BODY,
)
async def send(
    request: Req, lang: FromPath[str], reference: FromPath[str], body: RawBody
) -> Response[Any]:
    shown = await asyncio.to_thread(_ticket, request, reference)
    try:
        sent = await asyncio.to_thread(
            multipart.read, request.headers.get("content-type", ""), body
        )
        if "done" not in sent.fields:
            await file_upload.receive_files(request, shown, sent.files, Kind.RECEIPT)
    except (NotFound, Busy):
        raise
    except Refusal as refusal:
        return await asyncio.to_thread(_page, request, reference, refusal)
    return context.see_other(f"/{lang}/me/receipts/{reference}")


def _ticket(request: Req, reference: str) -> str:
    with context.reading(request) as session:
        return file_upload.ticket(request, _find_cost(request, session, reference), desk=False)


@page_post(_FILE_PATH + "/drop", permission=Permission.ME_OPEN)
def drop(
    request: Req, lang: FromPath[str], reference: FromPath[str], number: FromPath[int], data: Form
) -> Response[Any]:
    """Delete a receipt; deleting it again changes nothing."""
    with context.writing(request) as session:
        cost = _find_cost(request, session, reference)
        gone = receipts.delete_files(
            session,
            cost,
            _require_number(number),
            by=context.actor(request),
            on=context.app_state(request).clock(),
        )
    delete_files(request, gone)
    return context.see_other(f"/{lang}/me/receipts/{reference}")


def delete_files(request: Req, places: list[str]) -> None:
    """Delete the files that no record names any more."""
    for place in places:
        evidence_files.delete(context.app_state(request).settings.home, place)


@async_route(
    _FILE_PATH + "/pages/{place:int}", http_method=["GET", "HEAD"], permission=Permission.ME_OPEN
)
async def picture(
    request: Req,
    reference: FromPath[str],
    number: FromPath[int],
    place: FromPath[int],
) -> Response[Any]:
    return await context.run_queued(_picture, request, reference, number, place)


def _picture(request: Req, reference: str, number: int, place: int) -> Response[Any]:
    cost, row, one = _find_file(request, reference, number)
    with file_budget.count_file_time(request, cost.reference):
        return file_response.picture(
            request, cost, row, one, place, f"{reference}-{number}-{place}"
        )


@async_route(_FILE_PATH + "/file", http_method=["GET", "HEAD"], permission=Permission.ME_OPEN)
async def download(request: Req, reference: FromPath[str], number: FromPath[int]) -> Response[Any]:
    return await context.run_queued(_download, request, reference, number)


def _download(request: Req, reference: str, number: int) -> Response[Any]:
    return file_response.original(
        request, *_find_file(request, reference, number), f"{reference}-{number}"
    )


def _find_file(request: Req, reference: str, number: int) -> tuple[PaidCost, Evidence, Item]:
    with context.reading(request) as session:
        cost = _find_cost(request, session, reference)
        row = evidence.get(session, cost, _require_number(number))
        return (
            cost,
            row,
            evidence.item(row, vault.unseal(session, cost.citizen, "evidence.name", row.name)),
        )


def _require_number(number: int) -> int:
    if not 1 <= number <= MAX_INT:
        raise NotFound
    return number
