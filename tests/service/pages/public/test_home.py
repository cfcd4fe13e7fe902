"""The first page."""

import pytest


@pytest.mark.parametrize("lang", ["uz", "uz-Cyrl", "ru", "en", "kaa"])
def test_it_leads_to_the_five_things_people_come_for(client, lang):
    page = client.get(f"/{lang}/").text
    for route in ("offers", "matches", "advice", "wages/file/start", "danger"):
        assert f'href="/{lang}/{route}"' in page


def test_it_shows_the_newest_jobs(client):
    assert "Welder, MIG and TIG" in client.get("/en/").text


def test_each_language_names_itself_and_leads_to_the_same_page(client):
    page = client.get("/ru/vacancies?q=x").text
    assert 'href="/kaa/vacancies?q=x" lang="kaa"' in page


def test_the_line_in_uzbekistan_stands_at_its_foot(client):
    assert 'href="tel:1000"' in client.get("/en/").text
    assert 'href="tel:1001"' not in client.get("/en/").text
