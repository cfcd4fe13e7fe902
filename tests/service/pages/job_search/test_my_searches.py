"""Saved searches: kept from the list of jobs, what is new is counted, one is told of it or not, and
takes them away."""

import pytest
from sqlalchemy import select

from catalog.vacancies import vacancies, vetting
from matching.lexicon import lexicon_terms
from matching.lexicon.lexicon import Name
from matching.search.saved_searches import SavedSearch
from tests.support import cast
from tests.support.cast import FARIDA, GULNORA, vacancy

WELDERS = {"query": "q=payvandchi&country=KR", "name": "Welders in Korea", "tell": "true"}


@pytest.fixture(autouse=True)
def _words(seeded, clock):
    with seeded.write() as session:
        lexicon_terms.load(
            session, [Name("7212", "title", "payvandchi", "uz")], by=cast.FARIDA, on=clock()
        )


def rows(seeded) -> list[SavedSearch]:
    with seeded.read() as session:
        return list(session.execute(select(SavedSearch)).scalars())


def published(seeded, clock, number="J-NEW") -> None:
    with seeded.write() as session:
        firm = cast.named(session, "published").employer
        row, _ = vacancies.submit(
            session, vacancy(number), agency="AG-VALID", employer=firm, by=FARIDA, on=clock()
        )
        vetting.publish_as_decided(session, row.reference, "Invented", by=GULNORA, on=clock())


def test_the_list_of_jobs_offers_to_save_what_was_asked_and_nothing_else_of_the_address(
    as_, client
):
    page = client.get(
        "/en/vacancies?q=payvandchi&country=KR&wage_min=1%20000&currency=USD&page=2&utm=x"
    ).text
    assert (
        "/en/me/searches/new?q=payvandchi&amp;country=KR&amp;wage_min=1000.00&amp;currency=USD"
        in page
    )
    assert "Save this search" not in client.get("/en/vacancies").text
    asked = as_().get("/en/me/searches/new?q=payvandchi&country=KR")
    assert asked.status_code == 401
    assert "next=/en/me/searches/new%3Fq%3Dpayvandchi%26country%3DKR" in asked.text


def test_a_search_is_saved_and_what_is_new_since_the_last_look_is_counted(as_, seeded, clock):
    client = as_("alisher")
    page = client.get("/en/me/searches/new?q=payvandchi&country=KR").text
    assert "“payvandchi”" in page
    assert 'value="payvandchi"' in page
    assert client.post("/en/me/searches/new", data=WELDERS).headers["location"] == "/en/me/searches"
    assert "last viewed on 25 November 2026" in client.get("/en/me/searches").text
    clock.forward(minutes=10)
    published(seeded, clock)
    assert "1 new</span>" in client.get("/en/me/searches").text
    clock.forward(minutes=1)
    (row,) = rows(seeded)
    found = client.post(f"/en/me/searches/{row.id}/look")
    assert found.headers["location"] == "/en/vacancies?q=payvandchi&country=KR"
    assert "Nothing new</span>" in client.get("/en/me/searches").text


def test_a_saved_search_names_every_filter_that_it_applies(as_):
    query = "occupation=7212&no_fee=true&hours_max=48"
    page = as_("alisher").get(f"/en/me/searches/new?{query}").text
    shown = page.partition('class="facts">')[2].partition("</p>")[0]
    assert shown.count("<span>") == 3, shown
    as_("alisher").post("/en/me/searches/new", data=WELDERS | {"query": query})
    assert "at most 48 hours a week" in as_("alisher").get("/en/me/searches").text


def test_the_same_search_again_gets_its_new_name(as_, seeded):
    client = as_("alisher")
    client.post("/en/me/searches/new", data=WELDERS)
    client.post(
        "/en/me/searches/new",
        data=WELDERS | {"name": "Work", "query": "country=KR&q=payvandchi&utm=x", "tell": "false"},
    )
    assert [(row.name, row.tell) for row in rows(seeded)] == [("Work", False)]


def test_what_is_typed_wrong_is_told_and_kept(as_, seeded):
    client = as_("alisher")
    for wrong in ({"name": ""}, {"name": "x" * 61}, {"tell": ""}, {"tell": "perhaps"}):
        page = client.post("/en/me/searches/new", data=WELDERS | wrong)
        assert (page.status_code, "“payvandchi”" in page.text) == (422, True), wrong
    assert (
        client.post("/en/me/searches/new", data=WELDERS | {"query": "country=Korea"}).status_code
        == 404
    )
    assert client.get("/en/me/searches/new?wage_min=much").status_code == 404
    assert rows(seeded) == []


def test_no_more_than_twenty(as_, seeded):
    client = as_("alisher")
    answers = [
        client.post("/en/me/searches/new", data=WELDERS | {"query": f"q=work{n}"}).status_code
        for n in range(21)
    ]
    assert answers == [303] * 20 + [422]


def test_writing_is_switched_off_and_a_search_is_taken_away(as_, seeded):
    client = as_("alisher")
    client.post("/en/me/searches/new", data=WELDERS)
    (row,) = rows(seeded)
    assert client.post(f"/en/me/searches/{row.id}/tell", data={"tell": "false"}).status_code == 303
    assert rows(seeded)[0].tell is False
    assert client.post(f"/en/me/searches/{row.id}/drop").status_code == 303
    assert rows(seeded) == []
    assert client.post(f"/en/me/searches/{row.id}/drop").status_code == 404


def test_somebody_elses_search_is_not_there(as_, seeded):
    as_("alisher").post("/en/me/searches/new", data=WELDERS)
    (row,) = rows(seeded)
    for name in ("rustam", "farida"):
        client = as_(name)
        assert "Welders in Korea" not in client.get("/en/me/searches").text
        for act in ("look", "tell", "drop"):
            assert (
                client.post(f"/en/me/searches/{row.id}/{act}", data={"tell": "false"}).status_code
                == 404
            )
    assert rows(seeded)[0].tell is True
    assert as_("alisher").post("/en/me/searches/99999999999/drop").status_code == 404
