"""A claim offered by program: answered by the other post, and plainly refused to others."""

from tests.support import cast

ADDRESS = f"/api/v1/wages/{cast.CLAIM}"
OFFER = {"post": cast.SEOUL, "reason": "The worker is in Seoul."}


def test_a_transfer_is_offered_and_accepted(as_):
    offered = as_("elyor", key=True).post(ADDRESS + "/transfer", json=OFFER)
    assert (offered.status_code, offered.json()["state"]) == (201, "offered")
    assert as_("davron", key=True).get(ADDRESS).status_code == 404
    assert as_("elyor", key=True).get(ADDRESS).json()["post"] == cast.MOSCOW
    answered = as_("davron", key=True).post(ADDRESS + "/transfer/answer", json={"accept": True})
    assert (answered.status_code, answered.json()) == (
        200,
        {"transfer": offered.json()["transfer"], "state": "accepted"},
    )
    assert as_("davron", key=True).get(ADDRESS).json()["post"] == cast.SEOUL
    assert as_("elyor", key=True).get(ADDRESS).status_code == 404


def test_it_says_plainly_why_it_refuses(as_):
    for body, status, slug in (
        (OFFER | {"post": cast.MOSCOW}, 422, "same-post"),
        (OFFER | {"post": "X"}, 422, "not-a-post"),
        (OFFER | {"reason": ""}, 422, "wrong"),
        ({}, 422, "wrong"),
        (OFFER, 201, ""),
        (OFFER, 409, "transfer-waits"),
    ):
        found = as_("elyor", key=True).post(ADDRESS + "/transfer", json=body)
        reason = found.json().get("type", "").removeprefix("/problems/")
        assert (found.status_code, reason) == (status, slug), body
    accept, decline = {"accept": True}, {"accept": False}
    for name, way, body, status, slug in (
        ("elyor", "/answer", accept, 403, "only-the-receiver"),
        ("barno", "", OFFER, 403, "not-allowed"),
        ("davron", "/answer", decline, 422, "transfer-reason-needed"),
        ("davron", "/answer", {"accept": "yes"}, 422, "wrong"),
        ("davron", "/answer", accept, 200, ""),
        ("davron", "/answer", accept, 409, "transfer-answered"),
    ):
        found = as_(name, key=True).post(f"{ADDRESS}/transfer{way}", json=body)
        reason = found.json().get("type", "").removeprefix("/problems/")
        assert (found.status_code, reason) == (status, slug), (name, body)


def test_the_same_key_offers_once(as_):
    client, key = as_("elyor", key=True), {"idempotency-key": "one-offer-only"}
    first, second = (client.post(ADDRESS + "/transfer", json=OFFER, headers=key) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
