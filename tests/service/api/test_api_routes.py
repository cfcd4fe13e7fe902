"""What every route for programs does with nonsense, with strangers, and with the same key twice."""

import json

import pytest

from service import api
from service.infra.access import Permission

REPORTS = "/api/v1/offers/reports"


def post(client, body, kind="application/json", path=REPORTS):
    return client.post(path, content=body, headers={"content-type": kind})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"recruiter": "\xed\xa0\x80"}',
        b'{"recruiter": "\\ud800"}',
        b'{"\\udfff": 1}',
        b'{"recruiter": NaN}',
        b'{"recruiter": Infinity}',
        b'{"a": 1, "a": 2}',
        b'{"contact": {"name": 1, "name": 2}}',
        b"[" * 5_000,
        b'{"a":' * 3_000,
        b'\xef\xbb\xbf{"recruiter": "x"}',
        b'{"recruiter": 1e999}',
        b"9" * 5_000,
    ],
)
def test_what_is_not_json_is_refused_as_such(client, body):
    answer = post(client, body)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert answer.json()["type"] == "/problems/http-400"


@pytest.mark.parametrize("body", ["null", "5", '"text"', "[]", "true", '[{"recruiter": "x"}]'])
def test_json_that_is_no_object_is_refused(client, body):
    answer = post(client, body)
    assert (
        answer.status_code,
        answer.json()["errors"][0]["code"] if "errors" in answer.json() else "",
    ) in (
        (422, ""),
        (422, "not-an-object"),
    )


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        "",
    ],
)
def test_another_kind_of_content_is_refused(client, kind):
    assert post(client, b'{"recruiter": "x"}', kind).status_code == 415


def test_a_charset_beside_the_kind_does_no_harm(client):
    assert post(client, b'{"recruiter": "x"}', "application/json; charset=utf-8").status_code == 201


def test_a_body_of_more_than_a_megabyte_is_refused(client):
    answer = post(client, json.dumps({"recruiter": "x" * 1_000_001}).encode())
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")


@pytest.mark.parametrize(
    "name",
    [
        "\x00",
        "a\x00b",
        "x" * 201,
        "\x07",
        "\ufffe",
        " ",
        "\u2028" * 300,
        ["x"],
        {"x": 1},
        5,
        True,
        2**63,
    ],
)
def test_a_name_that_cannot_be_kept_is_refused(client, name):
    answer = client.post(REPORTS, json={"recruiter": name})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "recruiter")


@pytest.mark.parametrize("number", [-1, 2**31, 2**63, 10**30, 1.5, "7", True, [], 1e300])
def test_a_number_that_cannot_be_is_refused(client, number):
    answer = client.post("/api/v1/matches", json={"occupation": "7212", "years": number})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "years")


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=-1",
        "limit=1e1",
        "limit=1_0",
        "limit=%D9%A1",
        "limit=9223372036854775808",
        "limit=1&limit=1",
        "country=kr",
        "country=%00",
        "q=%00",
        "occupation=72a",
        "wage_min=-1",
        "wage_min=99999999999999999999",
        "currency=dollars",
        "housing=perhaps",
        "sort=price",
        "language=%25",
        "cursor=%00",
        "q=" + "x" * 201,
        "occupation=" + "1" * 300,
        "a" * 300 + "=1",
        "%00=1",
    ],
)
def test_a_question_that_cannot_be_meant_is_refused(client, query):
    answer = client.get(f"/api/v1/vacancies?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert answer.json()["errors"]


def test_a_wrong_choice_is_answered_with_those_there_are(client):
    body = {"occupation": "7212", "level": "Z9", "years": -1}
    errors = {
        one["field"]: one for one in client.post("/api/v1/matches", json=body).json()["errors"]
    }
    assert errors["level"]["allowed"] == ["A1", "A2", "B1", "B2", "C1", "C2"]
    assert "allowed" not in errors["years"]
    question = client.get("/api/v1/agencies?status=good").json()["errors"][0]
    assert "suspended" in question["allowed"]


@pytest.mark.parametrize(
    "query",
    [
        "q=%ff",
        "q=%ED%A0%80",
        "q=%",
        "q=%zz",
        "&&&",
        "=",
        "q",
        "q=%25%27%22--",
        "q=" + "%D0%B0" * 200,
    ],
)
def test_a_strange_question_is_answered(client, query):
    assert client.get(f"/api/v1/vacancies?{query}").status_code in (200, 422)


@pytest.mark.parametrize("word", ["vacancies", "agencies", "advice", "wages", "report"])
@pytest.mark.parametrize(
    "name",
    [
        "%00",
        "a%00b",
        "%ff",
        "%ED%A0%80",
        "x" * 300,
        "%F0%9F%92%A9",
        "..%2F..%2Fetc",
        "%0d%0aX:y",
        "'--",
        "%25",
    ],
)
def test_a_strange_address_is_nothing(as_, word, name):
    answer = as_("elyor", key=True).get(f"/api/v1/{word}/{name}")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("key", ["short", "x" * 201, "tab\tinside", "кириллица".encode()])
def test_a_key_that_is_none_is_refused(client, key):
    answer = client.post(REPORTS, json={"recruiter": "x"}, headers={"idempotency-key": key})
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/wrong-key")


def closed():
    routes = [one for one in api.HANDLERS if one.opt["permission"] is not Permission.PUBLIC]
    return [
        (
            sorted(one.http_methods)[0],
            f"/api/v1{next(iter(one.paths))}".replace("{reference:str}", "W-A2L3S4H5"),
        )
        for one in routes
    ]


@pytest.mark.parametrize(("method", "path"), closed())
def test_a_closed_route_asks_who_is_there(as_, method, path):
    for name in (None, "mallory"):
        answer = as_(name, key=bool(name)).request(method, path, json={})
        assert (answer.status_code, answer.json()["type"]) == (401, "/problems/sign-in-needed")
    assert as_("komila", key=True).request(method, path, json={}).status_code == 403


def test_a_form_on_another_site_cannot_act_for_who_is_signed_in(as_):
    answer = as_("elyor").post(
        REPORTS, json={"recruiter": "x"}, headers={"sec-fetch-site": "cross-site"}
    )
    assert answer.status_code == 403


def test_another_method_is_answered_with_those_that_are_taken(client):
    answer = client.delete("/api/v1/vacancies")
    assert (answer.status_code, answer.headers["content-type"]) == (405, "application/problem+json")
    assert "GET" in answer.headers["allow"]
