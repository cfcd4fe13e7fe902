"""A form with files in it (RFC 7578), read in memory: what people send lies on no disk before it is sealed."""

from io import BytesIO

import msgspec
from multipart import MultipartError, MultipartParser, parse_options_header

from catalog.core.errors import Refusal
from i18n import N_

KIND = "multipart/form-data"
_PARTS = 60
_FIELD = 8_000


class CutOff(Refusal):
    slug = "cut-off"
    sentence = N_("What you sent was cut off on its way. Send it again.")


class Sent(msgspec.Struct):
    """One file of a form, under the name that its sender gives it."""

    name: str
    content: bytes


class Envelope(msgspec.Struct):
    """The answers of a form, of two with one name the first, and its files."""

    fields: dict[str, str]
    files: list[Sent]


def read(kind: str, body: bytes) -> Envelope:
    """The form in a body of this content type; a field where no file was chosen holds none. Refuses: CutOff."""
    told, options = parse_options_header(kind)
    found = Envelope({}, [])
    if told.lower() != KIND or not options.get("boundary"):
        raise CutOff
    room = len(body) + 1
    try:
        parser = MultipartParser(
            BytesIO(body), options["boundary"], len(body), part_limit=_PARTS, spool_limit=room, memory_limit=room
        )
        for part in parser:
            if part.filename is not None:
                found.files += [Sent(part.filename, part.raw)] if part.filename or part.size else []
            elif part.size <= _FIELD:
                found.fields.setdefault(part.name, part.value)
    except (MultipartError, UnicodeError, LookupError) as reason:
        raise CutOff from reason
    return found
