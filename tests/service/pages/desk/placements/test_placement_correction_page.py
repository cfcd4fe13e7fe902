"""A placement corrected at the desk: its form, its history, and who may."""

import pytest
from sqlalchemy import select

from matching.placements.placements import Placement
from service.casework.claims.wage_claims import Claim
from tests.support import cast
from tests.support.correction_forms import differences, fields, opened
from tests.support.sample_placements import MOSCOW, placed

WHY = {"reason": "Read from the wrong page"}


@pytest.fixture
def path(seeded, clock) -> str:
    with seeded.write() as session:
        person = session.get_one(Claim, cast.CLAIM).citizen
        days = {"departed_on": cast.TODAY, "arrived_on": cast.TODAY}
        row = placed(session, MOSCOW, of=person, on=clock(), **days)
        return f"/en/desk/placements/{row.reference}"


def test_it_is_put_right_and_its_page_shows_what_stood_before(as_, path, seeded):
    client = as_("farida")
    form = opened(client, path)
    sent = form | WHY | {"employer": "Severny OOO", "arrived_on": "2026-11-25", "country": "KZ"}
    assert client.post(f"{path}/correct", data=sent).status_code == 303
    page = client.get(path).text
    assert "Russia → " in page
    assert "Kazakhstan" in page
    assert "Read from the wrong page" in page
    with seeded.read() as session:
        row = session.execute(select(Placement)).scalar_one()
        assert (row.employer, row.country, row.version) == ("Severny OOO", "KZ", 2)
    assert "Read from the wrong page" not in as_("jamshid").get(path).text


def test_mistakes_are_said_beside_their_fields(as_, path):
    client = as_("farida")
    form = opened(client, path)
    for wrong, field in (
        ({"reason": ""}, "reason"),
        ({"employer": ""}, "employer"),
        ({"agency": "AG-NONE"}, "agency"),
        ({"contract": "<b>"}, "contract"),
        ({"signed_on": "2031-01-01"}, "signed_on"),
        ({"arrived_on": ""}, "arrived_on"),
        ({"country": "XX"}, "country"),
        ({"occupation_major": "x"}, "occupation_major"),
        ({"vacancy": "V-NONE"}, "vacancy"),
    ):
        page = client.post(f"{path}/correct", data=form | WHY | wrong)
        assert page.status_code == 422, wrong
        assert f'href="#{field}"' in page.text, wrong


def test_two_at_once_see_both_sides(as_, path):
    client = as_("farida")
    form = opened(client, path)
    first = form | WHY | {"city": "Tver", "once": "q" * 20}
    assert client.post(f"{path}/correct", data=first).status_code == 303
    page = client.post(f"{path}/correct", data=form | WHY | {"employer": "Severny OOO"})
    assert page.status_code == 412
    assert list(differences(page.text)) == ["Employer", "Town or place of work"]
    assert client.post(f"{path}/correct", data=fields(page.text) | WHY).status_code == 303


def test_only_those_who_record_placements_may_correct(as_, path):
    for name, status in (("elyor", 403), ("jamshid", 403), ("hamid", 403), ("chinora", 403)):
        client = as_(name)
        sent = client.post(f"{path}/correct", data=WHY | {"version": "1"})
        assert (sent.status_code, client.get(f"{path}/correct").status_code) == (status, status)
