"""A claim goes to the post that serves its city, else to the first post of the country."""

from datetime import date

import pytest

from catalog.core.actor import VISITOR
from catalog.reference import posts
from catalog.reference.countries import Mark
from catalog.reference.posts import NewPost
from matching.lexicon import lexicon_terms
from service.casework.claims import post_routing
from tests.support.cast import ELYOR, FARIDA, MOSCOW, TODAY

CITIES = [
    ("RU", "Kazan", "Kazan|Qozon|Казань|Қозон"),
    ("RU", "Vladivostok", "Vladivostok|Владивосток"),
    ("RU", "Rostov-on-Don", "Rostov-on-Don|Rostov-na-Donu|Rostov|Ростов-на-Дону|Ростов"),
    ("RU", "Nizhny Tagil", "Nizhny Tagil|Nijniy Tagil|Нижний Тагил"),
    ("RU", "Tver", "Tver|Тверь"),
    ("RU", "Samara", "Samara|Самара"),
]


def consulate(city: str, code: str, **values) -> NewPost:
    return NewPost(
        code, "consulate", "RU", city, "Europe/Moscow", "invented", Mark.SOURCED, **values
    )


POSTS = [
    consulate("Kazan", "RU-KAZAN-CON", serves="Samara\nUfa"),
    consulate("Rostov-on-Don", "RU-ROSTOV-CON"),
    consulate("Yekaterinburg", "RU-YEKATERINBURG-CON", serves="Nizhny Tagil"),
    consulate("Vladivostok", "RU-VLADIVOSTOK-CON", opened_on=date(2026, 11, 25)),
    consulate("Samara", "RU-SAMARA-CON", opened_on=date(2020, 1, 1), closed_on=date(2026, 11, 24)),
]


@pytest.fixture
def here(ground, clock):
    posts.load(ground, POSTS, by=FARIDA, on=clock())
    lexicon_terms.load_cities(ground, CITIES, by=FARIDA, on=clock())
    return ground


def post_for(session, city, country="RU", day=TODAY, by=VISITOR) -> str | None:
    found = post_routing.responsible_post(session, country, city, day, by=by)
    return found.code if found else None


def test_a_city_is_known_in_any_spelling_script_and_case(here):
    for text, code in {
        "Kazan": "RU-KAZAN-CON",
        "Казань": "RU-KAZAN-CON",
        "ҚОЗОН": "RU-KAZAN-CON",
        "г. Казани": "RU-KAZAN-CON",
        "Qozonda": "RU-KAZAN-CON",
        "Ростов-на-Дону": "RU-ROSTOV-CON",
        "rostov": "RU-ROSTOV-CON",
        "Samara shahri, Lenin koʻchasi": "RU-KAZAN-CON",
        "Нижнем Тагиле": "RU-YEKATERINBURG-CON",
        "Уфа": "RU-KAZAN-CON",
        "Samarqand": MOSCOW,
    }.items():
        assert post_for(here, text) == code, text


def test_a_city_that_nobody_serves_goes_to_the_first_post_and_not_by_the_alphabet(here, clock):
    for text in ("Tver", "Nowhere", "", "  ", "’", "莫斯科", "x" * 120):
        assert post_for(here, text) == MOSCOW, text
    labour = NewPost(
        "RU-ZZZ-LAB", "labour_post", "RU", "Zelenograd", "Europe/Moscow", "invented", Mark.SOURCED
    )
    posts.load(here, [labour], by=FARIDA, on=clock())
    assert post_for(here, "Tver") == "RU-ZZZ-LAB"


def test_only_a_post_that_is_open_and_takes_claims_gets_one(here, clock):
    assert post_for(here, "Vladivostok") == "RU-VLADIVOSTOK-CON", "on its first day"
    assert post_for(here, "Vladivostok", day=date(2026, 11, 24)) == MOSCOW
    assert post_for(here, "Самара", day=date(2026, 11, 24)) == "RU-KAZAN-CON"
    honorary = NewPost(
        "TR-TRABZON-HON", "honorary", "TR", "Trabzon", "Europe/Istanbul", "invented", Mark.SOURCED
    )
    posts.load(here, [honorary], by=FARIDA, on=clock())
    assert post_for(here, "Trabzon", "TR") is None


def test_an_attache_keeps_a_claim_of_a_city_that_nobody_serves(here):
    kazan = type(ELYOR)("U-KAZAN", ELYOR.role, "Kamola", frozenset({"RU-KAZAN-CON"}))
    assert post_for(here, "Tver", by=kazan) == "RU-KAZAN-CON"
    assert post_for(here, "Rostov", by=kazan) == "RU-ROSTOV-CON"
    assert post_for(here, "Seoul", "KR", by=kazan) == "KR-SEOUL-EMB"
