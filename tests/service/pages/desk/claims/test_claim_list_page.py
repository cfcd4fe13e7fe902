"""The list of claims: overdue first, in words and colour, each officer their own."""

import html
import re

import pytest

from service.casework.claims import wage_claims
from tests.service.casework import heap
from tests.support import cast


def test_what_is_overdue_stands_first_and_says_so(as_, seeded, clock):
    with seeded.write() as session:
        for days, firm in ((1, "Later Ltd"), (-5, "Sooner Ltd")):
            claim = (
                wage_claims.get(session, cast.CLAIM, by=cast.CHINORA)
                if firm == "Later Ltd"
                else _another(session, clock)
            )
            claim.employer, claim.due = firm, clock.today.replace(day=clock.today.day + days)
    page = as_("chinora").get("/en/desk/wages").text
    assert page.index("Sooner Ltd") < page.index("Later Ltd")
    assert "5 days" in page
    assert "1 is overdue" in page


def _another(session, clock):
    return wage_claims.file(
        session, cast.ALISHERS_CLAIM, by=cast.CHINORA, on=clock(), day=clock.today
    ).claim


def test_it_is_sifted_by_state_and_counts_beside_each(as_):
    client = as_("chinora")
    assert "Received (1)" in client.get("/en/desk/wages").text
    assert cast.CLAIM in client.get("/en/desk/wages?state=received").text
    assert cast.CLAIM not in client.get("/en/desk/wages?state=closed").text
    assert client.get("/en/desk/wages?state=nonsense&page=999999").status_code == 200


def test_another_post_s_claims_are_not_there(as_):
    assert cast.CLAIM in as_("elyor").get("/en/desk/wages").text
    assert cast.CLAIM not in as_("davron").get("/en/desk/wages").text


def test_an_adviser_sees_the_claims_of_their_region_alone(as_):
    page = as_("barno").get("/en/desk/wages")
    assert (page.status_code, cast.CLAIM in page.text) == (200, False)


def test_what_is_asked_stands_in_the_form_and_in_the_address_of_the_next_page(as_, seeded, clock):
    with seeded.write() as session:
        heap.heap(session, clock, 120)
    client = as_("chinora")
    page = client.get(
        "/en/desk/wages?state=all&component=overtime&employer=&sort=filed&page=1"
    ).text
    assert "60 claims" in page
    assert '<option value="overtime" selected>' in page
    following = html.unescape(re.search(r'rel="next" href="([^"]+)"', page)[1])
    assert following == "/en/desk/wages?state=all&component=overtime&sort=filed&page=2"
    rest = client.get(following).text
    assert rest.count("<tr><td") == 10
    assert 'rel="prev"' in rest


def find(client, worker, query=""):
    return client.post(
        "/en/desk/wages/find", data={"worker": worker, "query": query}, follow_redirects=True
    )


def test_a_worker_is_found_and_named_and_stands_in_no_address(as_):
    page = find(as_("chinora"), "Алишер", "state=received").text
    assert cast.CLAIM in page
    assert "Alisher Invented" in page
    assert not re.search(r'(href|name="query" value)="[^"]*worker=', page)
    assert cast.CLAIM not in find(as_("davron"), "Алишер").text
    assert cast.CLAIM not in find(as_("chinora"), "Алишер", "state=closed").text
    assert cast.CLAIM in as_("chinora").get("/en/desk/wages?worker=Nobody").text, (
        "an address is not asked for names"
    )


@pytest.mark.parametrize("worker", ["x" * 101, "a\x00b"])
def test_a_name_that_is_none_is_told_beside_its_field(as_, worker):
    assert 'id="worker-wrong"' in find(as_("chinora"), worker).text


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("filed_from=someday", "filed_from"),
        ("due_until=2026-02-31", "due_until"),
        ("currency=gold", "currency"),
        ("component=%00", "component"),
        ("employer=" + "x" * 3000, "employer"),
        ("employer=a%00b", "employer"),
        ("group=maybe", "group"),
    ],
)
def test_what_was_not_understood_is_told_beside_its_field(as_, query, field):
    answer = as_("chinora").get(f"/en/desk/wages?{query}")
    assert answer.status_code == 200
    assert f'id="{field}-wrong"' in answer.text
    assert cast.CLAIM in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "state=%FF%FE",
        "post=" + "x" * 39,
        "owner=%00",
        "page=-1",
        "page=99999999999999999999",
        "filed_from=0001-01-01",
        "due_until=9999-12-31",
        "state=a&state=b",
        "late=review",
        "sort=x",
        "sort=-due",
        "late=nonsense",
        "=",
        "&&&",
        "owner=me&owner=nobody",
    ],
)
def test_absurd_addresses_show_a_list(as_, query):
    assert as_("chinora").get(f"/en/desk/wages?{query}").status_code == 200


def test_an_attache_chooses_among_their_own_post_and_officers(as_):
    page = as_("davron").get("/en/desk/wages").text
    assert cast.SEOUL in page
    assert cast.MOSCOW not in page
    assert ">Elyor</option>" not in page
    assert ">Elyor</option>" in as_("iroda").get("/en/desk/wages").text
