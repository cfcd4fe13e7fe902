"""Nothing that masks hide can be worked out, by trying all tables that fit what they publish."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as some

from service.reporting.disclosure import public_masks
from service.reporting.figures.figures import Figure
from tests.service.reporting import guesses
from tests.service.reporting.guesses import ELSEWHERE, NOT_AT_POSTS, SMALL


@some.composite
def years(draw) -> list[Figure]:
    """A small year: sessions by topic and by country that add up to one whole, of which some were
    at posts."""
    topics = draw(some.lists(some.integers(0, 5), min_size=1, max_size=3))
    whole = sum(topics)
    first = draw(some.integers(0, whole))
    if not draw(some.booleans()):
        return guesses.sessions(topics, [first, whole - first])
    posts, persons = draw(some.integers(0, whole)), draw(some.integers(0, whole))
    at_posts = draw(some.integers(0, min(posts, persons)))
    return guesses.sessions(topics, [first, whole - first], posts, persons, at_posts)


def _true(figures: Sequence[Figure]) -> dict:
    values = {one.name: one.value for one in figures}
    if guesses.POSTS in values:
        values[ELSEWHERE] = values[guesses.WHOLE] - values[guesses.POSTS]
        values[NOT_AT_POSTS] = values[guesses.PERSONS] - values[guesses.AT_POSTS]
    return values


def _secrets(figures: Sequence[Figure], true: dict) -> set:
    """What must not be found: every hidden figure, and the few whom a part leaves out."""
    few = {name for name in (ELSEWHERE, NOT_AT_POSTS) if 0 < true.get(name, 0) < SMALL.people}
    return few | {one.name for one in figures if one.value is None}


@given(figures=years())
@settings(max_examples=150, deadline=None)
def test_every_hidden_number_can_be_many_numbers(figures):
    values, true = public_masks.mask_figures(figures, smallest=SMALL), _true(figures)
    assert all(one.value is None for one in values if 0 < true[one.name] < SMALL.people)
    assert all(one.value in (None, true[one.name]) for one in values)
    found = guesses.possible(values)
    for name in _secrets(values, true):
        assert true[name] in found[name]
        assert guesses.apart(found[name]) >= SMALL.people, (name, found[name])
