"""Recording an incident from the page of a person, within the officer's scope."""

from service.casework.claims.wage_claims import Claim
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
