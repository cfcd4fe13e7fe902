"""The words of the journey stand in one list each, and none of them is a list of the road before it."""

from service import journey_words, road_words
from tests.service import test_road_words


def test_no_list_stands_twice_and_each_is_held_to_its_values():
    assert not set(journey_words.LISTS) & set(road_words.LISTS)
    assert set(journey_words.LISTS) <= set(test_road_words.LISTS)
