"""The files of a claim at the desk: pages as pictures, or the original to keep.

Each read is recorded.
"""

import asyncio
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath, RawBody
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal
from service.casework import evidence
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.evidence import Item, releases, sandbox
from service.casework.evidence.releases import NewRelease, Release
from service.infra import access
from service.infra.access import Permission
from service.pages.desk.claims import claim_page
from service.pages.desk.shared import desk_page
from service.pages.shared import file_response, file_upload
from service.web import context, form_actions, queued_work
from service.web.context import Form, Req, async_route, page_get, page_post
from service.web.form_actions import FormAction

_PATH = "/desk/wages/{reference:str}/evidence"


class EvidencePage(msgspec.Struct, frozen=True):
    """Page `place` of a file, of which `last` is the last one that is shown."""

    claim: Claim
    about: str
    one: Item
    place: int
    last: int
    release: Release | None
    names: dict[str, str]
    typed: dict[str, str]


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
    return _show(request, reference, number, {}, None)


def _show(
    request: Req, reference: str, number: int, typed: dict[str, str], refusal: Refusal | None
) -> Response[Any]:
    by, on = context.actor(request), context.app_state(request).clock()
    with context.reading(request) as session:
        claim = _find_claim(request, session, reference)
        row, one = file_response.find(session, claim, number)
        if not (one.as_pictures or one.is_unscanned):
            raise NotFound
        release = releases.latest(session, row, by=by, on=on)
        people = {release.asked_by, release.decided_by} if release else set()
        last = min(one.pages, sandbox.PAGES) if one.as_pictures else 0
        shown = EvidencePage(
            claim=claim,
            about=claim.country,
            one=one,
            place=min(context.page_number(request), last),
            last=last,
            release=release,
            names=desk_page.officer_names(session, people),
            typed=typed,
        )
    return form_actions.form_page(request, "desk/claims/evidence_show.html", shown, refusal=refusal)


@page_post(_PATH + "/{number:int}/release", permission=Permission.EVIDENCE_READ)
def request_release(
    request: Req, lang: FromPath[str], reference: FromPath[str], number: FromPath[int], data: Form
) -> Response[Any]:
    """Request a second person's approval to download a file that no scanner has seen."""

    def action(act: FormAction) -> None:
        claim = wage_claims.get(act.session, reference, by=act.by)
        row = evidence.get(act.session, claim, file_response.require_number(number))
        releases.request(act.session, row, claim, act.read(NewRelease).reason, by=act.by, on=act.on)

    return form_actions.submit(
        request,
        data,
        action,
        f"/{lang}/desk/wages/{reference}/evidence/{number}",
        lambda typed, refusal: _show(request, reference, number, typed, refusal),
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
    """Return one page as a picture.

    Refuses: NotFound where there is no such page, or it cannot be rendered.
    """
    work = file_response.picture_of
    return await queued_work.run(work, request, _find_claim, reference, number, place)


@async_route(
    _PATH + "/{number:int}/file", http_method=["GET", "HEAD"], permission=Permission.EVIDENCE_READ
)
async def download(request: Req, reference: FromPath[str], number: FromPath[int]) -> Response[Any]:
    """Return the file itself, if it was found harmless or two persons agreed.

    Refuses: NotFound.
    """
    work = file_response.original_of
    return await queued_work.run(work, request, _find_claim, reference, number)
