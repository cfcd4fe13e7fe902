"""Names for the lexicon: one officer proposes, two accept, and people find by it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from catalog.core.errors import NotFound
from catalog.vacancies.title_classification import NotAUnitGroup
from matching.lexicon import lexicon_terms, name_proposals
from matching.lexicon.lexicon import TITLE, Name
from matching.lexicon.name_proposals import (
    NameDecided,
    NameExists,
    NameKind,
    NameLanguage,
    NewName,
    NoName,
)
from matching.search.query import parse_query
from tests.support.cast import DAVRON, FARIDA, GULNORA


def new_name(
    name="olovchi usta", language=NameLanguage.UZ, isco08="7212", kind=NameKind.EVERYDAY
) -> NewName:
    return NewName(name, language, kind, isco08)


@pytest.fixture
def propose(seeded, clock):
    def proposed(*given, by=FARIDA, **named) -> int:
        with seeded.write() as session:
            return name_proposals.propose(session, new_name(*given, **named), by=by, on=clock()).id

    return proposed


@pytest.fixture
def say(seeded, clock):
    def decide(number: int, by, action=name_proposals.accept) -> bool:
        with seeded.write() as session:
            return action(session, number, by=by, on=clock()).accepted_by is not None

    return decide


def called(seeded, words: str) -> list[str]:
    with seeded.read() as session:
        return [
            one.isco08
            for one in parse_query(words, lexicon_terms.lexicon(session)).called
            if one.score > 0.9
        ]


def test_a_name_is_known_when_two_have_accepted_it(seeded, propose, say):
    number = propose()
    assert say(number, FARIDA) is False
    assert called(seeded, "olovchi usta") == []
    assert say(number, DAVRON) is True
    assert called(seeded, "olovchi usta") == ["7212"]
    assert called(seeded, "оловчи уста") == ["7212"], "in the other script too"


def test_whoever_proposed_it_is_one_of_the_two(propose, say):
    number = propose(by=GULNORA)
    say(number, FARIDA)
    assert say(number, GULNORA) is True


def test_what_is_decided_stays_so(seeded, propose, say):
    taken, left = propose(), propose("alangachi")
    for officer in (FARIDA, GULNORA):
        say(taken, officer)
    say(left, FARIDA)
    say(left, GULNORA, name_proposals.decline)
    for number in (taken, left):
        for action in (name_proposals.accept, name_proposals.decline):
            with pytest.raises(NameDecided):
                say(number, DAVRON, action)
    assert called(seeded, "alangachi") == []
    with pytest.raises(NotFound):
        say(999, FARIDA)


def test_of_two_at_once_each_word_counts(seeded, propose, say):
    number = propose()
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(lambda officer: say(number, officer), (FARIDA, GULNORA))) == [
            False,
            True,
        ]
    assert called(seeded, "olovchi usta") == ["7212"]


def test_a_name_is_proposed_once(propose, say):
    number = propose()
    with pytest.raises(NameExists):
        propose("OLOVCHI  USTA")
    with pytest.raises(NameExists):
        propose("оловчи уста")
    assert propose(isco08="9112"), "it may mean another trade too"
    for officer in (FARIDA, GULNORA):
        say(number, officer)
    with pytest.raises(NameExists):
        propose()


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"isco08": "9999"}, NotAUnitGroup),
        ({"name": "…"}, NoName),
        ({"name": "998 90"}, NoName),
        ({"name": "   "}, NoName),
    ],
)
def test_what_is_no_name_or_no_trade_is_refused(propose, given, why):
    with pytest.raises(why):
        propose(**given)


def test_uzbek_is_kept_in_latin_letters_and_russian_as_it_is(seeded, propose):
    propose("оловчи")
    propose("огневик", NameLanguage.RU)
    with seeded.read() as session:
        assert [row.name for row in name_proposals.list_waiting(session)] == ["olovchi", "огневик"]


def test_a_title_that_nobody_searches_by_keeps_no_name_away(seeded, clock, propose):
    with seeded.write() as session:
        lexicon_terms.load(
            session, [Name("7212", TITLE, "torch master", "en")], by=FARIDA, on=clock()
        )
    assert propose("torch master", language=NameLanguage.EN)
