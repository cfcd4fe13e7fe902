"""Posts by program: read by anybody, changed by one and confirmed by another."""

from tests.support import cast

CHANGES = f"/api/v1/posts/{cast.SEOUL}/changes"
NEW = {"telephones": ["+82 2 000 00 02"], "source": "A letter", "reason": "It was changed."}


def test_anybody_reads_the_posts_of_a_country(client):
    listed = client.get("/api/v1/posts?country=KR").json()["items"]
    assert [one["post"] for one in listed] == [cast.SEOUL]
    assert listed[0] == client.get(f"/api/v1/posts/{cast.SEOUL}").json()
    assert listed[0]["serves"] == ["Seoul"]
    assert len(client.get("/api/v1/posts").json()["items"]) == 2
    assert client.get("/api/v1/posts?country=PL").json() == {"items": []}
    for path, status in (("?country=Korea", 422), ("?city=Seoul", 422), ("/X", 404)):
        assert client.get(f"/api/v1/posts{path}").status_code == status, path


def test_what_one_asks_another_confirms_and_it_is_shown_with_its_day(as_):
    asked = as_("davron", key=True).post(CHANGES, json=NEW)
    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
    approval = asked.headers["location"]
    assert approval == f"/api/v1/approvals/{asked.json()['approval']}"
    post = f"/api/v1/posts/{cast.SEOUL}"
    assert as_("farida", key=True).get(post).json()["confirmed_on"] is None
    body = {"decision": "approve", "reason": "I called."}
    assert as_("farida", key=True).post(approval, json=body).status_code == 200
    shown = as_("farida", key=True).get(post).json()
    assert (shown["telephones"], shown["confirmed_on"]) == (NEW["telephones"], "2026-11-25")
    assert shown["source"] == "A letter"


def test_nobody_confirms_their_own_and_only_the_post_and_supervisors_ask(as_):
    asked = as_("iroda", key=True).post(CHANGES, json=NEW)
    body = {"decision": "approve", "reason": "Yes"}
    assert as_("iroda", key=True).post(asked.headers["location"], json=body).status_code == 403
    again = as_("davron", key=True).post(CHANGES, json=NEW)
    assert (again.status_code, again.json()["type"]) == (422, "/problems/asked-already")
    for name, status in (("elyor", 403), ("chinora", 403), ("farida", 403)):
        assert as_(name, key=True).post(CHANGES, json=NEW).status_code == status, name
    assert as_("iroda", key=True).post("/api/v1/posts/X/changes", json=NEW).status_code == 404


def test_nonsense_is_refused_by_its_field(as_):
    for body, field in (
        ({}, "source"),
        (NEW | {"telephones": "1"}, "telephones"),
        (NEW | {"telephones": ["x"]}, "telephones"),
        (NEW | {"opened": 5}, "opened"),
        (NEW | {"closed": "tomorrow"}, "closed"),
        (NEW | {"city": "Busan"}, "city"),
        (NEW | {"priority": "9999"}, "priority"),
    ):
        answer = as_("davron", key=True).post(CHANGES, json=body)
        assert answer.status_code == 422, body
        assert field in [one["field"] for one in answer.json()["errors"]], body
