"""Returns home put right and taken back by program."""

import pytest

from tests.support import sample_placements

WHY = {"reason": "A slip"}


@pytest.fixture
def path(seeded, clock) -> str:
    with seeded.write() as session:
        one = sample_placements.returned(session, on=clock())
    return f"/api/v1/placements/{one.reference}/return"


def test_a_return_is_put_right_with_its_history_and_taken_back(as_, path):
    client = as_("elyor", key=True)
    read = client.get(path)
    assert (read.headers["etag"], read.json()["unpaid"], read.json()["reported_by"]) == (
        '"1"',
        True,
        "worker",
    )
    head = {"if-match": '"1"', "idempotency-key": "correct-1"}
    sent = WHY | {"unpaid": False}
    first, again = (client.post(f"{path}/corrections", json=sent, headers=head) for _ in "12")
    assert (first.status_code, first.headers["etag"], first.json()) == (201, '"2"', again.json())
    late = client.post(f"{path}/void", json=WHY, headers={"if-match": '"1"'})
    assert (late.status_code, late.json()["type"]) == (412, "/problems/stale")
    assert client.post(f"{path}/void", json=WHY).json()["version"] == 3
    assert client.get(path).status_code == 404
    last, first = client.get(f"{path}/corrections").json()["items"]
    assert (last["number"], first["number"], first["reason"]) == (3, 2, WHY["reason"])


def test_a_return_of_others_is_not_there(as_, path):
    for route in ("", "/corrections"):
        assert as_("davron", key=True).get(f"{path}{route}").status_code == 404
    assert as_("barno", key=True).get(path).status_code == 403
