"""Cities as their reader writes them."""

import pytest

from i18n import Language
from matching.lexicon import city_names, lexicon_terms
from tests.support import cast

CITIES = [
    ("KR", "Gwangju", "Gwangju|Kvanju|Kvandju|Кванджу|Gvangju"),
    ("RU", "Moscow", "Moscow|Moskva|Москва"),
    ("RU", "Kazan", "Kazan|Qozon|Казань|Қозон"),
    ("RU", "Ufa", "Ufa shahri|город Уфа"),
    ("KZ", "Taldy", "Taldy|TDK"),
]


@pytest.fixture
def known(seeded, clock):
    with seeded.write() as session:
        lexicon_terms.load_cities(session, CITIES, by=cast.FARIDA, on=clock())
    with seeded.read() as session:
        return city_names.read(session)


@pytest.mark.parametrize(
    ("country", "name", "written"),
    [
        ("KR", "Gwangju", ("Kvanju", "Кванджу", "Кванджу", "Gwangju", "Kvanju")),
        ("RU", "москва", ("Moskva", "Москва", "Москва", "Moscow", "Moskva")),
        ("RU", "Kazan", ("Qozon", "Қозон", "Казань", "Kazan", "Qozon")),
        ("RU", "Ufa", ("Ufa", "Уфа", "Уфа", "Ufa", "Ufa")),
        ("KZ", "Taldy", ("Taldy",) * 5),
        ("KR", "Moscow", ("Moscow",) * 5),
        ("RU", "Severny Dvor", ("Severny Dvor",) * 5),
    ],
)
def test_a_city_is_written_as_its_reader_does(known, country, name, written):
    order = (Language.UZ, Language.UZ_CYRL, Language.RU, Language.EN, Language.KAA)
    assert tuple(city_names.city_name(known, lang, country, name) for lang in order) == written
