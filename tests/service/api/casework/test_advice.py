"""Advice sessions, noted and read by program within one's scope."""

import pytest

from service.casework.claims.wage_claims import Claim
from tests.support import cast
from tests.support.audit_asserts import cannot_write, list_reads

TOLD = {
    "channel": "hotline",
    "topic": "contract",
    "level": "advice",
    "outcome": "explained",
    "name": "A Caller",
    "note": "Said.",
}


def log(client, headers=None, **values):
    return client.post("/api/v1/advice", json=TOLD | values, headers=headers or {})


def test_an_adviser_notes_a_session_and_reads_it_back(as_):
    client = as_("barno", key=True)
    answer = log(client, region="1726")
    assert answer.status_code == 201
    result = client.get(f"/api/v1/advice/{answer.json()['reference']}").json()
    assert (result["topic"], result["note"], result["name"], result["day"]) == (
        "contract",
        "Said.",
        "A Caller",
        "2026-11-25",
    )


def test_the_same_key_notes_it_once(as_):
    client = as_("barno", key=True)
    first, again = (log(client, {"idempotency-key": "session-1"}) for _ in range(2))
    assert first.json() == again.json()
    assert client.get("/api/v1/advice").json()["total"] == 3


def test_a_matter_is_continued_only_by_those_who_know_it(as_):
    matter = log(as_("davron", key=True)).json()["matter"]
    assert log(as_("davron", key=True), matter=matter).json()["matter"] == matter
    answer = log(as_("elyor", key=True), matter=matter)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (404, "matter")


def test_an_attache_notes_for_their_own_post_only(as_):
    client = as_("elyor", key=True)
    answer = log(client, post="KR-SEOUL-EMB")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "not-a-post")
    number = log(client).json()["reference"]
    assert client.get(f"/api/v1/advice/{number}").json()["post"] == "RU-MOSCOW-EMB"


def test_another_posts_session_is_answered_as_none(as_):
    number = log(as_("davron", key=True)).json()["reference"]
    foreign = as_("elyor", key=True).get(f"/api/v1/advice/{number}")
    nothing = as_("elyor", key=True).get("/api/v1/advice/A-NOTHING")
    assert (foreign.status_code, nothing.status_code) == (404, 404)
    assert foreign.json() | {"request_id": ""} == nothing.json() | {"request_id": ""}
    assert as_("elyor", key=True).get("/api/v1/advice").json()["total"] == 0


def test_a_list_is_walked_and_narrowed(as_):
    client = as_("davron", key=True)
    log(client)
    first = client.get("/api/v1/advice?limit=1").json()
    rest = client.get(f"/api/v1/advice?limit=1&cursor={first['next']}").json()
    assert (first["total"], len(first["items"]), len(rest["items"]), rest["next"]) == (
        2,
        1,
        1,
        None,
    )
    assert client.get("/api/v1/advice?topic=contract").json()["total"] == 1
    assert "note" not in first["items"][0]


@pytest.mark.parametrize(
    ("name", "status"),
    [(None, 401), ("mallory", 401), ("komila", 403), ("nodira", 403), ("barno", 201)],
)
def test_only_those_who_give_advice_may_note_it(as_, name, status):
    assert log(as_(name, key=bool(name))).status_code == status


def test_a_key_of_one_scope_opens_that_route_only(as_):
    client = as_("barno", key=True, scopes=("advice:read",))
    assert client.get("/api/v1/advice").status_code == 200
    assert log(client).status_code == 403


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("topic", "gossip"),
        ("region", "Andijan region"),
        ("occupation_major", "77"),
        ("country", "ZZ"),
        ("phone", "call me"),
        ("follow_up_on", "tomorrow"),
        ("officer", "U-SOMEBODY"),
        ("post", "XX-NOWHERE"),
    ],
)
def test_a_wrong_answer_is_told_beside_its_field(as_, field, value):
    answer = log(as_("barno", key=True), **{field: value})
    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (422, [field])


def test_opening_one_session_is_in_the_journal_and_without_it_there_is_no_answer(
    as_, seeded, app_state, monkeypatch
):
    client = as_("barno", key=True)
    number = log(client).json()["reference"]
    client.get("/api/v1/advice")
    assert list_reads(seeded) == []
    assert client.get(f"/api/v1/advice/{number}").status_code == 200
    assert list_reads(seeded) == [("advice", "open", "")]
    cannot_write(app_state.database, monkeypatch)
    assert client.get(f"/api/v1/advice/{number}").status_code == 503


def test_a_session_is_noted_for_somebody_known_within_one_s_scope(as_, seeded):
    with seeded.read() as session:
        alisher = session.get_one(Claim, cast.CLAIM).citizen
    answer = log(as_("elyor", key=True), citizen=alisher, name="")
    result = as_("elyor", key=True).get(f"/api/v1/advice/{answer.json()['reference']}").json()
    assert result["name"] == "Alisher Invented"
    for number in (alisher, "C-NOBODY"):
        foreign = log(as_("davron", key=True), citizen=number)
        assert (foreign.status_code, foreign.json()["errors"][0]["field"]) == (404, "citizen")
