"""Where pictures are opened: nothing but their dots comes out, and a bomb harms nobody but
itself."""

import resource
import subprocess
import sys
import threading
import time
from io import BytesIO

import pytest
from PIL import Image

from service.casework.evidence import sandbox
from service.casework.evidence.sandbox import UnreadableFile
from tests.support import sample_files


def told_in(content: bytes) -> dict:
    with Image.open(BytesIO(content)) as picture:
        return dict(picture.getexif()) | dict(picture.getexif().get_ifd(0x8825)) | picture.info


def test_the_place_where_a_photo_was_taken_is_gone():
    before = told_in(sample_files.photo())
    assert before[2] == sample_files.PLACE[2], "the photo tells it before"
    kind, content = sandbox.picture("jpeg", sample_files.photo())
    assert (kind, sample_files.MARK.encode() in content, b"Exif" in content) == (
        "image/jpeg",
        False,
        False,
    )
    assert set(told_in(content)) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize(
    ("kind", "content"), [("png", sample_files.screenshot()), ("webp", sample_files.webp())]
)
def test_nothing_that_was_written_beside_the_dots_is_left(kind, content):
    assert sample_files.MARK.encode() in content
    _, drawn = sandbox.picture(kind, content)
    assert sample_files.MARK.encode() not in drawn


def test_a_photo_taken_sideways_stands_upright():
    _, content = sandbox.picture("jpeg", sample_files.photo(400, 300, turned=6))
    with Image.open(BytesIO(content)) as picture:
        assert picture.size == (300, 400)


def test_a_large_photo_becomes_one_that_can_be_read():
    out = BytesIO()
    Image.new("L", (6_000, 5_000), 90).save(out, "JPEG")
    _, content = sandbox.picture("jpeg", out.getvalue())
    with Image.open(BytesIO(content)) as picture:
        assert picture.size == (3_000, 2_500)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_pictures_of_every_depth_are_drawn(mode):
    out = BytesIO()
    Image.new(mode, (20, 10)).save(out, "PNG")
    assert sandbox.picture("png", out.getvalue())[0] == "image/png"


def test_a_page_is_a_picture_and_behind_the_last_there_is_none():
    assert sandbox.pages(sample_files.pdf(3)) == 3
    assert sandbox.page(sample_files.pdf(3), 3).startswith(b"\xff\xd8\xff")
    for number in (0, 4, -1):
        with pytest.raises(UnreadableFile):
            sandbox.page(sample_files.pdf(3), number)


def test_of_a_long_paper_thirty_pages_can_be_seen():
    assert sandbox.pages(sample_files.pdf(33)) == 33
    assert sandbox.page(sample_files.pdf(33), 30)
    with pytest.raises(UnreadableFile):
        sandbox.page(sample_files.pdf(33), 31)


@pytest.mark.parametrize(("width", "height"), [(65_000, 65_000), (2**31 - 1, 1), (40_001, 1_000)])
def test_a_picture_that_says_it_is_vast_is_refused_before_it_is_drawn(width, height):
    begun = time.monotonic()
    with pytest.raises(UnreadableFile, match="too_many_dots"):
        sandbox.picture("png", sample_files.bomb(width, height))
    assert time.monotonic() - begun < 5


# In a process of its own, since the largest child so far may be of another test.
_OPEN = """
import resource, sys
from service.casework.evidence import sandbox
try:
    sandbox.pages(sys.stdin.buffer.read())
except sandbox.UnreadableFile:
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def test_a_packed_bomb_costs_a_few_seconds_of_one_process_and_no_memory_of_ours():
    bomb, own = sample_files.zip_bomb(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert len(bomb) < 1_000_000
    begun = time.monotonic()
    with pytest.raises(UnreadableFile):
        sandbox.pages(bomb)
    assert time.monotonic() - begun < sandbox.PATIENCE + 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - own < 50_000
    opened = subprocess.run([sys.executable, "-c", _OPEN], input=bomb, capture_output=True)
    assert 0 < int(opened.stdout) < 2_000_000, opened.stderr.decode()


def test_whoever_does_not_end_is_ended(monkeypatch, tmp_path):
    lazy = tmp_path / "lazy.py"
    lazy.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(sandbox, "_CHILD", lazy)
    monkeypatch.setattr(sandbox, "PATIENCE", 0.5)
    begun = time.monotonic()
    with pytest.raises(UnreadableFile):
        sandbox.pages(sample_files.pdf())
    assert time.monotonic() - begun < 5


def test_whoever_says_too_much_is_not_listened_to(monkeypatch, tmp_path):
    loud = tmp_path / "loud.py"
    loud.write_text("import sys\nwhile True: sys.stdout.buffer.write(bytes(100_000))\n")
    monkeypatch.setattr(sandbox, "_CHILD", loud)
    monkeypatch.setattr(sandbox, "MAX_OUTPUT_BYTES", 1_000_000)
    with pytest.raises(UnreadableFile):
        sandbox.pages(sample_files.pdf())


def test_many_at_once_are_drawn_one_after_another():
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(sandbox.pages(sample_files.pdf(2))))
        for _ in range(5)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found == [2] * 5
