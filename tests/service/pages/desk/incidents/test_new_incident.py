"""Recording an incident from the page of a person, within the officer's scope."""

from matching.identity.persons import Citizen
from service.casework.claims.wage_claims import Claim
from service.casework.incidents import incidents
from service.casework.incidents.incidents import NewIncident
from service.casework.scope.incident_tables import IncidentKind
from tests.support import cast

NEW = {"kind": "injury", "country": "RU", "story": "Zqstory"}


def test_an_injury_is_recorded_once_and_for_nobody_outside_the_scope(as_, seeded):
    with seeded.read() as session:
        citizen = session.get_one(Claim, cast.CLAIM).citizen
    person = as_("elyor").get(f"/en/desk/citizens/{citizen}").text
    assert f"/en/desk/incidents/new?citizen={citizen}" in person
    sent = NEW | {"citizen": citizen, "once": "k" * 22}
    ends = [as_("elyor").post("/en/desk/incidents/new", data=sent) for _ in "12"]
    first, second = (one.headers["location"] for one in ends)
    assert first == second
    assert "Zqstory" in as_("elyor").get(first).text
    assert as_("davron").get(f"/en/desk/incidents/new?citizen={citizen}").status_code == 404
    wrong = as_("elyor").post("/en/desk/incidents/new", data=sent | {"kind": "", "once": "j" * 22})
    assert wrong.status_code == 422


def test_the_mission_is_notified_of_a_death_that_headquarters_recorded(as_, seeded, clock):
    with seeded.write() as session:
        person = session.get_one(Citizen, session.get_one(Claim, cast.CLAIM).citizen)
        new = NewIncident(IncidentKind.DEATH, "RU", "Zqstory", post=cast.MOSCOW)
        by = {"by": cast.CHINORA, "on": clock(), "day": cast.TODAY}
        number = incidents.record(session, person, new, **by).reference
    page = as_("elyor").get("/en/desk/notices").text
    assert "Death, injury or detention at your mission" in page
    assert number in page
