"""A worker’s own way out: what is done ticked by themselves, whether the family may be told, and
who answers for them."""

import re

import pytest

from matching.applications.applications import Application
from matching.journey import pre_departure
from service import accounts
from tests.support.cast import FARIDA, email
from tests.support.job_seekers import citizen
from tests.support.sample_applications import applied, described
from tests.support.sample_journeys import ready, signed


@pytest.fixture
def number(seeded, clock) -> str:
    """Alisher has signed."""
    with seeded.write() as session:
        person = citizen(session, "alisher")
        described(session, person, on=clock())
        row = applied(session, person, on=clock(), until="take_offer")
        signed(session, row, on=clock())
        return row.reference


def kept(seeded, number):
    with seeded.read() as session:
        return pre_departure.for_application(session, session.get_one(Application, number))


def test_ticked_by_themselves_and_kept(as_, seeded, number):
    client = as_("alisher")
    address = f"/en/me/applications/{number}/road"
    assert client.post(address, data={"contract_read": "1", "ticket": "1"}).status_code == 422, (
        "the family is asked about"
    )
    result = client.post(address, data={"contract_read": "1", "ticket": "1", "family": "0"})
    assert result.status_code == 303
    assert (kept(seeded, number).done, kept(seeded, number).family) == ("contract_read", False)
    page = client.get(address).text
    assert re.search('id="contract_read"[^>]* checked', page)
    assert re.search('name="family" value="0" checked', page)


def test_visa_and_journey_stand_there_with_a_way_into_the_calendar(as_, seeded, clock, number):
    with seeded.write() as session:
        ready(session, session.get_one(Application, number), on=clock())
    page = as_("alisher").get(f"/en/me/applications/{number}/road").text
    assert "Work visa" in page
    assert "HY511" in page
    assert f"departure-{number}.ics" in page
    assert "Ready to leave" in page


def test_of_a_placement_of_the_agency_itself_its_officer_is_named(as_, seeded, clock):
    with seeded.write() as session:
        farida = accounts.actor_for(accounts.find(session, email("farida")))
        person = citizen(session, "alisher")
        described(session, person, on=clock())
        row = applied(session, person, to="quota", on=clock(), until="take_offer")
        signed(session, row, on=clock(), by=farida, isco08="9112")
        number = row.reference
    page = as_("alisher").get(f"/en/me/applications/{number}/road").text
    assert f"responsible for your placement: {FARIDA.name}" in page


def test_anothers_way_is_not_there(as_, number):
    for name in ("rustam", "hamid", "iroda"):
        client = as_(name)
        assert client.get(f"/en/me/applications/{number}/road").status_code == 404
        assert (
            client.post(f"/en/me/applications/{number}/road", data={"family": "1"}).status_code
            == 404
        )


def test_before_it_is_signed_there_is_nothing_to_tick(as_, seeded, clock):
    with seeded.write() as session:
        person = citizen(session, "rustam")
        described(session, person, on=clock())
        number = applied(session, person, on=clock(), until="take_offer").reference
    client = as_("rustam")
    assert "Before you leave" not in client.get(f"/en/me/applications/{number}/road").text
    assert (
        client.post(f"/en/me/applications/{number}/road", data={"family": "1"}).status_code == 422
    )
