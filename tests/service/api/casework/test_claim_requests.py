"""A program asks for a claim to be moved to another person, and a second one decides."""

import pytest

from tests.support import cast

ADDRESS = f"/api/v1/wages/{cast.CLAIM}"


@pytest.fixture
def brother(as_):
    new = {"name": "Botir Sherov", "language": "uz"}
    card = as_("elyor").post("/en/desk/citizens/new", data=new).headers["location"]
    return card.rpartition("/")[2]


def test_a_claim_is_moved_to_another_person_by_two(as_, brother):
    body = {"citizen": brother, "reason": "It is his brother’s claim"}
    asked = as_("elyor", key=True).post(f"{ADDRESS}/person", json=body)
    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
    assert as_("elyor", key=True).post(f"{ADDRESS}/person", json=body).status_code == 422, (
        "asked already"
    )
    request = as_("iroda", key=True).get(asked.headers["location"]).json()
    assert (request["kind"], request["citizen"]) == ("person", brother)
    decision = {"decision": "approve", "reason": "I heard both"}
    assert as_("elyor", key=True).post(asked.headers["location"], json=decision).status_code == 403
    assert as_("iroda", key=True).post(asked.headers["location"], json=decision).status_code == 200
    assert "Botir Sherov" in as_("elyor").get(f"/en/desk/wages/{cast.CLAIM}").text


def test_a_person_out_of_sight_is_no_person(as_):
    body = {"citizen": "C-NOBODY", "reason": "Wrong person"}
    answer = as_("elyor", key=True).post(f"{ADDRESS}/person", json=body)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/no-such-person")
