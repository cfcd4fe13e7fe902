"""Addresses without a language."""


def test_the_bare_address_leads_to_the_readers_language(client):
    assert (
        client.get("/", headers={"accept-language": "ru-RU,ru;q=0.9"}).headers["location"] == "/ru/"
    )
    assert client.get("/", headers={"accept-language": "xx"}).headers["location"] == "/uz/"


def test_it_is_alive_and_ready(client):
    assert client.get("/health/live").json() == {"status": "live"}
    assert client.get("/health/ready").json()["status"] == "ready"


def test_an_asset_is_kept_for_a_year_under_the_name_of_its_content(client):
    page = client.get("/uz/").text
    start = page.index("/static/")
    address = page[start : page.index('"', start)]
    asset = client.get(address)
    assert "immutable" in asset.headers["cache-control"]
    assert "--tile" in asset.text


def test_an_asset_under_another_name_is_not_there(client):
    assert client.get("/static/000000000000/musofir.css").status_code == 404
    assert client.get("/static/000000000000/..%2f..%2fapp.py").status_code == 404


def test_robots_are_kept_from_the_desk_and_led_to_the_sitemap(client):
    text = client.get("/robots.txt").text
    assert "Disallow: /uz/desk" in text
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in text


def test_pages_answer_head_as_they_answer_get(client):
    assert client.head("/uz/vacancies").status_code == 200


def test_a_language_that_we_do_not_speak_is_a_404_page(client):
    assert client.get("/de/vacancies").status_code == 404


def test_the_language_last_read_is_remembered_where_the_address_names_none(client):
    client.get("/kaa/vacancies")
    assert client.get("/", headers={"accept-language": "ru"}).headers["location"] == "/kaa/"
