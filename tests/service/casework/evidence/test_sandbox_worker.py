"""What the sandbox's process does by itself, called here without its bounds."""

from io import BytesIO

import pytest
from PIL import Image

from service.casework.evidence import sandbox_worker
from service.casework.evidence.sandbox_worker import UnreadableFile
from tests.support import sample_files

_LOCK = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<41> <41>]" % (
    b"41" * 32,
    b"42" * 32,
)
LOCKED = sample_files.paper(b"0 0 m").replace(b"/Root 1 0 R", b"/Root 1 0 R " + _LOCK)


def test_a_locked_paper_is_told_apart_from_a_broken_one():
    with pytest.raises(UnreadableFile, match="broken"):
        sandbox_worker.pages(b"%PDF-1.4 nothing")
    with pytest.raises(UnreadableFile, match="locked"):
        sandbox_worker.pages(LOCKED)


def test_what_is_clear_in_a_picture_is_white():
    out = BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")
    drawn = sandbox_worker.picture(out.getvalue(), "png").partition(b"\n")[2]
    with Image.open(BytesIO(drawn)) as picture:
        assert picture.getpixel((1, 1)) == (255, 255, 255)


def test_a_picture_is_opened_only_as_what_it_was_called():
    with pytest.raises(OSError, match="cannot identify"):
        sandbox_worker.picture(sample_files.photo(), "png")


def test_every_answer_is_asked_for_by_name():
    assert sandbox_worker._dispatch(sample_files.pdf(), "pages") == b"2"
    assert sandbox_worker._dispatch(sample_files.pdf(), "page", "1").startswith(b"\xff\xd8")
    assert sandbox_worker._dispatch(sample_files.photo(), "picture", "jpeg").startswith(
        b"image/jpeg\n"
    )
