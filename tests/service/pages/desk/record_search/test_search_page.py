"""The search in the header opens the only record with a reference, and is recorded."""

import re

import pytest

from service.casework.claims.wage_claims import Claim
from tests.service.pages.desk_search import SEARCH, find
from tests.support import cast
from tests.support.audit_asserts import cannot_write, list_reads


@pytest.fixture
def alisher(seeded) -> str:
    with seeded.read() as session:
        return session.get_one(Claim, cast.CLAIM).citizen


def test_a_reference_typed_loosely_opens_its_record(as_, alisher):
    client = as_("chinora")
    for text in ("W-A2L3S4H5", "w a2l3 s4h5", " wа2l3s4h5 ", "W–A2L3S4H5", "a2l3s4h5"):
        answer = find(client, text)
        assert answer.status_code == 303, text
        assert answer.headers["location"] == f"/en/desk/wages/{cast.CLAIM}"
    assert find(client, alisher.lower()).headers["location"] == f"/en/desk/citizens/{alisher}"


def test_a_look_for_people_is_counted_and_recorded_and_nothing_else(
    as_, seeded, app_state, monkeypatch
):
    client = as_("davron")
    find(client, "W-2222222Z")
    find(client, "Al")
    assert list_reads(seeded) == [], "neither is a look for people"
    find(client, "Alisher")
    find(client, "+998 90 000 00 01")
    assert list_reads(seeded) == [("account", "alike", "name"), ("account", "alike", "phone")]
    find(as_("farida"), "Alisher")
    assert len(list_reads(seeded)) == 2, "whoever sees no people looks for none"
    client = as_("davron")
    answers = [find(client, "Alisher").status_code for _ in range(59)]
    assert answers[-2:] == [200, 429]
    assert "Too many attempts" in find(client, "Alisher").text
    client = as_("elyor")
    cannot_write(app_state.database, monkeypatch)
    assert find(client, "Alisher").status_code == 503


def test_nothing_that_is_typed_breaks_the_search(as_):
    for name in ("chinora", "farida", "hamid", "komila"):
        client = as_(name)
        for text, status in (
            ("x" * 5_000, 422),
            ("Al\x00isher", 422),
            ("", 422),
            ("--", 422),
            ("%_%", 422),
            ("'\"; DROP TABLE claims; --", 200),
            ("김 철수 中文 \u0661\u0662\u0663 \U0001f600", 200),
            ("V-" + "2" * 180, 200),
            ("https://musofir.example/en/desk/wages/W-22222222?x=1#y", 200),
            ("9" * 40, 200),
        ):
            assert find(client, text).status_code == status, (name, text)
    page = find(as_("chinora"), "").text
    assert 'href="#q"' in page


def test_the_box_is_in_the_header_of_staff_alone_and_its_text_is_in_no_address(as_):
    for name in ("barno", "hamid", "komila", "laylo"):
        page = as_(name).get("/en/desk").text
        (box,) = re.findall(
            r'<form class="seek" role="search" method="post".*?</form>', page, re.DOTALL
        )
        assert 'name="token"' in box
        assert page.count("desk.js") == 1
    for name in (None, "alisher"):
        assert "/desk/search" not in as_(name).get("/en/").text
    empty = as_("chinora").get(SEARCH)
    assert empty.status_code == 200
    assert empty.text.count('role="search"') == 1
    assert "telephone number" in empty.text
