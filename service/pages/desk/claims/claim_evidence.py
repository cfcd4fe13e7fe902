"""The files of a claim at the desk: pages as pictures, or the original to keep.

Each read is recorded.
"""

import asyncio
from typing import Any

from litestar import Response
from litestar.params import FromPath, RawBody
from sqlmodel import Session

from catalog.core import vault
from catalog.core.errors import NotFound, Refusal
from catalog.core.fields import MAX_INT
from service.casework import evidence
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.evidence import Evidence, Item, sandbox
from service.infra import access
from service.infra.access import Permission
from service.input import multipart
from service.input.work_queue import Busy
from service.pages.desk.claims import claim_page
from service.pages.desk.shared import desk_page
from service.pages.shared import file_response, file_upload
from service.web import context
from service.web.context import Req, async_route, page_get

_PATH = "/desk/wages/{reference:str}/evidence"


@async_route(
    _PATH,
    http_method=["POST"],
    permission=Permission.WAGES_WRITE,
    request_max_body_size=file_upload.MAX_BODY,
)
async def send(
    request: Req, lang: FromPath[str], reference: FromPath[str], body: RawBody
) -> Response[Any]:
    """Add files that an officer was given."""
    access.require(context.actor(request), Permission.WAGES_READ)
    shown = await asyncio.to_thread(_ticket, request, reference)
    try:
        sent = await asyncio.to_thread(
            multipart.read, request.headers.get("content-type", ""), body
        )
        if "done" not in sent.fields:
            await file_upload.receive_files(request, shown, sent.files, sent.fields.get("kind", ""))
    except (NotFound, Busy):
        raise
    except Refusal as refusal:
        return await asyncio.to_thread(claim_page.page, request, reference, {}, refusal)
    return context.see_other(f"/{lang}/desk/wages/{reference}#evidence")


def _ticket(request: Req, reference: str) -> str:
    with context.reading(request) as session:
        return file_upload.ticket(
            request, wage_claims.get(session, reference, by=context.actor(request)), desk=True
        )


@page_get(_PATH + "/{number:int}", permission=Permission.EVIDENCE_READ)
def show(request: Req, reference: FromPath[str], number: FromPath[int]) -> Response[Any]:
    """Show one page of a file as a picture; it is the picture whose read is recorded."""
    with context.reading(request) as session:
        claim, one = _find_file(request, session, reference, number)
    if not one.as_pictures:
        raise NotFound
    last = min(one.pages, sandbox.PAGES)
    return desk_page.page(
        request,
        "desk/claims/evidence_show.html",
        headers=context.NO_STORE,
        claim=claim,
        about=claim.country,
        one=one,
        place=min(context.page_number(request), last),
        last=last,
    )


@async_route(
    _PATH + "/{number:int}/pages/{place:int}",
    http_method=["GET", "HEAD"],
    permission=Permission.EVIDENCE_READ,
)
async def picture(
    request: Req,
    reference: FromPath[str],
    number: FromPath[int],
    place: FromPath[int],
) -> Response[Any]:
    return await context.run_queued(_picture, request, reference, number, place)


def _picture(request: Req, reference: str, number: int, place: int) -> Response[Any]:
    """Return one page as a picture.

    Refuses: NotFound where there is no such page, or it cannot be rendered.
    """
    claim, row, one = _load_file(request, reference, number)
    return file_response.picture(request, claim, row, one, place, f"{reference}-{number}-{place}")


@async_route(
    _PATH + "/{number:int}/file", http_method=["GET", "HEAD"], permission=Permission.EVIDENCE_READ
)
async def download(request: Req, reference: FromPath[str], number: FromPath[int]) -> Response[Any]:
    return await context.run_queued(_download, request, reference, number)


def _download(request: Req, reference: str, number: int) -> Response[Any]:
    """Return the file itself, which a scanner or our own rendering found harmless.

    Refuses: NotFound.
    """
    claim, row, one = _load_file(request, reference, number)
    return file_response.original(request, claim, row, one, f"{reference}-{number}")


def _load_file(request: Req, reference: str, number: int) -> tuple[Claim, Evidence, Item]:
    with context.reading(request) as session:
        claim, one = _find_file(request, session, reference, number)
        return claim, evidence.get(session, claim, number), one


def _find_file(request: Req, session: Session, reference: str, number: int) -> tuple[Claim, Item]:
    """Return the claim and the file of this number.

    Refuses: NotFound for another post's claim, and for a number that no file has.
    """
    if not 1 <= number <= MAX_INT:
        raise NotFound
    claim = wage_claims.get(session, reference, by=context.actor(request))
    row = evidence.get(session, claim, number)
    return claim, evidence.item(
        row, vault.unseal(session, claim.citizen, "evidence.name", row.name)
    )
