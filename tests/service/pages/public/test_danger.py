"""“I am in danger”: found at once, says nothing in its title, can be left at once."""

import re

import pytest

from catalog.core.actor import SYSTEM
from catalog.reference import countries, posts
from catalog.reference.countries import Kind, Mark, NewFact
from catalog.reference.posts import NewHotline, NewPost


@pytest.mark.parametrize("lang", ["uz", "uz-Cyrl", "ru", "en", "kaa"])
def test_it_opens_in_every_language_and_its_title_betrays_nothing(client, lang):
    page = client.get(f"/{lang}/danger").text
    assert "danger" not in page[page.index("<title>") : page.index("</title>")].lower()
    assert 'class="button leave"' in page


def test_it_is_found_by_search_engines(client):
    page = client.get("/en/danger?country=KR").text
    assert "noindex" not in page
    assert "passport was taken" in re.search('<meta name="description" content="([^"]+)', page)[1]


def test_it_shows_the_posts_duty_telephone_of_the_country(client):
    assert "+82 2 000 00 01" in client.get("/en/danger?country=KR").text


def main(client, address):
    return client.get(address).text.split("<main")[1].split("</main")[0]


def test_the_police_come_first_then_lines_then_ambulance_and_fire_and_all_before_the_form(
    client, seeded, clock
):
    with seeded.write() as session:
        for service, number in (("ambulance", 119), ("fire", 118), ("police", 0)):
            texts = [service.capitalize()] * 4
            fact = NewFact(
                "KR",
                Kind.EMERGENCY,
                Mark.SOURCED,
                "invented",
                *texts,
                component=service,
                value=number,
            )
            countries.state_fact(session, fact, by=SYSTEM, on=clock())
        line = NewHotline("KR", "1345", Mark.SOURCED, "invented", *["Contact centre"] * 4)
        posts.load_hotlines(session, [line], by=SYSTEM, on=clock())
    page = main(client, "/en/danger?country=KR")
    assert re.findall('tel:([^"]+)', page) == ["000", "+8220000001", "1345", "119", "118"]
    assert page.index("tel:000") < page.index("<form")
    assert "000</a> <span>Police</span>" in page, "a number is said once in its line"
    assert 'action="/en/danger#numbers"' in page
    card = client.post("/en/danger/card", data={"country": "KR"}).text
    numbers = re.findall("TEL;TYPE=VOICE:(.*)\r", card)
    assert numbers == ["000", "+8220000001", "1345", "119", "1000"], (
        "a fire brigade is of no use there"
    )


def test_the_embassy_is_to_be_called_only_where_its_number_stands(client):
    calls = {
        code: "Call the embassy" in main(client, f"/en/danger?country={code}")
        for code in ("KR", "RU", "")
    }
    assert calls == {"KR": True, "RU": False, "": False}


def test_steps_name_an_embassy_only_where_the_page_shows_one_even_without_a_telephone(
    client, seeded, clock
):
    with seeded.write() as session:
        post = NewPost(
            *("PL-TEST-EMB", "embassy", "PL", "Warsaw", "Europe/Warsaw", "invented"),
            Mark.SOURCED,
            address="1 Invented Street",
        )
        posts.load(session, [post], by=SYSTEM, on=clock())
        nothing = ("PL-TEST-CON", "consulate", "PL", "Gdansk", "Europe/Warsaw", "invented")
        posts.load(session, [NewPost(*nothing, Mark.SOURCED)], by=SYSTEM, on=clock())
    for case in ("", "/passport", "/unpaid"):
        page = main(client, f"/en/danger{case}?country=PL")
        assert "1 Invented Street" in page, case
        assert "Gdansk" not in page, "where nobody can be reached costs time"
        assert "no confirmed telephone number of an embassy" in page, case
        assert 'href="/en/countries/PL#offices"' in page, case
    assert "no confirmed telephone number" not in main(client, "/en/danger?country=KR")
    assert "Tell the police or the embassy" in main(client, "/en/danger/passport?country=PL")
    for address in ("passport?country=TR", "unpaid?country=TR", "unpaid?country=PL", "passport"):
        steps = main(client, f"/en/danger/{address}").partition('<ol class="steps">')[2]
        assert "embassy" not in steps, address
        assert "helpline" in steps, address


@pytest.mark.parametrize("lang", ["uz", "uz-Cyrl", "ru", "en", "kaa"])
def test_the_key_is_called_as_it_is_printed_on_keyboards(client, lang):
    page = main(client, f"/{lang}/danger")
    assert "Shift" in re.search('<span class="keyboard">(.*?)</p>', page, re.DOTALL)[1]


def test_the_help_lines_that_are_spoken_of_are_one_press_away(client):
    page = client.get("/en/danger?country=KR").text
    assert '<a href="#lines">' in page.split("<main")[1].split("</main")[0]
    assert page.count('id="lines"') == 1


def test_countries_are_in_the_order_of_their_names_in_each_language(client):
    for lang in ("en", "ru", "uz"):
        names = re.findall('<option value="[A-Z]{2}">([^<]+)', main(client, f"/{lang}/danger"))
        assert names == sorted(names), lang


def test_a_country_without_confirmed_numbers_says_what_to_do(client):
    assert "Ask anybody near you to call the police" in client.get("/en/danger?country=TR").text


def test_a_country_that_does_not_exist_changes_nothing(client):
    assert client.get("/en/danger?country=%00ZZ").status_code == 200


CASES = {
    "passport": "certificate to return home",
    "held": "Do not tell the people who are holding you",
    "unpaid": "/en/wages/file/start",
}


def test_each_of_the_commonest_cases_is_one_press_away_with_its_numbers_first(client):
    for country in ("", "?country=KR"):
        page = main(client, f"/en/danger{country}")
        for case, words in CASES.items():
            assert f'href="/en/danger/{case}{country}"' in page
            shown = main(client, f"/en/danger/{case}{country}")
            assert words in shown, case
            if country:
                assert shown.index("tel:") < shown.index(words), case
                assert f'action="/en/danger/{case}#numbers"' in shown
    assert client.get("/en/danger/other").status_code == 404


def test_the_unpaid_read_what_the_law_of_the_country_says(client, seeded, clock):
    with seeded.write() as session:
        fact = NewFact(
            "KR", Kind.WAGE_REMEDY, Mark.SOURCED, "invented act", *["Go to the office"] * 4
        )
        countries.state_fact(session, fact, by=SYSTEM, on=clock())
    page = main(client, "/en/danger/unpaid?country=KR")
    assert "Go to the office" in page
    assert "invented act" in page
    assert "Go to the office" not in main(client, "/en/danger/held?country=KR")


def test_the_contact_has_the_numbers_and_only_the_name_that_was_chosen(client):
    answer = client.post("/en/danger/card", data={"country": "KR", "name": "Aunt; a\r\nTEL:1"})
    assert answer.headers["content-type"] == "text/vcard; charset=utf-8"
    lines = answer.content.decode().split("\r\n")
    assert lines[3] == r"FN:Aunt\; aTEL:1"
    assert "TEL;TYPE=VOICE:+8220000001" in lines
    assert not [line for line in lines if line.startswith("TEL:")]
    for nonsense in ({}, {"country": "XX", "name": "\0"}, {"name": "x" * 3000}):
        card = client.post("/en/danger/card", data=nonsense)
        assert card.status_code == 200
        assert len(card.content) < 500


def test_the_script_that_keeps_the_page_may_serve_pages_of_every_language(client):
    page = client.get("/en/danger?country=KR").text
    script = re.search('data-worker="([^"]+)"', page)[1]
    assert client.get(script).headers["service-worker-allowed"] == "/"
