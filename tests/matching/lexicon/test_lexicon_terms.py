"""The lexicon as it is kept."""

from catalog.reference import countries
from catalog.reference.countries import NewCountry
from matching.lexicon import lexicon_terms
from matching.lexicon.lexicon import Name
from matching.search.query import parse_query
from tests.support import cast

NAMES = [Name("7212", "title", "payvandchi", "uz"), Name("7212", "visa", "E-7", "", "KR")]


def test_a_second_load_changes_nothing(seeded, clock):
    with seeded.write() as session:
        assert lexicon_terms.load(session, NAMES, by=cast.FARIDA, on=clock()) == 2
    with seeded.write() as session:
        assert lexicon_terms.load(session, NAMES, by=cast.FARIDA, on=clock()) == 0


def test_what_was_loaded_is_understood(seeded, clock):
    with seeded.write() as session:
        lexicon_terms.load(session, NAMES, by=cast.FARIDA, on=clock())
        lexicon_terms.load_cities(
            session, [("KR", "Seoul", "Seoul|Seul|Сеул")], by=cast.FARIDA, on=clock()
        )
    with seeded.read() as session:
        meant = parse_query("payvandchi Seulga", lexicon_terms.lexicon(session))
    assert meant.called[0].isco08 == "7212"
    assert meant.country == "KR"


def test_every_country_is_understood_in_the_languages_of_citizens(seeded, clock):
    with seeded.write() as session:
        lexicon_terms.load(session, NAMES, by=cast.FARIDA, on=clock())
        countries.load(session, [NewCountry("GE", "GEL", "995", True)], by=cast.FARIDA, on=clock())
    with seeded.read() as session:
        lexicon = lexicon_terms.lexicon(session)
    for typed in ("payvandchi Gruziya", "сварщик в Грузию", "welder in Georgia"):
        assert parse_query(typed, lexicon).country == "GE"
    for typed in ("водитель груз", "экспедитор грузов", "водитель грузовой"):
        assert parse_query(typed, lexicon).country is None
