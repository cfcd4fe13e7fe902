"""Cities of Uzbekistan are recognised in any script, and places abroad are not taken for them."""

import csv
from pathlib import Path

from catalog.reference.home_cities import names_home_city

PLACES = Path("seed/places_uz.tsv")
CITIES = Path("seed/cities.tsv")


def test_every_city_of_the_official_list_is_recognised_in_each_language():
    with PLACES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["kind"] == "city"]
    assert len(rows) > 25
    named = [row[lang] for row in rows for lang in ("uz", "ru", "en")]
    assert [name for name in named if not names_home_city("KR", name)] == []


def test_spellings_and_words_around_a_city_do_not_hide_it():
    for text in (
        "Toshkent",
        "TASHKENT",
        "г. Ташкент",
        "Тошкент шаҳри",
        "Samarqand viloyati",
        "Tashkent, Uzbekistan",
        "Farg'ona",
        "Chilonzor, Toshkent sh.",
        "Nókis",
    ):
        assert names_home_city("RU", text), text


def test_no_place_abroad_is_taken_for_one():
    with CITIES.open(encoding="utf-8", newline="") as file:
        abroad = [
            (row["country"], name)
            for row in csv.DictReader(file, delimiter="\t")
            for name in (row["city"], *row["names"].split("|"))
        ]
    assert [one for one in abroad if names_home_city(*one)] == []
    for country, text in (
        ("KR", ""),
        ("RU", "Москва, улица Навои"),
        ("RU", "Tashkent Street 5, Moscow"),
        ("KZ", "Almaty"),
        ("TJ", "Guliston"),
        ("TJ", "Гулистан"),
        ("AF", "Khanabad"),
    ):
        assert not names_home_city(country, text), text
    assert names_home_city("TJ", "Ташкент")
