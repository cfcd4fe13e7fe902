"""What a file is: its ending, its first bytes and whoever reads it have to agree."""

import pytest

from service.casework.evidence import media
from service.casework.evidence.media import Media
from service.casework.evidence.sandbox import UnreadableFile
from tests.support import sample_files


def examined(name: str, content: bytes) -> media.ExaminedFile:
    return media.examine(media.media_from_name(name), content)


@pytest.mark.parametrize("name", sample_files.GOOD)
def test_every_kind_that_is_named_is_taken(name):
    assert examined(name, sample_files.GOOD[name]).content


@pytest.mark.parametrize("name", sample_files.GOOD)
def test_a_file_under_another_kind_s_name_is_not_taken(name):
    own = media.media_from_name(name)
    others = [ending for ending, kind in media.ENDINGS.items() if kind is not own]
    assert len(others) > 5
    for ending in others:
        with pytest.raises(UnreadableFile):
            examined(f"x.{ending}", sample_files.GOOD[name])


@pytest.mark.parametrize("name", sorted(set(sample_files.GOOD) - {"chat.txt"}))
def test_a_file_cut_in_the_middle_is_not_taken(name):
    with pytest.raises(UnreadableFile):
        examined(name, sample_files.GOOD[name][: len(sample_files.GOOD[name]) // 2])


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\temp\\a.pdf", "a.pdf"),
        ("a\0b.png", "ab.png"),
        ("x\r\nY: z.jpg", "xY: z.jpg"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("\u202etxt.\u202cexe", "txt.exe"),
        ("a\u200b.pdf", "a.pdf"),
        (" . a.txt . ", "a.txt"),
        ("Маош.jpg", "Маош.jpg"),
        ("e\u0301.txt", "\u00e9.txt"),
        ("\ud800.txt", "txt"),
        ("\u2028x.txt", "x.txt"),
    ],
)
def test_a_name_keeps_what_people_see(name, kept):
    assert media.clean_name(name) == kept


def test_a_long_name_keeps_its_ending():
    assert media.clean_name("я" * 300 + ".jpeg") == "я" * 115 + ".jpeg"
    assert len(media.clean_name("." * 200 + "x" * 300)) == 120


@pytest.mark.parametrize(
    "name",
    [
        "a",
        "",
        ".",
        "..",
        "a.exe",
        "a.pdf.exe",
        "photo\u202egpj.exe",
        "a.svg",
        "a.html",
        "a.docx",
        "a.zip",
        "a.jpg/",
        "jpg",
    ],
)
def test_other_endings_are_refused_before_anything_comes(name):
    with pytest.raises(media.UnsupportedFileType):
        media.media_from_name(name)


def test_the_telephone_s_own_kind_is_told_how_to_go_on():
    with pytest.raises(media.Heic):
        media.media_from_name("IMG_0001.HEIC")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.pdf", b"MZ" + sample_files.pdf()),
        ("x.pdf", sample_files.pdf() + b"PK\x03\x04" + bytes(200)),
        ("x.pdf", sample_files.pdf() + b"<html><script>"),
        ("x.pdf", b"%PDF-1.7 and nothing more\n%%EOF"),
        ("x.txt", b"\xff\xfe" + "UTF-16".encode("utf-16-le")),
        ("x.txt", b"MZ\x90\0"),
        ("x.txt", b"cp1251: \xec\xe0\xee\xf8"),
        ("x.txt", b"\x1b[31m"),
        ("x.txt", b"\x7fELF"),
        ("x.png", b"\x89PNG\r\n\x1a\n"),
        ("x.jpg", b"\xff\xd8\xff"),
        ("x.jpg", b"GIF89a" + bytes(100)),
        ("x.webp", b"RIFF\0\0\0\0WEBP"),
    ],
)
def test_two_files_in_one_and_empty_shells_are_not_taken(name, content):
    with pytest.raises(UnreadableFile):
        examined(name, content)


def test_what_hides_behind_a_picture_does_not_stay_with_it():
    behind = b"<script>alert(1)</script>PK\x03\x04"
    looked = examined("x.jpg", sample_files.photo() + behind)
    assert looked.media is Media.JPEG
    assert behind not in looked.content
    assert b"PK\x03\x04" not in looked.content


def test_a_text_may_begin_with_its_mark_and_be_in_any_script():
    assert examined("x.txt", "\ufeff한국어 ‎ўқғҳ\r\n\t".encode()).media is Media.TEXT
