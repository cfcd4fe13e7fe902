"""A worker keeps receipts of what they paid: with a form alone or in pieces, opens them, takes them
away; nobody else."""

import re

import pytest

from service.casework.evidence import evidence_files
from service.casework.evidence.quotas import MAX_FILE_BYTES
from service.pages.shared import file_upload
from service.web import queued_work
from tests.service.pages.account.test_my_costs import TOLD
from tests.service.pages.filing.test_send_evidence import PIECES, ticket
from tests.support import cast, sample_files

PHOTO = {"file": ("visa.jpg", sample_files.photo())}


@pytest.fixture
def here(as_, seeded) -> str:
    """The page with the receipts of what Rustam paid."""
    with seeded.read() as session:
        at = f"/en/me/money/{cast.named(session, 'published').reference}"
    client = as_("rustam")
    client.post(at, data=TOLD | {"once": "k" * 24})
    return re.search(r'href="(/en/me/receipts/[^"]+)"', client.get(at).text)[1]


def money(client, here) -> str:
    return client.get(re.search(r'class="back" href="([^"#]+)', client.get(here).text)[1]).text


def test_a_receipt_is_kept_seen_in_the_list_opened_and_taken_away(as_, here, settings, seeded):
    client = as_("rustam")
    assert "Save the receipt here" in money(client, here)
    assert client.post(f"{here}/evidence", files=PHOTO).status_code == 303
    page = client.get(here).text
    assert ("visa.jpg" in page, "Open the receipt" in page, "File received" in page) == (
        True,
        True,
        True,
    )
    assert "Receipts saved here: 1" in money(client, here)
    answer = client.get(f"{here}/evidence/1/file")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["content-disposition"].startswith("attachment")
    assert sample_files.MARK.encode() not in answer.content
    for _ in range(2):
        assert client.post(f"{here}/evidence/1/drop").status_code == 303
    assert "visa.jpg" not in client.get(here).text
    assert client.get(f"{here}/evidence/1/file").status_code == 404
    assert list(evidence_files.list_files(settings.home)) == []


def test_of_a_pdf_pages_are_seen_while_there_is_no_scanner(as_, here):
    client = as_("rustam")
    client.post(f"{here}/evidence", files={"file": ("visa.pdf", sample_files.pdf())})
    page = client.get(here).text
    assert (
        "Page 2 of 2" in page,
        "You are viewing images of the pages of this file" in page,
        "Officers" in page,
    ) == (
        True,
        True,
        False,
    )
    assert client.get(f"{here}/evidence/1/pages/2").headers["content-type"] == "image/jpeg"
    assert client.get(f"{here}/evidence/1/pages/3").status_code == 404
    assert client.get(f"{here}/evidence/1/file").status_code == 404


def test_pages_that_are_drawn_use_up_the_time_of_files_too(as_, here, monkeypatch):
    client = as_("rustam")
    client.post(f"{here}/evidence", files={"file": ("visa.pdf", sample_files.pdf())})
    monkeypatch.setattr(queued_work, "_OF_ONE", 1)
    assert client.get(f"{here}/evidence/1/pages/1").status_code == 429


def test_each_look_stands_in_the_list_of_looks(as_, here):
    client = as_("rustam")
    client.post(f"{here}/evidence", files=PHOTO)
    client.get(f"{here}/evidence/1/file")
    assert "Claim attachment or receipt" in client.get("/en/me/opened").text


@pytest.mark.parametrize(
    "who", ["alisher", "hamid", "chinora", "barno", "farida", "iroda", "komila"]
)
def test_nobody_else_has_such_a_page(as_, here, who):
    as_("rustam").post(f"{here}/evidence", files=PHOTO)
    client = as_(who)
    assert {
        client.get(f"{here}{path}").status_code
        for path in ("", "/evidence/1/file", "/evidence/1/pages/1")
    } == {404}
    assert client.post(f"{here}/evidence", files=PHOTO).status_code == 404
    assert client.post(f"{here}/evidence/1/drop").status_code == 404
    assert as_("rustam").get(here).text.count("visa.jpg</h2>") == 1


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("a.exe", b"MZ", "This type of file cannot be stored here"),
        ("a.txt", b"Visa", "This type of file cannot be stored here"),
        ("a.heic", b"x", "HEIC"),
        ("a.jpg", b"", "This file is empty"),
        ("a.pdf", b"x" * (MAX_FILE_BYTES + 1), "10 MB or smaller"),
        ("", b"", "Choose a file first"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_the_field(as_, here, name, content, text):
    answer = as_("rustam").post(f"{here}/evidence", files={"file": (name, content)})
    assert (answer.status_code, text in answer.text, 'id="file-wrong"' in answer.text) == (
        422,
        True,
        True,
    )


def test_what_is_not_what_its_name_says_is_listed_with_the_reason(as_, here):
    client = as_("rustam")
    client.post(f"{here}/evidence", files={"file": ("a.png", sample_files.photo())})
    assert (
        "The contents of the file do not match the file type in its name" in client.get(here).text
    )
    assert client.get(f"{here}/evidence/1/file").status_code == 404


def test_sent_twice_it_is_there_once(as_, here):
    client = as_("rustam")
    for _ in range(2):
        client.post(f"{here}/evidence", files=PHOTO)
    assert client.get(here).text.count("visa.jpg</h2>") == 1


def test_in_pieces_it_arrives_for_whom_the_page_was_shown_and_for_nobody_else(as_, here):
    client, content = as_("rustam"), sample_files.photo()
    shown = ticket(client.get(here).text)
    values = {"ticket": shown, "name": "visa.jpg", "size": str(len(content)), "kind": "receipt"}
    number = client.post(PIECES, data=values).json()["reference"]
    headers = {"x-ticket": shown, "upload-offset": "0"}
    for other in ("alisher", "chinora", None):
        stranger = as_(other) if other else as_()
        assert stranger.post(PIECES, data=values).status_code in (422, 403)
        assert stranger.patch(
            f"{PIECES}/{number}", content=content, headers=headers
        ).status_code in (422, 403)
    client = as_("rustam")
    assert (
        client.patch(f"{PIECES}/{number}", content=content, headers=headers).json()["state"]
        == "clean"
    )
    answer = client.post("/en/wages/follow/evidence", data={"ticket": shown}, files=PHOTO)
    assert cast.CLAIM not in answer.text
    assert "visa.jpg" in client.get(here).text


def test_a_page_that_was_open_for_too_long_is_said_to_be(as_, here, clock):
    shown = ticket(as_("rustam").get(here).text)
    clock.forward(seconds=file_upload.VALID_FOR.total_seconds() + 1)
    answer = as_("rustam").post(
        PIECES, data={"ticket": shown, "name": "visa.jpg", "size": "9", "kind": "receipt"}
    )
    assert (answer.status_code, answer.json()["said"]) == (
        422,
        (
            "This page was open for too long. Open it again and continue: the files already sent "
            "are saved."
        ),
    )


def test_the_payment_struck_out_takes_its_receipts(as_, here, settings):
    client = as_("rustam")
    client.post(f"{here}/evidence", files=PHOTO)
    at = re.search(r'class="back" href="([^"#]+)', client.get(here).text)[1]
    assert client.post(f"{at}/strike", data={"number": here.rpartition("/")[2]}).status_code == 303
    assert client.get(here).status_code == 404
    assert list(evidence_files.list_files(settings.home)) == []


@pytest.mark.parametrize("lang", ["uz", "uz-Cyrl", "ru", "kaa"])
def test_it_is_read_in_every_language_of_citizens(as_, here, lang):
    client = as_("rustam")
    client.post(f"{here}/evidence", files=PHOTO)
    page = client.get(here.replace("/en/", f"/{lang}/")).text
    for english in (
        "Receipts",
        "Open the receipt",
        "Remove entry",
        "Only you can see it",
        "Photo or PDF",
    ):
        assert english not in page


@pytest.mark.parametrize("number", ["0", "99", str(2**70)])
def test_a_number_that_no_receipt_has_is_not_there(as_, here, number):
    client = as_("rustam")
    assert client.get(f"{here}/evidence/{number}/file").status_code == 404
    assert client.post(f"{here}/evidence/{number}/drop").status_code in (303, 404)
