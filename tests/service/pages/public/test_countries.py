"""What is known of a country, as a citizen sees it."""

import pytest


def test_a_confirmed_fact_is_shown_and_one_that_nobody_confirmed_is_not(client):
    page = client.get("/en/countries/KR").text
    assert "Invented money_rule of KR" in page
    assert "Invented watch_for of KR" not in page


def test_a_sourced_fact_says_where_it_is_from(client):
    assert "From a published source" in client.get("/en/countries/KR").text


def test_each_part_of_where_a_fact_is_from_is_a_sentence(client):
    page = client.get("/en/countries/KR").text
    assert "Confirmed by two officers. Source:" in page
    assert "act on it. Source:" in page


def test_a_country_without_a_known_deadline_says_so(client):
    assert (
        "We do not know this time limit. It may be short, so do not wait"
        in client.get("/en/countries/TR").text
    )


def test_the_posts_telephone_stands_there(client):
    assert "+82 2 000 00 01" in client.get("/en/countries/KR").text


@pytest.mark.parametrize("code", ["ZZ", "kr", "KOREA", "K", "%00%00"])
def test_an_unknown_country_is_a_404_page(client, code):
    assert client.get(f"/uz/countries/{code}").status_code == 404


def test_all_destinations_are_listed(client):
    page = client.get("/en/countries").text
    assert "/en/countries/KR" in page
    assert "/en/countries/BD" not in page
