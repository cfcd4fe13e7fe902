"""What is known of a country, as a citizen sees it."""

import re

import pytest

from catalog.core.actor import SYSTEM
from catalog.reference import countries
from catalog.reference.countries import Kind, Mark, NewFact
from i18n import Language, gettext

UNREAD = "If you find a mistake, tell us."
UNTRANSLATED = "Some texts on this page are in Uzbek: they have not been translated yet."


def test_a_confirmed_fact_is_shown_and_one_that_nobody_confirmed_is_not(client):
    page = client.get("/en/countries/KR").text
    assert "Invented money_rule of KR" in page
    assert "Invented watch_for of KR" not in page


def test_a_rule_that_no_official_text_states_is_marked_and_says_whom_to_ask(client, seeded, clock):
    with seeded.write() as session:
        for mark in (Mark.SOURCED, Mark.OFFICIAL):
            for kind in (Kind.WAGE_REMEDY, Kind.EMERGENCY):
                texts = dict.fromkeys(("en", "ru", "uz", "uz_cyrl"), f"{mark} {kind}")
                fact = NewFact("PL", kind, mark, f"{mark}.example", value=112, **texts)
                countries.state_fact(session, fact, by=SYSTEM, on=clock())
    page = client.get("/en/countries/PL").text
    rules = page.partition('<h2 id="offices">')[0]
    stamped = re.findall(r"<li>(?:(?!</li>).)*stamp soon(?:(?!</li>).)*</li>", rules)
    assert ["sourced wage_remedy" in one for one in stamped] == [True]
    assert "ask the labour inspectorate there" in page
    assert page.count("official.example") == page.count("sourced.example") == 1
    assert [f'id="source-{number}"' in page for number in (1, 2, 3)] == [True, True, False]
    assert page.count('href="#source-2"') == 2, "what has the same source leads to the same line"


def test_uzbek_in_karakalpak_is_marked_and_mistakes_can_be_reported(client):
    texts = [gettext(Language.KAA, sentence) for sentence in (UNTRANSLATED, UNREAD)]
    page = client.get("/kaa/countries/KR").text
    assert [page.count(sentence) for sentence in texts] == [1, 1]
    assert '<span lang="uz">Invented money_rule of KR' in page.replace(" >", ">")
    for address, noted in (("/uz/countries/KR", [0, 0]), ("/kaa/advice", [0, 1])):
        page = client.get(address).text
        assert [page.count(sentence) for sentence in texts] == noted, address


def test_a_country_without_a_known_deadline_says_so(client):
    assert (
        "We do not know this time limit. It may be short, so do not wait"
        in client.get("/en/countries/TR").text
    )


def test_the_posts_telephone_stands_there(client):
    assert "+82 2 000 00 01" in client.get("/en/countries/KR").text


def test_no_country_is_claimed_to_be_without_an_embassy_or_with_all_of_them_listed(client):
    for code, words in (
        ("TR", "We do not have a confirmed address of an embassy or consulate there yet."),
        ("KR", "There may be other embassies and consulates there."),
    ):
        page = client.get(f"/en/countries/{code}").text
        assert words in page, code
        assert "mfa.uz" in page, code
        assert "has no embassy" not in page, code


@pytest.mark.parametrize("code", ["ZZ", "kr", "KOREA", "K", "%00%00"])
def test_an_unknown_country_is_a_404_page(client, code):
    assert client.get(f"/uz/countries/{code}").status_code == 404


def test_all_destinations_are_listed(client):
    page = client.get("/en/countries").text
    assert "/en/countries/KR" in page
    assert "/en/countries/BD" not in page
