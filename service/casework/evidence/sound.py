"""Validation of voice recordings: a file must be a recording from its first byte to its last."""

# Frame lengths of AMR in bytes by type (RFC 4867, 5.3); types without a length are -1.
_NARROW = (12, 13, 15, 17, 19, 20, 26, 31, 5, -1, -1, -1, -1, -1, -1, 0)
_WIDE = (17, 23, 32, 36, 40, 46, 50, 58, 60, 5, -1, -1, -1, -1, 0, 0)
# Kilobits per second of layer III (ISO 11172-3 and 13818-3), and samples per second by version.
_RATES = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
# Nested boxes of ISO 14496-12; the last one gives the kind of a track.
_NESTED = (b"trak", b"mdia", b"hdlr")


def is_ogg(data: bytes) -> bool:
    """Return whether the data are consecutive Ogg pages, the first starting Opus or Vorbis."""
    place, pages = 0, 0
    while place < len(data):
        head = data[place : place + 27]
        if len(head) < 27 or head[:5] != b"OggS\0":
            return False
        segments = data[place + 27 : place + 27 + head[26]]
        body = place + 27 + head[26]
        if pages == 0 and not data[body:].startswith((b"OpusHead", b"\x01vorbis")):
            return False
        place, pages = body + sum(segments), pages + 1
    return pages > 1 and place == len(data)


def is_amr(data: bytes) -> bool:
    wide = data.startswith(b"#!AMR-WB\n")
    lengths, place, frames = (_WIDE, 9, 0) if wide else (_NARROW, 6, 0)
    while place < len(data):
        length = lengths[data[place] >> 3 & 15]
        if length < 0 or data[place] & 0x83:
            return False
        place, frames = place + 1 + length, frames + 1
    return frames > 0 and place == len(data)


def is_mp4(data: bytes) -> bool:
    """Return whether the data are MP4 boxes to the end, with sound and without video."""
    boxes = _boxes(data, 0, len(data))
    names = [name for name, _, _ in boxes]
    if not names or names[0] != b"ftyp" or b"mdat" not in names:
        return False
    tracks = {
        kind for name, begin, end in boxes if name == b"moov" for kind in _tracks(data, begin, end)
    }
    return b"soun" in tracks and tracks <= {b"soun", b"meta", b"text"}


def _boxes(data: bytes, place: int, end: int) -> list[tuple[bytes, int, int]]:
    """Return the boxes within these bounds with those of their contents.

    Returns none where they do not fill the bounds exactly."""
    found: list[tuple[bytes, int, int]] = []
    while place < end:
        length, head = int.from_bytes(data[place : place + 4], "big"), 8
        if length == 1:
            length, head = int.from_bytes(data[place + 8 : place + 16], "big"), 16
        if length < head or place + length > end or len(found) > 10_000:
            return []
        found.append((data[place + 4 : place + 8], place + head, place + length))
        place += length
    return found


def _tracks(data: bytes, place: int, end: int) -> set[bytes]:
    """Return the kinds of the tracks of a movie, nested at a fixed depth."""
    inside = [(place, end)]
    for wanted in _NESTED:
        inside = [
            (begin, stop)
            for one in inside
            for name, begin, stop in _boxes(data, *one)
            if name == wanted
        ]
    return {data[begin + 8 : begin + 12] for begin, _ in inside}


def is_mp3(data: bytes) -> bool:
    """Return whether the data are frames of layer III; around them only ID3 tags and zeros."""
    place, frames = _behind_tag(data), 0
    while place < len(data):
        length = _frame(data[place : place + 4])
        if not length:
            break
        place, frames = place + length, frames + 1
    rest = data[place:]
    return (
        frames >= 3
        and place <= len(data)
        and (not rest.strip(b"\0") or (rest[:3] == b"TAG" and len(rest) == 128))
    )


def _behind_tag(data: bytes) -> int:
    """Return where an ID3v2 tag ends; its length has four times seven bits."""
    if data[:3] != b"ID3" or len(data) < 10:
        return 0
    length = 0
    for byte in data[6:10]:
        length = length << 7 | byte & 0x7F
    return 10 + length


def _frame(head: bytes) -> int:
    """Return the length of the frame with this header, or 0 if it is none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, rate, sample = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or rate in (0, 15) or sample == 3:
        return 0
    bits = _RATES[3 if version == 3 else 2][rate] * 1_000
    return (144 if version == 3 else 72) * bits // _SAMPLES[version][sample] + (head[2] >> 1 & 1)
