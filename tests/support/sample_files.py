"""Files as workers send them and as attackers do, all invented and generated here."""

import zlib
from functools import cache
from io import BytesIO

from PIL import Image, PngImagePlugin

MARK = "Zqfilemark"
# A place in Tashkent, in degrees, minutes and seconds.
PLACE = {1: "N", 2: (41.0, 18.0, 40.0), 3: "E", 4: (69.0, 16.0, 47.0)}


@cache
def photo(width: int = 400, height: int = 300, *, turned: int = 1) -> bytes:
    """Return a JPEG as a phone takes it, with the place, the model and a comment."""
    exif = Image.Exif()
    exif[0x0110], exif[0x0112] = MARK, turned
    exif._ifds[0x8825] = PLACE
    out = BytesIO()
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    picture.save(out, "JPEG", exif=exif, comment=MARK.encode())
    return out.getvalue()


@cache
def screenshot() -> bytes:
    png_info = PngImagePlugin.PngInfo()
    png_info.add_text("Comment", MARK, zip=False)
    png_info.add_itxt("XML:com.adobe.xmp", MARK)
    out = BytesIO()
    Image.new("RGBA", (200, 400), (255, 0, 0, 128)).save(out, "PNG", pnginfo=png_info)
    return out.getvalue()


@cache
def webp() -> bytes:
    exif = Image.Exif()
    exif[0x0110] = MARK
    out = BytesIO()
    Image.new("RGB", (300, 200), "teal").save(out, "WEBP", exif=exif)
    return out.getvalue()


def bomb(width: int = 65_000, height: int = 65_000) -> bytes:
    """Return a PNG of a few hundred bytes that declares 65,000 by 65,000 pixels."""

    def part(kind: bytes, content: bytes) -> bytes:
        return (
            len(content).to_bytes(4, "big")
            + kind
            + content
            + zlib.crc32(kind + content).to_bytes(4, "big")
        )

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    return (
        b"\x89PNG\r\n\x1a\n"
        + part(b"IHDR", head)
        + part(b"IDAT", zlib.compress(bytes(100_000)))
        + part(b"IEND", b"")
    )


@cache
def pdf(pages: int = 2) -> bytes:
    out = BytesIO()
    sheets = [Image.new("RGB", (300, 400), (250, 250, 40 * n % 256)) for n in range(pages)]
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:], title=MARK)
    return out.getvalue()


def paper(content: bytes, *, more: bytes = b"") -> bytes:
    """Return a PDF of one page with this content stream.

    `more` is added to the dictionary of the stream.
    """
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R >>",
        b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), more, content),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    result = b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
    return out + result % (table, len(out))


@cache
def zip_bomb() -> bytes:
    """Return a PDF of a few kilobytes whose page unpacks to half a gigabyte, packed twice."""
    content = zlib.compress(b"0 0 m 300 300 l S\n" * 30_000_000, 9)
    return paper(zlib.compress(content, 9), more=b"/Filter [/FlateDecode /FlateDecode]")


def ogg(seconds: int = 3) -> bytes:
    def page(body: bytes) -> bytes:
        segments = bytes([255] * (len(body) // 255) + [len(body) % 255])
        return b"OggS\0" + bytes(21) + bytes([len(segments)]) + segments + body

    return page(b"OpusHead" + bytes(11)) + page(bytes(300)) * seconds


def amr(frames: int = 50) -> bytes:
    return b"#!AMR\n" + (b"\x3c" + bytes(31)) * frames


def mp3(frames: int = 20) -> bytes:
    """Return an ID3 tag and frames of 128 kbit/s at 44.1 kHz."""
    return b"ID3\x04\0\0\0\0\0\x0a" + bytes(10) + (b"\xff\xfb\x90\0" + bytes(413)) * frames


def box(name: bytes, content: bytes) -> bytes:
    return (len(content) + 8).to_bytes(4, "big") + name + content


def m4a(kind: bytes = b"soun") -> bytes:
    result = box(b"hdlr", bytes(8) + kind + bytes(12))
    tracks = box(b"moov", box(b"trak", box(b"mdia", result)))
    return box(b"ftyp", b"M4A \0\0\0\0isom") + tracks + box(b"mdat", bytes(2_000))


CHAT = "[05.06, 18:02] Ishchi: Маош қачон?\n[05.06, 21:40] Brigadir: Keyingi oyda.\n".encode()
# A valid file of each accepted kind.
GOOD = {
    "badge.jpg": photo(),
    "chat.PNG": screenshot(),
    "place.webp": webp(),
    "card.pdf": pdf(),
    "chat.txt": CHAT,
    "voice.ogg": ogg(),
    "voice.opus": ogg(9),
    "memo.m4a": m4a(),
    "call.mp3": mp3(),
    "old.amr": amr(),
}
