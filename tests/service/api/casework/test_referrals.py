"""Protected cases opened by program: within one's scope, once, and never read back."""

import pytest
from sqlalchemy import select

from service.casework.protection import referrals, screenings
from service.casework.protection.referrals import Referral
from tests.support import cast

TOLD = {
    "origin": cast.CLAIM,
    "signs": {"wages": "yes", "documents": "yes", "threats": "yes"},
    "reach": "Zqreach",
}


def refer(client, headers=None, **values):
    return client.post("/api/v1/referrals", json=TOLD | values, headers=headers or {})


def test_a_case_is_opened_and_what_the_signs_suggest_is_told(as_, seeded):
    answer = refer(as_("chinora", key=True), {"accept-language": "en"})
    assert answer.status_code == 201
    result = answer.json()
    assert result["urgency"] == "same_day"
    assert result["reasons"][0].startswith("Three signs occur together")
    with seeded.read() as session:
        row = session.get_one(Referral, result["reference"])
        assert referrals.unseal(session, row, "reach") == "Zqreach"
        assert screenings.latest(session, row.reference).threats.value == "yes"


def test_the_same_key_opens_it_once(as_, seeded):
    client = as_("chinora", key=True)
    first, again = (refer(client, {"idempotency-key": "case-0001"}) for _ in range(2))
    assert first.json() == again.json()
    assert refer(client, {"idempotency-key": "case-0001"}, consent="given").status_code == 422
    with seeded.read() as session:
        assert len(session.execute(select(Referral)).all()) == 1


def test_it_is_not_read_back(as_):
    client = as_("nodira", key=True)
    assert client.get("/api/v1/referrals").status_code == 405
    assert client.get("/api/v1/referrals/F-22222222").status_code == 404


@pytest.mark.parametrize("name", ["davron", "barno"])
def test_a_claim_out_of_scope_is_answered_as_none(as_, name):
    foreign, nothing = refer(as_(name, key=True)), refer(as_(name, key=True), origin="W-22222222")
    assert (foreign.status_code, nothing.status_code) == (404, 404)
    assert foreign.json() | {"request_id": ""} == nothing.json() | {"request_id": ""}


@pytest.mark.parametrize(
    ("name", "status"),
    [
        (None, 401),
        ("alisher", 403),
        ("iroda", 403),
        ("komila", 403),
        ("jamshid", 403),
        ("elyor", 201),
    ],
)
def test_only_those_who_speak_with_people_open_one(as_, name, status):
    assert refer(as_(name, key=bool(name))).status_code == status


def test_a_key_of_another_scope_opens_none(as_):
    assert refer(as_("chinora", key=True, scopes=("wages:read",))).status_code == 403
    assert refer(as_("chinora", key=True, scopes=("referrals:open",))).status_code == 201


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"signs": {"wages": "perhaps"}}, "signs.wages"),
        ({"signs": {"height": "yes"}}, "signs.height"),
        ({"signs": []}, "signs"),
        ({"consent": "withdrawn"}, "consent"),
        ({"consent": "overridden"}, "consent_reason"),
        ({"reach": 7}, "reach"),
        ({"verdict": "victim"}, "verdict"),
        ({"origin": "\u0000"}, "origin"),
    ],
)
def test_a_wrong_answer_is_told_beside_its_field(as_, values, field):
    answer = refer(as_("chinora", key=True), **values)
    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (422, [field])
