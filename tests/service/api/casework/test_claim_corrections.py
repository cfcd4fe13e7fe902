"""Claims corrected by program, and the history that programs read."""

from tests.support import cast

PATH = f"/api/v1/wages/{cast.CLAIM}"
WHY = {"reason": "A zero too many"}


def test_facts_and_lines_are_corrected_with_a_reason(as_):
    client = as_("elyor", key=True)
    new = {"component": "overtime", "amount": 500, "currency": "USD"}
    sent = WHY | {"city": "", "lines": [{"number": 1, "amount": 2_400_000}, new]}
    answer = client.post(f"{PATH}/corrections", json=sent, headers={"if-match": '"1"'})
    assert (answer.status_code, answer.headers["etag"]) == (201, '"2"')
    claim = client.get(PATH).json()
    assert (claim["version"], claim["city"]) == (2, "")
    assert [(one["claimed"], one["currency"]) for one in claim["lines"]] == [
        (2_400_000, "RUB"),
        (500, "USD"),
    ]
    (version,) = client.get(f"{PATH}/corrections").json()["items"]
    assert (version["officer"][:2], version["reason"]) == ("U-", WHY["reason"])
    changed = {one["field"]: (one["before"], one["after"]) for one in version["changes"]}
    assert changed["lines.1.claimed"] == ("24000000 RUB", "2400000 RUB")
    assert changed["lines.2.claimed"] == ("", "500 USD")
    assert changed["city"] == ("Moscow", "")


def test_a_patch_without_a_reason_still_works_and_stands_in_the_history(as_):
    client = as_("elyor", key=True)
    done = client.patch(PATH, json={"employer": "Severny OOO"}, headers={"if-match": '"1"'})
    assert done.status_code == 200
    (version,) = client.get(f"{PATH}/corrections").json()["items"]
    assert (version["number"], version["reason"]) == (2, "")


def test_an_outdated_version_is_refused_and_a_repeated_key_is_answered_again(as_):
    client = as_("elyor", key=True)
    head = {"if-match": '"1"', "idempotency-key": "correct-claim-1"}
    first, again = (
        client.post(f"{PATH}/corrections", json=WHY | {"city": "Tver"}, headers=head)
        for _ in range(2)
    )
    assert (first.status_code, first.json()) == (201, again.json())
    late = client.post(
        f"{PATH}/corrections", json=WHY | {"city": "Khimki"}, headers={"if-match": '"1"'}
    )
    assert (late.status_code, late.json()["type"]) == (412, "/problems/stale")


def test_nonsense_is_answered_with_its_field(as_):
    client = as_("elyor", key=True)
    for sent, code, field in (
        ({"city": "Tver"}, "missing", "reason"),
        (WHY, "nothing-corrected", None),
        (WHY | {"country": "XX"}, "not-a-country", "country"),
        (WHY | {"worked_to": "1990-01-01"}, "wrong-work-dates", "worked_to"),
        (WHY | {"lines": [{"number": 9, "amount": 1}]}, "not-found", "lines.0.number"),
        (WHY | {"lines": [{"amount": 1}]}, "missing", "lines.0.component"),
        (WHY | {"lines": [{"number": 1, "amount": -1}]}, "out-of-range", "lines.0.amount"),
        (WHY | {"lines": [{"number": 1, "amount": 10**14}]}, "out-of-range", "lines.0.amount"),
        (WHY | {"lines": [{"number": 1, "remove": True}]}, "nothing-claimed", "lines"),
        (WHY | {"citizen": "C-1"}, "unexpected", "citizen"),
        (WHY | {"state": "closed"}, "unexpected", "state"),
    ):
        answer = client.post(f"{PATH}/corrections", json=sent).json()
        found = [(one["code"], one["field"]) for one in answer.get("errors", [])]
        assert found == [(code, field)] or answer["type"] == f"/problems/{code}", (sent, answer)
    assert client.get(PATH).json()["version"] == 1


def test_sums_that_replace_others_stand_in_the_history_too(as_):
    client = as_("elyor", key=True)
    for version, agreed in ((1, 700), (2, 800)):
        head = {"if-match": f'"{version}"'}
        sent = {"lines": [{"number": 1, "agreed": agreed}]}
        assert client.patch(PATH, json=sent, headers=head).status_code == 200
    (version,) = client.get(f"{PATH}/corrections").json()["items"]
    assert version["changes"] == [
        {"field": "lines.1.agreed", "before": "700 RUB", "after": "800 RUB"}
    ]


def test_the_history_is_for_staff_of_its_scope(as_):
    assert as_("davron", key=True).get(f"{PATH}/corrections").status_code == 404
    assert as_(None).get(f"{PATH}/corrections").status_code == 401
