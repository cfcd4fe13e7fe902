"""Queries of each kind are what their kind says, and their answers come from the fields of the
vacancies."""

from collections import defaultdict

import pytest

from bench import corpus, kinds
from i18n.scripts import fold


@pytest.fixture(scope="module")
def made():
    names = corpus.names()
    by_kind = defaultdict(list)
    for one in kinds.made(names, list(corpus.stream(names, 3_000)), 777):
        by_kind[one.kind].append(one)
    return by_kind


def test_there_are_as_many_of_each(made):
    assert {kind: len(some) for kind, some in made.items()} == dict.fromkeys(made, kinds.EACH)
    assert len(made) == 10


def test_another_script_and_another_apostrophe_are_the_same_word(made):
    known = {fold(name.name) for name in corpus.names()}
    for kind in ("other script", "apostrophe"):
        assert all(fold(one.query.typed) in known for one in made[kind])


def test_a_vacancy_answers_that_has_the_trade_the_town_and_the_firm(made):
    [town, firm] = made["with a town"][0].answers, made["with a firm"][0].answers
    [one, *_] = corpus.stream(corpus.names(), 1)

    def like(**values):
        return type(one)(**{name: getattr(one, name) for name in one.__struct_fields__} | values)

    there = like(isco08=next(iter(town.groups)), city=town.town[0])
    assert town(there)
    assert not town(like(isco08=there.isco08, city="Nowhere"))
    assert firm(like(isco08=next(iter(firm.groups)), employer=f"{firm.firm} LLC"))
    assert not firm(like(isco08=next(iter(firm.groups)), employer="Other LLC"))


def test_what_answers_nothing_is_counted_so(made):
    class Silent:
        def search(self, _query):
            return []

    assert set(kinds.found(Silent(), made["plain"], {}).values()) == {0.0}
