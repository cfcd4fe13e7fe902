"""A worker withdraws a claim by program with its secret, and goes on with it."""

import pytest

from service.casework.claims import follow_secret
from tests.support import cast

HERE = f"/api/v1/wages/{cast.CLAIM}"


@pytest.fixture
def key(client) -> dict[str, str]:
    return {"x-claim-secret": follow_secret.secret_of(cast.CLAIM)}


def send(client, headers=None, **values):
    return client.post(f"{HERE}/withdrawal", json=values or {"withdrawn": True}, headers=headers)


def test_the_secret_withdraws_and_goes_on_and_shows_a_closed_claim_meanwhile(client, key):
    assert send(client, key).json() == {"reference": cast.CLAIM, "withdrawn": True}
    record = client.get(HERE, headers=key).json()
    assert (record["state"], record["closing_reason"], record["next_action"]) == (
        "closed",
        None,
        "",
    )
    assert record["version"] == 1, "which does not tell what is done now"
    steps = client.get(f"{HERE}/history", headers=key).json()["items"]
    assert [step["to"] for step in steps] == ["closed"]
    assert send(client, key, withdrawn=False).status_code == 201
    assert client.get(HERE, headers=key).json()["state"] == "received"
    again = send(client, key, withdrawn=False)
    assert (again.status_code, again.json()["type"].rpartition("/")[2]) == (422, "not-withdrawn")


def test_whoever_has_neither_secret_nor_right_changes_nothing(client, as_, key):
    assert send(client).status_code == 401
    assert send(client, {"x-claim-secret": "A" * 24}).status_code == 404
    assert send(client, key, withdrawn="perhaps").status_code == 422
    assert send(as_("davron", key=True)).status_code == 404
    officer = as_("elyor", key=True)
    assert send(officer).status_code == 201
    assert officer.get(HERE).json()["may_go_to"] == []
