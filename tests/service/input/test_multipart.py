"""A form with files is read in memory, whole or not at all."""

import tempfile

import pytest

from service.input import multipart
from service.input.multipart import IncompleteForm

KIND = "multipart/form-data; boundary=XX"
END = b"--XX--\r\n"


def part(name: str, content: bytes, filename: str | None = None) -> bytes:
    file = f'; filename="{filename}"' if filename is not None else ""
    return (
        f'--XX\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode()
        + content
        + b"\r\n"
    )


def test_answers_and_files_are_told_apart():
    body = (
        part("kind", b"photo")
        + part("file", b"\0\xff\r\n--X", "a.jpg")
        + part("file", b"", "b.txt")
        + END
    )
    read = multipart.read(KIND, body)
    assert read.fields == {"kind": "photo"}
    assert [(one.name, one.content) for one in read.files] == [
        ("a.jpg", b"\0\xff\r\n--X"),
        ("b.txt", b""),
    ]


def test_a_field_where_no_file_was_chosen_holds_none():
    assert multipart.read(KIND, part("file", b"", "") + END).files == []


def test_of_two_answers_the_first_counts():
    assert multipart.read(KIND, part("token", b"a") + part("token", b"b") + END).fields == {
        "token": "a"
    }


def test_nothing_lies_on_a_disk(monkeypatch):
    def refused(*_told, **_more):
        raise AssertionError("a file was made")

    monkeypatch.setattr(tempfile, "TemporaryFile", refused)
    assert (
        len(multipart.read(KIND, part("file", bytes(9_000_000), "a.pdf") + END).files[0].content)
        == 9_000_000
    )


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (KIND, b""),
        (KIND, b"--XX"),
        (KIND, part("a", b"x")),
        (KIND, part("a", b"x", "b.jpg")[:-9]),
        (KIND, END[2:]),
        ("multipart/form-data", part("a", b"x") + END),
        ("multipart/form-data; boundary=", part("a", b"x") + END),
        ("text/plain", b"x"),
        ("", b""),
        (KIND, part("a", b"\xff\xfe") + END),
        (KIND, part("a", b"x") * 61 + END),
    ],
)
def test_what_is_cut_off_or_is_no_form_is_refused(kind, body):
    with pytest.raises(IncompleteForm):
        multipart.read(kind, body)


def test_a_name_may_be_anything_since_nobody_believes_it():
    read = multipart.read(
        KIND, part("file", b"x", "../../etc/passwd") + part("file", b"x", "a\u202eb.jpg") + END
    )
    assert len(read.files) == 2
