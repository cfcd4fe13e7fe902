"""Requests to a second person by program: listed, read, and decided once by somebody else."""

from datetime import timedelta

import pytest

from catalog.core.approvals import Approval
from service.api import api_routes
from service.api.casework.approvals import ApprovalQuery
from tests.service.api.casework.test_ledger import ADDRESS, PAYMENT
from tests.support import cast

LIST = "/api/v1/approvals"
YES = {"decision": "approve", "reason": "The bank’s statement shows it."}


@pytest.fixture
def asked(as_) -> str:
    """The reference of a reversal that Elyor asked for."""
    client = as_("elyor", key=True)
    payment = client.post(f"{ADDRESS}/payments", json=PAYMENT).json()["payment"]
    answer = client.post(f"{ADDRESS}/payments/{payment}/reversal", json={"reason": "Slip"})
    return answer.json()["approval"]


def test_what_waits_is_listed_and_read(as_, asked):
    supervisor = as_("iroda", key=True)
    (row,) = supervisor.get(LIST, params={"state": "waiting"}).json()["items"]
    assert (row["approval"], row["kind"], row["claim"]) == (asked, "reversal", cast.CLAIM)
    assert as_("elyor", key=True).get(f"{LIST}/{asked}").json() == row


@pytest.fixture
def five(asked, seeded, clock) -> str:
    """That reversal, and four later requests, of which two were made in the same moment."""
    with seeded.write() as session:
        for number, kind in enumerate(("decline", "decline", "decline", "pressure")):
            at = clock() + timedelta(minutes=1 + number // 2, microseconds=1)
            session.add(Approval(claim=cast.CLAIM, asked=kind, asked_by="U-NOBODY", asked_at=at))
    return asked


def test_all_that_wait_are_read_page_by_page_the_oldest_first(as_, five):
    client, seen, query = as_("iroda", key=True), [], {"limit": "2"}
    while query:
        answer = client.get(LIST, params=query)
        page = answer.json()
        seen += [one["approval"] for one in page["items"]]
        assert page["total"] == 5
        assert ("link" in answer.headers) == (page["next"] is not None)
        query = page["next"] and {"limit": "2", "cursor": page["next"]}
    assert len(set(seen)) == 5
    assert seen == [one["approval"] for one in client.get(LIST).json()["items"]]


def test_a_request_decided_between_two_pages_hides_none_of_the_others(as_, five):
    client = as_("iroda", key=True)
    whole = [one["approval"] for one in client.get(LIST).json()["items"]]
    first = client.get(LIST, params={"limit": "2"}).json()
    assert client.post(f"{LIST}/{five}", json=YES).status_code == 200
    rest = client.get(LIST, params={"cursor": first["next"]}).json()
    assert [one["approval"] for one in rest["items"]] == whole[2:]


def test_a_cursor_that_holds_no_request_is_refused(as_):
    client = as_("iroda", key=True)
    places = ["2", "x Q-2", f"{10**20} Q-2", "1 \0", ""]
    held = [api_routes.write_cursor(ApprovalQuery(), place) for place in places]
    for cursor in (*held, "x"):
        answer = client.get(LIST, params={"cursor": cursor})
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/wrong-cursor"), (
            cursor
        )


def test_a_second_person_approves_once_and_the_entry_is_reversed(as_, asked):
    supervisor = as_("iroda", key=True)
    done = supervisor.post(f"{LIST}/{asked}", json=YES)
    assert (done.status_code, done.json()["state"]) == (200, "approved")
    entries = supervisor.get(f"{ADDRESS}/ledger").json()["entries"]
    assert [(one["kind"], one["state"]) for one in entries] == [
        ("payment", "reversed"),
        ("reversal", "standing"),
    ]
    assert entries[1]["reverses"] == entries[0]["entry"]
    assert supervisor.get(LIST).json()["items"] == []
    again = supervisor.post(f"{LIST}/{asked}", json=YES)
    assert (again.status_code, again.json()["type"]) == (409, "/problems/decided-already")


def test_a_declined_reversal_changes_nothing(as_, asked):
    supervisor = as_("iroda", key=True)
    done = supervisor.post(f"{LIST}/{asked}", json={"decision": "decline", "reason": "It is right"})
    assert (done.json()["state"], done.json()["answer"]) == ("declined", "It is right")
    assert supervisor.get(f"{ADDRESS}/ledger").json()["entries"][0]["state"] == "standing"


@pytest.mark.parametrize(
    "body", [{}, {"decision": "maybe", "reason": "x"}, {"decision": "approve"}]
)
def test_a_decision_without_verdict_or_reason_is_refused(as_, asked, body):
    assert as_("iroda", key=True).post(f"{LIST}/{asked}", json=body).status_code == 422


def test_an_unknown_request_is_not_found(as_):
    assert as_("iroda", key=True).get(f"{LIST}/Q-NOTHERE2").status_code == 404
    assert as_("iroda", key=True).post(f"{LIST}/Q-NOTHERE2", json=YES).status_code == 404
