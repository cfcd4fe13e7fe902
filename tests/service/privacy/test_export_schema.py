"""The file as a document: what it is made of can be written down and read again by a program."""

import msgspec

from service.privacy import personal_export
from service.privacy.export_schema import File


def test_a_file_is_read_again_as_it_was_written(seeded, planted, clock):
    with seeded.read() as session:
        result = personal_export.export_person(session, planted.records[0], now=clock())
    assert msgspec.json.decode(msgspec.json.encode(result), type=File) == result
