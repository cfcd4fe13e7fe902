"""Nothing that masks hide can be worked out, by trying all tables that fit what they publish."""

from collections.abc import Sequence

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as some

from service.reporting import masks
from service.reporting.figures import Figure
from tests.service.reporting import guesses
from tests.service.reporting.guesses import ELSEWHERE, NOT_AT_POSTS, SMALL


@some.composite
def years(draw) -> list[Figure]:
    """A small year: sessions by topic and by country that add up to one whole, of which some were at posts."""
    topics = draw(some.lists(some.integers(0, 5), min_size=1, max_size=3))
    whole = sum(topics)
    first = draw(some.integers(0, whole))
    if not draw(some.booleans()):
        return guesses.sessions(topics, [first, whole - first])
    posts, persons = draw(some.integers(0, whole)), draw(some.integers(0, whole))
    at_posts = draw(some.integers(0, min(posts, persons)))
    return guesses.sessions(topics, [first, whole - first], posts, persons, at_posts)


def _true(figures: Sequence[Figure]) -> dict:
    told = {one.name: one.value for one in figures}
    if guesses.POSTS in told:
        told[ELSEWHERE] = told[guesses.WHOLE] - told[guesses.POSTS]
        told[NOT_AT_POSTS] = told[guesses.PERSONS] - told[guesses.AT_POSTS]
    return told


def _secrets(told: Sequence[Figure], true: dict) -> set:
    """What must not be found: every hidden figure, and the few whom a part leaves out."""
    few = {name for name in (ELSEWHERE, NOT_AT_POSTS) if 0 < true.get(name, 0) < SMALL.people}
    return few | {one.name for one in told if one.value is None}


def _at_its_end(figures: Sequence[Figure], name: tuple[str, str], value: int) -> bool:
    """Whether a number could not be smaller though everything were hidden: a whole of three parts of one each."""
    nothing = [msgspec.structs.replace(one, value=None if one.value else 0) for one in figures]
    return min(guesses.possible(nothing)[name]) == value


@given(figures=years())
@settings(max_examples=150, deadline=None)
def test_every_hidden_number_can_be_many_numbers(figures):
    told, true = masks.public(figures, smallest=SMALL), _true(figures)
    assert all(one.value is None for one in told if 0 < true[one.name] < SMALL.people)
    assert all(one.value in (None, true[one.name]) for one in told)
    found = guesses.possible(told)
    for name in _secrets(told, true):
        assert true[name] in found[name]
        assert guesses.apart(found[name]) >= SMALL.people, (name, found[name])
        assert max(found[name]) > true[name], name
        assert min(found[name]) < max(true[name], 2) or _at_its_end(figures, name, true[name]), name


@given(figures=years())
@settings(max_examples=60, deadline=None)
def test_no_number_is_hidden_for_nothing(figures):
    told, true = masks.public(figures, smallest=SMALL), _true(figures)
    for place, one in enumerate(told):
        if one.value is None and true[one.name] >= SMALL.people:
            more = [*told[:place], figures[place], *told[place + 1 :]]
            found, secret = guesses.possible(more), _secrets(more, true)
            ends = [(found[name], true[name]) for name in secret]
            assert any(
                guesses.apart(values) < SMALL.people or max(values) == value or min(values) == max(value, 2)
                for values, value in ends
            ), one.name
