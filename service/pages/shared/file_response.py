"""Files that people sent, returned as harmless attachments; each read is recorded first."""

from typing import Any
from urllib.parse import quote

from litestar import Response
from sqlmodel import Session

from catalog.core import vault
from catalog.core.errors import NotFound
from catalog.core.fields import MAX_INT
from service.casework import evidence
from service.casework.evidence import (
    Evidence,
    Item,
    file_uploads,
    media,
    owners,
    releases,
    sandbox,
)
from service.casework.evidence.owners import Owner
from service.casework.evidence.sandbox import UnreadableFile
from service.casework.letters import printing
from service.casework.letters.layout import LetterLayout
from service.pages.shared import file_upload
from service.pages.shared.file_upload import FindOwner
from service.web import context, queued_work
from service.web.context import Req

# Files of strangers never become a page: no script in them runs, and browsers store them as files.
_SANDBOX_HEADERS = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "cache-control": "no-store",
}
_ENDINGS = {kind.value: ending for ending, kind in reversed(media.ENDINGS.items())}


def require_number(number: int) -> int:
    """Return the number of a file in its claim or cost. Refuses: NotFound."""
    if not 1 <= number <= MAX_INT:
        raise NotFound
    return number


def find(session: Session, owner: Owner, number: int) -> tuple[Evidence, Item]:
    """Return the file of this number. Refuses: NotFound."""
    row = evidence.get(session, owner, require_number(number))
    key = owners.key_owner(owner)
    return row, evidence.item(row, vault.unseal(session, key, "evidence.name", row.name))


def picture_of(
    request: Req, find_owner: FindOwner, reference: str, number: int, place: int
) -> Response[Any]:
    """Return one page of a file of a claim or cost as a picture. Refuses: NotFound."""
    with context.reading(request) as session:
        owner = find_owner(request, session, reference)
        row, one = find(session, owner, number)
    with queued_work.count_file_time(request, owners.identity(owner)):
        return picture(request, owner, row, one, place, f"{reference}-{number}-{place}")


def original_of(request: Req, find_owner: FindOwner, reference: str, number: int) -> Response[Any]:
    """Return a file of a claim or cost itself. Refuses: NotFound."""
    with context.reading(request) as session:
        owner = find_owner(request, session, reference)
        row, one = find(session, owner, number)
    return original(request, owner, row, one, f"{reference}-{number}")


def picture(
    request: Req, owner: Owner, row: Evidence, one: Item, place: int, plain: str
) -> Response[Any]:
    """Return one page as a picture, under this plain name.

    Refuses: NotFound where there is no such page, or it cannot be rendered.
    """
    if not one.as_pictures or not 1 <= place <= min(one.pages, sandbox.PAGES):
        raise NotFound
    content, kind = file_uploads.content_of(file_upload.store(request), owner, row), one.media
    if kind == media.Media.PDF:
        try:
            content, kind = sandbox.page(content, place), media.Media.JPEG.value
        except UnreadableFile as reason:
            raise NotFound from reason
    context.note_read(request, "evidence", row.reference)
    return _attachment(content, kind, plain, "")


def original(request: Req, owner: Owner, row: Evidence, one: Item, plain: str) -> Response[Any]:
    """Return the file itself: found harmless by a scanner or our own rendering, or released by two.

    Refuses: NotFound.
    """
    if not one.as_file and not (one.is_unscanned and _is_released(request, row)):
        raise NotFound
    content = file_uploads.content_of(file_upload.store(request), owner, row)
    context.note_read(request, "evidence", row.reference, act="export")
    return _attachment(content, one.media, plain, one.name)


def _is_released(request: Req, row: Evidence) -> bool:
    """Return whether the reader is one of two persons who let an unscanned file leave the service."""
    by, on = context.actor(request), context.app_state(request).clock()
    with context.reading(request) as session:
        release = releases.latest(session, row, by=by, on=on)
    return release is not None and release.allows


def letter(number: str, sheet: LetterLayout) -> Response[Any]:
    """Return a printed letter as a PDF, which no cache stores."""
    headers = context.NO_STORE | {"content-disposition": f'attachment; filename="{number}.pdf"'}
    return Response(printing.pdf(sheet), media_type="application/pdf", headers=headers)


def _attachment(content: bytes, kind: str, plain: str, name: str) -> Response[bytes]:
    """Return an attachment (RFC 6266) under a plain name of ours.

    It has its own name too, for browsers that can read it.
    """
    ending = _ENDINGS[kind]
    stem = name.rpartition(".")[0] or name
    own = f"; filename*=UTF-8''{quote(f'{stem}.{ending}', safe='')}" if name else ""
    headers = _SANDBOX_HEADERS | {
        "content-disposition": f'attachment; filename="{plain}.{ending}"{own}'
    }
    return Response(content, media_type=kind, headers=headers)
