"""The same person on pages: linked and undone by one press, or asked about before anything is saved."""

import re

import pytest
from sqlalchemy import func, select

from catalog.core import vault
from i18n import Language
from matching.identity import counted_persons, persons
from matching.identity.persons import Citizen
from service import accounts
from service.accounts import phone_login
from service.casework.scope.advice_tables import Session as Advice
from service.privacy import personal_export
from tests.support import cast

PEOPLE, ADVICE = "/en/desk/citizens", "/en/desk/advice/new"
CALL = {
    "channel": "hotline",
    "topic": "contract",
    "level": "advice",
    "outcome": "explained",
    "name": "Rustam Sherov",
    "phone": "+998 90 000 00 77",
}
PASSPORT = {"passport": "AA0000009", "birth_year": "1990"}
ASKED = "This person may already be recorded."


def count(seeded) -> int:
    counted = select(func.count(counted_persons.counted_reference().distinct())).select_from(
        Citizen
    )
    with seeded.read() as session:
        return session.execute(counted).scalar_one()


def holders(seeded, passport: str) -> list[Citizen]:
    asked = select(Citizen).where(Citizen.passport_blind == vault.blind("passport", passport))
    with seeded.read() as session:
        return list(session.execute(asked).scalars())


def test_a_sure_one_is_linked_shown_on_the_page_and_undone_by_one_press(as_, seeded):
    before, client = count(seeded), as_("barno")
    first = client.post(ADVICE, data=CALL).headers["location"]
    again = client.post(ADVICE, data=CALL | {"name": "Рустам Шеров"}).headers["location"]
    assert "Linked without proof" not in client.get(first).text
    page = client.get(again).text
    assert "No document was compared" in page
    assert count(seeded) == before + 1
    assert (
        "1 person found"
        in client.post(PEOPLE, data={"name": "Sherova"}, follow_redirects=True).text
    )
    address = re.search(r'action="(/en/desk/citizens/[^"]+/unlink)"', page)[1]
    assert client.post(address, data={}).status_code == 303
    assert count(seeded) == before + 2
    assert "Linked without proof" not in client.get(again).text
    assert client.post(address, data={}).status_code == 422


def test_a_likely_one_is_asked_about_with_and_without_a_script(as_, seeded):
    client = as_("barno")
    client.post(ADVICE, data=CALL)
    before, like = count(seeded), CALL | {"name": "Rustan Sherov", "once": "k" * 22}
    asked = client.post(ADVICE, data=like)
    assert asked.status_code == 409
    assert ASKED in asked.text
    assert "1234567" not in asked.text
    person = re.search(r'name="citizen" value="(C-[^"]+)"', asked.text)[1]
    assert 'value="new_person"' in asked.text
    assert client.post(ADVICE, data=like | {"citizen": person}).status_code == 303
    assert count(seeded) == before
    new = like | {"citizen": "new_person", "once": "n" * 22}
    assert client.post(ADVICE, data=new).status_code == 303
    assert count(seeded) == before + 1


def test_of_somebody_who_signs_in_the_form_and_the_program_ask_whether_a_passport_was_seen(
    as_, seeded, clock
):
    client = as_("barno")
    page = client.post(ADVICE, data=CALL)
    address = re.search(r"/desk/citizens/(C-\w+)", client.get(page.headers["location"]).text)
    number = address[1]
    with seeded.write() as session:
        account = phone_login.get_or_open(session, "+998900000078", Language.UZ, on=clock())
        account.citizen = number
    form = client.get(f"{ADVICE}?citizen={number}").text
    assert "I have seen the passport of the person I chose" in form
    chosen = CALL | {"citizen": number}
    for seen, once in (({}, "a"), ({"passport_seen": "true"}, "b")):
        kept = client.post(ADVICE, data=chosen | seen | {"once": once * 22}).headers["location"]
        own = f"/desk/citizens/{number}" in client.get(kept).text.split("No document was")[0]
        assert own == bool(seen)
    wrong = client.post(ADVICE, data=chosen | {"passport_seen": "true", "topic": ""})
    assert re.search(r'name="passport_seen" value="true"\s+checked', wrong.text)
    key = as_("barno", key=True)
    body = {name: chosen[name] for name in ("topic", "channel", "level", "outcome", "citizen")}
    for seen in (False, True):
        sent = key.post("/api/v1/advice", json=body | {"passport_seen": seen})
        with seeded.read() as session:
            row = session.get(Advice, sent.json()["reference"])
        assert (row.citizen == number) == seen


def test_a_passport_that_is_known_makes_no_second_record(as_, seeded):
    client = as_("elyor")
    new = {"name": "Rustam Sherov", "language": "uz"} | PASSPORT
    card = client.post(f"{PEOPLE}/new", data=new).headers["location"]
    again = client.post(f"{PEOPLE}/new", data=new | {"name": "Шеров Рустам"})
    assert again.headers["location"] == f"{card}?known"
    assert "This person is already recorded" in client.get(f"{card}?known").text
    other = new | {"name": "Nargiza Karimova"}
    assert ASKED in client.post(f"{PEOPLE}/new", data=other).text
    refused = client.post(f"{PEOPLE}/new", data=other | {"citizen": "new_person"})
    assert "ask a supervisor" in refused.text
    hidden = as_("davron").post(f"{PEOPLE}/new", data=new)
    assert (hidden.status_code, "ask a supervisor" in hidden.text) == (422, True)
    assert "Rustam Sherov" not in hidden.text.split("</form>")[-1]
    assert len(holders(seeded, "AA0000009")) == 1
    supervisor = as_("iroda")
    sure = supervisor.post(f"{PEOPLE}/new", data=other | {"citizen": "new_person"})
    assert sure.status_code == 303
    assert len(holders(seeded, "AA0000009")) == 2


def test_a_passport_of_somebody_else_is_not_written_down_on_a_card(as_, seeded):
    client = as_("elyor")
    client.post(f"{PEOPLE}/new", data={"name": "Rustam Sherov", "language": "uz"} | PASSPORT)
    card = client.post(f"{PEOPLE}/new", data={"name": "Farhod Boltayev", "language": "uz"}).headers[
        "location"
    ]
    refused = client.post(f"{card}/documents", data=PASSPORT)
    assert "ask a supervisor" in refused.text
    assert len(holders(seeded, "AA0000009")) == 1


@pytest.mark.parametrize("citizen", ["C-NOBODY", "new person", "%00", cast.CLAIM])
def test_a_choice_that_was_not_offered_chooses_nobody(as_, seeded, citizen):
    before = count(seeded)
    answer = as_("barno").post(ADVICE, data=CALL | {"citizen": citizen})
    assert answer.status_code in (404, 422)
    assert count(seeded) == before


def test_who_files_a_claim_while_signed_in_sees_it_and_nothing_else_is_opened(as_, seeded, clock):
    with seeded.read() as session:
        account = accounts.find(session, cast.email("alisher"))
        own = session.get_one(Citizen, account.citizen)
        contact = {"name": own.name, "phone": persons.phone(session, own)}
    body = {
        "employer": "Invented Stroy",
        "country": "RU",
        "worked_from": "2026-01-01",
        "worked_to": "2026-03-31",
        "lines": [{"component": "base_pay", "amount": 100, "currency": "RUB"}],
    }
    filed = {}
    for name in (None, "alisher"):
        answer = as_(name).post("/api/v1/wages", json=body | {"contact": contact})
        filed[name] = answer.json()["reference"]
    with seeded.read() as session:
        rows = personal_export.export_person(session, own.reference, now=clock()).claims
    references = {one.reference for one in rows}
    assert filed["alisher"] in references
    assert filed[None] not in references
