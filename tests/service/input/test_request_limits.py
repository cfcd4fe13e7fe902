"""How much a request may carry: told at once, before it is read, in a short answer."""

import json

import pytest
from litestar._parsers import parse_url_encoded_form_data

from catalog.core.actor import VISITOR
from service.input import forms, request_limits
from service.input.request_limits import MOST_FIELDS, TooManyFields
from service.web import context

FORM = "application/x-www-form-urlencoded"


def many(count: int) -> dict[str, str]:
    return {f"a{number}": "1" for number in range(count)}


def test_a_form_of_a_hundred_thousand_fields_is_refused_shortly(client):
    for kind in ("application/x-www-form-urlencoded", "text/plain"):
        answer = client.post(
            "/en/offers/report", content="a=1&" * 50_000, headers={"content-type": kind}
        )
        assert (answer.status_code, len(answer.content) < 64_000) == (422, True), kind
        assert "more than 200 fields" in answer.text


def test_every_program_s_route_refuses_many_names_shortly(client):
    items = [
        json.dumps(many(60_000)),
        json.dumps({"lines": [many(10)] * 5_000}),
        '{"a":1,' + '"b":1,' * 60_000 + '"c":1}',
    ]
    for path in ("/api/v1/matches", "/api/v1/wages", "/api/v1/offers/reports"):
        for body in items:
            answer = client.post(path, content=body, headers={"content-type": "application/json"})
            assert (answer.status_code, answer.json()["type"]) == (
                422,
                "/problems/too-many-fields",
            ), path
            assert len(answer.content) < 1_000


def test_at_most_twenty_mistakes_are_told_and_how_many_more(client):
    answer = client.post("/api/v1/matches", json=many(MOST_FIELDS))
    result = answer.json()
    assert (len(result["errors"]), result["more"] >= 180) == (forms.MAX_ERRORS, True)
    page = client.post("/en/offers/report", data=many(100))
    assert page.status_code == 422
    assert len(page.content) < 64_000


def test_a_long_address_and_many_cookies_are_refused_before_they_are_read(client):
    for path, status in (
        ("/en/offers?q=" + "a" * 4_096, 414),
        ("/en/" + "a" * 5_000, 414),
        ("/api/v1/vacancies?q=" + "a" * 5_000, 414),
        ("/en/offers?" + "&".join(many(MOST_FIELDS + 1)), 422),
    ):
        answer = client.get(path)
        assert (answer.status_code, len(answer.content) < 12_000) == (status, True), path[:40]
    for cookie in ("a=" + "b" * 5_000, "; ".join(f"c{n}=1" for n in range(60))):
        assert client.get("/en/", headers={"cookie": cookie}).status_code == 431


def test_what_was_typed_is_not_sent_back_at_any_length(client):
    answer = client.post("/en/offers/report", data={"recruiter": "", "story": '"' * 60_000})
    assert (answer.status_code, len(answer.content) < 64_000) == (413, True)
    assert "Go back in your browser" in answer.text
    assert client.post("/en/offers/report", data={"story": "ш" * 60_000}).status_code == 413


def test_a_form_where_none_is_read_is_counted_too_and_kept_by_nobody(as_):
    client = as_("davron")
    client.headers.pop(context.TOKEN)
    before = parse_url_encoded_form_data.cache_info().currsize
    answer = client.post("/en/sign-out", content="a=1&" * 50_000, headers={"content-type": FORM})
    assert (answer.status_code, "more than 250 fields" in answer.text) == (422, True)
    assert parse_url_encoded_form_data.cache_info().currsize == before


def test_a_key_that_is_there_many_times_is_no_fault_of_ours(client):
    sent = {"recruiter": "Soxta Ish", "once": ["a"] * 9, "again": ["1"] * 9}
    answer = client.post("/en/offers/report", data=sent)
    assert (answer.status_code, answer.headers["location"][:20]) == (303, "/en/offers/reported/"), (
        answer.text
    )


def test_letters_without_percent_signs_are_read_as_utf_8():
    for body in ("name=Алишер+oʻgʻli", "name=%D0%90лишер+o%CA%BBgʻli"):
        assert request_limits.form(body.encode(), VISITOR) == {"name": "Алишер oʻgʻli"}, body


def test_whoever_works_here_may_send_a_long_form(as_):
    answer = as_("davron").post("/en/desk/wages", data={"text": "a" * 400_000})
    assert answer.status_code != 413


@pytest.mark.parametrize("body", [b'"' * 400_000, b'"\\' * 200_000, b'{"a": "' + b"x" * 500_000])
def test_counting_what_is_no_json_takes_one_pass(body):
    try:
        request_limits.require_few_values(body)
    except TooManyFields:
        assert body.count(b'"') > 8_000
