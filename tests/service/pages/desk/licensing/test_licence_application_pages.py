"""Applications for a licence, from the form to the licence that lives."""

import re

import pytest
from sqlalchemy import func, select

from catalog.licensing.agencies import Agency
from catalog.licensing.deposits import NewDeposit, deposit
from catalog.licensing.licence_applications import Petition
from catalog.licensing.licences import Licence
from tests.support import sample_proposals
from tests.support.cast import FARIDA

NEW = "/en/desk/licences/new"
FIRM = {
    "name": "Yangi Ufq Bandlik MCHJ",
    "tax_no": "300 000 123",
    "director": "Karim Olimov",
    "owners": "Karim Olimov\r\nZuhra S",
    "address": "Toshkent, Namuna 7",
    "phone": "+998 71 000 09 09",
    "countries": "KR RU",
    "branches": "",
    "partners": "Hanbit",
    "once": "k" * 20,
}


@pytest.fixture
def ruled(seeded, clock):
    with seeded.write() as session:
        sample_proposals.rules(session, clock())
    return seeded


def test_a_new_firm_applies_is_granted_by_two_and_lives_with_its_deposit(as_, ruled, clock):
    client = as_("farida")
    assert client.get(NEW).status_code == 200
    for _ in range(2):
        answer = client.post(NEW, data=FIRM)
        assert answer.status_code == 303
    place = answer.headers["location"].partition("#")[0]
    page = client.get(place).text
    assert "Applied for a licence" in page
    assert "decision due by" in page
    assert "South Korea" in page
    values = {
        "licence_no": "XB-0900",
        "valid_from": "2026-11-25",
        "valid_to": "2031-11-24",
        "reason": "All in order",
        "number": "90-K",
        "once": "l" * 20,
    }
    assert client.post(f"{place}/propose/grant", data=values).status_code == 303
    reference = re.search(r"desk/proposals/(D-\w+)", as_("gulnora").get("/en/desk/proposals").text)[
        1
    ]
    as_("gulnora").post(f"/en/desk/proposals/{reference}", data={"verdict": "confirm"})
    assert "Licence granted, not yet in force" in as_("farida").get(place).text
    with ruled.write() as session:
        held = session.execute(select(Licence).where(Licence.number == "XB-0900")).scalars().one()
        deposit(
            session,
            held.id,
            NewDeposit("Bank", sample_proposals.WHOLE, "UZS"),
            by=FARIDA,
            on=clock(),
        )
    assert "Licence valid" in as_("farida").get(place).text
    with ruled.read() as session:
        assert session.execute(select(func.count()).select_from(Petition)).scalar() == 1


def test_all_that_is_missing_is_told_at_once_and_the_rest_kept(as_, seeded):
    page = as_("farida").post(NEW, data={"name": "Yangi <b>", "once": "k" * 20})
    assert page.status_code == 422
    for field in ("tax_no", "director", "owners", "address"):
        assert f'href="#{field}"' in page.text
    assert "Yangi &lt;b&gt;" in page.text
    with seeded.read() as session:
        assert session.execute(select(Petition)).first() is None


def test_what_makes_no_sense_is_told_beside_its_field(as_):
    client = as_("farida")
    for number, (name, value) in enumerate(
        (
            ("tax_no", "12"),
            ("countries", "KR, ZZ"),
            ("owners", "\n".join(map(str, range(40)))),
            ("owners", "x" * 5_000),
            ("name", "x" * 300),
            ("director", "x" * 121),
        )
    ):
        page = client.post(NEW, data=FIRM | {name: value, "once": f"{number}" * 20})
        assert (page.status_code, f'href="#{name}"' in page.text) == (422, True), (name, value[:10])


def test_countries_are_ticked_by_name_and_stay_ticked_when_refused(as_, ruled):
    client, ticked = as_("farida"), {"countries": ["KR", "RU"]}
    page = client.post(NEW, data=FIRM | ticked | {"name": ""}).text
    assert re.findall(r'value="(\w\w)" checked><label[^>]*>([^<]+)<', page) == [
        ("RU", "Russia"),
        ("KR", "South Korea"),
    ]
    assert client.post(NEW, data=FIRM | ticked).status_code == 303


def test_a_firm_that_the_register_knows_is_named(as_, seeded):
    with seeded.write() as session:
        session.get_one(Agency, "AG-VALID").tax_no = "300000123"
    page = as_("farida").post(NEW, data=FIRM)
    assert (page.status_code, "Oltin Yoʻl" in page.text) == (422, True)


def test_a_renewal_begins_with_what_the_register_holds_and_can_be_taken_back(as_, ruled):
    client, place = as_("farida"), "/en/desk/licences/AG-EXPIRING"
    page = client.get(f"{place}/apply").text
    assert 'value="Kumush Koʻprik MCHJ"' in page
    assert client.post(f"{place}/apply", data=FIRM).status_code == 303
    page = client.get(place).text
    assert "Application for renewal" in page
    assert "propose/renew" in page
    assert client.post(f"{place}/apply", data=FIRM | {"once": "z" * 20}).status_code == 422, (
        "one waits already"
    )
    number = re.search(r"petitions/(L-\w+)", page)[1]
    assert client.post(f"/en/desk/licences/AG-VALID/petitions/{number}").status_code == 404
    assert client.post(f"{place}/petitions/{number}").status_code == 303
    page = client.get(place).text
    assert "withdrawn by the firm" in page
    assert "propose/renew" not in page


def test_who_may_not_take_one_in(as_):
    for name, status in ((None, 401), ("iroda", 403), ("hamid", 403)):
        assert as_(name).get(NEW).status_code == status
        assert as_(name).post(NEW, data=FIRM).status_code == status
    assert as_("farida").get("/en/desk/licences/NOBODY/apply").status_code == 404
    assert as_("farida").post("/en/desk/licences/NOBODY/apply", data=FIRM).status_code == 404
