"""The money of a claim by program: questioned, settled, paid out, and reversed by two."""

import pytest

from tests.support import cast
from tests.support.audit_asserts import list_reads

ADDRESS = f"/api/v1/wages/{cast.CLAIM}"
PAYMENT = {
    "amount": 1_200_000,
    "currency": "RUB",
    "payer": "employer",
    "on": "2026-11-24",
    "method": "bank",
    "hand": "held",
}
PAY_OUT = {"amount": 1_200_000, "currency": "RUB", "on": "2026-11-24", "method": "cash"}
ABSURD = PAYMENT | {"amount": 99_999_999_900}
ASKED = ["more_than_owed", "implausible"]


def post(client, route: str, body, key: str | None = None):
    return client.post(ADDRESS + route, json=body, headers={"idempotency-key": key} if key else {})


def read(client):
    return client.get(ADDRESS + "/ledger").json()


def test_a_questioned_amount_does_not_use_up_its_key(as_):
    client = as_("elyor", key=True)
    asked = post(client, "/payments", ABSURD, "key-of-a-slip")
    assert (asked.status_code, asked.json()["type"]) == (409, "/problems/amount-questioned")
    assert asked.json()["confirm"] == ASKED
    assert read(client)["entries"] == []
    kept = post(client, "/payments", ABSURD | {"confirm": ASKED}, "key-of-a-slip")
    assert kept.status_code == 201
    assert read(client)["entries"][0]["entry"] == kept.json()["payment"]


def test_a_payment_in_another_currency_settles_what_was_agreed(as_):
    client = as_("elyor", key=True)
    settles = {"amount": 24_000_000, "currency": "RUB", "basis": "agreed"}
    dollars = PAYMENT | {"amount": 300_000, "currency": "USD", "hand": "worker"}
    assert post(client, "/payments", dollars | {"settles": settles}).status_code == 201
    result = read(client)
    assert result["entries"][0]["settles"] == settles
    roubles = next(one for one in result["balances"] if one["currency"] == "RUB")
    assert (roubles["in_hand"], roubles["due"], roubles["received"]) == (24_000_000, 24_000_000, 0)


def test_a_pay_out_has_its_own_day_method_and_receipt(as_, seeded):
    client = as_("elyor", key=True)
    post(client, "/payments", PAYMENT)
    paid = post(client, "/pay-outs", PAY_OUT | {"receipt": "4471"})
    assert paid.status_code == 201
    entry = read(client)["entries"][1]
    assert {name: entry[name] for name in ("entry", "kind", "on", "method", "receipt")} == {
        "entry": paid.json()["payout"],
        "kind": "pay_out",
        "on": "2026-11-24",
        "method": "cash",
        "receipt": "4471",
    }
    assert list_reads(seeded)[-1][:2] == ("claim", "open")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"on": "2026-11-26"}, "on"),
        ({"on": "2025-11-26"}, "on"),
        ({"amount": 1_200_001}, "amount"),
        ({"amount": 0}, "amount"),
        ({"currency": "XXX"}, "currency"),
        ({"method": "pigeon"}, "method"),
        ({"receipt": "4" * 61}, "receipt"),
        ({"confirm": ["sure"]}, "confirm.0"),
    ],
)
def test_a_pay_out_that_cannot_be_is_refused(as_, wrong, field):
    client = as_("elyor", key=True)
    post(client, "/payments", PAYMENT)
    answer = post(client, "/pay-outs", PAY_OUT | wrong)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


def test_a_reversal_waits_for_a_second_person(as_):
    client = as_("elyor", key=True)
    payment = post(client, "/payments", PAYMENT).json()["payment"]
    post(client, "/pay-outs", PAY_OUT)
    asked = post(client, f"/payments/{payment}/reversal", {"reason": "A zero too many"})
    approval = asked.json()["approval"]
    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
    assert asked.headers["location"] == f"/api/v1/approvals/{approval}"
    assert [one["state"] for one in read(client)["entries"]] == ["reversal_waiting", "standing"]
    again = post(client, f"/payments/{payment}/reversal", {"reason": "Again"})
    assert (again.status_code, again.json()["type"]) == (422, "/problems/asked-already")
    decision = {"decision": "approve", "reason": "I am sure"}
    own = client.post(f"/api/v1/approvals/{approval}", json=decision)
    assert (own.status_code, own.json()["type"]) == (403, "/problems/asker-decides")


@pytest.mark.parametrize("route", ["payments/E-NOTHERE2", "pay-outs/E-NOTHERE2"])
def test_an_unknown_entry_cannot_be_reversed(as_, route):
    answer = post(as_("elyor", key=True), f"/{route}/reversal", {"reason": "Slip"})
    assert answer.status_code == 404
