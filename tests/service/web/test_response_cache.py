"""Answers kept until the register moves."""

import time

import pytest

from catalog.vacancies import vacancies
from service.casework.advice import contacts
from service.casework.advice.contacts import NewContact
from service.casework.advice.topics import Channel
from service.infra.settings import DisclosureLimits
from service.operations import nightly
from service.reporting.annual import public_year
from service.web import response_cache
from tests.support import cast

# Every route whose responses may be cached for everybody, with the query names that it knows. A
# route belongs here only if nothing that people enter about themselves is in its response.
SEARCH = {"q", "country", "occupation", "wage_min", "currency", "language", "housing"}
SEARCH |= {"language_not", "meals", "travel", "insurance", "no_fee", "state_programme", "sort"}
SEARCH |= {"hours_max", "months_min", "months_max", "experience_max"}
CACHED = {
    "/{lang:str}": set(),
    "/{lang:str}/vacancies": SEARCH | {"offset"},
    "/{lang:str}/vacancies/{reference:str}": SEARCH | {"offset"},
    "/{lang:str}/agencies": {"q", "page"},
    "/{lang:str}/agencies/{external_id:str}": {"page"},
    "/{lang:str}/countries": set(),
    "/{lang:str}/countries/{code:str}": set(),
    "/{lang:str}/danger": {"country"},
    "/{lang:str}/vacancies/feed": SEARCH | {"offset"},
    "/sitemap.xml": set(),
    "/sitemap/{chunk:int}": set(),
    "/{lang:str}/danger/{case:str}": {"country"},
    "/{lang:str}/privacy": set(),
    "/{lang:str}/accessibility": set(),
    "/{lang:str}/report": set(),
    "/{lang:str}/report/{document:str}": set(),
    "/{lang:str}/report/{year:str}/bodies": set(),
    "/schema/openapi.json": set(),
    "/api/v1/vacancies": SEARCH | {"limit", "cursor"},
    "/api/v1/vacancies/{reference:str}": set(),
    "/api/v1/agencies": {"q", "country", "status", "limit", "cursor"},
    "/api/v1/agencies/{external_id:str}": set(),
    "/api/v1/report/{year:str}": set(),
}


def test_only_what_is_everybodys_is_cached_and_with_the_names_that_it_knows(client):
    found = {
        route.path: (set(cached.names), cached.kind)
        for route in client.app.routes
        for handler in getattr(route, "route_handlers", ())
        if (cached := handler.opt.get("cached"))
    }
    kinds = {path: "reports" if "/report" in path else "answers" for path in CACHED}
    assert found == {path: (names, kinds[path]) for path, names in CACHED.items()}


def test_what_has_not_changed_is_not_sent_again(client):
    mark = client.get("/en/vacancies").headers["etag"]
    again = client.get("/en/vacancies", headers={"if-none-match": mark})
    assert again.status_code == 304
    assert again.text == ""


def test_a_proxy_that_packs_answers_does_not_make_every_answer_new(client):
    mark = client.get("/en/vacancies").headers["etag"]
    for given in (f"W/{mark}", f'"another", W/{mark}', "*"):
        again = client.get("/en/vacancies", headers={"if-none-match": given})
        assert again.status_code == 304, given
    assert client.get("/en/vacancies", headers={"if-none-match": 'W/"other"'}).status_code == 200


def test_the_language_remembered_at_the_first_visit_does_not_make_the_page_another(client):
    mark = client.get("/en/vacancies").headers["etag"]
    assert client.cookies.get("lang") == "en"
    client.cookies.set("something", "else")
    assert client.get("/en/vacancies", headers={"if-none-match": mark}).status_code == 304


def test_the_second_in_which_a_page_was_packed_does_not_make_it_another(client):
    first = client.get("/en/vacancies?offset=0").headers["etag"]
    time.sleep(1.1)
    client.cookies.clear()
    assert (
        client.get("/en/vacancies?offset=0", headers={"accept-language": "en"}).headers["etag"]
        == first
    )


def test_a_kept_answer_still_carries_its_own_request_id_and_the_security_headers(client):
    first, second = client.get("/en/"), client.get("/en/")
    assert first.text == second.text
    assert first.headers["x-request-id"] != second.headers["x-request-id"]
    assert second.headers["x-content-type-options"] == "nosniff"


def test_it_is_done_anew_when_the_register_moves(client, seeded, clock):
    before = client.get("/en/vacancies").text
    with seeded.write() as session:
        number = cast.named(session, "published").reference
        vacancies.pause(session, number, reason="Invented", by=cast.FARIDA, on=clock())
    after = client.get("/en/vacancies").text
    assert number in before
    assert number not in after


def test_it_is_done_anew_on_another_day(client, clock):
    before = client.get("/en/vacancies").text
    clock.forward(days=120)
    assert client.get("/en/vacancies").text != before


@pytest.mark.parametrize("path", ["/api/v1/report/2026", "/en/report/2026", "/en/report/2026.csv"])
def test_a_year_is_kept_for_the_day_whatever_is_written_down(
    client, seeded, clock, monkeypatch, path
):
    nightly.count_years(seeded, DisclosureLimits(), on=clock())
    first = client.get(path).text
    with seeded.write() as session:
        for _ in range(12):
            contacts.record(
                session, NewContact(Channel.HOTLINE), by=cast.BARNO, on=clock(), day=clock.today
            )
    with monkeypatch.context() as patch:
        patch.setattr(public_year, "current_edition", None)
        assert client.get(path).text == first
    clock.forward(days=1)
    assert client.get(path).text != first


def test_what_a_signed_in_person_sees_is_never_kept(client, as_):
    answer = as_("iroda").get("/en/vacancies")
    assert "etag" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


def test_what_a_person_tells_of_themselves_is_never_kept(client):
    assert "etag" not in client.get("/en/matches?trade=welder&age=30").headers
    assert "etag" not in client.get("/en/offers?agency=x").headers


def test_junk_in_an_address_is_kept_by_nobody(client, app_state):
    for path in (
        "/en/countries/KR?a=1",
        "/en/vacancies?q=1&utm_source=x",
        "/en/agencies?q=" + "a" * 300,
        "/en/%63ountries",
    ):
        assert client.get(path).status_code == 200
        assert response_cache.response_store(app_state).size == 0, path
    client.get("/en/vacancies?country=KR")
    assert response_cache.response_store(app_state).size > 0


def test_answers_are_bounded_in_bytes_and_the_oldest_go_first():
    answers = response_cache.ResponseStore(20_000)
    for key in ("a", "b", "a", "c"):
        answers.keep((key,), ({}, bytes(4_000), b""))
    assert (answers.get(("b",)), answers.size) == (None, 16_000)
    assert None not in (answers.get(("a",)), answers.get(("c",)))
    answers.keep(("huge",), ({}, bytes(30_000), b""))
    assert (answers.get(("huge",)), answers.size) == (None, 0)
