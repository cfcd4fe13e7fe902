"""Voice recordings: each kind is known from its first byte to its last, and nothing else is taken
for one."""

import pytest

from service.casework.evidence import sound
from tests.support import sample_files

KINDS = {"ogg": sound.is_ogg, "amr": sound.is_amr, "mp4": sound.is_mp4, "mp3": sound.is_mp3}
WHOLE = {
    "ogg": sample_files.ogg(),
    "amr": sample_files.amr(),
    "mp4": sample_files.m4a(),
    "mp3": sample_files.mp3(),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_recording_is_known_and_only_as_what_it_is(kind):
    assert [name for name, known in KINDS.items() if known(WHOLE[kind])] == [kind]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("end", [b"", b"<script>alert(1)</script>", b"PK\x03\x04" + bytes(60)])
def test_one_that_is_cut_off_or_has_something_behind_it_is_none(kind, end):
    broken = WHOLE[kind] + end if end else WHOLE[kind][:-7]
    assert not KINDS[kind](broken)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "content",
    [b"", b"\0", b"OggS", b"#!AMR\n", b"ID3", b"\xff\xfb", b"\0\0\0\x08ftyp", bytes(5_000)],
)
def test_nonsense_is_none(kind, content):
    assert not KINDS[kind](content)


@pytest.mark.parametrize(
    "content",
    [
        sample_files.m4a(b"vide"),
        sample_files.m4a(b"soun")[:-1],
        sample_files.box(b"ftyp", b"isom") * 3,
    ],
)
def test_a_film_is_no_recording(content):
    assert not sound.is_mp4(content)


def test_boxes_that_hold_themselves_or_never_end_are_walked_to_an_end():
    assert not sound.is_mp4(sample_files.box(b"ftyp", b"isom") + b"\0\0\0\0moov")
    assert not sound.is_mp4(sample_files.box(b"ftyp", b"isom") + b"\0\0\0\x01moov" + bytes(8))
    assert not sound.is_mp4(
        sample_files.box(b"ftyp", b"isom") + sample_files.box(b"free", b"") * 20_000
    )
    deep = b""
    for _ in range(3_000):
        deep = sample_files.box(b"trak", deep)
    assert not sound.is_mp4(
        sample_files.box(b"ftyp", b"isom")
        + sample_files.box(b"moov", deep)
        + sample_files.box(b"mdat", b"")
    )


def test_wide_voices_and_old_tags_are_known():
    assert sound.is_amr(b"#!AMR-WB\n" + (b"\x44" + bytes(60)) * 9)
    assert sound.is_mp3(sample_files.mp3() + b"TAG" + bytes(125))
    assert sound.is_mp3((b"\xff\xf3\x48\xc4" + bytes(140)) * 5)
