"""A person's card at the desk: masked, scoped, journaled, and what may be written on it."""

import re

import pytest

from catalog.core import journal, vault
from matching.identity import persons
from matching.identity.persons import Citizen, NewCitizen
from service.accounts import Account, login_sessions, phone_login
from service.casework.claims.wage_claims import Claim
from tests.support import cast
from tests.support.audit_asserts import cannot_write, list_reads

PEOPLE = "/en/desk/citizens"
NEW = {"name": "Bobur Invented", "phone": "90 000 00 08", "language": "uz", "once": "k" * 20}
PASSPORT = {"passport": "aa 0000002", "pinfl": "00000000000002", "once": "d" * 20}


@pytest.fixture
def alisher(seeded):
    """The reference of Alisher, whose claim is in Moscow."""
    with seeded.read() as session:
        return session.get_one(Claim, cast.CLAIM).citizen


@pytest.fixture
def card(alisher):
    return f"{PEOPLE}/{alisher}"


def kept(seeded, number):
    with seeded.read() as session:
        row = session.get_one(Citizen, number)
        return {name: persons.unseal_value(session, row, name) for name in persons.SEALED}


def test_the_card_shows_the_cases_and_masks_the_numbers(as_, card):
    page = as_("elyor").get(card)
    assert page.headers["cache-control"] == "no-store"
    for text in (
        "Alisher Invented",
        cast.CLAIM,
        "••••001",
        "You are the first person to open this file",
    ):
        assert text in page.text
    assert "900000001" not in page.text
    assert "<title>Person C-" in page.text, "no name in a title"


@pytest.mark.parametrize("route", ["", "/merge"])
def test_another_post_s_person_is_answered_as_nobody(as_, card, route):
    client = as_("davron")
    theirs, nobody = client.get(card + route), client.get(f"{PEOPLE}/C-NOBODY{route}")
    assert (theirs.status_code, nobody.status_code) == (404, 404)
    assert _plain(theirs.text, card) == _plain(nobody.text, f"{PEOPLE}/C-NOBODY")
    assert "Alisher" not in theirs.text


def _plain(page, address):
    return re.sub(r"[0-9a-f]{16}", "", page.replace(address.removeprefix("/en"), "ADDRESS"))


@pytest.mark.parametrize(
    "route", ["reveal", "documents", "number", "confirm-number", "merge", "part"]
)
def test_no_deed_reaches_another_post_s_person(as_, card, alisher, seeded, route):
    result = PASSPORT | {
        "what": "phone",
        "phone": "90 000 00 07",
        "other": alisher,
        "leads": alisher,
    }
    assert as_("davron").post(f"{card}/{route}", data=result).status_code == 404
    assert kept(seeded, alisher) == {"phone": "+998900000001", "passport": "", "pinfl": ""}


@pytest.mark.parametrize(
    ("name", "status"),
    [(None, 401), ("laylo", 403), ("hamid", 403), ("komila", 403), ("alisher", 403)],
)
def test_whoever_works_on_no_case_opens_no_card(as_, card, name, status):
    assert as_(name).get(card).status_code == status


def test_the_language_of_a_worker_is_not_that_of_the_officer_s_pages(as_):
    page = as_("elyor").get("/ru/desk/citizens/new").text
    assert ('value="uz" selected' in page, 'value="ru" selected' in page) == (True, False)


def test_a_number_is_shown_once_and_its_kind_noted(as_, card, seeded):
    client = as_("elyor")
    shown = client.post(f"{card}/reveal", data={"what": "phone"})
    assert 'href="tel:+998900000001"' in shown.text
    assert "Your access has been recorded" in shown.text
    assert list_reads(seeded) == [("citizen", "reveal", "phone")]
    page = client.get(card).text
    assert "900000001" not in page
    assert "Viewed a number in full" in page
    assert client.post(f"{card}/reveal", data={"what": "name_key"}).status_code == 422
    assert as_("nodira").post(f"{card}/reveal", data={"what": "phone"}).status_code == 403


def test_after_an_hour_whoever_wants_a_number_shows_again_that_it_is_they(as_, card, clock, seeded):
    client = as_("elyor")
    for _ in range(3):
        clock.forward(minutes=25)
        assert client.get(card).status_code == 200
    answer = client.post(f"{card}/reveal", data={"what": "phone"})
    assert answer.status_code == 303
    assert "/me/prove" in answer.headers["location"]
    assert ("citizen", "reveal", "phone") not in list_reads(seeded)


def test_without_the_journal_there_is_no_card(as_, card, app_state, monkeypatch, seeded):
    client = as_("elyor")
    client.get(card)
    assert list_reads(seeded) == [("citizen", "open", "")]
    cannot_write(app_state.database, monkeypatch)
    for lost in (client.get(card), client.post(f"{card}/reveal", data={"what": "phone"})):
        assert lost.status_code == 503
        assert "Alisher Invented" not in lost.text
        assert "900000001" not in lost.text


def test_passport_and_pinfl_are_written_down_and_masked(as_, card, alisher, seeded):
    client = as_("elyor")
    assert client.post(f"{card}/documents", data=PASSPORT).status_code == 303
    assert kept(seeded, alisher) == {
        "phone": "+998900000001",
        "passport": "AA0000002",
        "pinfl": "00000000000002",
    }
    assert "AA0000002" not in client.get(card).text
    wrong = client.post(f"{card}/documents", data={"passport": "12", "once": "e" * 20})
    assert wrong.status_code == 422
    assert 'value="12"' in wrong.text
    every = client.post(
        f"{card}/documents", data={"passport": "1", "pinfl": "2", "birth_year": "1850"}
    )
    for field in ("passport", "pinfl", "birth_year"):
        assert f'href="#{field}"' in every.text, "all mistakes at once"
    assert client.post(f"{card}/documents", data={"once": "f" * 20}).status_code == 422
    assert as_("iroda").post(f"{card}/documents", data=PASSPORT).status_code == 403


def test_a_passport_of_a_void_session_s_person_is_named_and_taken_off(as_, card, seeded, clock):
    with seeded.write() as session:
        other = persons.record(session, NewCitizen("Zqother Invented"), by=cast.BARNO, on=clock())
        taken = persons.DocumentsInput("AA0000002")
        persons.set_documents(session, other, taken, by=cast.BARNO, on=clock())
        there = f"{PEOPLE}/{other.reference}"
    client = as_("elyor")
    refused = client.post(f"{card}/documents", data={"passport": "AA0000002"})
    assert (refused.status_code, "Zqother" in refused.text) == (422, False)
    supervisor = as_("iroda")
    found = supervisor.post(PEOPLE, data={"passport": "AA0000002"}, follow_redirects=True).text
    assert f'href="{there}"' in found
    off = {"off_passport": "true", "off_reason": "Another person’s"}
    after = supervisor.post(f"{there}/documents/remove", data=off).headers["location"]
    assert supervisor.get(after).status_code == 200
    assert as_("elyor").post(f"{card}/documents", data={"passport": "AA0000002"}).status_code == 303


def test_a_lost_number_is_changed_by_two_officers_and_ends_the_sign_ins(
    as_, card, alisher, seeded, clock
):
    with seeded.write() as session:
        account = phone_login.find_by_citizen(session, alisher)
        cookie = login_sessions.create(session, account, "Firefox, Android", whole=True, on=clock())
    first = as_("elyor")
    assert (
        first.post(f"{card}/number", data={"phone": "90 000 00 07", "once": "n" * 20}).status_code
        == 303
    )
    change = re.search(r'name="change" value="([^"]+)"', as_("chinora").get(card).text)[1]
    alone = as_("elyor").post(f"{card}/confirm-number", data={"change": change})
    assert alone.status_code == 422
    assert "Another officer must confirm this" in alone.text
    assert kept(seeded, alisher)["phone"] == "+998900000001"
    assert as_("chinora").post(f"{card}/confirm-number", data={"change": change}).status_code == 303
    assert kept(seeded, alisher)["phone"] == "+998900000007"
    with seeded.read() as session:
        assert login_sessions.find_by_cookie(session, cookie, clock()) is None
        assert session.get_one(Account, account.reference).phone_blind == phone_login.mark(
            "+998900000007"
        )


def test_who_waits_for_a_second_officer_reads_who_asked(as_, card):
    client = as_("elyor")
    client.post(f"{card}/number", data={"phone": "90 000 00 07", "once": "n" * 20})
    page = client.get(card).text
    assert "Requested by Elyor" in page
    assert "Another officer must check the passport" in page
    assert "900000007" not in page
    assert f'action="{card}/confirm-number"' not in page


def test_somebody_new_is_written_down_once_and_seen_by_their_officer_alone(as_, seeded):
    client = as_("davron")
    answers = [client.post(f"{PEOPLE}/new", data=NEW | {"passport": "AA0000003"}) for _ in range(2)]
    path = answers[0].headers["location"]
    assert path == answers[1].headers["location"]
    assert kept(seeded, path.rpartition("/")[2])["passport"] == "AA0000003"
    assert "Bobur Invented" in client.get(path).text
    assert as_("elyor").get(path).status_code == 404
    assert as_("farida").get(f"{PEOPLE}/new").status_code == 403


def test_a_wrong_passport_leaves_nobody_behind(as_):
    client = as_("davron")
    page = client.post(f"{PEOPLE}/new", data=NEW | {"passport": "12"})
    assert page.status_code == 422
    assert 'href="#passport"' in page.text
    assert (
        "0 people found"
        in client.post(PEOPLE, data={"name": "Bobur Invented"}, follow_redirects=True).text
    )


def test_all_mistakes_about_somebody_new_stand_in_the_order_of_the_form(as_):
    wrong = {"name": "", "phone": "12", "passport": "12", "pinfl": "12", "birth_year": "20"}
    page = as_("davron").post(f"{PEOPLE}/new", data=wrong).text
    summary = page[page.index('id="wrong"') : page.index('<form method="post"')]
    assert re.findall(r'<a href="#(\w+)"', summary) == [*wrong]


def test_somebody_known_is_opened_instead_of_written_down_again(as_, alisher):
    page = as_("elyor").post(f"{PEOPLE}/new", data={"name": "Алишер Инвентед", "know": "1"})
    assert f'href="{PEOPLE}/{alisher}"' in page.text
    assert "Алишер Инвентед" in page.text


def test_an_erased_person_is_shown_as_erased(as_, card, alisher, seeded, clock):
    with seeded.write() as session:
        session.get_one(Citizen, alisher).erased_at = clock()
        vault.destroy(session, alisher)
    page = as_("elyor").get(card).text
    assert "<h1>Erased</h1>" in page
    assert "documents" not in page
    assert as_("elyor").post(f"{card}/documents", data=PASSPORT).status_code == 422


def test_no_value_stands_in_the_journal(as_, card, alisher, seeded):
    client = as_("elyor")
    client.post(f"{card}/documents", data=PASSPORT)
    client.post(f"{card}/reveal", data={"what": "passport"})
    with seeded.read() as session:
        entries = [
            str(entry.model_dump()) for entry in journal.history(session, "citizen", alisher)
        ]
    assert not [entry for entry in entries if "AA0000002" in entry or "Alisher" in entry]
