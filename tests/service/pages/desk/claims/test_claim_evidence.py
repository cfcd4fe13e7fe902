"""Files on an officer's desk: by name first, as pictures on request, as a file only when harmless,
and every look noted."""

import re
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select
from sqlmodel import col

from catalog.core.actor import VISITOR
from catalog.core.journal import Entry
from service.casework import evidence
from service.casework.claims import wage_claims
from service.casework.evidence import Kind, NewFile, file_uploads
from service.casework.evidence.file_uploads import Store
from tests.support import audit_asserts, cast, sample_files

AT = f"/en/desk/wages/{cast.CLAIM}"
HARMLESS = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
}


@pytest.fixture
def sent(seeded, settings, clock, client):
    """sent("a.jpg", b"…") is a file of Alisher's claim; its number."""

    def one(name: str, content: bytes, **more: str) -> int:
        new_file = NewFile(name, len(content), Kind.PHOTO, file_uploads.mark(content))
        with seeded.write() as session:
            claim = wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
            number = evidence.register(session, claim, new_file, by=VISITOR, on=clock()).reference
        store = Store(seeded, settings.home, **more)
        return file_uploads.finish(
            store, number, cast.CLAIM, content, by=VISITOR, on=clock()
        ).number

    return one


def seen(database) -> list[tuple[str, str]]:
    with database.read() as session:
        asked = (
            select(Entry)
            .where(col(Entry.noun) == "evidence", col(Entry.role) == "attache")
            .order_by(col(Entry.position))
        )
        return [(entry.noun, entry.act) for entry in session.execute(asked).scalars()]


def test_the_claim_lists_names_and_sizes_and_loads_no_picture(as_, sent):
    sent("badge.jpg", sample_files.photo())
    page = as_("elyor").get(AT).text
    assert "badge.jpg" in page
    assert "<img" not in page


def test_a_picture_is_shown_on_request_and_the_look_is_noted(as_, sent, seeded):
    number = sent("badge.jpg", sample_files.photo())
    client = as_("elyor")
    page = client.get(f"{AT}/evidence/{number}")
    assert f'src="{AT}/evidence/{number}/pages/1"' in page.text
    assert seen(seeded) == [], "the page alone shows nothing of it"
    picture = client.get(f"{AT}/evidence/{number}/pages/1")
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/jpeg")
    assert seen(seeded) == [("evidence", "open")]


def test_of_a_paper_pictures_are_seen_and_the_file_itself_not_without_a_scanner(as_, sent, seeded):
    number = sent("card.pdf", sample_files.pdf())
    client = as_("elyor")
    assert "Page 2 of 2" in client.get(f"{AT}/evidence/{number}?page=2").text
    picture = client.get(f"{AT}/evidence/{number}/pages/2")
    with Image.open(BytesIO(picture.content)) as drawn:
        assert drawn.format == "JPEG"
    assert client.get(f"{AT}/evidence/{number}/file").status_code == 404
    assert client.get(f"{AT}/evidence/{number}/pages/3").status_code == 404
    assert client.get(f"{AT}/evidence/{number}?page=9").status_code == 200


def test_a_file_leaves_as_an_attachment_that_can_do_nothing(as_, sent, seeded):
    number = sent("Маош «2»; a\u202egpj.jpg", sample_files.photo())
    answer = as_("elyor").get(f"{AT}/evidence/{number}/file")
    assert {name: answer.headers[name] for name in HARMLESS} == HARMLESS
    plain, own = answer.headers["content-disposition"].split("; filename*=")
    assert plain == f'attachment; filename="{cast.CLAIM}-{number}.jpg"'
    assert own.startswith("UTF-8''%D0%9C%D0%B0%D0%BE%D1%88")
    assert own.isascii()
    assert "%E2%80%AE" not in own
    assert sample_files.MARK.encode() not in answer.content
    assert seen(seeded) == [("evidence", "export")]


@pytest.mark.parametrize(
    ("name", "content"), [("chat.txt", sample_files.CHAT), ("voice.ogg", sample_files.ogg())]
)
def test_what_waits_can_be_opened_by_nobody(as_, sent, name, content):
    number = sent(name, content)
    for who in ("elyor", "chinora", "iroda"):
        client = as_(who)
        assert "this service has no virus scanner" in client.get(AT).text
        assert "<img" not in client.get(f"{AT}/evidence/{number}").text
        for path in ("/file", "/pages/1"):
            assert client.get(f"{AT}/evidence/{number}{path}").status_code == 404


def test_what_waits_for_a_silent_scanner_is_shown_to_nobody_either(as_, sent):
    number = sent("badge.jpg", sample_files.photo(), scanner="127.0.0.1:1")
    client = as_("elyor")
    assert "The virus scanner is not responding at the moment" in client.get(AT).text
    assert client.get(f"{AT}/evidence/{number}/pages/1").status_code == 404


@pytest.mark.parametrize("path", ["", "/file", "/pages/1"])
def test_another_post_s_file_is_the_same_as_none(as_, sent, path):
    number = sent("badge.jpg", sample_files.photo())
    there, none = (
        as_("davron").get(f"/en/desk/wages/{claim}/evidence/{number}{path}")
        for claim in (cast.CLAIM, "W-22222222")
    )
    assert there.status_code == none.status_code == 404
    for odd in (0, -1, 2**31, 2**63, 99):
        assert as_("elyor").get(f"{AT}/evidence/{odd}{path}").status_code == 404


def test_a_key_that_reads_claims_reads_no_files(as_, sent):
    number = sent("badge.jpg", sample_files.photo())
    client = as_("elyor", key=True, scopes=("wages:read",))
    assert client.get(f"{AT}/evidence/{number}/file").status_code == 403


def test_where_a_look_cannot_be_written_down_nothing_is_shown(as_, sent, seeded, monkeypatch):
    number, client = sent("badge.jpg", sample_files.photo()), as_("elyor")
    audit_asserts.cannot_write(seeded, monkeypatch)
    for path in ("/file", "/pages/1"):
        answer = client.get(f"{AT}/evidence/{number}{path}")
        assert answer.status_code == 503
        assert b"\xff\xd8" not in answer.content


def test_an_officer_adds_what_was_handed_to_them(as_, seeded):
    client = as_("elyor")
    answer = client.post(
        f"{AT}/evidence",
        data={"kind": "permit"},
        files={"file": ("patent.pdf", sample_files.pdf())},
    )
    assert (answer.status_code, answer.headers["location"]) == (303, f"{AT}#evidence")
    with seeded.read() as session:
        one = evidence.list_files(session, wage_claims.get(session, cast.CLAIM, by=cast.CHINORA))[0]
    assert (one.kind, one.officer[:2]) == ("permit", "U-")
    assert "File 1 sent: Work permit or patent" in client.get(AT).text


def test_an_officer_s_mistake_is_said_beside_the_field(as_):
    answer = as_("elyor").post(f"{AT}/evidence", files={"file": ("a.exe", b"MZ")})
    assert (answer.status_code, "This type of file cannot be stored" in answer.text) == (422, True)


def test_the_worker_reads_who_opened_their_file(as_, sent, client):
    number = sent("badge.jpg", sample_files.photo())
    as_("elyor").get(f"{AT}/evidence/{number}/pages/1")
    assert "Claim attachment" in as_("alisher").get("/en/me/opened").text


def test_an_unscanned_original_leaves_only_after_a_supervisor_agreed(as_, sent):
    number = sent("chat.txt", sample_files.CHAT)
    address, elyor = f"{AT}/evidence/{number}", as_("elyor")
    assert elyor.get(f"{address}/file").status_code == 404
    assert elyor.post(f"{address}/release", data={"reason": "For court"}).status_code == 303
    iroda = as_("iroda")
    page = iroda.get("/en/desk/approvals").text
    assert f"{address}" in page
    (asked,) = re.findall(r'action="(/en/desk/approvals/[^"]+)"', page)
    assert iroda.post(asked, data={"verdict": "agree", "answer": "Yes"}).status_code == 303
    assert as_("elyor").get(f"{address}/file").status_code == 200
    assert as_("chinora").get(f"{address}/file").status_code == 404
