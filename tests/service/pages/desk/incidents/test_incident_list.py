"""The list of incidents: those that are open, within the reader's scope."""

from tests.service.pages.desk.incidents.test_incident_page import death


def test_an_open_death_stands_with_its_next_step_and_not_at_another_post(as_, seeded, clock):
    number = death(seeded, clock)
    page = as_("elyor").get("/en/desk/incidents").text
    assert number in page
    assert "The family has been told, by a person" in page
    assert number not in as_("elyor").get("/en/desk/incidents?over=yes").text
    assert number not in as_("davron").get("/en/desk/incidents").text
