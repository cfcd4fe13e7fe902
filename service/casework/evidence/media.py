"""Media types of files: extension, first bytes and decoder must agree."""

import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum
from pathlib import PurePosixPath

import msgspec

from catalog.core.errors import Refusal
from i18n import N_
from service.casework.evidence import sandbox, sound
from service.casework.evidence.sandbox import UnreadableFile


class Media(StrEnum):
    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    PDF = "application/pdf"
    TEXT = "text/plain"
    OGG = "audio/ogg"
    MP4 = "audio/mp4"
    MP3 = "audio/mpeg"
    AMR = "audio/amr"


PICTURES = (Media.JPEG, Media.PNG, Media.WEBP)
ENDINGS = {
    "jpg": Media.JPEG,
    "jpeg": Media.JPEG,
    "png": Media.PNG,
    "webp": Media.WEBP,
    "pdf": Media.PDF,
    "txt": Media.TEXT,
    "ogg": Media.OGG,
    "oga": Media.OGG,
    "opus": Media.OGG,
    "m4a": Media.MP4,
    "mp4": Media.MP4,
    "mp3": Media.MP3,
    "amr": Media.AMR,
}
_SOUNDS = {
    Media.OGG: sound.is_ogg,
    Media.MP4: sound.is_mp4,
    Media.MP3: sound.is_mp3,
    Media.AMR: sound.is_amr,
}
# Characters without width, that change the writing direction, or that are not used in names.
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufffe\uffff]"
)
_NAME = 120
# After its end marker a PDF has only line ends; anything more is another file inside.
_END = re.compile(rb"%%EOF\s{0,64}\Z")


class UnsupportedFileType(Refusal):
    slug = "not-this-kind"
    sentence = N_(
        "This type of file cannot be stored. Send a photo (JPG, PNG, WEBP), a PDF, a text "
        "file (TXT) or a voice recording."
    )


class NotAReceipt(Refusal):
    slug = "not-a-receipt"
    sentence = N_(
        "This type of file cannot be stored here. Send a photo (JPG, PNG, WEBP) or a PDF of "
        "the receipt."
    )


class NotADocument(Refusal):
    slug = "not-a-document"
    sentence = N_(
        "This type of file cannot be stored here. Send a PDF or a photo (JPG, PNG, WEBP) of the "
        "document."
    )


class Heic(Refusal):
    slug = "heic"
    sentence = N_("We cannot open HEIC photos yet. Take a screenshot of the photo and send that.")


class ExaminedFile(msgspec.Struct, frozen=True):
    """The result of an examination: media type, content to store and number of pages."""

    media: Media
    content: bytes
    pages: int = 0


def clean_name(name: str) -> str:
    """Return the name under which a file is stored.

    It is the last part of a path, without invisible characters, and shortened."""
    last = re.split(r"[/\\]", _UNSEEN.sub("", unicodedata.normalize("NFC", name)))[-1].strip(" .")
    stem, dot, ending = last.rpartition(".")
    return (
        f"{stem[: _NAME - len(ending) - 1]}.{ending}" if dot and len(ending) < 10 else last[:_NAME]
    )


def media_from_name(name: str, papers_only: Callable[[], Refusal] | None = None) -> Media:
    """Return the media type of a file name.

    Refuses: Heic, UnsupportedFileType; where only pictures and PDFs are taken, `papers_only`."""
    ending = PurePosixPath(clean_name(name)).suffix.lower().removeprefix(".")
    if ending in ("heic", "heif"):
        raise Heic("file")
    if papers_only and ENDINGS.get(ending) not in (*PICTURES, Media.PDF):
        raise papers_only()
    if ending not in ENDINGS:
        raise UnsupportedFileType("file")
    return ENDINGS[ending]


def media_from_content(data: bytes) -> Media:
    """Return the media type by the first bytes; unknown content may be a text."""
    heads = {
        b"\xff\xd8\xff": Media.JPEG,
        b"\x89PNG\r\n\x1a\n": Media.PNG,
        b"%PDF-": Media.PDF,
        b"OggS": Media.OGG,
        b"#!AMR": Media.AMR,
        b"ID3": Media.MP3,
    }
    found = next((kind for head, kind in heads.items() if data.startswith(head)), None)
    if found is None and data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        found = Media.WEBP
    if found is None and data[4:8] == b"ftyp":
        found = Media.MP4
    if found is None and data[:1] == b"\xff" and data[1:2] and data[1] & 0xE0 == 0xE0:
        found = Media.MP3
    return found or Media.TEXT


def examine(media: Media, data: bytes) -> ExaminedFile:
    """Check that a file is what its name says, and return what to store. Slow.

    A picture is stored only as its pixels, anything else whole. Raises UnreadableFile with the
    reason; Refuses: Unavailable."""
    if media_from_content(data) is not media:
        raise UnreadableFile("false_name")
    if media in PICTURES:
        kind, content = sandbox.picture(media.rpartition("/")[2], data)
        return ExaminedFile(Media(kind), content, 1)
    if media is Media.PDF:
        if not _END.search(data[-1_000:]):
            raise UnreadableFile("broken")
        return ExaminedFile(media, data, sandbox.pages(data))
    if not (_is_text(data) if media is Media.TEXT else _SOUNDS[media](data)):
        raise UnreadableFile("broken")
    return ExaminedFile(media, data)


def _is_text(data: bytes) -> bool:
    try:
        result = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not re.search(r"[\x00-\x08\x0b\x0e-\x1f\x7f]", result)
