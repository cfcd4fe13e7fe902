"""Contacts, group sessions and public events by program: recorded, put right, declared void."""

import pytest

SENT = {
    "contacts": ({"channel": "hotline", "answered": True, "minutes": 4}, "minutes", 5),
    "group-sessions": (
        {"topic": "contract", "place": "Hostel", "present": 43, "held_on": "2026-11-24"},
        "present",
        34,
    ),
    "events": (
        {"means": "meeting", "place": "Fair", "reached": 5000, "held_on": "2026-11-24"},
        "reached",
        500,
    ),
}
WHY = {"reason": "A slip"}


@pytest.mark.parametrize("kind", sorted(SENT))
def test_a_record_is_put_right_with_its_history_and_declared_void(as_, kind):
    client, (new, field, value) = as_("elyor", key=True), SENT[kind]
    recorded = client.post(f"/api/v1/{kind}", json=new)
    path = recorded.headers["location"]
    read = client.get(path)
    assert (recorded.status_code, read.headers["etag"]) == (201, '"1"')
    assert (read.json()[field], read.json()["void"]) == (new[field], False)
    head = {"if-match": '"1"', "idempotency-key": "correct-1"}
    sent = WHY | {field: value, "clear": ["post"]}
    first, again = (client.post(f"{path}/corrections", json=sent, headers=head) for _ in "12")
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert first.headers["etag"] == '"2"'
    late = client.post(f"{path}/void", json=WHY, headers={"if-match": '"1"'})
    assert (late.status_code, late.json()["type"]) == (412, "/problems/stale")
    (version,) = client.get(f"{path}/corrections").json()["items"]
    assert (field, str(new[field]), str(value)) in [
        (one["field"], one["before"], one["after"]) for one in version["changes"]
    ]
    assert client.post(f"{path}/void", json=WHY).json()["version"] == 3
    assert client.get(path).json()["void"] is True
    again = client.post(f"{path}/corrections", json=sent)
    assert (again.status_code, again.json()["type"]) == (422, "/problems/void-record")
    for name in ("davron", "barno"):
        assert as_(name, key=True).get(path).status_code == 404, name


def test_nonsense_is_answered_with_its_field(as_):
    client = as_("elyor", key=True)
    path = client.post("/api/v1/contacts", json=SENT["contacts"][0]).headers["location"]
    for sent, code, field in (
        ({"minutes": 5}, "missing", "reason"),
        (WHY | {"clear": ["channel"]}, "not-a-choice", "clear.0"),
        (WHY | {"answered": False}, "minutes-of-nobody", "minutes"),
        (WHY | {"post": "KR-SEOUL-EMB"}, "not-a-post", "post"),
        (WHY | {"held_on": "2026-12-24"}, "not-yet-held", "held_on"),
    ):
        answer = client.post(f"{path}/corrections", json=sent).json()
        found = [(one["code"], one["field"]) for one in answer.get("errors", [])]
        assert found == [(code, field)], (sent, answer)
