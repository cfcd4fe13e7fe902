"""Sessions corrected and declared void by program."""

from tests.service.api.casework.test_advice import log

WHY = {"reason": "Chose the wrong line"}


def test_a_correction_answers_with_the_new_version_and_stands_in_the_history(as_):
    client = as_("barno", key=True)
    number = log(client, country="RU").json()["reference"]
    path = f"/api/v1/advice/{number}"
    sent = WHY | {"topic": "housing", "minutes": 12, "clear": ["country", "note"]}
    answer = client.post(f"{path}/corrections", json=sent, headers={"if-match": '"1"'})
    assert (answer.status_code, answer.headers["etag"]) == (201, '"2"')
    assert answer.json() == {"reference": number, "version": 2}
    now = client.get(path).json()
    assert (now["topic"], now["minutes"], now["country"], now["note"]) == ("housing", 12, None, "")
    (version,) = client.get(f"{path}/corrections").json()["items"]
    assert (version["number"], version["reason"]) == (2, WHY["reason"])
    assert {one["field"]: (one["before"], one["after"]) for one in version["changes"]} == {
        "topic": ("contract", "housing"),
        "minutes": ("", "12"),
        "country": ("RU", ""),
        "note": ("Said.", ""),
    }


def test_an_outdated_version_is_refused_and_a_repeated_key_is_answered_again(as_):
    client = as_("barno", key=True)
    path = f"/api/v1/advice/{log(client).json()['reference']}"
    head = {"if-match": '"1"', "idempotency-key": "correct-1"}
    first, again = (
        client.post(f"{path}/corrections", json=WHY | {"topic": "housing"}, headers=head)
        for _ in range(2)
    )
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    old = {"if-match": '"1"'}
    late = client.post(f"{path}/corrections", json=WHY | {"topic": "return"}, headers=old)
    assert (late.status_code, late.json()["type"]) == (412, "/problems/stale")
    assert client.post(f"{path}/void", json=WHY, headers=old).status_code == 412
    assert len(client.get(f"{path}/corrections").json()["items"]) == 1


def test_nonsense_is_answered_with_its_field(as_):
    client = as_("barno", key=True)
    path = f"/api/v1/advice/{log(client).json()['reference']}/corrections"
    for sent, code, field in (
        ({"topic": "housing"}, "missing", "reason"),
        (WHY, "nothing-corrected", None),
        (WHY | {"topic": "x"}, "not-a-choice", "topic"),
        (WHY | {"day": "2026-13-01"}, "not-a-day", "day"),
        (WHY | {"minutes": -1}, "out-of-range", "minutes"),
        (WHY | {"clear": ["topic"]}, "not-a-choice", "clear.0"),
        (WHY | {"officer": "U-1"}, "unexpected", "officer"),
        ({"reason": "x" * 501, "topic": "housing"}, "too-long", "reason"),
    ):
        answer = client.post(path, json=sent).json()
        found = [(one["code"], one["field"]) for one in answer.get("errors", [])]
        assert found == [(code, field)] or answer["type"] == f"/problems/{code}", (sent, answer)


def test_a_void_session_is_listed_only_where_it_is_asked_for(as_):
    client = as_("barno", key=True)
    number = log(client).json()["reference"]
    before = client.get("/api/v1/advice").json()["total"]
    assert client.post(f"/api/v1/advice/{number}/void", json=WHY).status_code == 201
    assert client.get("/api/v1/advice").json()["total"] == before - 1
    (row,) = client.get("/api/v1/advice?void=true").json()["items"]
    assert (row["reference"], row["voided_at"]) == (number, "2026-11-25T06:00:00Z")
    again = client.post(f"/api/v1/advice/{number}/void", json=WHY)
    assert (again.status_code, again.json()["type"]) == (422, "/problems/void-session")


def test_a_session_of_others_is_not_there(as_):
    number = log(as_("davron", key=True)).json()["reference"]
    client = as_("elyor", key=True)
    path = f"/api/v1/advice/{number}"
    assert client.get(f"{path}/corrections").status_code == 404
    for route in ("corrections", "void"):
        assert client.post(f"{path}/{route}", json=WHY).status_code == 404
