"""“I am in danger”: found at once, says nothing in its title, can be left at once."""

import pytest


@pytest.mark.parametrize("lang", ["uz", "uz-Cyrl", "ru", "en", "kaa"])
def test_it_opens_in_every_language_and_its_title_betrays_nothing(client, lang):
    page = client.get(f"/{lang}/danger").text
    assert "danger" not in page[page.index("<title>") : page.index("</title>")].lower()
    assert 'class="button leave"' in page


def test_it_is_not_for_search_engines(client):
    assert 'name="robots" content="noindex"' in client.get("/en/danger").text


def test_it_shows_the_posts_duty_telephone_of_the_country(client):
    assert "+82 2 000 00 01" in client.get("/en/danger?country=KR").text


def test_a_country_without_confirmed_numbers_says_what_to_do(client):
    assert "Ask anybody near you to call the police" in client.get("/en/danger?country=TR").text


def test_a_country_that_does_not_exist_changes_nothing(client):
    assert client.get("/en/danger?country=%00ZZ").status_code == 200
