"""“Is my offer real?” and the warning of others."""

import re

from sqlalchemy import select

from matching import reports
from matching.reports import Report
from tests import cast


def test_it_asks_first_and_judges_nothing(client):
    assert "verdict" not in client.get("/en/offers").text


def test_a_licensed_agency_with_an_unknown_job_is_said_to_be_that(client):
    page = client.get("/en/offers?agency=Oltin Yoʻl Bandlik&employer=Nobody Ltd&country=KR").text
    assert "The agency may recruit, but we do not know this job" in page


def test_a_vetted_job_of_that_agency_fits(client):
    page = client.get("/en/offers?agency=Oltin Yoʻl Bandlik&employer=Hanbit Shipyard&country=KR").text
    assert "This offer fits a vetted vacancy" in page


def test_a_revoked_agency_is_a_plain_no(client):
    assert "Do not pay" in client.get("/en/offers?agency=Qora Bulut").text


def test_a_name_that_two_officers_confirmed_is_a_danger(client, seeded, clock):
    with seeded.write() as session:
        told = reports.NewReport("Nomsiz Vositachi")
        number = reports.report(session, told, by=cast.BARNO, on=clock()).reference
        reports.confirm(session, number, by=cast.FARIDA, on=clock())
        reports.confirm(session, number, by=cast.GULNORA, on=clock())
    assert "fraud was confirmed" in client.get("/en/offers?agency=nomsiz vositachi").text


def test_who_names_nobody_is_told_what_to_write(client):
    page = client.get("/en/offers?country=KR")
    assert page.status_code == 422
    assert "Write the name or the licence number" in page.text


def test_a_report_sent_twice_arrives_once(client, seeded):
    said = {"recruiter": "Shirin Soʻz", "story": "Paid and heard nothing.", "once": "k" * 20}
    first, second = (client.post("/uz/offers/report", data=said) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    with seeded.read() as session:
        assert len(session.execute(select(Report)).all()) == 1
    assert client.get(first.headers["location"]).status_code == 200


def test_a_report_without_a_name_keeps_what_was_typed(client):
    page = client.post(
        "/en/offers/report", data={"recruiter": " ", "story": "They asked 500 dollars", "once": "k" * 20}
    )
    assert page.status_code == 422
    assert "They asked 500 dollars" in page.text


def test_another_sites_form_cannot_send_one(client):
    said = {"recruiter": "X", "once": "k" * 20}
    assert client.post("/uz/offers/report", data=said, headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_a_report_corrected_after_a_mistake_arrives(client):
    said = {"recruiter": "Shirin Soʻz", "story": "Paid.", "once": "k" * 20}
    client.post("/en/offers/report", data=said)
    page = client.post("/en/offers/report", data=said | {"story": "Paid and heard nothing."})
    assert "sent once already, with other answers" in page.text
    fresh = re.search(r'name="once" value="([^"]*)"', page.text)[1]
    assert client.post("/en/offers/report", data=said | {"once": fresh}).status_code == 303
