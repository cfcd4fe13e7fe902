"""Jobs that suit a person, asked by a program."""

from sqlalchemy import func, select

from catalog.core.journal import Entry

WELDER = {"occupation": "7212", "years": 3, "age": 30, "language": "ko", "level": "A2"}


def rank(client, **values):
    return client.post("/api/v1/matches", json=WELDER | values, headers={"accept-language": "en"})


def test_it_ranks_with_the_points_of_those_that_can_be_known(client):
    answer = rank(client)
    best = answer.json()["items"][0]
    assert (answer.status_code, best["country"], best["title"]) == (
        200,
        "KR",
        "Welder, MIG and TIG",
    )
    assert (best["points"], best["of"]) == (52, 70)
    assert best["points"] == sum(line["points"] for line in best["lines"])
    assert best["of"] == sum(line["most"] for line in best["lines"])


def test_it_says_which_gates_are_still_to_be_checked_and_what_would_lift(client):
    best = rank(client).json()["items"][0]
    assert (best["gates"]["age"], best["gates"]["passport"]) == ("passed", "to_check")
    assert best["lifts"][0] == {"points": 5, "sentence": "Language: from A2 to B1"}


def test_a_gate_that_is_shut_is_counted_and_not_shown(client):
    result = rank(client, age=55).json()
    assert (result["items"], result["total"], result["shut"]) == ([], 0, 1)


def test_nothing_of_the_person_is_kept(client, seeded):
    def entries() -> int:
        with seeded.read() as session:
            return session.execute(select(func.count()).select_from(Entry)).scalar()

    before = entries()
    assert rank(client).status_code == 200
    assert entries() == before


def test_the_trade_must_be_told(client):
    answer = client.post("/api/v1/matches", json={"occupation": "welder", "sex": "male"})
    assert answer.status_code == 422
    assert {one["field"] for one in answer.json()["errors"]} == {"occupation", "sex"}
