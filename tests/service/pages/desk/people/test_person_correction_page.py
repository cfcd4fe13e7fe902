"""A person's record corrected at the desk: by form, with history, within scope."""

import re

import pytest

from i18n import Language
from matching.identity import known_persons, persons
from matching.identity.persons import Citizen, NewCitizen
from service.accounts import phone_login
from service.casework.claims.wage_claims import Claim
from tests.support import cast
from tests.support.correction_forms import differences, fields, opened

WHY = {"reason": "Spelt as in the passport"}


@pytest.fixture
def card(seeded) -> str:
    with seeded.read() as session:
        return f"/en/desk/citizens/{session.get_one(Claim, cast.CLAIM).citizen}"


def test_a_name_is_put_right_on_the_card_and_on_the_claim(as_, card):
    client = as_("elyor")
    form = opened(client, card)
    sent = form | WHY | {"name": "Alisher Corrected", "region": "1726"}
    assert client.post(f"{card}/correct", data=sent).status_code == 303
    page = client.get(card).text
    assert re.search("Alisher Invented</span> → <span[^>]*>Alisher Corrected", page)
    assert "Spelt as in the passport" in page
    assert "Alisher Corrected" in client.get(f"/en/desk/wages/{cast.CLAIM}").text


def test_a_language_is_no_code_in_the_history(as_, card):
    client = as_("elyor")
    sent = opened(client, card) | WHY | {"language": "kaa"}
    assert client.post(f"{card}/correct", data=sent).status_code == 303
    assert re.search("Oʻzbekcha</span> → <span[^>]*>Qaraqalpaqsha", client.get(card).text)


def test_mistakes_are_said_beside_their_fields(as_, card):
    client = as_("elyor")
    form = opened(client, card)
    for wrong, field in (
        ({"reason": ""}, "reason"),
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"language": "!"}, "language"),
        ({"sex": "x"}, "sex"),
    ):
        page = client.post(f"{card}/correct", data=form | WHY | wrong)
        assert page.status_code == 422, wrong
        assert f'href="#{field}"' in page.text, wrong


def test_all_mistakes_are_said_at_once_the_reason_last(as_):
    client = as_("elyor")
    new = {"name": "Zqrustam Sherov", "phone": "90 111 22 44", "language": "uz"}
    here = client.post("/en/desk/citizens/new", data=new).headers["location"]
    wrong = {"name": " ", "phone": "12", "reason": ""}
    page = client.post(f"{here}/correct", data=opened(client, here) | wrong).text
    assert re.findall('<li>\\s*<a href="#([a-z]+)"', page) == ["name", "phone", "reason"]


def test_a_mistyped_number_is_put_right_unless_the_person_signs_in_with_it(as_, seeded, clock):
    client = as_("elyor")
    new = {"name": "Zqrustam Sherov", "phone": "90 111 22 44", "language": "uz"}
    here = client.post("/en/desk/citizens/new", data=new).headers["location"]
    number = here.rsplit("/")[-1]
    with seeded.write() as session:
        same = NewCitizen(new["name"], new["phone"])
        row = known_persons.record(session, same, by=cast.BARNO, on=clock())
        linked = row.reference
        assert row.linked_to == number
    form = opened(client, here)
    assert "••••244" in client.get(f"{here}/correct").text
    wrong = client.post(f"{here}/correct", data=form | WHY | {"phone": "12"})
    assert (wrong.status_code, 'href="#phone"' in wrong.text) == (422, True)
    right = form | WHY | {"phone": "90 111 22 33"}
    assert client.post(f"{here}/correct", data=right).status_code == 303
    shown = client.get(here).text
    assert ("••••244" in shown, "••••233" in shown, "901112233" in shown) == (True, True, False)
    with seeded.write() as session:
        row = session.get_one(Citizen, number)
        assert persons.phone(session, row) == "+998901112233"
        assert session.get_one(Citizen, linked).linked_to is None
        phone_login.get_or_open(session, "+998901112233", Language.UZ, on=clock()).citizen = number
    assert "change it themselves in their account" in client.get(f"{here}/correct").text
    refused = client.post(f"{here}/correct", data=opened(client, here) | WHY | {"phone": "90 1"})
    assert refused.status_code == 422


def test_two_at_once_see_both_sides(as_, card):
    form = opened(as_("elyor"), card)
    client = as_("chinora")
    first = opened(client, card) | WHY | {"name": "Alisher Chinora"}
    assert client.post(f"{card}/correct", data=first).status_code == 303
    client = as_("elyor")
    page = client.post(f"{card}/correct", data=form | WHY | {"region": "1726"})
    assert page.status_code == 412
    assert list(differences(page.text)) == ["Name", "Region of origin"]
    assert fields(page.text)["name"] == "Alisher Chinora"
    assert client.post(f"{card}/correct", data=fields(page.text) | WHY).status_code == 303


def test_only_those_who_may_write_of_the_person_correct(as_, card):
    for name, status in (("davron", 404), ("iroda", 403), ("jamshid", 403)):
        client = as_(name)
        sent = client.post(f"{card}/correct", data=WHY | {"version": "1", "name": "X"})
        assert (sent.status_code, client.get(f"{card}/correct").status_code) == (status, status)
