"""Everyday names of places, and names learnt from vacancies."""

from i18n.scripts import tokens
from matching.lexicon import everyday_places
from matching.lexicon.places import Place, Places
from matching.lexicon.vocabulary import Vocabulary

TRADES = Vocabulary(["kozon", "payvandchi"])
CITIES = [Place(name, "RU", "Kazan") for name in ("Kazan", "Qozon", "Казань")]


def test_every_name_of_a_region_is_one_folded_word() -> None:
    names = everyday_places.region_names()
    assert names["pribaltike"] == ("LT", "LV", "EE")
    assert "GB" in names["evropa"]
    assert "GB" not in names["eu"]


def test_a_city_is_found_in_any_case_and_with_a_slip() -> None:
    places = Places([*CITIES, Place("Рига", "LV", "Riga"), Place("Berlin", "DE", "Berlin")], TRADES)
    for typed, country in {"казани": "RU", "риге": "LV", "berlinga": "DE", "мск": "RU"}.items():
        country_found, city = places.find(tokens(typed)) or ("", None)
        assert (country_found, bool(city)) == (country, True), typed
    assert places.guess("berlim") == ("DE", "DE:berlin")
    assert places.guess("merlin") is None, "the first letter is right"
    assert places.find(["kozon"]) is None, "it is a boiler too"
    assert places.named(["kozon"]) == ("RU", "RU:kazan")


def test_a_city_of_a_vacancy_is_known_from_then_on_also_to_a_new_lexicon() -> None:
    places, later = Places(CITIES, TRADES), Places(CITIES, TRADES)
    assert places.find(["hereford"]) is None
    assert places.learn("Hereford", "GB") == "GB:hereford"
    assert places.find(["herefordda"]) == ("GB", "GB:hereford")
    assert places.guess("herefort") == ("GB", "GB:hereford")
    assert places.find(["hereford"]) == ("GB", "GB:hereford")
    assert later.same(places)
    assert later.find(["hereford"]) is None
    later.follow(places)
    assert later.find(["hereford"]) == ("GB", "GB:hereford")
