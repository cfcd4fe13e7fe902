"""Is this person known? Asked while typing and by search, with nothing told of another post's
people."""

import re

import pytest

from catalog.core.vault import blind
from matching.identity import persons
from matching.identity.persons import Citizen, DocumentsInput
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from tests.support import cast
from tests.support.audit_asserts import cannot_write, list_reads

ALIKE, SEARCH = "/en/desk/citizens/alike", "/en/desk/citizens"
PASSPORT, PINFL = "AA0000001", "00000000000001"
NEUTRAL = "Another mission may know this person. Ask your supervisor."


@pytest.fixture
def alisher(seeded, clock):
    """Known in Moscow, with all his numbers; says his reference."""
    with seeded.write() as session:
        row = session.get_one(Citizen, session.get_one(Claim, cast.CLAIM).citizen)
        persons.set_documents(
            session, row, DocumentsInput(PASSPORT, PINFL), by=cast.ELYOR, on=clock()
        )
        return row.reference


def test_somebody_of_one_s_own_is_found_in_another_script(as_, alisher):
    page = as_("elyor").post(ALIKE, data={"name": "Алишер Инвентед"}).text
    assert f'value="{alisher}"' in page
    assert "Alisher Invented" in page
    assert "900000001" not in page
    assert NEUTRAL not in page


@pytest.mark.parametrize(
    "typed",
    [{"phone": "+998 90 000 00 01"}, {"passport": PASSPORT}, {"pinfl": PINFL}],
    ids=lambda typed: next(iter(typed)),
)
def test_of_another_post_s_person_there_is_one_sentence_and_always_the_same(as_, alisher, typed):
    client = as_("davron")
    answer = client.post(ALIKE, data=typed | {"name": "Alisher Invented"}).text
    assert answer == client.post(ALIKE, data={"phone": "+998 90 000 00 01"}).text
    assert answer.strip() == f'<p class="note">{NEUTRAL}</p>'


@pytest.mark.parametrize(
    "typed", [{"name": "Alisher Invented"}, {"phone": "90 000 00 0"}, {"passport": "AA000000"}, {}]
)
def test_a_name_or_half_a_number_tells_nothing_of_another_post(as_, alisher, typed):
    assert as_("davron").post(ALIKE, data=typed).text.strip() == ""


@pytest.mark.parametrize(
    "typed", [{"name": "Alisher"}, {"phone": "900000001"}, {"passport": PASSPORT}, {"pinfl": PINFL}]
)
def test_another_post_s_person_is_not_there_by_search(as_, alisher, typed):
    found = as_("davron").post(SEARCH, data=typed, follow_redirects=True)
    assert "0 people found" in found.text
    for text in (NEUTRAL, "Invented", alisher):
        assert text not in found.text.split("</form>", 1)[1]
    mine = as_("elyor").post(SEARCH, data=typed, follow_redirects=True).text
    assert "1 person found" in mine
    assert f'href="/en/desk/citizens/{alisher}"' in mine


@pytest.mark.parametrize("typed", ["Invented", "ИНВЕНТЕД", "Инвентеда", "A. Invented", "Inv"])
def test_a_surname_alone_finds_the_same_person_on_each_page_of_the_desk(as_, alisher, typed):
    client = as_("elyor")
    assert (
        f'href="/en/desk/citizens/{alisher}"'
        in client.post(SEARCH, data={"name": typed}, follow_redirects=True).text
    )
    assert (
        cast.CLAIM
        in client.post("/en/desk/wages/find", data={"worker": typed}, follow_redirects=True).text
    )


def test_a_wrong_number_is_told_and_kept(as_):
    page = as_("elyor").post(
        SEARCH, data={"name": "Alisher", "passport": "12"}, follow_redirects=True
    )
    assert page.status_code == 422
    assert 'href="#passport"' in page.text
    assert 'value="Alisher"' in page.text
    assert as_("elyor").post(SEARCH, data={"name": "Al"}, follow_redirects=True).status_code == 422


def test_each_question_is_counted_and_written_down(as_, seeded, clock, app_state, monkeypatch):
    client = as_("davron")
    client.post(ALIKE, data={"name": "Al"})
    assert list_reads(seeded) == [], "too little is no question"
    client.post(ALIKE, data={"name": "Alisher", "phone": "90 000 00 01"})
    client.post(SEARCH, data={"pinfl": PINFL}, follow_redirects=True)
    assert list_reads(seeded) == [("account", "alike", "name,phone"), ("account", "alike", "pinfl")]
    cannot_write(app_state.database, monkeypatch)
    assert client.post(ALIKE, data={"phone": "90 000 00 01"}).status_code == 503


def test_numbers_cannot_be_tried_one_after_another(as_):
    client = as_("davron")
    answers = [
        client.post(ALIKE, data={"phone": f"90 000 01 {number:02}"}).status_code
        for number in range(61)
    ]
    assert answers == [200] * 60 + [429]
    page = client.post(SEARCH, data={"phone": "90 000 00 01"}, follow_redirects=True)
    assert "Too many attempts" in page.text


@pytest.mark.parametrize(
    ("name", "status"),
    [(None, 401), ("farida", 403), ("laylo", 403), ("alisher", 403), ("jamshid", 403)],
)
def test_whoever_sees_no_people_asks_nothing(as_, name, status):
    for address in (ALIKE, SEARCH):
        assert as_(name).post(address, data={"phone": "90 000 00 01"}).status_code == status


def test_the_form_asks_without_a_script_too(as_, alisher):
    page = (
        as_("barno")
        .post(
            "/en/desk/advice/new", data={"know": "1", "phone": "90 000 00 01", "topic": "contract"}
        )
        .text
    )
    assert NEUTRAL in page
    assert '<option value="contract" selected>' in page
    assert re.search(r'<script src="/static/[0-9a-f]+/alike.js" defer>', page)
    assert 'data-alike="/en/desk/citizens/alike"' in page


def test_what_is_found_by_is_no_readable_number(seeded, alisher):
    with seeded.read() as session:
        row = session.get_one(Citizen, alisher)
        assert (row.passport_blind, row.pinfl_blind) == (
            blind("passport", PASSPORT),
            blind("pinfl", PINFL),
        )
        assert wage_claims.get(session, cast.CLAIM, by=cast.ELYOR).citizen == alisher
