"""Worker of the sandbox: reads one picture or PDF from standard input and writes its rendering."""

import io
import signal
import sys

import pypdfium2
from PIL import Image, ImageOps

# Everything needed is loaded before the process is restricted (service.input.closed_process).
Image.preinit()
for _name in ("MpoImagePlugin", "TiffImagePlugin", "WebPImagePlugin"):
    __import__(f"PIL.{_name}")

# Pixels of a picture, the longest side of a stored picture, and that of a page.
DOTS, SIDE, PAGE = 40_000_000, 3_000, 1_600
MEMORY = 1_500_000_000
# Processor seconds for the trial rendering of a page.
TRIAL = 1.0
PAGES = 30


class UnreadableFile(Exception):
    pass


def picture(data: bytes, kind: str) -> bytes:
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(io.BytesIO(data), formats=[kind.upper()]) as values:
        if values.width * values.height > DOTS:
            raise UnreadableFile("too_many_dots")
        values.draft("RGB", (SIDE, SIDE))
        values.load()
        turned = ImageOps.exif_transpose(values)
    drawn = _plain(turned)
    drawn.thumbnail((SIDE, SIDE))
    return _encode(drawn, "PNG" if kind == "png" else "JPEG")


def _plain(turned: Image.Image) -> Image.Image:
    """Return the pixels alone: transparency on white, and without metadata."""
    if turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info:
        clear = turned.convert("RGBA")
        paper = Image.new("RGB", clear.size, "white")
        paper.paste(clear, mask=clear.getchannel("A"))
        return paper
    drawn = turned.convert("L" if turned.mode in ("1", "L") else "RGB")
    drawn.info = {}
    return drawn


def _encode(drawn: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    drawn.save(out, kind, **({"quality": 85} if kind == "JPEG" else {}))
    return f"image/{kind.lower()}\n".encode() + out.getvalue()


def pages(data: bytes) -> bytes:
    with _paper(data) as paper:
        count = len(paper)
        # A page that takes longer is ended by this timer (SIGPROF).
        signal.setitimer(signal.ITIMER_PROF, TRIAL)
        _render(paper, 1)
        signal.setitimer(signal.ITIMER_PROF, 0)
    return str(count).encode()


def page(data: bytes, number: str) -> bytes:
    with _paper(data) as paper:
        return _render(paper, int(number))


def _paper(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as reason:
        raise UnreadableFile(
            "locked" if "password" in str(reason).lower() else "broken"
        ) from reason


def _render(paper: pypdfium2.PdfDocument, number: int) -> bytes:
    if not 1 <= number <= min(len(paper), PAGES):
        raise UnreadableFile("broken")
    one = paper[number - 1]
    longest = max(one.get_size())
    if longest <= 0:
        raise UnreadableFile("broken")
    drawn = one.render(scale=min(PAGE / longest, 4)).to_pil().convert("RGB")
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=80)
    return out.getvalue()


def _dispatch(data: bytes, what: str, more: str = "") -> bytes:
    if what == "picture":
        return picture(data, more)
    return pages(data) if what == "pages" else page(data, more)


def run(words: list[str]) -> int:
    """Write the rendering; or the reason, with exit code 3."""
    data = sys.stdin.buffer.read()
    try:
        output, code = _dispatch(data, *words), 0
    except UnreadableFile as reason:
        output, code = str(reason).encode(), 3
    except Exception:  # noqa: BLE001 whatever fails, the file caused it
        output, code = b"broken", 3
    sys.stdout.buffer.write(output)
    sys.stdout.buffer.flush()
    return code
