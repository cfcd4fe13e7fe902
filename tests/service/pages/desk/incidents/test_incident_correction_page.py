"""Correcting the facts of an incident: the earlier words stay in its history."""

from tests.service.pages.desk.incidents.test_incident_page import death, send


def test_a_corrected_fact_stands_beside_what_was_written_before(as_, seeded, clock):
    here, client = f"/en/desk/incidents/{death(seeded, clock)}/correct", as_("elyor")
    facts = {"country": "RU", "post": "RU-MOSCOW-EMB", "employer": "Another firm", "version": "2"}
    facts |= {"story": "Zqstory of a fall", "reason": "Slip"}
    assert client.get(here).status_code == 200
    page = send(client, here, facts)
    assert "Severny Dvor" in page
    assert "Another firm" in page
