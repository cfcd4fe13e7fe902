"""The files of a claim at the desk: pages as pictures, or the original to keep.

Each read is recorded.
"""

import asyncio
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath, RawBody
from sqlmodel import Session

from catalog.core.errors import NotFound
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.evidence import Item, sandbox
from service.infra import access
from service.infra.access import Permission
from service.pages.desk.claims import claim_page
from service.pages.shared import file_response, file_upload
from service.web import context
from service.web.context import Req, async_route, page_get

_PATH = "/desk/wages/{reference:str}/evidence"


class EvidencePage(msgspec.Struct, frozen=True):
    """Page `place` of a file, of which `last` is the last one that is shown."""

    claim: Claim
    about: str
    one: Item
    place: int
    last: int


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
    refusal = await file_upload.receive_form(request, body, _find_claim, reference, desk=True)
    if refusal:
        return await asyncio.to_thread(claim_page.page, request, reference, {}, refusal)
    return context.see_other(f"/{lang}/desk/wages/{reference}#evidence")


def _find_claim(request: Req, session: Session, reference: str) -> Claim:
    """Return the claim. Refuses: NotFound for another post's."""
    return wage_claims.get(session, reference, by=context.actor(request))


@page_get(_PATH + "/{number:int}", permission=Permission.EVIDENCE_READ)
def show(request: Req, reference: FromPath[str], number: FromPath[int]) -> Response[Any]:
    """Show one page of a file as a picture; it is the picture whose read is recorded."""
    with context.reading(request) as session:
        claim = _find_claim(request, session, reference)
        _row, one = file_response.find(session, claim, number)
    if not one.as_pictures:
        raise NotFound
    last = min(one.pages, sandbox.PAGES)
    shown = EvidencePage(
        claim=claim,
        about=claim.country,
        one=one,
        place=min(context.page_number(request), last),
        last=last,
    )
    return context.page(request, "desk/claims/evidence_show.html", shown)


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
    """Return one page as a picture.

    Refuses: NotFound where there is no such page, or it cannot be rendered.
    """
    work = file_response.picture_of
    return await context.run_queued(work, request, _find_claim, reference, number, place)


@async_route(
    _PATH + "/{number:int}/file", http_method=["GET", "HEAD"], permission=Permission.EVIDENCE_READ
)
async def download(request: Req, reference: FromPath[str], number: FromPath[int]) -> Response[Any]:
    """Return the file itself, which a scanner or our own rendering found harmless.

    Refuses: NotFound.
    """
    work = file_response.original_of
    return await context.run_queued(work, request, _find_claim, reference, number)
