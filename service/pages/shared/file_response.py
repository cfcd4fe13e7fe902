"""Files that people sent, returned as harmless attachments; each read is recorded first."""

from typing import Any
from urllib.parse import quote

from litestar import Response

from catalog.core.errors import NotFound
from service.casework.evidence import Evidence, Item, Owner, file_uploads, media, sandbox
from service.casework.evidence.sandbox import UnreadableFile
from service.casework.letters import printing
from service.casework.letters.layout import LetterLayout
from service.pages.shared import file_upload
from service.web import context
from service.web.context import Req

# Files of strangers never become a page: no script in them runs, and browsers store them as files.
_SANDBOX_HEADERS = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "cache-control": "no-store",
}
_ENDINGS = {kind.value: ending for ending, kind in reversed(media.ENDINGS.items())}


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
    """Return the file itself, which a scanner or our own rendering found harmless.

    Refuses: NotFound.
    """
    if not one.as_file:
        raise NotFound
    content = file_uploads.content_of(file_upload.store(request), owner, row)
    context.note_read(request, "evidence", row.reference, act="export")
    return _attachment(content, one.media, plain, one.name)


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
