"""Recruiters as a program asks for them."""

import pytest

from catalog.licensing import agencies, licences
from catalog.licensing.licences import NewOrder, OrderKind
from tests.support import cast


def check(client, text):
    return client.get("/api/v1/agencies/check", params={"q": text}).json()


def test_an_exact_number_decides(client):
    result = check(client, "XB-0101")
    assert result["verdict"] == "licensed"
    assert result["agency"] == {
        "external_id": "AG-VALID",
        "name": "Oltin Yoʻl Bandlik MCHJ",
        "kind": "private",
        "licence_no": "XB-0101",
        "status": "valid",
        "register": {"country": "UZ", "authority": ""},
        "may_recruit_here": True,
        "as_of": "2026-11-25",
    }


@pytest.mark.parametrize(
    ("asked", "verdict"),
    [
        ("Sariq Chiroq", "not_licensed"),
        ("RL-0434", "registered_elsewhere"),
        ("State Agency for Migration", "licensed"),
        ("Oltin Yol Bandlir", "unknown"),
        ("Nobody Whatever", "unknown"),
        ("+998 71 000 01 01", "licensed"),
    ],
)
def test_it_gives_one_verdict(client, asked, verdict):
    assert check(client, asked)["verdict"] == verdict


def test_what_is_merely_alike_is_a_suggestion_with_its_own_state(client):
    result = check(client, "Sariq Chirop")
    assert (result["verdict"], result["agency"]) == ("unknown", None)
    assert (result["suggestions"][0]["external_id"], result["suggestions"][0]["status"]) == (
        "AG-SUSPENDED",
        "suspended",
    )


def test_the_state_programme_has_no_licence_number(client):
    result = client.get("/api/v1/agencies/AG-STATE").json()
    assert (result["kind"], result["licence_no"], result["status"]) == (
        "state",
        None,
        "state_programme",
    )
    assert result["may_recruit_here"] is True


def test_a_suspension_is_seen_by_the_next_request(client, seeded, clock):
    assert client.get("/api/v1/agencies/AG-VALID").json()["status"] == "valid"
    with seeded.write() as session:
        licence = agencies.status(session, "AG-VALID", cast.TODAY).licence
        order = NewOrder(OrderKind.SUSPEND, cast.TODAY, "Invented reason")
        licences.add_order(session, licence.id, order, by=cast.FARIDA, on=clock())
    result = client.get("/api/v1/agencies/AG-VALID").json()
    assert (result["status"], result["may_recruit_here"]) == ("suspended", False)
    assert (result["orders"][0]["kind"], result["orders"][0]["in_force"]) == ("suspend", True)
    assert client.get("/api/v1/vacancies?q=welder").json()["total"] == 0


def test_the_register_is_listed_by_its_computed_states(client):
    listed = client.get("/api/v1/agencies?limit=100").json()
    assert (listed["total"], len(listed["items"])) == (14, 14)
    for item in cast.AGENCIES[1:5]:
        state = item.external_id.removeprefix("AG-").lower()
        found = client.get(f"/api/v1/agencies?status={state}").json()
        assert [one["external_id"] for one in found["items"]] == [item.external_id]


def test_it_walks_page_by_page(client):
    first = client.get("/api/v1/agencies?limit=10&country=UZ").json()
    rest = client.get(f"/api/v1/agencies?limit=10&country=UZ&cursor={first['next']}").json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (10, 3, None)


def test_names_come_nearest_first(client):
    found = client.get("/api/v1/agencies", params={"q": "oltin yol"}).json()
    assert found["items"][0]["external_id"] == "AG-VALID"


def test_an_unknown_recruiter_is_not_found(client):
    assert client.get("/api/v1/agencies/AG-NOBODY").status_code == 404


def test_the_question_must_be_asked(client):
    answer = client.get("/api/v1/agencies/check?q=")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "q")
