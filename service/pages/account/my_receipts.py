"""The receipts of one payment, which only the worker sends, opens, deletes and sees."""

import asyncio
from typing import Any

from litestar import Response
from litestar.params import FromPath, RawBody
from sqlmodel import Session

from catalog.core.errors import Refusal
from matching.journey import costs
from matching.journey.costs import PaidCost
from service.casework.evidence import Kind, evidence_files, receipts, sandbox
from service.infra.access import Permission
from service.pages.shared import account_page, file_response, file_upload
from service.web import context, form_actions, queued_work
from service.web.context import Form, Req, async_route, page_get, page_post
from service.web.form_actions import Answer, FormAction

_PATH = "/me/receipts/{reference:str}"
_FILE_PATH = _PATH + "/evidence/{number:int}"


@page_get(_PATH, permission=Permission.ME_OPEN)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _page(request, reference)


def _page(request: Req, reference: str, refusal: Refusal | None = None) -> Response[Any]:
    with context.reading(request) as session:
        cost = _find_cost(request, session, reference)
        upload = file_upload.upload_form(request, session, cost, desk=False)
        return form_actions.form_page(
            request,
            "account/receipts.html",
            upload,
            refusal=refusal,
            row=cost,
            last=sandbox.PAGES,
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
    refusal = await file_upload.receive_form(
        request, body, _find_cost, reference, kind=Kind.RECEIPT
    )
    if refusal:
        return await asyncio.to_thread(_page, request, reference, refusal)
    return context.see_other(f"/{lang}/me/receipts/{reference}")


@page_post(_FILE_PATH + "/drop", permission=Permission.ME_OPEN)
def drop(
    request: Req, lang: FromPath[str], reference: FromPath[str], number: FromPath[int], data: Form
) -> Response[Any]:
    """Delete a receipt; deleting it again changes nothing."""

    def action(act: FormAction) -> Answer:
        cost, place = (
            _find_cost(request, act.session, reference),
            file_response.require_number(number),
        )
        gone = receipts.delete_files(act.session, cost, place, by=act.by, on=act.on)
        return {"gone": gone}

    delete_files(request, form_actions.run(request, {}, action)["gone"])
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
    work = file_response.picture_of
    return await queued_work.run(work, request, _find_cost, reference, number, place)


@async_route(_FILE_PATH + "/file", http_method=["GET", "HEAD"], permission=Permission.ME_OPEN)
async def download(request: Req, reference: FromPath[str], number: FromPath[int]) -> Response[Any]:
    work = file_response.original_of
    return await queued_work.run(work, request, _find_cost, reference, number)
