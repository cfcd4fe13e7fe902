"""The year's page: figures with unit and base, small parts hidden so that nobody can work them out."""

import pytest

from service.casework import advice
from service.casework.advice import Channel, Level, NewSession, Outcome, Topic
from tests import cast


def test_the_page_says_what_is_counted_and_when(client, seeded, clock):
    with seeded.write() as session:
        for topic in 12 * [Topic.CONTRACT, Topic.HOUSING]:
            told = NewSession(Channel.HOTLINE, topic, Level.ADVICE, Outcome.EXPLAINED)
            advice.log(session, told, by=cast.BARNO, on=clock(), day=clock.today)
    page = client.get("/en/report/2026").text
    assert "Provisional: counted from the records on 25 November 2026" in page
    assert "unit: sessions" in page
    assert '<svg class="chart"' in page
    assert "<title id=" in page


def test_one_claim_is_not_printed_as_a_number(client):
    page = client.get("/en/report/2026").text
    assert "too few to show, or hidden" in page
    assert '<th scope="row">Russia</th><td class="hides">' in page


@pytest.mark.parametrize("year", ["1999", "2027", "99999999999999999999", "x"])
def test_a_year_out_of_range_is_not_there(client, year):
    assert client.get(f"/en/report/{year}").status_code == 404
