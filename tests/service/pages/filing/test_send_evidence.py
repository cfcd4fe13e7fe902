"""A worker sends files from the page of their claim: whole without scripts, in pieces with them,
and nobody else's."""

import re
import time

import msgspec
import pytest
from sqlalchemy import select
from sqlmodel import col

from service.casework.claims import follow_secret, wage_claims
from service.casework.evidence import PIECE, Evidence, file_uploads
from service.pages.shared.file_upload import VALID_FOR
from tests.support import cast, sample_files

FORM, PIECES = "/en/wages/follow/evidence", "/en/wages/evidence"
LONG = sample_files.CHAT * 3_000


def followed(client, number=cast.CLAIM) -> str:
    answer = client.post(
        "/en/wages/follow", data={"reference": number, "secret": follow_secret.secret_of(number)}
    )
    return answer.text


def ticket(page: str) -> str:
    return re.search(r'name="ticket" value="([^"]+)"', page)[1]


@pytest.fixture
def shown(client) -> str:
    return ticket(followed(client))


def rows(database) -> list[Evidence]:
    with database.read() as session:
        return list(session.execute(select(Evidence).order_by(col(Evidence.number))).scalars())


def test_the_page_of_a_claim_says_what_helps_and_takes_files(client):
    page = followed(client)
    assert "Anything helps, even a little" in page
    assert 'enctype="multipart/form-data"' in page


def test_without_scripts_files_come_whole_and_are_listed(client, seeded, shown):
    several = [
        ("file", ("badge.jpg", sample_files.photo())),
        ("file", ("card.pdf", sample_files.pdf())),
    ]
    answer = client.post(FORM, data={"ticket": shown, "kind": "contract"}, files=several)
    assert answer.status_code == 200
    assert all(
        text in answer.text
        for text in (
            "What you sent is in the list below",
            "badge.jpg",
            "card.pdf",
            "Contract or offer",
        )
    )
    assert [(row.kind, row.state, row.officer) for row in rows(seeded)] == [
        ("contract", "clean", ""),
        ("contract", "waiting", ""),
    ]
    assert answer.headers["cache-control"] == "no-store"


def test_after_sending_the_page_keeps_the_other_ways_and_the_chosen_kind(client, shown):
    pair = {"reference": cast.CLAIM, "secret": follow_secret.secret_of(cast.CLAIM)}
    assert f'name="secret" value="{pair["secret"]}"' in followed(client).partition("data-pieces")[2]
    sent = {"ticket": shown, "kind": "payslip"}
    for files, status in (("a.exe", 422), ("badge.jpg", 200)):
        for with_pair, other_ways in ((pair, True), (pair | {"secret": "WRONG"}, False)):
            answer = client.post(
                FORM, data=sent | with_pair, files={"file": (files, sample_files.photo())}
            )
            assert answer.status_code == status
            assert ("/wages/follow/withdraw-claim" in answer.text) is other_ways
            assert ('value="payslip" selected' in answer.text) is (status == 422)


def test_sent_twice_it_is_there_once(client, seeded, shown):
    for _ in range(2):
        client.post(
            FORM, data={"ticket": shown}, files={"file": ("badge.jpg", sample_files.photo())}
        )
    assert len(rows(seeded)) == 1


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("a.exe", b"MZ", "This type of file cannot be stored"),
        ("a.heic", b"x", "HEIC"),
        ("a.jpg", b"", "This file is empty"),
        ("a.pdf", b"x" * 10_000_001, "10 MB or smaller"),
        ("\u202egpj.exe", b"MZ", "This type of file cannot be stored"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_the_field(client, seeded, shown, name, content, text):
    answer = client.post(FORM, data={"ticket": shown}, files={"file": (name, content)})
    assert (answer.status_code, text in answer.text, 'id="file-wrong"' in answer.text) == (
        422,
        True,
        True,
    )
    assert rows(seeded) == []


def test_a_file_that_is_not_what_it_says_is_listed_with_the_reason(client, seeded, shown):
    answer = client.post(
        FORM, data={"ticket": shown}, files={"file": ("a.png", sample_files.photo())}
    )
    assert "The contents of the file do not match the file type in its name" in answer.text
    assert [row.state for row in rows(seeded)] == ["refused"]


def test_a_form_without_a_file_or_cut_off_is_asked_again(client, shown):
    assert (
        "Choose a file first"
        in client.post(FORM, data={"ticket": shown}, files={"file": ("", b"")}).text
    )
    headers = {"content-type": "multipart/form-data; boundary=XX"}
    assert client.post(FORM, content=b"--XX\r\nContent-Dispo", headers=headers).status_code == 422
    large = client.post(FORM, content=bytes(11_000_000), headers=headers)
    assert large.status_code == 413
    for text in ("The limit is 10 MB.", 'href="/en/wages/follow">Back to the form'):
        assert text in large.text


def test_whoever_s_page_is_too_old_is_asked_for_the_secret_again(client, seeded, shown, clock):
    clock.forward(seconds=VALID_FOR.total_seconds() + 1)
    answer = client.post(
        FORM, data={"ticket": shown}, files={"file": ("badge.jpg", sample_files.photo())}
    )
    assert (
        answer.status_code,
        "open for too long" in answer.text,
        'name="secret"' in answer.text,
    ) == (422, True, True)
    assert rows(seeded) == []


@pytest.mark.parametrize("wrong", ["", "x", "A" * 200, "\u202e"])
def test_a_ticket_that_nobody_was_given_opens_nothing(client, seeded, wrong):
    assert (
        client.post(
            FORM, data={"ticket": wrong}, files={"file": ("badge.jpg", sample_files.photo())}
        ).status_code
        == 422
    )
    assert (
        client.post(PIECES, data={"ticket": wrong, "name": "a.jpg", "size": "9"}).status_code == 422
    )
    assert rows(seeded) == []


# --- in pieces
# ---------------------------------------------------------------------------------------------------


def begin(client, shown, name="chat.txt", content=LONG, **more):
    values = {
        "ticket": shown,
        "name": name,
        "size": str(len(content)),
        "kind": "messages",
        "sha256": file_uploads.mark(content),
    }
    return client.post(PIECES, data=values | more)


def piece(client, shown, number, offset, body=None):
    headers = {
        "x-ticket": shown,
        "upload-offset": str(offset),
        "content-type": "application/octet-stream",
    }
    sent = LONG[offset : offset + PIECE] if body is None else body
    return client.patch(f"{PIECES}/{number}", content=sent, headers=headers)


def test_in_pieces_it_goes_on_after_a_cut_at_half(client, seeded, shown):
    number = begin(client, shown).json()["reference"]
    for offset in range(0, len(LONG) // 2, PIECE):
        assert piece(client, shown, number, offset).status_code == 200
    standing = client.head(f"{PIECES}/{number}", headers={"x-ticket": shown})
    again = begin(client, ticket(followed(client))).json()
    assert standing.headers["upload-offset"] == str(again["offset"]) == "131072"
    offset = again["offset"]
    while offset < len(LONG):
        result = piece(client, shown, number, offset)
        offset = int(result.headers["upload-offset"])
    assert result.json() == {
        "reference": number,
        "offset": len(LONG),
        "state": "waiting",
        "said": "Received, not checked yet",
    }
    assert len(rows(seeded)) == 1


def test_a_wrong_offset_is_answered_with_the_right_one(client, shown):
    number = begin(client, shown).json()["reference"]
    answer = piece(client, shown, number, 2 * PIECE)
    assert (answer.status_code, answer.headers["upload-offset"]) == (409, "0")
    for wrong in ("-1", "x", "", "0x1", "9" * 40):
        assert piece(client, shown, number, wrong, b"x").status_code in (409, 422)


def test_a_piece_that_is_too_large_is_refused_before_it_is_read(client, shown):
    number = begin(client, shown).json()["reference"]
    assert piece(client, shown, number, 0, bytes(PIECE + 1)).status_code == 413
    assert piece(client, shown, number, 0, b"").json()["offset"] == 0


def test_a_ticket_of_another_claim_reaches_nothing(client, seeded, shown, clock):
    with seeded.write() as session:
        other = wage_claims.file(
            session, cast.ALISHERS_CLAIM, by=cast.RUSTAM, on=clock(), day=cast.TODAY
        ).claim.reference
    number, foreign = begin(client, shown).json()["reference"], ticket(followed(client, other))
    assert piece(client, foreign, number, 0).status_code == 404
    assert client.get(f"{PIECES}/{number}", headers={"x-ticket": foreign}).status_code == 404
    assert rows(seeded)[0].arrived == 0


def test_what_the_script_is_told_is_in_the_reader_s_words(client, shown):
    answer = begin(client, shown, "a.exe")
    assert (answer.status_code, answer.json()["said"][:36]) == (
        422,
        "This type of file cannot be stored. ",
    )
    assert begin(client, shown, size="many").status_code == 422


def test_an_officer_who_follows_by_the_secret_is_written_down(as_, seeded):
    client = as_("elyor")
    shown = ticket(followed(client))
    assert (
        client.post(
            FORM, data={"ticket": shown}, files={"file": ("badge.jpg", sample_files.photo())}
        ).status_code
        == 200
    )
    assert rows(seeded)[0].officer.startswith("U-")


def test_sending_without_end_has_to_wait(client, shown, clock):
    found = [begin(client, shown, "a.exe").status_code for _ in range(62)]
    assert found == [422] * 60 + [429] * 2
    clock.forward(minutes=6)
    assert begin(client, shown).status_code == 200


def test_a_dead_scanner_holds_no_page_up(client, app_state, shown):
    app_state.settings = msgspec.structs.replace(app_state.settings, scanner="127.0.0.1:1")
    begun = time.monotonic()
    answer = client.post(
        FORM, data={"ticket": shown}, files={"file": ("badge.jpg", sample_files.photo())}
    )
    assert "The virus scanner is not responding at the moment" in answer.text
    assert time.monotonic() - begun < 4
