"""Expensive inputs of strangers: forms of many fields and files, endless PDF files, large
photos."""

import itertools
import string
from collections.abc import Sequence
from io import BytesIO

from PIL import Image


def names(count: int) -> list[str]:
    letters = itertools.product(string.ascii_lowercase, repeat=4)
    return ["".join(one) for one in itertools.islice(letters, count)]


def form(values: dict[str, str], files: Sequence[tuple[str, bytes]]) -> bytes:
    """Return a multipart form with files."""
    out = b"".join(
        f'--BB\r\ncontent-disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in values.items()
    )
    for name, content in files:
        out += (
            f'--BB\r\ncontent-disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
            + content
            + b"\r\n"
        )
    return out + b"--BB--\r\n"


def nested(number: int, levels: int = 14) -> bytes:
    """Return a PDF of 3 kB in which each form draws the next six times.

    The last one is drawn billions of times.
    """

    def stream(content_input: bytes, content: bytes) -> bytes:
        return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (
            content_input,
            len(content),
            content,
        )

    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 600] /Contents 4 0 R"
        b" /Resources << /XObject << /F 5 0 R >> >> >>",
        stream(b"", b"/F Do %% %d\n" % number),
    ]
    kind = b"/Type /XObject /Subtype /Form /BBox [0 0 600 600]"
    objects += [
        stream(kind + b" /Resources << /XObject << /F %d 0 R >> >>" % (6 + level), b"/F Do " * 6)
        for level in range(levels)
    ]
    objects.append(stream(kind, b"0 0 300 300 re f"))
    out, places = b"%PDF-1.4\n", []
    for place, one in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (place, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, start = len(objects) + 1, len(out)
    result = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
    return out + result % (size, table, size, start)


def photo(number: int) -> bytes:
    """Return a photo of 12 megapixels."""
    out = BytesIO()
    Image.effect_noise((4_000, 3_000), 20 + number).convert("RGB").save(out, "JPEG")
    return out.getvalue()
