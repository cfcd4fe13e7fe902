"""Vacancies as a program asks for them."""

from msgspec.structs import fields

from matching.search.search_results import Query
from service.api.vacancies import VacancyQuery
from tests.support import cast


def test_it_answers_an_item_with_the_fields_of_the_contract(client):
    found = client.get("/api/v1/vacancies", params={"q": "welder"}).json()
    item = found["items"][0]
    assert list(found) == ["items", "total", "next", "relaxed", "not_understood"]
    assert list(item) == [
        "reference",
        "title",
        "occupation",
        "country",
        "city",
        "employer",
        "agency",
        "wage",
        "seats_left",
        "closes_on",
        "why",
    ]
    assert item["agency"] == {
        "kind": "private",
        "licence_no": "XB-0101",
        "name": "Oltin Yoʻl Bandlik MCHJ",
        "status": "valid",
    }
    assert item["wage"] == {
        "min": 2_900_000,
        "max": 3_400_000,
        "currency": "KRW",
        "period": "month",
    }
    assert item["why"][0]["where"] == "title"


def test_it_shows_only_what_may_be_shown_today(client):
    found = client.get("/api/v1/vacancies").json()
    assert (found["total"], len(found["items"])) == (4, 4)
    shown = {item["agency"]["status"] for item in found["items"]}
    assert shown == {"valid", "expiring", "surveillance", "state_programme"}


def test_it_walks_page_by_page_to_the_end(client):
    seen, cursor = [], {}
    while cursor is not None:
        page = client.get("/api/v1/vacancies", params={"limit": 3, **cursor})
        seen += [item["reference"] for item in page.json()["items"]]
        assert ('rel="next"' in page.headers.get("link", "")) == (page.json()["next"] is not None)
        cursor = {"cursor": page.json()["next"]} if page.json()["next"] else None
    assert len(seen) == len(set(seen)) == 4


def test_the_link_leads_where_the_cursor_does(client):
    first = client.get("/api/v1/vacancies?limit=1&country=RU")
    address = first.headers["link"].removeprefix("<").partition(">")[0]
    assert client.get(address).json()["items"] != first.json()["items"]


def test_a_program_filters_by_all_that_a_page_does():
    """A filter added to the page must not be forgotten here."""
    page = {field.name for field in fields(Query)} - {"offset"}
    assert {field.name for field in fields(VacancyQuery)} - {"limit", "cursor"} == page


def test_a_cursor_of_another_search_is_refused(client):
    cursor = client.get("/api/v1/vacancies?limit=1").json()["next"]
    for address in (f"?country=RU&cursor={cursor}", "?cursor=nonsense", "?cursor=LTEuYWFh"):
        answer = client.get("/api/v1/vacancies" + address)
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/wrong-cursor")


def test_the_least_pay_is_compared_in_every_currency_with_a_fresh_rate(client, clock):
    """2,900,000 won are about 1,994 dollars by the cast's rates; 90,000 roubles 1,100."""

    def pays(dollars: int) -> int:
        query = f"wage_min={dollars}00&currency=USD"
        return client.get(f"/api/v1/vacancies?{query}").json()["total"]

    assert (pays(1_000), pays(1_500), pays(2_100)) == (4, 2, 0)
    clock.forward(days=20)
    assert pays(1) == 0


def test_a_currency_without_a_rate_is_compared_with_itself(client, clock):
    clock.forward(days=20)
    assert client.get("/api/v1/vacancies?wage_min=2900000&currency=KRW").json()["total"] == 2


def test_it_narrows_by_country_occupation_language_and_housing(client):
    total = lambda query: client.get(f"/api/v1/vacancies?{query}").json()["total"]  # noqa: E731
    assert [
        total(q)
        for q in ("country=RU", "occupation=7212", "occupation=5", "language=none", "housing=false")
    ] == [
        2,
        1,
        1,
        0,
        0,
    ]


def test_occupations_are_told_in_the_readers_language(client):
    def title_in(language: str) -> str:
        answer = client.get(
            "/api/v1/vacancies?occupation=7212", headers={"accept-language": language}
        )
        return answer.json()["items"][0]["occupation"]["title"]

    assert [title_in(language) for language in ("ru", "en", "uz")] == [
        "Сварщики",
        "Welders",
        "Payvandchilar",
    ]


def test_one_vacancy_comes_with_its_terms(client, seeded):
    with seeded.read() as session:
        number = cast.named(session, "published").reference
    result = client.get(f"/api/v1/vacancies/{number}")
    assert result.status_code == 200
    assert (
        result.json() | {"housing": "employer", "insurance": None, "hours_per_week": 40, "seats": 5}
        == result.json()
    )


def test_what_may_not_be_shown_is_answered_as_nothing(client, seeded):
    with seeded.read() as session:
        hidden = [
            cast.named(session, name).reference
            for name in ("paused", "over", "full", "of_suspended")
        ]
    answers = [client.get(f"/api/v1/vacancies/{number}") for number in [*hidden, "V-NOTHING"]]
    assert {answer.status_code for answer in answers} == {404}
    assert len({str(answer.json() | {"request_id": ""}) for answer in answers}) == 1


def test_a_head_request_is_answered_without_a_body(client):
    answer = client.head("/api/v1/vacancies")
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_search_for_the_number_of_a_vacancy_finds_it_alone(client, seeded):
    """Whatever the filters are; the page leads to the vacancy."""
    with seeded.read() as session:
        number = cast.named(session, "published").reference
    for typed in (number, number.lower().replace("-", " ")):
        found = client.get("/api/v1/vacancies", params={"q": typed, "country": "PL"}).json()
        assert ([item["reference"] for item in found["items"]], found["total"]) == ([number], 1)
        page = client.get("/en/vacancies", params={"q": typed}, follow_redirects=False)
        assert (page.status_code, page.headers["location"]) == (303, f"/en/vacancies/{number}")
    assert client.get("/en/vacancies", params={"q": "V-2222222"}).status_code == 200


def test_a_wrong_order_of_a_list_is_refused_with_the_orders_there_are(client):
    (error,) = client.get("/api/v1/vacancies?sort=best").json()["errors"]
    assert (error["pointer"], error["code"]) == ("/sort", "not-a-choice")
    assert error["allowed"] == ["closing", "fit", "newest", "pay"]
