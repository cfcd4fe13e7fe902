"""Amounts far above the pay in a country are asked about when a program files or corrects them."""

from tests.service.api.casework.test_wages import ADDRESS, TOLD
from tests.support import cast

TYPE = "/problems/amounts-far-above-pay"
ABSURD = {"component": "base_pay", "amount": 999_999_999_00, "currency": "RUB"}
YES = {"confirm": ["more_than_pay"]}


def test_no_program_files_a_thousand_times_the_pay_by_a_slip(client):
    lines = [*TOLD["lines"], ABSURD]
    asked = client.post("/api/v1/wages", json=TOLD | {"lines": lines, "confirm": ["new_person"]})
    problem = asked.json()
    assert (asked.status_code, problem["type"], problem["confirm"]) == (409, TYPE, YES["confirm"])
    found = [(one["pointer"], one["code"]) for one in problem["errors"]]
    assert found == [("/lines/1/amount", "far-above-pay")]
    assert client.post("/api/v1/wages", json=TOLD | {"lines": lines} | YES).status_code == 201


def test_no_program_corrects_an_amount_to_a_thousand_times_the_pay_by_a_slip(as_):
    client, right = as_("elyor", key=True), {"lines": [{"number": 1, "amount": ABSURD["amount"]}]}
    version = {"if-match": '"1"'}
    assert client.patch(ADDRESS, json=right, headers=version).json()["type"] == TYPE
    assert client.patch(ADDRESS, json=right | YES, headers=version).status_code == 200
    more = {"lines": [ABSURD], "reason": "Another part"}
    at = f"/api/v1/wages/{cast.CLAIM}/corrections"
    assert client.post(at, json=more).json()["type"] == TYPE
    assert client.post(at, json=more | YES).status_code == 201
