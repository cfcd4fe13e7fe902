"""Forms with files (RFC 7578), parsed in memory.

Uploads are never on disk before they are encrypted.
"""

from io import BytesIO

import msgspec
from multipart import MultipartError, MultipartParser, parse_options_header

from catalog.core.errors import Refusal
from i18n import N_

CONTENT_TYPE = "multipart/form-data"
_PARTS = 60
_FIELD = 8_000


class IncompleteForm(Refusal):
    slug = "cut-off"
    sentence = N_("We did not receive everything you sent. Send it again.")


class UploadedFile(msgspec.Struct):
    """One file of a form, under the name given by its sender."""

    name: str
    content: bytes


class MultipartForm(msgspec.Struct):
    """The fields of a form, where the first of two with one name counts, and its files."""

    fields: dict[str, str]
    files: list[UploadedFile]


def read(kind: str, body: bytes) -> MultipartForm:
    """Parse a form body of this content type.

    A file field without a chosen file has no file. Refuses: IncompleteForm.
    """
    values, options = parse_options_header(kind)
    found = MultipartForm({}, [])
    if values.lower() != CONTENT_TYPE or not options.get("boundary"):
        raise IncompleteForm
    room = len(body) + 1
    try:
        parser = MultipartParser(
            BytesIO(body),
            options["boundary"],
            len(body),
            part_limit=_PARTS,
            spool_limit=room,
            memory_limit=room,
        )
        for part in parser:
            if part.filename is not None:
                found.files += (
                    [UploadedFile(part.filename, part.raw)] if part.filename or part.size else []
                )
            elif part.size <= _FIELD:
                found.fields.setdefault(part.name, part.value)
    except (MultipartError, UnicodeError, LookupError) as reason:
        raise IncompleteForm from reason
    return found
