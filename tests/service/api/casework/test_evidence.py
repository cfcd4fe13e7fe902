"""Files by the API: sent whole, once, by who may, and what is wrong with them is said."""

from base64 import b64encode

import pytest
from sqlalchemy import select
from sqlmodel import col

from service.casework.claims import follow_secret
from service.casework.evidence import Evidence
from tests.support import cast, sample_files

AT = f"/api/v1/wages/{cast.CLAIM}/evidence"


def file_body(name: str, content: bytes, **more: str) -> dict[str, str]:
    return {"name": name, "content": b64encode(content).decode(), **more}


@pytest.fixture
def secret() -> dict[str, str]:
    return {"x-claim-secret": follow_secret.secret_of(cast.CLAIM)}


def rows(database) -> list[Evidence]:
    with database.read() as session:
        return list(session.execute(select(Evidence).order_by(col(Evidence.number))).scalars())


def test_a_worker_sends_with_the_secret_and_an_officer_with_a_key(client, as_, seeded, secret):
    first = client.post(
        AT, json=file_body("badge.jpg", sample_files.photo(), kind="photo"), headers=secret
    )
    assert (first.status_code, first.json()["number"], first.json()["state"]) == (201, 1, "clean")
    second = as_("elyor", key=True).post(AT, json=file_body("card.pdf", sample_files.pdf()))
    assert (second.status_code, second.json()["state"], second.json()["reason"]) == (
        201,
        "waiting",
        "no_scanner",
    )
    assert [bool(row.officer) for row in rows(seeded)] == [False, True]


def test_the_same_file_or_the_same_key_is_one(client, seeded, secret):
    once = secret | {"idempotency-key": "a-key-of-mine"}
    answers = [
        client.post(AT, json=file_body("a.jpg", sample_files.photo()), headers=one)
        for one in (once, once, secret)
    ]
    assert len({one.json()["reference"] for one in answers}) == len(rows(seeded)) == 1
    other = client.post(AT, json=file_body("a.txt", sample_files.CHAT), headers=once)
    assert (other.status_code, len(rows(seeded))) == (422, 1)


def test_what_is_not_what_it_says_is_told_as_refused(client, secret):
    answer = client.post(AT, json=file_body("a.pdf", sample_files.photo()), headers=secret)
    assert (answer.status_code, answer.json()["state"], answer.json()["reason"]) == (
        201,
        "refused",
        "false_name",
    )


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        (file_body("a.exe", b"MZ"), "name", "not-this-kind"),
        (file_body("a.jpg", b""), "content", "nothing-in-it"),
        (file_body("a.jpg", bytes(10_000_001)), "content", "file-too-large"),
        ({"name": "a.jpg"}, "content", "missing"),
        ({"name": "a.jpg", "content": "no base64!"}, "content", "not-understood"),
        ({"name": "a.jpg", "content": "x" * 301}, "content", "not-understood"),
        ({"name": "a.jpg", "content": 5}, "content", "not-understood"),
        (file_body("a.jpg", b"x", kind="love"), "kind", "not-a-choice"),
        (file_body("a\0.jpg", b"x"), "name", "not-text"),
        (file_body("", b"x"), "name", "not-understood"),
    ],
)
def test_what_cannot_be_taken_is_named(client, seeded, secret, body, field, code):
    answer = client.post(AT, json=body, headers=secret)
    assert (
        answer.status_code,
        answer.json()["errors"][0]["field"],
        answer.json()["errors"][0]["code"],
    ) == (
        422,
        field,
        code,
    )
    assert rows(seeded) == []


def test_whoever_may_not_is_refused(client, as_):
    body = file_body("a.txt", sample_files.CHAT)
    assert client.post(AT, json=body).status_code == 401
    assert client.post(AT, json=body, headers={"x-claim-secret": "A" * 24}).status_code == 404
    assert as_("davron", key=True).post(AT, json=body).status_code == 404
    assert as_("nodira", key=True).post(AT, json=body).status_code == 403


def test_more_than_fits_is_not_read(client, secret):
    assert (
        client.post(
            AT, content=bytes(14_000_001), headers=secret | {"content-type": "application/json"}
        ).status_code
        == 413
    )
