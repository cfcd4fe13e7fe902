"""The files of a claim on an officer's desk: pictures of them on request, the file itself only to be kept, each look noted."""

from typing import Any
from urllib.parse import quote

from litestar import Response
from litestar.params import FromPath, RawBody
from sqlmodel import Session

from catalog.ground import vault
from catalog.ground.fields import MAX_INT
from catalog.ground.refusals import NotFound, Refusal
from service import access, envelope, web
from service.access import Permission
from service.casework import evidence, wages
from service.casework.evidence import Evidence, Item, arrivals, darkroom, media
from service.casework.evidence.darkroom import Spoilt
from service.casework.wages import Claim
from service.pages import desk, desk_citizens, desk_claim, uploads
from service.web import Req, page_get, slow

# What came from strangers is shown by nobody's page: no script in it runs, and browsers keep it as a file.
_ALONE = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "cache-control": "no-store",
}
_AT = "/desk/wages/{reference:str}/evidence"
_ENDINGS = {kind.value: ending for ending, kind in reversed(media.ENDINGS.items())}


@slow(_AT, http_method=["POST"], permission=Permission.WAGES_WRITE, request_max_body_size=uploads.BODY)
async def send(request: Req, lang: FromPath[str], reference: FromPath[str], body: RawBody) -> Response[Any]:
    """An officer adds what was handed to them."""
    web.of_address(lang)
    return await web.aside(_send, request, lang, reference, body)


def _send(request: Req, lang: str, reference: str, body: bytes) -> Response[Any]:
    access.require(web.who(request), Permission.WAGES_READ)
    with web.reading(request) as session:
        shown = uploads.ticket(request, wages.get(session, reference, by=web.who(request)), desk=True)
    try:
        sent = envelope.read(request.headers.get("content-type", ""), body)
        if "done" not in sent.fields:
            uploads.whole(request, shown, sent.files, sent.fields.get("kind", ""))
    except NotFound:
        raise
    except Refusal as refusal:
        return desk_claim.page(request, reference, {}, refusal)
    return web.see_other(f"/{lang}/desk/wages/{reference}#evidence")


@page_get(_AT + "/{number:int}", permission=Permission.EVIDENCE_READ)
def show(request: Req, lang: FromPath[str], reference: FromPath[str], number: FromPath[int]) -> Response[Any]:
    """One page of a file as a picture; the picture itself is the look that is noted."""
    web.of_address(lang)
    with web.reading(request) as session:
        claim, one = _found(request, session, reference, number)
    if not one.as_pictures:
        raise NotFound
    last = min(one.pages, darkroom.PAGES)
    return desk.page(
        request, "desk/evidence_show.html", headers=desk_citizens.NO_STORE, claim=claim, about=claim.country, one=one,
        place=min(web.page_number(request), last), last=last,
    )  # fmt: skip


@slow(_AT + "/{number:int}/pages/{place:int}", http_method=["GET", "HEAD"], permission=Permission.EVIDENCE_READ)
async def picture(
    request: Req, lang: FromPath[str], reference: FromPath[str], number: FromPath[int], place: FromPath[int]
) -> Response[Any]:
    web.of_address(lang)
    return await web.aside(_picture, request, reference, number, place)


def _picture(request: Req, reference: str, number: int, place: int) -> Response[Any]:
    """Refuses: NotFound where there is no such page, or it cannot be drawn."""
    claim, row, one = _opened(request, reference, number)
    if not one.as_pictures or not 1 <= place <= min(one.pages, darkroom.PAGES):
        raise NotFound
    content, kind = arrivals.content_of(uploads.store(request), claim, row), one.media
    if kind == media.Media.PDF:
        try:
            content, kind = darkroom.page(content, place), media.Media.JPEG.value
        except Spoilt as reason:
            raise NotFound from reason
    web.note_read(request, "evidence", row.reference)
    return _attached(content, kind, f"{reference}-{number}-{place}", "")


@slow(_AT + "/{number:int}/file", http_method=["GET", "HEAD"], permission=Permission.EVIDENCE_READ)
async def take(request: Req, lang: FromPath[str], reference: FromPath[str], number: FromPath[int]) -> Response[Any]:
    web.of_address(lang)
    return await web.aside(_take, request, reference, number)


def _take(request: Req, reference: str, number: int) -> Response[Any]:
    """The file itself, which a scanner or our own drawing has found harmless. Refuses: NotFound."""
    claim, row, one = _opened(request, reference, number)
    if not one.as_file:
        raise NotFound
    content = arrivals.content_of(uploads.store(request), claim, row)
    web.note_read(request, "evidence", row.reference, act="export")
    return _attached(content, one.media, f"{reference}-{number}", one.name)


def _opened(request: Req, reference: str, number: int) -> tuple[Claim, Evidence, Item]:
    with web.reading(request) as session:
        claim, one = _found(request, session, reference, number)
        return claim, evidence.get(session, claim, number), one


def _found(request: Req, session: Session, reference: str, number: int) -> tuple[Claim, Item]:
    """Refuses: NotFound for another post's claim, and for a number that no file has."""
    if not 1 <= number <= MAX_INT:
        raise NotFound
    claim = wages.get(session, reference, by=web.who(request))
    row = evidence.get(session, claim, number)
    return claim, evidence.item(row, vault.unseal(session, claim.citizen, "evidence.name", row.name))


def _attached(content: bytes, kind: str, plain: str, name: str) -> Response[bytes]:
    """As a file to be kept (RFC 6266): under a plain name of ours, and its own where browsers know how to read that."""
    ending = _ENDINGS[kind]
    stem = name.rpartition(".")[0] or name
    own = f"; filename*=UTF-8''{quote(f'{stem}.{ending}', safe='')}" if name else ""
    headers = _ALONE | {"content-disposition": f'attachment; filename="{plain}.{ending}"{own}'}
    return Response(content, media_type=kind, headers=headers)


HANDLERS = [send, show, picture, take]
